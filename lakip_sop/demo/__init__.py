from . import lakip_demo
