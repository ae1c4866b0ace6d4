from . import lakip_acting_wizard
from . import lakip_holiday_wizard
from . import lakip_holiday_wizard_line
from . import lakip_reason_wizard
from . import lakip_reason_wizard_line
from . import lakip_sign_wizard
from . import lakip_upload_wizard
from . import res_users_identitycheck
