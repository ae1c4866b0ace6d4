from . import lakip_upload
