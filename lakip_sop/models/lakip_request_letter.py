from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..documents import (
    FORM_ATTACHMENT,
    FormIndicator,
    FormProgram,
    RequestedItem,
    RequestLetter,
    build_request_letter,
)


class LakipRequest(models.Model):
    """The Nota Dinas of a request."""

    _inherit = "lakip.request"

    document_ids = fields.One2many(
        comodel_name="lakip.document",
        inverse_name="request_id",
        string="Nota Dinas Versions",
        readonly=True,
    )
    document_id = fields.Many2one(
        comodel_name="lakip.document",
        compute="_compute_document_id",
        string="Nota Dinas",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("document_ids.state")
    def _compute_document_id(self):
        documents = self.env["lakip.document"].search_fetch(
            [
                ("request_id", "in", self.ids),
                ("kind", "=", "request_letter"),
                ("state", "!=", "superseded"),
            ],
            ["request_id", "name", "version"],
        )
        by_request = documents.grouped("request_id")
        for request in self:
            request.document_id = by_request.get(request, documents.browse())[:1]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_write_letters(self):
        """Write the Nota Dinas anew, e.g. when its number is known: a next version."""
        self._check_can("letter")
        # sudo: letters print names and NIP; checked above
        self._lakip_clean().sudo()._write_letters()
        return True

    def action_open_letter(self):
        """Download the Nota Dinas."""
        self.ensure_one()
        self.check_access("read")
        if not self.document_id:
            raise UserError(
                self.env._("The Nota Dinas of %s is not written yet.", self.display_name)
            )
        return self.document_id.action_open_file()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_number(self):
        self._check_can("letter")

    def _get_letter_day(self):
        self.ensure_one()
        return self.letter_date or self.step_id._get_letter_day()

    def _get_printed_number(self):
        # One number for all Nota Dinas of a row is common.
        return super()._get_printed_number() or self.step_id.letter_number or ""

    def _write_letters(self):
        """Freeze the Nota Dinas of each of these requests as its next version."""
        documents = self.env["lakip.document"]
        for step, requests in self.grouped("step_id").items():
            sender = step._get_signer(step.role_id)
            letterhead = step._get_letterhead()
            performance = requests._get_performance()
            for request in requests:
                documents._do_create_version(
                    step,
                    "request_letter",
                    build_request_letter(
                        request._get_letter(letterhead, sender, *performance[request])
                    ),
                    name=f"Nota Dinas {request.department_id.name}",
                    filename=step._get_filename("Nota Dinas", request.display_name),
                    origin="generated",
                    request=request,
                )
        self.invalidate_recordset(["document_ids", "document_id"])

    def _get_letter(self, letterhead, sender, indicators, programs):
        """Return the ``RequestLetter`` of this request, its form with these figures."""
        self.ensure_one()
        step = self.step_id
        manager = self.department_id.manager_id
        return RequestLetter(
            letterhead=letterhead,
            info=step._get_letter_info(attachment=FORM_ATTACHMENT, letter=self),
            sender=sender,
            recipient=manager.job_title or f"Kepala {self.department_id.name}",
            year=self.cycle_id.year,
            items=tuple(
                RequestedItem(item.name, item.required, item.description or "")
                for item in self.item_ids
                if not item.is_loose
            ),
            due=step._to_wall_clock(step.date_deadline),
            timezone_label=step._get_zone_label(step.date_deadline),
            copies=step._get_letter_copies(),
            message=self.note or "",
            division=self.department_id.name,
            indicators=tuple(
                FormIndicator(one.name, one.unit or "", one.target or "") for one in indicators
            ),
            programs=tuple(FormProgram(one.name, Decimal(str(one.budget))) for one in programs),
            respondent=step._get_employee_official(manager, f"Kepala {self.department_id.name}"),
        )
