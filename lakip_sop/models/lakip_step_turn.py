import logging
from collections import defaultdict

import pytz

from odoo import Command, api, fields, models

from ..tools.apart import each_apart
from .lakip_protected_mixin import EDIT_SENTINEL
from .lakip_sop_step import TERMINAL_KINDS
from .mail_activity import TURN_SYNC

_logger = logging.getLogger(__name__)


class LakipStep(models.Model):
    """Whose turn a row is, and the activities that tell them."""

    _inherit = "lakip.step"

    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="lakip_step_user_rel",
        string="Must Act Now",
        readonly=True,
        help="Kept by the app: the officers, team members or division staff who hold the role "
        "today.",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_acting_role(self):
        """Return the role whose holders act: the owner's for an actor outside the office."""
        self.ensure_one()
        return self.cycle_id.owner_role_id if self.role_id.is_external else self.role_id

    def _get_performers(self):
        """Return ``{step: users}`` who hold the row's role today."""
        holders = self.cycle_id._get_role_users(self.role_id)
        return {step: holders[step.cycle_id, step.role_id] for step in self}

    def _sync_performers(self):
        """Hand the turn of these running rows to whoever holds the role now."""
        self._assign_performers()
        self._sync_activities()

    def _assign_performers(self):
        """Write ``user_ids`` of these running rows; grant new ones the role's access group."""
        performers = self._get_performers()
        for (users, role), steps in self.grouped(
            lambda step: (performers[step], step._get_acting_role())
        ).items():
            changed = steps.filtered(lambda step, users=users: step.user_ids != users)
            if not changed:
                continue
            if role.holder_source != "officer":
                # An officer got the right with the office. What an administrator has taken
                # away since, stays away.
                role._grant_group(users - changed.user_ids)
            changed._lakip_unlocked().user_ids = [Command.set(users.ids)]

    @api.model
    def _resync_companies(self, companies):
        """Hand over all running turns of ``companies``."""
        steps = self.search([("state", "=", "active"), ("company_id", "in", companies.ids)])
        # Rows that start at this moment go to who holds the role now.
        steps.cycle_id._lakip_touch()
        steps._sync_performers()

    @api.model
    def _cron_sync_performers(self):
        """Hourly: first and last days of officers, and of people in a department, hand over."""
        steps = self.search([("state", "=", "active")])
        each_apart(steps.company_id, self._sync_companies, _logger)

    def _sync_companies(self, companies):
        """Hand over what runs in ``companies``, each row apart from the others."""
        steps = self.search([("state", "=", "active"), ("company_id", "in", companies.ids)])
        each_apart(steps, lambda some: some._sync_running(), _logger)
        self.env["lakip.request"]._resync_users(companies)

    # ------------------------------------------------------------
    # ACTIVITIES
    # ------------------------------------------------------------

    @api.model
    def _get_activity_type_id(self, kind):
        """Return the id of the app's own activity type for ``kind`` (cached, no query)."""
        return self.env["ir.model.data"]._xmlid_to_res_id(
            f"lakip_sop.mail_activity_type_{kind}", raise_if_not_found=True
        )

    def _sync_activities(self):
        """Give each who must act one activity, due on the deadline's day; drop all others."""
        if not self:
            return
        activities = (
            self._lakip_clean()
            .env["mail.activity"]
            .sudo()  # sudo: activities of others are made and dropped by the app
            # One notice an activity would be one e-mail a person a row.
            .with_context(mail_activity_quick_update=True, **{TURN_SYNC: EDIT_SENTINEL})
        )
        types = {
            kind: self._get_activity_type_id(kind)
            for kind in {*self.mapped("kind")}.difference(TERMINAL_KINDS)
        }
        existing = activities.search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                # Other apps make activities too, and people choose the types of this one.
                ("automated", "=", True),
                ("activity_type_id", "in", [*types.values()]),
            ],
            ["res_id", "user_id", "date_deadline"],
        )
        by_id = {step.id: step for step in self}
        wanted = {
            (step.id, user): step
            for step in self
            if step.state == "active" and not step.is_on_hold
            for user in step.user_ids
        }
        obsolete = activities
        moved = defaultdict(lambda: activities)
        for activity in existing:
            step = wanted.pop((activity.res_id, activity.user_id), None)
            if not step:
                obsolete += activity
            elif activity.date_deadline != (due := step._get_activity_date(activity.user_id)):
                moved[due] += activity
        for due, late_ones in moved.items():
            late_ones.date_deadline = due
        vals_list = [
            {
                "res_model_id": self.env["ir.model"]._get_id(self._name),
                "res_id": step.id,
                # As Odoo would compute them, with an UPDATE after the INSERT.
                "res_name": step.display_name,
                "user_tz": user.tz,
                "activity_type_id": types[step.kind],
                "summary": step.name.splitlines()[0][:120],
                "date_deadline": step._get_activity_date(user),
                "user_id": user.id,
                "automated": True,
            }
            for (_step_id, user), step in wanted.items()
        ]
        activities._lakip_create(vals_list)
        # What was done stays as a done activity; a turn taken away leaves none.
        done = obsolete.filtered(lambda activity: by_id[activity.res_id].state == "done")
        done.action_archive()
        # unlink() empties the cache, so it comes last
        (obsolete - done).unlink()

    def _get_activity_date(self, user):
        """Return the deadline's day in the user's own time zone (a date).

        A row without a time standard is due when the whole report is.
        """
        self.ensure_one()
        if not self.date_deadline:
            return max(self.cycle_id.date_due or fields.Date.today(), fields.Date.today())
        zone = pytz.timezone(user.tz or self.company_id.resource_calendar_id.tz or "UTC")
        return pytz.utc.localize(self.date_deadline).astimezone(zone).date()
