from collections import defaultdict

from odoo import Command, api, fields, models

from .lakip_protected_mixin import EDIT_SENTINEL
from .mail_activity import TURN_SYNC


class LakipRequest(models.Model):
    """Who hands in the data of a division, and the activities that tell them."""

    _inherit = "lakip.request"

    user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="lakip_request_user_rel",
        string="Hands In",
        readonly=True,
        help="Kept by the app: the manager and the members of the department and of those "
        "below it who have an Odoo user.",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_people(self):
        """Return ``{request: users}``: who works for its division today and can log in."""
        by_department = self.department_id._lakip_get_users()
        # sudo: a user's type and whether it is archived decide, nothing of it is shown
        usable = {
            department: users.filtered(lambda user: user.sudo().active and not user.sudo().share)
            for department, users in by_department.items()
        }
        return {request: usable[request.department_id] for request in self}

    def _sync_users(self):
        """Hand these requests to the people of their divisions; return those that changed."""
        people = self._get_people()
        changed = self.filtered(lambda request: request.user_ids != people[request])
        for users, requests in changed.grouped(lambda request: people[request]).items():
            for request in requests:
                # Followers get every message by e-mail: who has left must not.
                gone = request.user_ids - users
                if gone:
                    request.message_unsubscribe(gone.partner_id.ids)
                if request.state != "draft":
                    self._grant_group(users - request.user_ids)
            requests._lakip_unlocked().user_ids = [Command.set(users.ids)]
        return changed

    @api.model
    def _grant_group(self, users):
        """Give ``users`` the right to see the requests to their own division."""
        # sudo: being asked by the team grants this one group, and no other
        group = self.env.ref("lakip_sop.group_lakip_division").sudo()
        lacking = users.sudo().filtered(lambda user: group not in user.all_group_ids)
        if lacking:
            lacking.write({"group_ids": [Command.link(group.id)]})

    @api.model
    def _resync_users(self, companies):
        """People moved: hand the requests of running cycles over."""
        requests = self.search(
            [("company_id", "in", companies.ids), ("cycle_id.state", "=", "running")]
        )
        # What is sent or handed in at this moment is theirs who work there now.
        requests._lakip_touch()
        requests._sync_users()._sync_activities()

    # ------------------------------------------------------------
    # ACTIVITIES
    # ------------------------------------------------------------

    def _sync_activities(self):
        """Give each who must hand in one activity, due on the deadline's day; drop all others."""
        if not self:
            return
        type_id = self.env["lakip.step"]._get_activity_type_id("request")
        activities = (
            self._lakip_clean()
            .env["mail.activity"]
            .sudo()  # sudo: activities of others are made and dropped by the app
            # The Nota Dinas is the notice; one more e-mail an activity would be too many.
            .with_context(mail_activity_quick_update=True, **{TURN_SYNC: EDIT_SENTINEL})
        )
        existing = activities.search_fetch(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("activity_type_id", "=", type_id),
            ],
            ["res_id", "user_id", "date_deadline"],
        )
        by_id = {request.id: request for request in self}
        wanted = {
            (request.id, user): request.step_id._get_activity_date(user)
            for request in self
            if request._waits_for_division()
            for user in request.user_ids
        }
        obsolete = activities
        moved = defaultdict(lambda: activities)
        for activity in existing:
            day = wanted.pop((activity.res_id, activity.user_id), None)
            if not day:
                obsolete += activity
            elif activity.date_deadline != day:
                moved[day] += activity
        for day, displaced in moved.items():
            displaced.date_deadline = day
        activities._lakip_create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": request_id,
                    "activity_type_id": type_id,
                    "summary": self.env._("Hand in the data: %s", by_id[request_id].display_name),
                    "date_deadline": day,
                    "user_id": user.id,
                    "automated": True,
                }
                for (request_id, user), day in wanted.items()
            ]
        )
        # What was handed in stays as a done activity; a request taken away leaves none.
        done = obsolete.filtered(
            lambda activity: by_id[activity.res_id].state in ("submitted", "accepted")
        )
        done.action_archive()
        # unlink() empties the cache, so it comes last
        (obsolete - done).unlink()

    def _is_asked_of_user(self):
        """Return whether the current user is among those who hand in."""
        self.ensure_one()
        # Who is logged in is active: nobody's record is read to find that out.
        return self.env.user in self.with_context(active_test=False).user_ids

    def _waits_for_division(self):
        """Return whether the division has to act now."""
        self.ensure_one()
        return (
            self.state in ("sent", "returned")
            and self.step_id.state == "active"
            and not self.step_id.is_on_hold
        )
