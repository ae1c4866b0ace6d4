from . import lakip_archive
from . import lakip_audit
from . import lakip_download
from . import lakip_export
from . import lakip_request_upload
from . import lakip_upload
from . import lakip_verify
