from odoo import api, fields, models

from ..documents import ReportSection
from ..documents.outline import ENTRIES, printed_title
from ..documents.placeholders import TABLE_SECTIONS, TABLES, placeholder_values, report_placeholders
from ..documents.text import one_line
from ..tools.placeholder import fill, split_at

#: Rows on which the chapters are written or discussed.
_CHAPTER_KINDS = ("drafting", "revision", "discussion")


class LakipStep(models.Model):
    """Rows of the kinds ``drafting`` and ``revision`` print the chapters that people write."""

    _inherit = "lakip.step"

    section_count = fields.Integer(compute="_compute_sections")
    section_text = fields.Char(string="Chapters Done", compute="_compute_sections")
    section_notice = fields.Char(compute="_compute_sections")
    can_propose_sections = fields.Boolean(compute="_compute_sections")
    section_problems = fields.Text(
        compute="_compute_section_problems",
        help="What the chapters still lack.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("kind", "cycle_id.section_text")
    def _compute_sections(self):
        """As of the cycle, for rows that bring or discuss the chapters: no other shows them."""
        names = ("section_count", "section_text", "section_notice", "can_propose_sections")
        for step in self:
            cycle = step.cycle_id if step.kind in _CHAPTER_KINDS else step.cycle_id.browse()
            for name in names:
                step[name] = cycle[name]

    def _compute_section_problems(self):
        """Only for rows that print the chapters: of the others nobody asks."""
        for step in self:
            printing = step.kind in ("drafting", "revision") and step.state == "active"
            sections = step.cycle_id.section_ids if printing else self.env["lakip.section"]
            lines = []
            if sections:
                lines += [
                    self.env._("%(title)s: %(problem)s", title=section.title, problem=problem)
                    for section in sections
                    for problem in (section.problems or "").splitlines()
                ]
                old = sections.filtered("is_taken_over")
                if old:
                    lines.append(
                        self.env._("Still last year's text: %s", ", ".join(old.mapped("title")))
                    )
                empty = sections.filtered(
                    lambda section: section.state == "empty" and not section.is_optional
                )
                if empty:
                    lines.append(
                        self.env._("Not written yet: %s", ", ".join(empty.mapped("title")))
                    )
            step.section_problems = "\n".join(lines)

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_propose_sections(self):
        """Add the chapters of the outline to the cycle of this row, and list them."""
        self.ensure_one()
        return self.cycle_id.action_propose_sections()

    def action_open_sections(self):
        """List the chapters of the cycle of this row."""
        self.ensure_one()
        return self.cycle_id.action_open_sections()

    # ------------------------------------------------------------
    # DOCUMENTS
    # ------------------------------------------------------------

    def _generate_document(self, kind):
        document = super()._generate_document(kind)
        if kind == "report":
            # sudo: a mark of the app's own, whoever generates
            self.cycle_id.section_ids.sudo()._lakip_unlocked().is_changed = False
        return document

    def _get_written_sections(self, head, performance):
        """Return a ``ReportSection`` for each chapter of the cycle, with the figures of today.

        A chapter without text has its title alone.
        """
        self.ensure_one()
        values = placeholder_values(report_placeholders(head, self.year, performance))
        written = []
        for section in self.cycle_id.section_ids:
            text = section.body if section.state != "empty" else ""
            before, after = text, ""
            if section.code in TABLE_SECTIONS:
                before, after = split_at(text, TABLES)
            entry = ENTRIES.get(section.code)
            own = not entry or section.title != one_line(entry.title)
            written.append(
                ReportSection(
                    section.code,
                    title=printed_title(section.title) if own else "",
                    html=fill(before, values),
                    closing=fill(after, values),
                )
            )
        return tuple(written)
