from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

#: How many report years are compared, the newest included.
YEARS = 5
#: How many lines the lists of the page have at most; the full list is a click away.
LINES = 12
#: How many running cycles are shown at most.
CYCLES = 100

_STEP_AGGREGATES = (
    "__count",
    "in_time_count:sum",
    "late_count:sum",
    "ended_count:sum",
    "return_count:sum",
    "standard_hours:sum",
    "worked_hours:sum",
    "overrun_hours:sum",
)
_STEP_NAMES = (
    "count", "in_time", "late", "ended", "returns", "standard", "worked", "overrun"
)  # fmt: skip
_REQUEST_AGGREGATES = (
    "__count",
    "in_time_count:sum",
    "late_count:sum",
    "missing_count:sum",
    "waived_count:sum",
    "returned_count:sum",
    "late_hours:sum",
)
_REQUEST_NAMES = ("count", "in_time", "late", "missing", "waived", "returned", "late_hours")


class LakipStepAnalysis(models.Model):
    """The leadership page: how the SOP was kept over the years, in one answer.

    Everything is read as the user: the record rules and the companies that are chosen in the
    client say what is counted. Cancelled cycles are left out, as in the compliance report.
    """

    _inherit = "lakip.step.analysis"

    # ------------------------------------------------------------
    # BUSINESS: what the client asks
    # ------------------------------------------------------------

    @api.model
    @api.readonly
    def get_leadership_data(self):
        """Return the figures of the leadership page for the chosen companies.

        Hours are working hours. A *group* is a dict of ``name``, ``domain`` (which records of
        the analysis it is made of) and ``years``: for each year of ``years`` its figures, or
        ``None``. The figures of rows are those of ``_STEP_NAMES``, of divisions those of
        ``_REQUEST_NAMES``.

        :return: a dict of

            ``years``
                the report years compared, the earliest first
            ``domain``
                what all figures are counted of, for lists and pivots
            ``total``, ``rows``, ``roles``, ``companies``
                a group, and groups by row of the SOP, performer and company
            ``divisions``, ``division_total``
                groups of the data requests
            ``returns``, ``request_returns``
                the latest ones with their reasons
            ``cycles``, ``cycle_count``
                where the running cycles stand
            ``finished``
                for each year when its last cycle ended, ``None`` while one runs
        :raises AccessError: for one who does not lead
        """
        self._check_can_lead()
        counted = Domain("cycle_state", "in", ("running", "done"))
        years = self._get_leadership_years(counted)
        domain = counted & Domain("year", "in", years)
        return {
            "years": years,
            "domain": list(domain),
            "total": self._get_step_groups(domain, years, [])[0],
            "rows": self._get_step_groups(domain, years, ["sop_number", "activity"]),
            "roles": self._get_step_groups(domain, years, ["role_id"]),
            "companies": self._get_step_groups(domain, years, ["company_id"]),
            "divisions": self._get_division_groups(domain, years, ["department_id"]),
            "division_total": self._get_division_groups(domain, years, [])[0],
            **self._get_leadership_returns(domain, years),
            **self._get_leadership_cycles(),
            "finished": self._get_leadership_finished(years),
        }

    # ------------------------------------------------------------
    # BUSINESS: rights
    # ------------------------------------------------------------

    @api.model
    def _check_can_lead(self):
        """Raise ``AccessError`` unless the user heads the planning or a row of command."""
        self.check_access("read")
        if not self.env["lakip.cycle"]._is_auditor():
            raise AccessError(
                self.env._("This page is for the planning head, the secretary and the agency head.")
            )

    # ------------------------------------------------------------
    # BUSINESS: groups
    # ------------------------------------------------------------

    @api.model
    def _get_leadership_years(self, domain):
        """Return the last years of which there are rows, the earliest first."""
        found = self._read_group(domain, ["year"], order="year desc", limit=YEARS)
        return [year for (year,) in reversed(found)]

    @api.model
    def _get_step_groups(self, domain, years, names):
        """Return the groups of rows by the fields ``names``, in the order of the SOP."""
        lines = self._read_group(
            domain, [*names, "year"], [*_STEP_AGGREGATES, "sequence:min"], order="year"
        )
        groups = self._get_groups(lines, years, names, _STEP_NAMES)
        if names == ["sop_number", "activity"]:
            return sorted(groups, key=lambda group: (group["sop"], group["order"]))
        if names == ["role_id"]:
            ranks = {role.id: rank for rank, role in enumerate(self._get_keys(lines).sorted())}
            return sorted(groups, key=lambda group: ranks[group["id"]])
        return groups if not names else sorted(groups, key=lambda group: group["name"])

    @api.model
    def _get_division_groups(self, domain, years, names):
        """Return the groups of data requests by the fields ``names``, the latest ones first."""
        lines = self.env["lakip.request.analysis"]._read_group(
            domain, [*names, "year"], _REQUEST_AGGREGATES, order="year"
        )
        groups = self._get_groups(lines, years, names, _REQUEST_NAMES)
        return sorted(
            groups,
            key=lambda group: (
                -sum(figures["late"] for figures in group["years"] if figures),
                -sum(figures["late_hours"] for figures in group["years"] if figures),
                group["name"],
            ),
        )

    @api.model
    def _get_keys(self, lines):
        """Return the records that ``lines`` of a ``_read_group`` by one many2one are about."""
        return lines[0][0].union(*(line[0] for line in lines)) if lines else self.env["lakip.role"]

    @api.model
    def _get_groups(self, lines, years, names, figures):
        """Return the lines of a ``_read_group`` by ``names`` and year as groups.

        :param figures: names of the aggregates, in order; what follows them is the order
        """
        places = {year: place for place, year in enumerate(years)}
        size = len(names)
        groups = {} if names else {(): self._get_group((), names, len(years))}
        for line in lines:
            key, year, values = line[:size], line[size], line[size + 1 :]
            group = groups.get(key)
            if group is None:
                group = groups[key] = self._get_group(key, names, len(years))
            group["years"][places[year]] = {
                name: value or 0 for name, value in zip(figures, values, strict=False)
            }
            # The newest year tells the order: a revision may have moved the row.
            group["order"] = values[-1] if len(values) > len(figures) else 0
        return list(groups.values())

    @api.model
    def _get_group(self, key, names, count):
        """Return an empty group of ``count`` years."""
        group = {
            "id": False,
            "name": "",
            "sop": "",
            "company": "",
            "domain": [],
            "years": [None] * count,
        }
        for name, value in zip(names, key, strict=True):
            is_record = isinstance(value, models.BaseModel)
            group["domain"].append((name, "=", value.id if is_record else value))
            if name == "sop_number":
                group["sop"] = value
            elif is_record:
                group["id"] = value.id
                group["name"] = value.name
                if "company_id" in value:
                    group["company"] = value.company_id.name
            else:
                group["name"] = value
        return group

    # ------------------------------------------------------------
    # BUSINESS: lists
    # ------------------------------------------------------------

    @api.model
    def _get_leadership_returns(self, domain, years):
        """Return the latest returns with their reasons: of decisions and of data requests."""
        returns = self.env["lakip.step.round"].search_fetch(
            [
                ("result", "=", "returned"),
                ("year", "in", years),
                ("cycle_id.state", "in", ("running", "done")),
            ],
            ["step_id", "cycle_id", "company_id", "role_id", "date_done", "reason"],
            order="date_done desc, id desc",
            limit=LINES,
        )
        requests = self.env["lakip.request.analysis"].search_fetch(
            domain & Domain("returned_count", ">", 0),
            ["request_id", "department_id", "cycle_id", "company_id", "return_reason"],
            limit=LINES,
        )
        # Both lists name their cycles: they are read at once.
        (returns.cycle_id | requests.cycle_id).fetch(["name"])
        return {
            "returns": [
                {
                    "id": past.id,
                    "step_id": past.step_id.id,
                    "name": past.step_id.display_name,
                    "by": past.role_id.name,
                    "company": past.company_id.name,
                    "date": past.date_done,
                    "reason": past.reason or "",
                }
                for past in returns
            ],
            "request_returns": [
                {
                    "id": line.id,
                    "request_id": line.request_id.id,
                    "name": line.cycle_id.name,
                    "by": line.department_id.name,
                    "company": line.company_id.name,
                    "reason": line.return_reason,
                }
                for line in requests
            ],
        }

    @api.model
    def _get_leadership_cycles(self):
        """Return where the running cycles stand, the late ones first, and how many there are."""
        cycles = self.env["lakip.cycle"].search_fetch(
            [("state", "=", "running")],
            ["name", "year", "company_id", "progress", "current_step_id", "date_due"],
            limit=CYCLES,
        )
        rows = {
            cycle: (ended, count)
            for cycle, ended, count in self._read_group(
                [("cycle_id", "in", cycles.ids)], ["cycle_id"], ["ended_count:sum", "__count"]
            )
        }
        lines = []
        for cycle in cycles:
            step = cycle.current_step_id
            ended, count = rows.get(cycle, (0, 0))
            lines.append(
                {
                    "id": cycle.id,
                    "name": cycle.display_name,
                    "company": cycle.company_id.name,
                    "ended": ended,
                    "count": count,
                    "progress": cycle.progress,
                    "step_id": step.id,
                    "step": ". ".join(filter(None, (step.number, step.name))),
                    "role": step.role_id.name or "",
                    # sudo: the names of those whose turn it is
                    "users": step.sudo().user_ids.mapped("name"),
                    "time": step.time_text or "",
                    "is_late": step.is_late,
                    "is_on_hold": step.is_on_hold,
                    "date_deadline": step.date_deadline,
                    "date_due": cycle.date_due,
                }
            )
        lines.sort(key=lambda line: (not line["is_late"], line["progress"], line["company"]))
        total = len(cycles)
        if total == CYCLES:
            total = self.env["lakip.cycle"].search_count([("state", "=", "running")])
        return {"cycles": lines, "cycle_count": total}

    @api.model
    def _get_leadership_finished(self, years):
        """Return for each year when its last cycle ended, None while one runs."""
        # Archived cycles count as well: their rows do.
        cycles = self.env["lakip.cycle"].with_context(active_test=False)
        lines = cycles._read_group(
            [("year", "in", years), ("state", "in", ("running", "done"))],
            ["year", "state"],
            ["date_done:max"],
        )
        running = {year for year, state, _done in lines if state == "running"}
        ended = {year: done for year, state, done in lines if state == "done"}
        return [None if year in running else ended.get(year) for year in years]
