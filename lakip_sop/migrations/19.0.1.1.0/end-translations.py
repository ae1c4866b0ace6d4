from odoo import SUPERUSER_ID, api
from odoo.tools.translate import TranslationImporter, get_po_paths


def migrate(cr, version):
    """Bring the words on the screen in line with this version.

    An upgrade keeps each translation that is there, also one whose text became another: the
    screens would tell in Indonesian what the version before did. Records that an agency may have
    made its own (``noupdate``) keep their words.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    importer = TranslationImporter(cr, verbose=False)
    for code, _name in env["res.lang"].get_installed():
        for path in get_po_paths("lakip_sop", code):
            importer.load_file(path, code)
    # The names of models that other apps brought are theirs.
    names = importer.model_translations["ir.model"]["name"]
    for xmlid in [name for name in names if not name.startswith("lakip_sop.model_lakip_")]:
        del names[xmlid]
    importer.save(overwrite=True)
