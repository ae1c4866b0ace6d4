"""One text for every Char, Text and Html field of a year's records."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

#: What other records or the flow look up by its text, and addresses that mail is sent to.
SKIPPED = {"code", "email", "email_normalized", "lang", "login", "tz", "lakip_timezone"}


class HostileFields:
    """Fills the fields of the records of a ``PerformanceCase``: of the app, of the people, the
    company and the recipients."""

    def setUp(self):
        super().setUp()
        self.tried = set()
        #: "model.field" of those that took the text
        self.filled = set()

    def _get_models(self):
        """Yield all records of the app, and of Odoo those of the company of the test."""
        for name in self.env.registry:
            model = self.env[name]
            if name.startswith("lakip.") and not (model._abstract or model._transient):
                yield model.sudo().with_context(active_test=False).search([], limit=10_000)
        company = self.company
        employees = self.env["hr.employee"].sudo().search([("company_id", "=", company.id)])
        yield company.sudo()
        yield employees
        yield self.env["hr.department"].sudo().search([("company_id", "=", company.id)])
        yield (company.lakip_recipient_ids | company.partner_id).sudo()
        yield self.cycle.step_ids.event_id.sudo()

    def _fill_all(self, text, html=None):
        """Write a text into each field that takes it; what is protected or refused stays.

        :param html: what HTML fields take instead
        """
        for records in self._get_models():
            names = [
                name
                for name, field in records._fields.items()
                if field.type in ("char", "text", "html")
                and field.store
                and not (field.compute and field.readonly)
                and name not in SKIPPED
            ]
            for record in records:
                for name in names:
                    if (record, name) in self.tried:
                        continue
                    self.tried.add((record, name))
                    # names have to differ within a sasaran
                    own = html if html and record._fields[name].type == "html" else text
                    self._try_write(record, name, f"{own} {record.id}")

    def _try_write(self, record, name, text):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                record.with_context(mail_notrack=True)[name] = text
                record.flush_recordset([name])
        except (UserError, AccessError, psycopg2.Error):
            record.invalidate_recordset()
        else:
            self.filled.add(f"{record._name}.{name}")
