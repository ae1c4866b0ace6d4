import re

from odoo import api, fields, models

from ..documents.placeholders import GENERAL, TABLE_SECTIONS, TABLES, placeholder_values
from ..tools.placeholder import closest, fill, key, split_at, typed
from .lakip_section import TEAM

#: The address of a picture that was put into a text with the editor.
PICTURE = re.compile(r"/web/(?:image|content)/(\d+)")


class LakipSection(models.Model):
    """What the form of a chapter shows: what the user may do, placeholders, what is wrong."""

    _inherit = "lakip.section"

    can_write = fields.Boolean(compute="_compute_can_write")
    can_lead = fields.Boolean(compute="_compute_can_write")
    previous_body = fields.Html(
        string="Text of the Earlier Year",
        compute="_compute_previous_body",
        sanitize=False,  # it was, when it was written
    )
    section_notice = fields.Char(related="cycle_id.section_notice")
    placeholders = fields.Json(compute="_compute_placeholders")
    problems = fields.Text(compute="_compute_problems")
    preview = fields.Html(
        string="As Printed",
        compute="_compute_preview",
        sanitize=False,  # made of the sanitized text
        help="The text with the figures of today.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_can_write(self):
        refusals = self._get_write_refusals()
        is_team = self.env.su or self.env.user.has_group(TEAM)
        for section in self:
            section.can_write = not refusals[section]
            section.can_lead = is_team and section.can_write

    def _compute_previous_body(self):
        for section in self:
            section.previous_body = section.previous_id.body

    @api.depends_context("uid")
    def _compute_placeholders(self):
        shown = {cycle: cycle._get_shown_placeholders() for cycle in self.cycle_id}
        for section in self:
            groups = {}
            if section.code in TABLE_SECTIONS:
                groups[GENERAL] = [
                    {
                        "name": TABLES,
                        "label": TABLES,
                        "value": self.env._("on a line of its own: the tables of the data"),
                    }
                ]
            for one in shown.get(section.cycle_id, ()):
                groups.setdefault(one.group, []).append(
                    {"name": one.name, "label": one.short, "value": one.value or ""}
                )
            section.placeholders = [
                {"title": title, "items": items} for title, items in groups.items()
            ]

    @api.depends("body")
    def _compute_problems(self):
        known = {cycle: cycle._get_placeholders() for cycle in self.cycle_id}
        lost = self._get_lost_pictures()
        for section in self:
            sentences = section._get_placeholder_problems(known.get(section.cycle_id, ()))
            if lost.get(section):
                sentences.append(
                    self.env._(
                        "%s pictures do not belong to this chapter and cannot be printed. Insert "
                        "them here with the editor's own button.",
                        lost[section],
                    )
                )
            section.problems = "\n".join(sentences)

    @api.depends("body")
    @api.depends_context("uid")
    def _compute_preview(self):
        values = {
            cycle: placeholder_values(cycle._get_shown_placeholders()) for cycle in self.cycle_id
        }
        for section in self:
            section.preview = fill(section.body, values.get(section.cycle_id, {}))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_placeholder_problems(self, placeholders):
        """Return a sentence for each name in brackets that nothing is printed for.

        :param placeholders: what the cycle has, as ``Placeholder``
        """
        self.ensure_one()
        by_key = {key(one.name): one for one in placeholders}
        _before, after = split_at(self.body, TABLES)
        sentences = []
        for name in typed(self.body):
            found = by_key.get(key(name))
            if found and found.value:
                continue
            if found:
                sentence = self.env._("[%s] has no figure yet and stays as it is.", name)
            elif key(name) == key(TABLES) and self.code in TABLE_SECTIONS:
                if after or split_at(self.body, TABLES)[0] != self.body:
                    continue
                sentence = self.env._("[%s] must stand on a line of its own.", name)
            else:
                meant = closest(name, [one.name for one in placeholders])
                sentence = (
                    self.env._("[%(name)s] is not known. Did you mean [%(meant)s]?",
                               name=name, meant=meant)
                    if meant
                    else self.env._("[%s] is not known and is printed as it is.", name)
                )  # fmt: skip
            sentences.append(sentence)
        return sentences

    def _get_lost_pictures(self):
        """Return ``{section: number of its pictures that the report cannot show}``."""
        numbers = {section: set(PICTURE.findall(section.body or "")) for section in self}
        own = {str(picture.id) for picture in self.cycle_id._get_pictures(self.mapped("body"))}
        return {section: len(found - own) for section, found in numbers.items()}
