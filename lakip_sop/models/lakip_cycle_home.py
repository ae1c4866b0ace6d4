from collections import defaultdict
from datetime import timedelta

from babel.dates import format_date

from odoo import api, fields, models

#: So many things that wait, and cycles, are shown; the lists behind them hold all.
WORK_LIMIT = 40
CYCLE_LIMIT = 24
#: The months of the year's work: no more than fit one year and its beginning.
MONTH_LIMIT = 14
AGENDA_LIMIT = 400
#: Work that is counted on the home page; a list of each point and chapter is one click away.
COUNTED_KINDS = ("correction", "section")


class LakipCycle(models.Model):
    """The home of the app: what waits for the user, where the cycles stand, the year."""

    _inherit = "lakip.cycle"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_home_data(self, cycle_id=False):
        """Return all that the home page shows to the user, a dict:

        ``works``
            what waits for the user, the late ones first (see ``lakip.work._get_home_works``)
        ``counts``
            ``[{kind, label, count}]`` of correction points and chapters that wait
        ``cycles``
            those that are open, and the last one done of each company
        ``shown``
            id of the cycle whose SOP page is shown, or False
        ``flow``
            that page, as ``get_flow_data()`` returns it, or False
        ``months``
            the months of the work with their deadlines, meetings and due dates
        ``hint``
            what to do or to expect where no cycle runs, or False
        ``waits``
            whom the cycle shown waits for, a sentence for one who has nothing to do
        ``has_companies``
            whether it is of several companies, so that each has to be named
        ``is_manager``
            whether the user administers LAKIP and is shown the first steps

        All texts are in the language and time zone of the user. The number of queries does not
        depend on the number of cycles.

        :param cycle_id: whose SOP page to show; one where it is the user's turn otherwise
        """
        self.check_access("read")
        model = self.env["lakip.work"]
        works = model.search([("kind", "not in", COUNTED_KINDS)], limit=WORK_LIMIT)
        cycles = self._get_home_cycles()
        shown = self._get_home_shown(cycles, works, cycle_id)
        lines = cycles._get_home_lines()
        return {
            "works": works._get_home_works(),
            "counts": model._get_home_counts(COUNTED_KINDS),
            "cycles": lines,
            "has_more_cycles": len(cycles) == CYCLE_LIMIT,
            "shown": shown.id,
            "flow": shown.get_flow_data() if shown else False,
            "months": cycles._get_home_months(),
            "hint": cycles._get_home_hint(),
            "waits": shown._get_home_waits(),
            "has_companies": len(cycles.company_id | works.company_id) > 1,
            "is_manager": self.env.user.has_group("lakip_sop.group_lakip_manager"),
        }

    @api.model
    def _get_home_cycles(self):
        """Return the open cycles, the running ones first, then the last done of each company."""
        cycles = self.search([("state", "in", ("running", "draft"))], limit=CYCLE_LIMIT)
        done = self.search([("state", "=", "done")], limit=CYCLE_LIMIT)
        latest = {cycle.company_id: cycle for cycle in reversed(done)}
        cycles = cycles.sorted(lambda cycle: cycle.state != "running")
        return (cycles | done.filtered(lambda cycle: latest[cycle.company_id] == cycle))[
            :CYCLE_LIMIT
        ]

    @api.model
    def _get_home_shown(self, cycles, works, cycle_id):
        """Return the cycle whose SOP page is shown: the wished one, one that waits for the user,
        else the first that runs."""
        running = cycles.filtered(lambda cycle: cycle.state == "running")
        wished = cycles.filtered(lambda cycle: cycle.id == cycle_id)
        return wished or (works.cycle_id & running)[:1] or running[:1]

    def _get_home_lines(self):
        """Return where each of these cycles stands, as dicts."""
        states = dict(self._fields["state"]._description_selection(self.env))
        locale = self.env["lakip.step"]._get_locale()
        steps = self.current_step_id
        users = steps._get_flow_users()
        times = steps._get_flow_times()
        lines = []
        for cycle in self:
            step = cycle.current_step_id
            due = cycle.date_due
            lines.append(
                {
                    "id": cycle.id,
                    "name": cycle.name,
                    "company": cycle.company_id.name,
                    "state": cycle.state,
                    "state_text": states[cycle.state],
                    "progress": round(cycle.progress),
                    "step": step._get_line() if step else "",
                    "role": step.role_id.name or "",
                    "users": users.get(step, []),
                    "is_late": step.is_late,
                    "left_text": times[step]["left_text"] if step else "",
                    "due_text": format_date(due, "d MMM y", locale=locale) if due else "",
                }
            )
        return lines

    def _get_home_waits(self):
        """Return whom this cycle waits for, as a sentence; '' when for nobody."""
        step = self.current_step_id
        if not step:
            return ""
        users = step._get_flow_users()[step]
        # A whole team is told by its name.
        names = ", ".join(user["name"] for user in users) if len(users) < 3 else ""
        return self.env._(
            "%(cycle)s waits for %(names)s: %(step)s",
            cycle=self.name,
            names=names or step.role_id.name,
            step=step._get_line(),
        )

    # ------------------------------------------------------------
    # BUSINESS: the year
    # ------------------------------------------------------------

    def _get_home_months(self):
        """Return the months of the open ones of these cycles, each with its dates in order."""
        running = self.filtered(lambda cycle: cycle.state in ("draft", "running"))
        if not running:
            return []
        entries = self.env["lakip.agenda"].search(
            [("cycle_id", "in", running.ids)], limit=AGENDA_LIMIT
        )
        today = fields.Date.context_today(self)
        by_month = defaultdict(list)
        for entry in entries:
            day = entry._get_local_start().date()
            by_month[day.replace(day=1)].append((day, entry.id, entry))
        first = min([today.replace(day=1), *by_month])
        last = max([today.replace(day=1), *by_month])
        locale = self.env["lakip.step"]._get_locale()
        is_several = len(running) > 1
        months = []
        while first <= last and len(months) < MONTH_LIMIT:
            months.append(
                {
                    "key": fields.Date.to_string(first),
                    "label": format_date(first, "LLLL y", locale=locale),
                    "is_current": first == today.replace(day=1),
                    "entries": [
                        entry._get_home_entry(locale, is_several)
                        for _day, _id, entry in sorted(by_month[first])
                    ],
                }
            )
            first = (first + timedelta(days=32)).replace(day=1)
        return months

    # ------------------------------------------------------------
    # BUSINESS: nothing runs
    # ------------------------------------------------------------

    def _get_home_hint(self):
        """Return what the user can do or expect while none of these cycles runs, or False.

        A dict of ``title``, ``text``, ``label`` (of the button, '' for none) and ``action``.
        """
        if any(cycle.state == "running" for cycle in self):
            return False
        drafts = self.filtered(lambda cycle: cycle.state == "draft")
        draft = drafts.filtered("is_owner")[:1] or drafts[:1]
        done = self.filtered(lambda cycle: cycle.state == "done")[:1]
        if draft.is_owner:
            return {
                "title": self.env._("%s is prepared but has not started", draft.name),
                "text": self.env._(
                    "Look at its divisions and its team, then press Start: the first step begins "
                    "and whoever must act is told."
                ),
                "label": self.env._("Open %s", draft.name),
                "action": self._get_home_form(draft),
            }
        if not draft and self.has_access("create"):
            year = self._default_year()
            return {
                "title": (
                    self.env._("%s is signed, archived and delivered", done.name)
                    if done
                    else self.env._("No LAKIP has been opened yet")
                ),
                "text": self.env._(
                    "A cycle is one report year: the SOP, alive. Open it, look at the divisions "
                    "and the team, and start it."
                ),
                "label": self.env._("Open a Cycle"),
                "action": {
                    **self._get_home_form(self.browse()),
                    "context": {"default_year": max(year, done.year + 1) if done else year},
                },
            }
        return {
            "title": (
                self.env._("%s is being prepared", draft.name)
                if draft
                else self.env._("No LAKIP is under way")
            ),
            "text": self.env._(
                "When the cycle starts, your turn appears here and you get a message. You need "
                "not do anything now."
            ),
            "label": "",
            "action": False,
        }

    @api.model
    def _get_home_form(self, cycle):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": cycle.id,
            "views": [(False, "form")],
            "target": "current",
        }
