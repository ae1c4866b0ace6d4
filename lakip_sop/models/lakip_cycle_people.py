from odoo import models

from .lakip_cycle_member import STEERING_POSITIONS


class LakipCycle(models.Model):
    """Who holds the roles of a cycle: officers, the SK Tim, the people of its divisions."""

    _inherit = "lakip.cycle"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_previous(self):
        """Return the last earlier cycle of the same company that was not cancelled."""
        self.ensure_one()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("year", "<", self.year),
                ("state", "!=", "cancelled"),
            ],
            order="year desc",
            limit=1,
        )

    def _get_division_users(self):
        """Return the people of all divisions that take part in these cycles."""
        by_department = self.department_ids._lakip_get_users()
        return self.env["res.users"].union(*by_department.values())

    def _get_role_users(self, roles):
        """Return ``{(cycle, role): users}``: who holds each of ``roles`` today.

        An actor outside the office is stood in for by the owner of the cycle.
        """
        no_users = self.env["res.users"]
        owners = self.owner_role_id
        officers = self.env["lakip.officer"]._get_current(roles | owners, self.company_id)
        divisions = {}
        if any(role.holder_source == "division" for role in roles):
            divisions = self.department_ids._lakip_get_users()
        result = {}
        for cycle in self:
            for role in roles:
                actual = cycle.owner_role_id if role.is_external else role
                if actual.holder_source == "team":
                    users = cycle._get_team_users()
                elif actual.holder_source == "division":
                    users = no_users.union(*(divisions[dep] for dep in cycle.department_ids))
                else:
                    holders = officers.get((cycle.company_id, actual))
                    users = holders.user_id if holders else no_users
                result[cycle, role] = users.with_env(self.env)
        return result

    def _get_team_users(self):
        """Return the users of the SK Tim who do its work: not those who only steer it."""
        # sudo: a member's user is needed to route the turn
        writers = self.sudo().member_ids.filtered(
            lambda member: member.position not in STEERING_POSITIONS
        )
        return writers.user_id.filtered("active")

    def _get_officer(self, role, user):
        """Return the officer record by which ``user`` holds ``role`` today, if there is one."""
        self.ensure_one()
        officers = self.env["lakip.officer"]._get_current(role, self.company_id)
        holders = officers.get((self.company_id, role), self.env["lakip.officer"])
        return holders.filtered(lambda officer: officer.user_id == user)[:1]

    def _resync_team(self):
        """The SK Tim has changed: hand running turns of the team over."""
        # A row that starts at this moment goes to the team as it is now.
        self._lakip_touch()
        # sudo: turns are written by the app only
        self.sudo().step_ids.filtered(lambda step: step.state == "active")._sync_performers()

    def _get_missing_holders(self):
        """Return ``{cycle: [sentence, ...]}`` for the roles that nobody holds."""
        missing = {}
        officers = self.env["lakip.officer"]._get_current(
            self.sop_id.role_ids | self.owner_role_id, self.company_id
        )
        for cycle in self:
            lines = []
            ordered = cycle.sop_id.step_ids
            for role in cycle.sop_id.role_ids | cycle.owner_role_id:
                if role.is_external:
                    continue
                if role.holder_source == "officer":
                    if not officers.get((cycle.company_id, role)):
                        lines.append(self.env._("%s: no officer in office today", role.name))
                elif role.holder_source == "team":
                    first = ordered.filtered(lambda s, role=role: s.role_id == role)[:1]
                    named_before = any(
                        step.kind == "decree"
                        and (step.sequence, step.id) < (first.sequence, first.id)
                        for step in ordered
                    )
                    if first and not named_before and not cycle._get_team_users():
                        lines.append(self.env._("%s: no member with a user", role.name))
                elif not cycle._get_division_users():
                    lines.append(self.env._("%s: no division with a user takes part", role.name))
            missing[cycle] = lines
        return missing
