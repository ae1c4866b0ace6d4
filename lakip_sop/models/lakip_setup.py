from datetime import timedelta

from pytz import timezone, utc

from odoo import api, models
from odoo.exceptions import UserError

#: The first steps, in their order; each has a method ``_get_<key>`` that looks at the data.
STEPS = ("worktime", "holidays", "divisions", "officers", "team", "letterhead", "cycle")
#: A leave as long as this takes the day; shorter ones are the hours of Ramadan.
WHOLE_DAY = timedelta(hours=6)


class LakipSetup(models.AbstractModel):
    """The first hour of an administrator: what a company needs before its first cycle.

    A step is done when the data say so, and never because somebody ticked it. Stored is only what
    was skipped and whether the list was closed, for each company (``res_company_setup.py``).
    The company is the current one, ``env.company``.
    """

    _name = "lakip.setup"
    _description = "First Steps"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def get_checklist(self):
        """Return the checklist of the current company, for the component ``OnboardingChecklist``.

        ``False`` for whoever does not administer LAKIP. Else a dict: ``company`` (name),
        ``is_closed``, ``is_complete`` (nothing is open), ``done`` and ``total`` (counts) and
        ``steps``: dicts of ``key``, ``state`` ('done', 'skipped' or 'open'), ``title``,
        ``description``, ``detail`` (what there is), ``button``, and ``refusal``, a sentence that
        tells who may do the step where the user may not.
        """
        if not self.env.user.has_group("lakip_sop.group_lakip_manager"):
            return False
        company = self.env.company
        # sudo: two fields of the app on the company
        settings = company.sudo()
        skipped = set(settings.lakip_setup_skipped or ())
        texts = self._get_texts()
        steps = []
        for key in STEPS:
            done, detail = getattr(self, f"_get_{key}")(company)
            title, description, button = texts[key]
            steps.append(
                {
                    "key": key,
                    "state": "done" if done else "skipped" if key in skipped else "open",
                    "title": title,
                    "description": description,
                    "detail": detail,
                    "button": button,
                    "refusal": "" if done else self._get_refusals(company).get(key, ""),
                }
            )
        return {
            "company": company.name,
            "is_closed": settings.lakip_setup_closed,
            "is_complete": all(step["state"] != "open" for step in steps),
            "done": sum(step["state"] == "done" for step in steps),
            "total": len(steps),
            "steps": steps,
        }

    @api.model
    def action_open(self, key):
        """Return the action in which the step ``key`` is done."""
        company = self._check_step(key)
        return getattr(self, f"_open_{key}")(company)

    @api.model
    def action_skip(self, key):
        """Put a step aside; return the checklist."""
        company = self._check_step(key).sudo()  # sudo: a field of the app on the company
        company.lakip_setup_skipped = sorted({*(company.lakip_setup_skipped or ()), key})
        return self.get_checklist()

    @api.model
    def action_resume(self, key):
        """Take up a step that was put aside; return the checklist."""
        company = self._check_step(key).sudo()  # sudo: a field of the app on the company
        company.lakip_setup_skipped = sorted({*(company.lakip_setup_skipped or ())} - {key})
        return self.get_checklist()

    @api.model
    def action_close(self, is_closed=True):
        """Take the checklist off the home page, or put it there again; return the checklist."""
        company = self.env.company
        company._lakip_check_manager()
        # sudo: a field of the app on the company
        company.sudo().lakip_setup_closed = bool(is_closed)
        return self.get_checklist()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _check_step(self, key):
        """Return the current company.

        :raises AccessError: the user does not administer LAKIP
        :raises UserError: there is no such step
        """
        self.env.company._lakip_check_manager()
        if key not in STEPS:
            raise UserError(self.env._("There is no such step. Load the page again."))
        return self.env.company

    @api.model
    def _get_texts(self):
        """Return ``{key: (title, description, button)}``."""
        return {
            "worktime": (
                self.env._("Working time"),
                self.env._("Deadlines are counted in the working hours of your office."),
                self.env._("Set Working Time"),
            ),
            "holidays": (
                self.env._("Holidays"),
                self.env._("No deadline falls on a national holiday or on collective leave."),
                self.env._("Load Holidays"),
            ),
            "divisions": (
                self.env._("Divisions (bidang)"),
                self.env._("They are asked for their data each year."),
                self.env._("Choose Divisions"),
            ),
            "officers": (
                self.env._("Officers"),
                self.env._("Those who direct, give their paraf and sign."),
                self.env._("Name Officers"),
            ),
            "team": (
                self.env._("Drafting team"),
                self.env._("A proposal for the SK Tim. It can also be named later, in the cycle."),
                self.env._("Propose Team"),
            ),
            "letterhead": (
                self.env._("Letterhead"),
                self.env._("The kop of every letter and of the report."),
                self.env._("Set Letterhead"),
            ),
            "cycle": (
                self.env._("First cycle"),
                self.env._(
                    "Check the year and press Start: the first row of the SOP is on its way."
                ),
                self.env._("Open Cycle"),
            ),
        }

    @api.model
    def _get_refusals(self, company):
        """Return ``{key: sentence}`` of what needs a right of Odoo that the user lacks."""
        refusals = {}
        if not company.has_access("write"):
            refusals["worktime"] = self.env._(
                "Only an Odoo administrator (Access Rights) may change the working time of the "
                "company. Ask one, or skip this step."
            )
        return refusals

    # ------------------------------------------------------------
    # BUSINESS: what there is. Each returns (is it done, a sentence about it)
    # ------------------------------------------------------------

    @api.model
    def _get_worktime(self, company):
        calendar = company.resource_calendar_id
        if reason := calendar._lakip_unusable_reason():
            return False, reason
        text = self.env._("%(hours)s, %(zone)s", hours=calendar.name, zone=calendar._lakip_zone())
        return not calendar._lakip_is_untouched(), text

    @api.model
    def _get_holidays(self, company):
        today = company._lakip_get_today()
        counts = dict.fromkeys((today.year, today.year + 1), 0)
        for day in self._get_days_off(company, today.year):
            counts[day.year] = counts.get(day.year, 0) + 1
        texts = [
            self.env._("%(year)s: %(count)s days", year=year, count=count)
            if count
            else self.env._("%(year)s: none yet", year=year)
            for year, count in sorted(counts.items())
        ]
        return bool(counts[today.year]), ". ".join(texts)

    @api.model
    def _get_days_off(self, company, year):
        """Return the dates from ``year`` on that a company-wide leave takes."""
        calendar = company.resource_calendar_id
        zone = timezone(calendar.tz or "UTC")
        # sudo: holidays of the company, to be counted
        leaves = self.env["resource.calendar.leaves"].sudo()
        leaves = leaves.search_fetch(
            [
                ("resource_id", "=", False),
                ("time_type", "=", "leave"),
                ("company_id", "in", (company.id, False)),
                ("calendar_id", "in", (calendar.id, False)),
                ("date_to", ">=", f"{year}-01-01"),
                ("date_from", "<", f"{year + 2}-01-01"),
            ],
            ["date_from", "date_to"],
        )
        days = set()
        for leave in leaves.filtered(lambda leave: leave.date_to - leave.date_from >= WHOLE_DAY):
            first, last = (
                utc.localize(moment).astimezone(zone).date()
                for moment in (leave.date_from, leave.date_to)
            )
            days |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
        return {day for day in days if year <= day.year <= year + 1}

    @api.model
    def _get_divisions(self, company):
        departments = self.env["hr.department"].search_fetch(
            [("company_id", "=", company.id), ("is_lakip_division", "=", True)],
            ["name", "manager_id"],
        )
        if not departments:
            return False, ""
        nobody = [dep.name for dep, users in departments._lakip_get_users().items() if not users]
        if nobody:
            return True, self.env._(
                "%(count)s chosen. Nobody can sign in yet for: %(names)s",
                count=len(departments),
                names=", ".join(nobody),
            )
        return True, ", ".join(departments.mapped("name"))

    @api.model
    def _get_officers(self, company):
        roles = self._get_office_roles(company)
        current = self.env["lakip.officer"]._get_current(roles, company)
        vacant = roles.filtered(lambda role: (company, role) not in current)
        if not vacant:
            held = {role: current[company, role].employee_id.mapped("name") for role in roles}
            names = [f"{role._get_title()}: {', '.join(held[role])}" for role in roles]
            return bool(roles), "; ".join(names)
        return False, self.env._(
            "Still to be named: %s", ", ".join(role._get_title() for role in vacant)
        )

    @api.model
    def _get_office_roles(self, company):
        """Return the roles of the SOP in force that an officer of the office must hold."""
        sop = self.env["lakip.sop"]._get_effective(company)
        roles = sop.step_ids.role_id | sop.step_ids.participant_role_ids | sop.owner_role_id
        return roles.filtered(
            lambda role: role.holder_source == "officer" and not role.is_external
        ).sorted()

    @api.model
    def _get_last_cycle(self, company):
        return self.env["lakip.cycle"].search(
            [("company_id", "=", company.id), ("state", "!=", "cancelled")],
            order="year desc",
            limit=1,
        )

    @api.model
    def _get_team(self, company):
        members = self._get_last_cycle(company).member_ids
        if not members:
            return False, ""
        return True, self.env._(
            "%(count)s people, %(able)s of them can sign in",
            count=len(members),
            able=len(members.filtered("user_id")),
        )

    @api.model
    def _get_letterhead(self, company):
        company = company.sudo()  # sudo: what every letter shows
        head = (company.lakip_government, company.lakip_agency or company.name)
        return all((*head, company.lakip_address or company.street, company.lakip_city)), ", ".join(
            line for line in head if line
        )

    @api.model
    def _get_cycle(self, company):
        cycle = self._get_last_cycle(company)
        if not cycle:
            return False, ""
        return cycle.state != "draft", f"{cycle.name}: {cycle.progress_text}"

    # ------------------------------------------------------------
    # BUSINESS: where it is done
    # ------------------------------------------------------------

    @api.model
    def _open_wizard(self, name, title, **context):
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": name,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "large", **context},
        }

    @api.model
    def _open_worktime(self, company):
        if refusal := self._get_refusals(company).get("worktime"):
            raise UserError(refusal)
        return self._open_wizard("lakip.worktime.wizard", self.env._("Working Time"))

    @api.model
    def _open_holidays(self, company):
        return self._open_wizard(
            "lakip.holiday.wizard", self.env._("Load Holidays"), default_has_next_year=True
        )

    @api.model
    def _open_divisions(self, company):
        return self._open_wizard("lakip.division.wizard", self.env._("Divisions"))

    @api.model
    def _open_officers(self, company):
        return self._open_wizard("lakip.officer.wizard", self.env._("Officers"))

    @api.model
    def _open_team(self, company):
        cycle = self._get_last_cycle(company)
        if cycle and cycle.state != "draft":
            return self._open_cycle(company)
        return self._open_wizard("lakip.team.wizard", self.env._("Drafting Team"))

    @api.model
    def _open_letterhead(self, company):
        return self._open_wizard("lakip.letterhead.wizard", self.env._("Letterhead"))

    @api.model
    def _open_cycle(self, company):
        cycle = self._get_last_cycle(company)
        return {
            "type": "ir.actions.act_window",
            "name": cycle.name or self.env._("First Cycle"),
            "res_model": "lakip.cycle",
            "res_id": cycle.id,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_company_id": company.id},
        }
