from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

REQUEST_STATES = [
    ("draft", "Draft"),
    ("sent", "Sent"),
    ("submitted", "Handed In"),
    ("returned", "Returned"),
    ("accepted", "Accepted"),
    ("waived", "Waived"),
]
#: While a request is in one of these, its division has to act.
OPEN_STATES = ("sent", "returned")


class LakipRequest(models.Model):
    """One Nota Dinas: the data asked of one division in one collection step.

    The team asks and decides, the division fills and hands in.

    ``lakip_request_check.py`` says who may do what and when, ``lakip_request_draft.py`` what is
    asked, ``lakip_request_people.py`` who hands in; ``lakip_request_letter.py`` writes the Nota
    Dinas, ``lakip_request_file.py`` gathers files that arrive by the chatter.
    """

    _name = "lakip.request"
    _description = "Data Request"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "lakip.letter.mixin",
        "lakip.protected.mixin",
        "lakip.flow.source.mixin",
    ]
    _order = "cycle_id, department_id, id"
    # Who may read a request may talk about it; data is handed in by the items alone.
    _mail_post_access = "read"

    _lakip_protected_fields = frozenset(
        {
            "step_id",
            "cycle_id",
            "company_id",
            "department_id",
            "user_ids",
            "state",
            "date_deadline",
            "date_sent",
            "date_submitted",
            "submitted_user_id",
            "is_submitted_late",
            "date_accepted",
            "return_reason",
            "waive_reason",
            "document_ids",
        }
    )

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    step_id = fields.Many2one(
        comodel_name="lakip.step",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    # Not precomputed: the record before its INSERT would show up among those of the cycle.
    cycle_id = fields.Many2one(
        related="step_id.cycle_id",
        store=True,
        index=True,
    )
    company_id = fields.Many2one(
        related="step_id.company_id",
        store=True,
        index=True,
        precompute=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        string="Division",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=REQUEST_STATES,
        required=True,
        default="draft",
        readonly=True,
        index=True,
        tracking=True,
    )
    item_ids = fields.One2many("lakip.request.item", "request_id", string="Data Asked")

    # the Nota Dinas
    letter_number = fields.Char(
        help="Empty: the number of the step, or a blank to be filled in by hand.",
    )
    letter_date = fields.Date(help="Empty: the day on which the Nota Dinas is sent.")
    note = fields.Text(
        string="Message to the Division",
        help="Shown above the list of data and sent with the Nota Dinas.",
    )

    # what happened
    date_deadline = fields.Datetime(
        related="step_id.date_deadline",
        string="Until",
        store=True,
        precompute=True,
        help="The deadline of the step: it moves when the working time changes.",
    )
    date_sent = fields.Datetime(string="Sent On", readonly=True)
    date_submitted = fields.Datetime(string="Handed In On", readonly=True)
    submitted_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handed In By",
        readonly=True,
        ondelete="restrict",
    )
    is_submitted_late = fields.Boolean(
        string="Handed In Late",
        readonly=True,
        help="Handed in after the deadline. Kept, because a domain cannot compare two columns.",
    )
    date_accepted = fields.Datetime(string="Accepted On", readonly=True)
    return_reason = fields.Text(readonly=True)
    waive_reason = fields.Text(readonly=True)
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")

    _step_department_unique = models.UniqueIndex(
        "(step_id, department_id)",
        "This division has been asked for its data in this step already.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("cycle_id.name", "department_id.name")
    def _compute_display_name(self):
        for request in self:
            request.display_name = f"{request.cycle_id.name}: {request.department_id.name}"

    @api.depends("state", "date_deadline", "step_id.state", "step_id.is_on_hold")
    def _compute_is_late(self):
        now = fields.Datetime.now()
        for request in self:
            request.is_late = bool(
                request.state in OPEN_STATES
                and request.date_deadline
                and request.date_deadline < now
                and request.step_id.state == "active"
                and not request.step_id.is_on_hold
            )

    def _search_is_late(self, operator, value):
        if operator != "in" or list(value) != [True]:
            return NotImplemented
        return (
            Domain("state", "in", OPEN_STATES)
            & Domain("date_deadline", "<", fields.Datetime.now())
            & Domain("step_id.state", "=", "active")
            & Domain("step_id.is_on_hold", "=", False)
        )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        # The items check for themselves who may write what of them.
        own = {name for name in vals if not name.startswith(("message_", "activity_"))}
        if own - {"item_ids"} and not self._lakip_is_unlocked() and not self.env.su:
            self._check_can("letter")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_cycle(self):
        raise UserError(
            self.env._("Requests are kept for the record. Waive the ones that are not needed.")
        )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_send(self):
        """Send the Nota Dinas of each of these requests to its division."""
        self.cycle_id._lakip_lock()
        self._lakip_lock()
        self._check_can("send")
        # sudo: states are written by the app only; checked above
        self._lakip_clean().sudo()._do_send()
        return True

    def action_submit(self):
        """Hand in the data of the division: the team decides about it."""
        self._lakip_lock()
        self._check_can("submit")
        # sudo: gathering what came by the chatter writes items that the app makes
        self._lakip_clean().sudo()._gather_loose_files()
        self._check_complete()
        # sudo: states are written by the app only; checked above
        self._lakip_clean().sudo()._do_submit()
        return True

    def action_accept(self):
        """Take the data over; its files and notes stay as they are from now on."""
        self._lakip_lock()
        self._check_can("accept")
        self._check_reviewed()
        # sudo: states are written by the app only; checked above
        self._lakip_clean().sudo()._do_accept()
        return True

    def action_return(self, reason=None):
        """Give the data back to the division. Without ``reason``, ask for it."""
        if reason is None:
            return self.env["lakip.reason.wizard"]._open(self, "request_return")
        self.cycle_id._lakip_lock()
        self._lakip_lock()
        self._check_can("return")
        self.env["lakip.reason.wizard"]._check_reason(reason)
        # sudo: states are written by the app only; checked above
        self._lakip_clean().sudo()._do_return(reason)
        return True

    def action_waive(self, reason=None):
        """Go on without the data of these divisions. Without ``reason``, ask for it."""
        if reason is None:
            return self.env["lakip.reason.wizard"]._open(self, "request_waive")
        self.cycle_id._lakip_lock()
        self._lakip_lock()
        self._check_can("waive")
        self.env["lakip.reason.wizard"]._check_reason(reason)
        # sudo: states are written by the app only; checked above
        self._lakip_clean().sudo()._do_waive(reason)
        return True

    def action_open_step(self):
        """Open the collection step that these requests belong to."""
        return self.step_id._get_open_action()

    # ------------------------------------------------------------
    # BUSINESS: what is done (called as superuser, after the checks)
    # ------------------------------------------------------------

    def _do_send(self):
        self._sync_users()
        self._grant_group(self.user_ids)
        for step, requests in self.grouped("step_id").items():
            undated = requests.filtered(lambda request: not request.letter_date)
            undated.write({"letter_date": step._get_letter_today()})
        self._lakip_unlocked().write(
            {"state": "sent", "date_sent": fields.Datetime.now(), "waive_reason": False}
        )
        self._write_letters()
        self._sync_activities()
        for request in self:
            request._notify_division(
                self.env._("Please hand in the data listed here. The Nota Dinas is attached."),
                request.note,
                attachment_ids=request._get_notice_files().ids,
            )

    def _do_submit(self):
        now = fields.Datetime.now()
        for late, requests in self.grouped(
            lambda request: bool(request.date_deadline and request.date_deadline < now)
        ).items():
            requests._lakip_unlocked().write(
                {
                    "state": "submitted",
                    "date_submitted": now,
                    "submitted_user_id": self.env.uid,
                    "is_submitted_late": late,
                }
            )
        # What was not in order has to be looked at again; the remark stays to compare with.
        self.item_ids.filtered(lambda item: item.review == "not_ok").review = False
        self._sync_activities()
        for request in self:
            request.message_post(
                body=self.env._(
                    "Handed in: %(files)s files, %(notes)s notes.",
                    files=len(request.item_ids.attachment_ids),
                    notes=len(request.item_ids.filtered("note")),
                ),
                partner_ids=request.step_id.user_ids.partner_id.ids,
                subtype_xmlid="mail.mt_comment",
            )

    def _do_accept(self):
        self._lakip_unlocked().write({"state": "accepted", "date_accepted": fields.Datetime.now()})
        self._sync_activities()

    def _do_return(self, reason):
        self._lakip_unlocked().write(
            {"state": "returned", "return_reason": reason.strip(), "date_accepted": False}
        )
        self._sync_users()
        self._sync_activities()
        for request in self:
            request._notify_division(self.env._("Returned: %s", reason.strip()))

    def _do_waive(self, reason):
        told = self.filtered(lambda request: request.state != "draft")
        self._lakip_unlocked().write({"state": "waived", "waive_reason": reason.strip()})
        self._sync_activities()
        body = self.env._("Waived: %s", reason.strip())
        for request in told:
            request._notify_division(body)
        (self - told)._message_log_batch(bodies={request.id: body for request in self - told})

    def _get_notice_files(self):
        """Return the files that come with the notice of a request."""
        return self.document_id.attachment_id

    def _notify_division(self, body, note=None, **kwargs):
        """Post ``body`` and tell the people of the division."""
        self.ensure_one()
        self.message_post(
            body=plaintext2html("\n\n".join(text for text in (body, note) if text)),
            partner_ids=self.user_ids.partner_id.ids,
            subtype_xmlid="mail.mt_comment",
            **kwargs,
        )
