from . import lakip_reason_wizard
from . import lakip_upload_wizard
