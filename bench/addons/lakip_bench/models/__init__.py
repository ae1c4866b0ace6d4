from . import lakip_bench_document
from . import tier_definition
