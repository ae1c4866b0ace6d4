from odoo import fields, models
from odoo.exceptions import UserError

from ..documents.outline import ENTRIES, PROPOSED
from ..documents.placeholders import GENERAL, report_placeholders
from ..documents.text import one_line
from .lakip_section import TEAM
from .lakip_section_view import PICTURE

#: Models in whose texts pictures stand that the report prints.
_PICTURE_MODELS = ("lakip.section", "lakip.objective")


class LakipCycle(models.Model):
    """The chapters of a cycle's LAKIP that people write."""

    _inherit = "lakip.cycle"

    section_ids = fields.One2many("lakip.section", "cycle_id", string="Chapters")
    section_count = fields.Integer(compute="_compute_sections")
    section_text = fields.Char(
        string="Chapters Done",
        compute="_compute_sections",
        help="How many of the chapters that need a text are done.",
    )
    section_notice = fields.Char(compute="_compute_sections")
    can_propose_sections = fields.Boolean(compute="_compute_sections")
    can_take_over_sections = fields.Boolean(compute="_compute_sections")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    def _compute_sections(self):
        is_team = self.env.su or self.env.user.has_group(TEAM)
        notices = self._get_section_notices()
        for cycle in self:
            sections = cycle.section_ids
            counted = sections.filtered(
                lambda section: not section.is_optional or section.state != "empty"
            )
            done = counted.filtered(lambda section: section.state == "done")
            is_open = is_team and cycle.state in ("draft", "running")
            cycle.section_count = len(sections)
            cycle.section_text = f"{len(done)} / {len(counted)}"
            cycle.section_notice = notices[cycle]
            cycle.can_propose_sections = is_open and not sections
            cycle.can_take_over_sections = is_open and any(
                section.state == "empty" and section.previous_id for section in sections
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_propose_sections(self):
        """Add the chapters of the outline that this cycle lacks, and list them."""
        self.ensure_one()
        self._check_can_propose_sections()
        self._do_propose_sections()
        return self.action_open_sections()

    def action_take_over_sections(self):
        """Take last year's text over into every chapter that has none."""
        self.ensure_one()
        self.section_ids.filtered(lambda section: section.state == "empty").action_take_over()
        return self.action_open_sections()

    def action_open_sections(self):
        """List the chapters of this cycle."""
        return self._get_list_action(
            "lakip_sop.lakip_section_action", {"default_cycle_id": self.id}
        )

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _check_can_propose_sections(self):
        self._lakip_check_stored()
        self.env["lakip.section"].check_access("create")
        self.env["lakip.section"]._check_can_lead()
        refusal = self._get_content_refusals()[self]
        if refusal:
            raise UserError(refusal)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _do_propose_sections(self):
        """Create the chapters of the outline, as last year's cycle had them."""
        self.ensure_one()
        previous = {section.code: section.title for section in self._get_previous().section_ids}
        known = set(self.section_ids.mapped("code"))
        codes = [code for code in dict.fromkeys((*PROPOSED, *previous)) if code not in known]
        self.env["lakip.section"].create(
            [
                {
                    "cycle_id": self.id,
                    "code": code,
                    "title": previous.get(code) or one_line(ENTRIES[code].title),
                }
                for code in codes
            ]
        )

    def _get_section_notices(self):
        """Return ``{cycle: sentence}`` on how its chapters and its version in force differ."""
        reports = self._get_report()
        notices = {}
        for cycle in self:
            report = reports[cycle]
            made = report.source_id or report
            notices[cycle] = False
            if not report or not cycle.section_ids:
                continue
            if made.origin == "uploaded" and report.state == "signed":
                notices[cycle] = self.env._(
                    "The signed report was made from an uploaded Word file: the chapters here do "
                    "not follow it."
                )
            elif made.origin == "uploaded":
                notices[cycle] = self.env._(
                    "%s, which is in force, was uploaded: the chapters here no longer follow it. "
                    "Generating the document again makes a new version from the chapters, without "
                    "what was changed in Word.",
                    made.display_name,
                )
            elif report.state != "signed" and any(cycle.section_ids.mapped("is_changed")):
                notices[cycle] = self.env._(
                    "Chapters were changed after %s was generated. Generate the document again to "
                    "have it follow them.",
                    made.display_name,
                )
        return notices

    def _get_placeholders(self):
        """Return every ``Placeholder`` of this cycle, with the figures of all divisions."""
        self.ensure_one()
        cycle = self.sudo()  # sudo: the report prints all of them, whoever writes a chapter
        return report_placeholders(
            cycle.company_id._lakip_get_letterhead(cycle.letter_city),
            cycle.year,
            cycle._get_report_performance(),
        )

    def _get_shown_placeholders(self):
        """Return the ``Placeholder`` that the user may see: all for the drafting team.

        The others see no figure that is made of the data of several divisions, and no indicator
        but those of their own.
        """
        placeholders = self._get_placeholders()
        if self.env.su or self.env.user.has_group(TEAM):
            return placeholders
        every = self.sudo().objective_ids.indicator_ids.ids  # sudo: their order, to find the own
        readable = self.env["lakip.indicator"].search([("id", "in", every)])
        own = {every.index(indicator.id) for indicator in readable}
        return [one for one in placeholders if one.group == GENERAL or one.indicator in own]

    def _get_pictures(self, texts):
        """Return the files whose pictures stand in ``texts`` and may be printed.

        Those are files of chapters and analyses of the same company. Nothing else is read, and
        nothing is fetched from outside.
        """
        numbers = {int(found) for text in texts for found in PICTURE.findall(text or "")}
        # sudo: files belong to chapters that everybody of the company may read
        files = self.env["ir.attachment"].sudo()
        if not numbers:
            return files
        files = files.search([("id", "in", [*numbers]), ("res_model", "in", _PICTURE_MODELS)])
        for model, group in files.grouped("res_model").items():
            own = (
                self.env[model]
                .sudo()
                .search(
                    [
                        ("id", "in", group.mapped("res_id")),
                        ("company_id", "in", self.company_id.ids),
                    ]
                )
            )
            files -= group.filtered(lambda file, own=own: file.res_id not in own.ids)
        return files

    def _get_picture_resolver(self):
        """Return a function that returns the bytes of the picture at an address, or None."""
        texts = [*self.section_ids.mapped("body"), *self.objective_ids._get_analyses()]
        pictures = {file.id: file for file in self._get_pictures(texts)}

        def resolve(address):
            found = PICTURE.search(address)
            file = pictures.get(int(found[1])) if found else None
            return file.raw if file else None

        return resolve
