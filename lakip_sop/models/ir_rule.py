from odoo import models

#: Beside the models of the app: what hangs on its records and bears their names.
_NEIGHBOURS = ("calendar.attendee", "calendar.event", "ir.attachment", "mail.activity")


class IrRule(models.Model):
    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        """Refuse by number what the user may not see.

        In the developer mode, which every user can turn on by an address, Odoo's refusal names
        the records: a bidang could read the names of another one's files and indicators by
        trying one number after the other.
        """
        error = super()._make_access_error(operation, records)
        model = records._name
        if not model.startswith("lakip.") and model not in _NEIGHBOURS:
            return error
        (message,) = error.args
        for record in records[:6].sudo():  # sudo: the name, to take it out
            number = f"({model}: {record.id}"
            message = message.replace(f"{record.display_name} {number}", number)
        error.args = (message,)
        # Read to be taken out: it does not stay in the cache.
        records.invalidate_recordset()
        return error
