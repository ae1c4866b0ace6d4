from .models.lakip_protected_mixin import EDIT_SENTINEL, _CONTEXT_KEY


def uninstall_hook(env):
    """Remove the files of the app's records: tables go with the models, files do not."""
    env["ir.attachment"].with_context(**{_CONTEXT_KEY: EDIT_SENTINEL}).search(
        [("res_model", "=like", "lakip.%")]
    ).unlink()
