from babel.dates import format_date, format_time

from odoo import api, fields, models

from ..tools import filecheck
from .lakip_request import OPEN_STATES

DIVISION_FORM = "lakip_sop.lakip_request_view_form_division"
TEAM_GROUP = "lakip_sop.group_lakip_team"


class LakipRequest(models.Model):
    """The page on which the staff of a division hand in their data, and who gets to see it.

    The team and the heads have the ordinary form: they ask and decide. Whoever hands in has a form
    view of its own, from wherever it is opened: activity, message, menu or address.
    """

    _inherit = "lakip.request"

    deadline_text = fields.Char(
        string="Until (in Words)",
        compute="_compute_deadline_text",
        compute_sudo=True,  # sudo: the zone of the company's calendar
        help="The deadline on the agency's clock, as the Nota Dinas prints it.",
    )
    left_text = fields.Char(
        string="Time Left",
        compute="_compute_left_text",
        # sudo: the working time is the same for everybody, whatever leaves one may see
        compute_sudo=True,
        help="Working time until the deadline, or since it.",
    )
    submitted_text = fields.Char(
        string="Handed In (in Words)",
        compute="_compute_submitted_text",
        compute_sudo=True,  # sudo: the name of a colleague, and as above
    )
    is_on_hold = fields.Boolean(related="step_id.is_on_hold")
    reviewer_ids = fields.Many2many(
        related="step_id.user_ids",
        string="Looked Through By",
        help="The members of the team who accept or return the data.",
    )
    required_count = fields.Integer(string="Required Items", compute="_compute_progress")
    answered_count = fields.Integer(string="Required and There", compute="_compute_progress")
    progress_text = fields.Char(string="There", compute="_compute_progress")
    return_points = fields.Json(compute="_compute_return_points")
    # sudo: two settings of the company
    upload_limits = fields.Json(compute="_compute_upload_limits", compute_sudo=True)

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("date_deadline")
    @api.depends_context("lang")
    def _compute_deadline_text(self):
        for request in self:
            request.deadline_text = request._get_moment_text(request.date_deadline)

    @api.depends("date_submitted", "submitted_user_id", "is_submitted_late")
    @api.depends_context("lang")
    def _compute_submitted_text(self):
        for request in self:
            moment = request._get_moment_text(request.date_submitted)
            if not moment:
                request.submitted_text = False
                continue
            names = {"name": request.submitted_user_id.name, "moment": moment}
            request.submitted_text = (
                self.env._("Handed in by %(name)s on %(moment)s, after the deadline.", **names)
                if request.is_submitted_late
                else self.env._("Handed in by %(name)s on %(moment)s.", **names)
            )

    @api.depends("state", "step_id.time_text")
    @api.depends_context("lang")
    def _compute_left_text(self):
        for request in self:
            # Its deadline is that of its row.
            waits = request._waits_for_division() and request.date_deadline
            request.left_text = waits and request.step_id.time_text

    @api.depends("item_ids.required", "item_ids.is_answered")
    def _compute_progress(self):
        # Of all items at once, the page shows the others too: their files are read together.
        answered = self.item_ids.filtered("is_answered")
        required = self.item_ids.filtered("required")
        for request in self:
            total = len(request.item_ids & required)
            count = len(request.item_ids & required & answered)
            request.required_count = total
            request.answered_count = count
            request.progress_text = f"{count}/{total}" if total else False

    @api.depends("item_ids.review", "item_ids.review_note", "state")
    def _compute_return_points(self):
        for request in self:
            points = request.item_ids.filtered(lambda item: item.review == "not_ok")
            request.return_points = request.state == "returned" and [
                {"item_id": item.id, "name": item.name, "note": item.review_note or ""}
                for item in points
            ]

    @api.depends("company_id.lakip_max_file_size", "company_id.lakip_max_file_count")
    def _compute_upload_limits(self):
        kinds = ",".join(f".{extension}" for extension in (*filecheck.ALLOWED, "jpeg"))
        for request in self:
            request.upload_limits = {
                "megabytes": request.company_id.lakip_max_file_size,
                "count": request.company_id.lakip_max_file_count,
                "accept": kinds,
            }

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type="form", **options):
        key = super()._get_view_cache_key(view_id, view_type, **options)
        return (*key, self.env.user.has_group(TEAM_GROUP))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        # Activities and addresses name no view.
        if view_type == "form" and not view_id and not self.env.user.has_group(TEAM_GROUP):
            view_id = self.env.ref(DIVISION_FORM).id
        return super()._get_view(view_id, view_type, **options)

    def get_formview_id(self, access_uid=None):
        """Whoever has to hand in this request gets the page for it, also a member of the team."""
        user = self.env["res.users"].browse(access_uid) if access_uid else self.env.user
        self.ensure_one()
        if not user.has_group(TEAM_GROUP) or (user in self.user_ids and self.state in OPEN_STATES):
            return self.env.ref(DIVISION_FORM).id
        return super().get_formview_id(access_uid=access_uid)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_team_form(self):
        """Open the form on which the team asks and decides."""
        self.ensure_one()
        form = self.env.ref("lakip_sop.lakip_request_view_form")
        return self._get_records_action(name=self.display_name, views=[(form.id, "form")])

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_moment_text(self, moment):
        """Return a naive UTC datetime in words, on the agency's clock; False for none."""
        self.ensure_one()
        if not moment:
            return False
        locale = self.env["lakip.step"]._get_locale()
        local = self.step_id._to_wall_clock(moment)
        return self.env._(
            "%(date)s at %(time)s %(zone)s",
            date=format_date(local, "full", locale=locale),
            time=format_time(local, "short", locale=locale),
            zone=self.step_id._get_zone_label(moment),
        )

    @api.model
    def _get_mine_action(self):
        """Return what 'My Requests' opens: the one request under way, or else the list."""
        actions = self.env["ir.actions.act_window"]
        action = actions._for_xml_id("lakip_sop.lakip_request_action_mine")
        under_way = self.search(
            [
                ("user_ids", "in", self.env.uid),
                ("state", "in", (*OPEN_STATES, "submitted")),
                ("step_id.state", "=", "active"),
            ],
            limit=2,
        )
        if len(under_way) == 1:
            action["res_id"] = under_way.id
            # A new list: what the action is read from is kept for the next reader.
            action["views"] = sorted(action["views"], key=lambda view: view[1] != "form")
            action["view_mode"] = ",".join(mode for _view_id, mode in action["views"])
        return action
