import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from odoo.addons.html_editor.tools import handle_history_divergence

from ..documents.outline import ENTRIES, place
from ..documents.text import one_line

TEAM = "lakip_sop.group_lakip_team"
#: What the editor notes in a text for itself.
_EDITOR_NOTES = re.compile(r' data-(?:last-history-steps|oe-version)="[^"]*"')
_CODE = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+){0,2}")


class LakipSection(models.Model):
    """One chapter of a LAKIP that people write: its text, its writer, how far it is.

    The tables and charts of BAB II and III are made of the data; what is written here stands
    around them.
    """

    _name = "lakip.section"
    _description = "Chapter"
    _inherit = ["lakip.protected.mixin"]
    _order = "year desc, sequence, code, id"
    _rec_name = "title"
    _rec_names_search = ["title", "code"]

    _lakip_protected_fields = frozenset(
        {"company_id", "year", "state", "is_taken_over", "is_changed", "sequence"}
    )
    #: What its writer may write, who need not be of the drafting team.
    _writer_fields = frozenset({"body"})

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    cycle_id = fields.Many2one(
        comodel_name="lakip.cycle",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env["lakip.objective"]._default_cycle_id(),
    )
    company_id = fields.Many2one(
        related="cycle_id.company_id",
        store=True,
        index=True,
        precompute=True,
    )
    year = fields.Integer(
        related="cycle_id.year",
        string="Report Year",
        store=True,
        precompute=True,
        aggregator=None,
    )
    code = fields.Char(
        required=True,
        help="Where it stands: I.D follows the last one of BAB I.",
    )
    sequence = fields.Integer(compute="_compute_sequence", store=True, precompute=True)
    title = fields.Char(required=True, help="As printed, with its own number.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Writer",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    state = fields.Selection(
        selection=[("empty", "Not Written"), ("draft", "Being Written"), ("done", "Done")],
        default="empty",
        required=True,
        readonly=True,
    )
    body = fields.Html(string="Text")
    is_taken_over = fields.Boolean(
        string="Last Year's Text",
        readonly=True,
        help="Taken over from an earlier year and not edited since.",
    )
    is_changed = fields.Boolean(
        readonly=True,
        help="Changed since the last version of the LAKIP that was generated.",
    )
    level = fields.Integer(compute="_compute_outline")
    guidance = fields.Char(compute="_compute_outline", help="What belongs into this chapter.")
    is_optional = fields.Boolean(
        compute="_compute_outline",
        help="The heading of a chapter: the texts stand below it.",
    )
    previous_id = fields.Many2one(
        comodel_name="lakip.section",
        string="Chapter of an Earlier Year",
        compute="_compute_previous_id",
    )

    _code_unique = models.Constraint(
        "UNIQUE(cycle_id, code)",
        "This cycle has a chapter with that code already.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("code")
    def _check_code(self):
        for section in self:
            if not _CODE.fullmatch(section.code) or len(section.code) > 20:
                raise ValidationError(
                    self.env._(
                        "'%s' is no code of a chapter. Write it like I.D or III.C.2.", section.code
                    )
                )

    @api.constrains("user_id", "cycle_id")
    def _check_writer(self):
        for section in self:
            # sudo: companies and groups of a colleague
            user = section.user_id.sudo()
            if user and (
                section.company_id not in user.company_ids
                or not user.has_group("lakip_sop.group_lakip_division")
            ):
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot write '%(title)s': this user has no part in the LAKIP of "
                        "%(company)s. The administrator gives the group.",
                        user=user.name,
                        title=section.display_name,
                        company=section.company_id.name,
                    )
                )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("code")
    def _compute_sequence(self):
        for section in self:
            section.sequence = place(section.code or "")

    @api.depends("code")
    def _compute_outline(self):
        for section in self:
            entry = ENTRIES.get(section.code)
            section.level = entry.level if entry else (section.code or "").count(".") + 1
            section.guidance = entry.guidance if entry else ""
            section.is_optional = bool(entry) and not entry.guidance

    def _compute_previous_id(self):
        earlier = self.search_fetch(
            [
                ("company_id", "in", self.company_id.ids),
                ("code", "in", self.mapped("code")),
                ("year", "<", max(self.mapped("year"), default=0)),
                ("state", "!=", "empty"),
                ("cycle_id.state", "!=", "cancelled"),
            ],
            ["company_id", "code", "year"],
            order="year desc, id",
        )
        by_place = earlier.grouped(lambda one: (one.company_id, one.code))
        for section in self:
            candidates = by_place.get((section.company_id, section.code), earlier.browse())
            section.previous_id = candidates.filtered(
                lambda one, section=section: one.year < section.year
            )[:1]

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        sections = super().create([self._to_title(vals) for vals in vals_list])
        sections._check_can_write(None)
        sections.filtered("body")._follow_text()
        return sections

    def write(self, vals):
        self._check_can_write(vals)
        vals = self._to_title(vals)
        if "body" not in vals or self._lakip_is_unlocked():
            return super().write(vals)
        if len(self) == 1:
            # Several people at once: Odoo's editor refuses what was not built on the other's text.
            handle_history_divergence(self, "body", vals)
        before = {section: section._get_text() for section in self}
        result = super().write(vals)
        self.filtered(lambda section: section._get_text() != before[section])._follow_text()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_outline(self):
        self._check_can_write(None)
        kept = self.filtered(lambda section: section.code in ENTRIES)
        if kept and not self.env.su:
            raise UserError(
                self.env._(
                    "'%s' belongs to the outline of Permenpan RB 53/2014 and is printed in any "
                    "case. Leave it empty instead.",
                    kept[0].display_name,
                )
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_done(self):
        """Mark these chapters as written."""
        self._check_can_finish()
        self._lakip_clean()._do_set_state("done")
        return True

    def action_reopen(self):
        """Go on writing chapters that were marked as done."""
        self._raise_refusals(self._get_write_refusals())
        done = self.filtered(lambda section: section.state == "done")
        done._lakip_clean()._do_set_state("draft")
        return True

    def action_take_over(self):
        """Take the text of an earlier year over into those of these chapters that have none."""
        self._check_can_take_over()
        self._lakip_clean()._do_take_over()
        return True

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _get_write_refusals(self):
        """Return ``{section: sentence}``; False where the user may write its text."""
        if self.env.su:
            return dict.fromkeys(self, False)
        is_team = self.env.user.has_group(TEAM)
        closed = self.cycle_id._get_content_refusals()
        refusals = {}
        for section in self:
            refusals[section] = closed.get(section.cycle_id, False)
            if not is_team and section.user_id != self.env.user:
                refusals[section] = self.env._(
                    "'%s' is written by the drafting team or by the writer whom it names.",
                    section.display_name,
                )
        return refusals

    def _check_can_write(self, names):
        """Raise ``UserError`` unless the user may write these fields of these chapters.

        :param names: None stands for creating and deleting
        """
        if self.env.su or self._lakip_is_unlocked():
            return
        # Many write side by side, but not while the report is signed or closed.
        self.cycle_id._lakip_share()
        self._raise_refusals(self._get_write_refusals())
        if names is None or not self._writer_fields.issuperset(names):
            self._check_can_lead()
        if names and not {"cycle_id", "code"}.isdisjoint(names):
            raise UserError(self.env._("A chapter stays in its cycle and at its place."))
        done = self.filtered(lambda section: section.state == "done")
        if names and "body" in names and done:
            raise UserError(
                self.env._(
                    "'%s' is marked as done. Reopen it to go on writing.", done[0].display_name
                )
            )

    def _check_can_lead(self):
        if not self.env.user.has_group(TEAM):
            raise UserError(
                self.env._("Only the drafting team names chapters, their titles and writers.")
            )

    def _check_can_finish(self):
        self._raise_refusals(self._get_write_refusals())
        for section in self:
            if section.state == "empty":
                raise UserError(
                    self.env._(
                        "Nothing is written in '%s' yet. Write it, then mark it as done.",
                        section.display_name,
                    )
                )

    def _check_can_take_over(self):
        self._raise_refusals(self._get_write_refusals())
        free = self.filtered(lambda section: section.state == "empty")
        if not free:
            raise UserError(
                self.env._("There is text already. Delete it first to take last year's over.")
            )
        if not free.previous_id:
            raise UserError(self.env._("No earlier year has text for these chapters."))

    def _raise_refusals(self, refusals):
        sentences = dict.fromkeys(reason for reason in refusals.values() if reason)
        if sentences:
            raise UserError("\n".join(sentences))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _to_title(self, vals):
        """Return a copy of ``vals`` with its title on one line."""
        return {**vals, "title": one_line(vals["title"]) or False} if "title" in vals else {**vals}

    def _get_text(self):
        """Return the text without what the editor notes in it."""
        self.ensure_one()
        return _EDITOR_NOTES.sub("", self.body or "")

    def _follow_text(self):
        """The text of these chapters was changed: so their state and marks."""
        for is_empty, sections in self.grouped(lambda one: is_html_empty(one.body)).items():
            sections._lakip_unlocked().write(
                {
                    "state": "empty" if is_empty else "draft",
                    "is_taken_over": False,
                    "is_changed": True,
                }
            )

    def _do_set_state(self, state):
        # sudo: a writer may write the text alone; that this is allowed was checked
        self.sudo()._lakip_unlocked().write({"state": state})

    def _do_take_over(self):
        # sudo: as above
        for section in self.sudo():
            if section.state == "empty" and section.previous_id:
                section._lakip_unlocked().write(
                    {
                        "body": section.previous_id._get_text(),
                        "state": "draft",
                        "is_taken_over": True,
                        "is_changed": True,
                    }
                )
