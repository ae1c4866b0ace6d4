from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import is_html_empty

from ..documents import CorrectionPoint, CriterionLine, ScoreLine, SelfCheck
from ..tools.selfcheck import (
    CRITERIA,
    IndicatorFacts,
    ObjectiveFacts,
    ReportFacts,
    Verdict,
    check_report,
    score,
    settle,
)

TEAM = "lakip_sop.group_lakip_team"


class LakipCycle(models.Model):
    """The self-check of a cycle's report, and the material that the discussion is given of it."""

    _inherit = "lakip.cycle"

    selfcheck_ids = fields.One2many(
        comodel_name="lakip.selfcheck",
        inverse_name="cycle_id",
        string="Self-Check",
        groups=TEAM,
    )
    selfcheck_text = fields.Char(
        string="Self-Check Met",
        compute="_compute_selfcheck",
        groups=TEAM,
    )
    selfcheck_result = fields.Html(
        string="Result of the Self-Check",
        compute="_compute_selfcheck",
        sanitize=False,
        groups=TEAM,
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("selfcheck_ids.answer")
    def _compute_selfcheck(self):
        findings = self._get_selfcheck_findings()
        for cycle in self:
            settled = cycle._settle_selfcheck(findings[cycle])
            met = sum(finding.verdict is Verdict.MET for finding in settled)
            cycle.selfcheck_text = f"{met} / {len(settled)}"
            cycle.selfcheck_result = cycle._get_selfcheck_result(settled)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_selfcheck(self):
        """List the criteria of this cycle, to judge what the data cannot tell."""
        self.ensure_one()
        self._check_can_selfcheck()
        # sudo: the criteria are made by the app
        self._lakip_clean().sudo()._do_add_criteria()
        action = self.env["ir.actions.act_window"]._for_xml_id("lakip_sop.lakip_selfcheck_action")
        action["domain"] = [("cycle_id", "=", self.id)]
        action["display_name"] = self.env._("Self-Check %s", self.year)
        return action

    def action_print_selfcheck(self):
        """Download the self-check as a Word file, as the discussion gets it."""
        self.ensure_one()
        self._check_can_selfcheck()
        return {
            "type": "ir.actions.act_url",
            "url": f"/lakip/cycle/{self.id}/selfcheck",
            "target": "download",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_selfcheck(self):
        """Raise ``AccessError`` for one outside the drafting team."""
        self.env["lakip.selfcheck"].check_access("read")
        self.check_access("read")

    def _do_add_criteria(self):
        """Add the criteria that these cycles lack."""
        self.env["lakip.selfcheck"]._lakip_unlocked().create(
            [
                {"cycle_id": cycle.id, "sequence": sequence, "code": criterion.code}
                for cycle in self
                for sequence, criterion in enumerate(CRITERIA, 1)
                if criterion.code not in cycle.selfcheck_ids.mapped("code")
            ]
        )

    def _get_selfcheck_findings(self):
        """Return ``{cycle: {code: Finding}}``, before anybody's judgement."""
        # sudo: decisions and deliveries, of which only their dates are told
        reports = self.sudo()._get_report()
        return {
            cycle: {
                finding.criterion.code: finding
                for finding in check_report(cycle._get_selfcheck_facts(reports[cycle.sudo()]))
            }
            for cycle in self
        }

    def _get_selfcheck_facts(self, report):
        """Return the ``ReportFacts`` of this cycle.

        :param report: the version of the LAKIP in force
        """
        self.ensure_one()
        deliveries = self.sudo().delivery_ids  # sudo: of which only the dates are told
        days = deliveries.mapped("date")
        delivered = deliveries and all(line.state == "delivered" for line in deliveries)
        return ReportFacts(
            objectives=tuple(map(self._get_objective_facts, self.objective_ids)),
            missing_sections=self._get_missing_sections(),
            is_drafted=bool(report),
            is_formalized=report.state == "signed",
            date_delivered=max(days) if delivered and all(days) else None,
            date_due=self.date_due or None,
        )

    def _get_missing_sections(self):
        """Return the titles of the chapters without a text; None while none is written here."""
        sections = self.section_ids
        if not sections:
            return None
        empty = sections.filtered(lambda one: one.state == "empty" and not one.is_optional)
        return tuple(empty.mapped("title"))

    @api.model
    def _get_objective_facts(self, objective):
        has_causes = not is_html_empty(objective.analysis_cause)
        return ObjectiveFacts(
            name=objective.name,
            indicators=tuple(
                IndicatorFacts(
                    name=indicator.name,
                    has_target=bool(indicator.target),
                    has_realization=bool(indicator.realization),
                    has_medium_term=bool(indicator.medium_target),
                    has_previous=bool(indicator.last_year),
                    has_standard=bool(indicator.standard),
                    has_causes=bool(indicator.cause) or has_causes,
                    has_follow_up=bool(indicator.follow_up),
                )
                for indicator in objective.indicator_ids
            ),
            has_efficiency=bool(objective.efficiency)
            or not is_html_empty(objective.analysis_efficiency),
        )

    def _settle_selfcheck(self, findings):
        """Return the ``Finding`` of each criterion, with what people judged.

        :param findings: ``{code: Finding}`` of this cycle
        """
        answers = {line.code: line.answer == "met" for line in self.selfcheck_ids if line.answer}
        return settle(findings.values(), answers)

    def _get_selfcheck_result(self, settled):
        """Return the score of each sub-component and what is missing, as HTML."""
        lines = self.env["lakip.selfcheck"]
        groups = dict(lines._fields["group"]._description_selection(self.env))
        names = dict(lines._fields["code"]._description_selection(self.env))
        missing = {group: [] for group in groups}
        for finding in settled:
            if finding.verdict is Verdict.NOT_MET:
                missing[finding.criterion.group].append(
                    Markup("<li>%s: %s</li>")
                    % (names[finding.criterion.code], lines._get_reason(finding))
                )
        rows = [
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (
                groups[line.group],
                self.env._("%(met)s of %(total)s met", met=line.met, total=line.total),
                self.env._("%s not judged yet", line.pending) if line.pending else "",
                Markup('<ul class="mb-0 ps-3">%s</ul>') % Markup().join(missing[line.group]),
            )
            for line in score(settled)
        ]
        return Markup('<table class="table table-sm text-break">%s</table>') % Markup().join(rows)

    def _get_selfcheck(self):
        """Return the ``SelfCheck`` of this cycle; the caller has checked the right."""
        self.ensure_one()
        # sudo: the names of those who judged, and the letterhead
        cycle = self.sudo()
        step = cycle.step_ids[:1]
        by_code = {line.code: line for line in cycle.selfcheck_ids}
        before = cycle._get_selfcheck_findings()[cycle]
        settled = cycle._settle_selfcheck(before)
        return SelfCheck(
            letterhead=cycle.company_id._lakip_get_letterhead(cycle.letter_city),
            year=cycle.year,
            date=cycle.company_id._lakip_get_today(),
            lines=tuple(
                self._get_selfcheck_line(
                    finding,
                    by_code.get(finding.criterion.code, cycle.selfcheck_ids.browse()),
                    step,
                    before[finding.criterion.code] != finding,
                )
                for finding in settled
            ),
            scores=tuple(
                ScoreLine(line.group, line.met, line.pending, line.total, line.points, line.weight)
                for line in score(settled)
            ),
            points=tuple(
                CorrectionPoint(
                    section=point.section or "",
                    text=point.name,
                    responsible=point.responsible_id.name or "",
                    due=point.date_deadline or None,
                )
                for point in cycle.correction_ids
                if point.state == "open"
            ),
        )

    @api.model
    def _get_selfcheck_line(self, finding, line, step, is_judged):
        """Return one criterion as ``CriterionLine``.

        :param line: its record; empty when nobody has opened the list yet
        :param step: a row of the cycle, for the agency's clock
        :param is_judged: a person said so
        """
        return CriterionLine(
            code=finding.criterion.code,
            group=finding.criterion.group,
            result=finding.verdict.value,
            reason=finding.reason.value,
            names=finding.names,
            days=finding.days,
            judge=(is_judged and line.user_id.name) or "",
            date=step._to_letter_date(line.date) if is_judged and step else None,
            note=line.note or "",
        )
