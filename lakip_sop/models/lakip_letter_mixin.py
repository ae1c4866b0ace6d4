from odoo import api, fields, models

LETTER_NATURES = [
    ("ordinary", "Ordinary (Biasa)"),
    ("urgent", "Urgent (Segera)"),
    ("very_urgent", "Very Urgent (Sangat Segera)"),
    ("restricted", "Restricted (Terbatas)"),
    ("confidential", "Confidential (Rahasia)"),
]


class LakipLetterMixin(models.AbstractModel):
    """A record that a letter is written for: its number, date, sifat, lampiran and hal.

    A model that takes it over has ``company_id`` and says in ``_check_can_number`` who may give
    a number and in ``_get_letter_day`` how its letter is dated.
    """

    _name = "lakip.letter.mixin"
    _description = "Letter"

    letter_number = fields.Char(
        copy=False,
        help="Empty: a blank is printed, to be filled in by hand.",
    )
    letter_date = fields.Date(
        help="Empty: the day on which the letter is generated.",
    )
    letter_nature = fields.Selection(
        selection=LETTER_NATURES,
        string="Nature (Sifat)",
    )
    letter_attachment = fields.Char(
        string="Attachment (Lampiran)",
        help="E.g. 1 (satu) berkas. Empty: what the letter brings with it.",
    )
    letter_subject = fields.Char(
        string="Subject (Hal)",
        help="Empty: the usual one.",
    )
    can_take_number = fields.Boolean(compute="_compute_can_take_number")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("letter_number", "company_id.lakip_number_pattern")
    def _compute_can_take_number(self):
        for letter in self:
            # sudo: whether there is a pattern, no more
            pattern = letter.company_id.sudo().lakip_number_pattern
            letter.can_take_number = bool(pattern and not letter.letter_number)

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        letters = super().create(vals_list)
        letters.filtered("letter_number")._keep_number()
        return letters

    def write(self, vals):
        result = super().write(vals)
        if vals.get("letter_number"):
            self._keep_number()
        return result

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_take_number(self):
        """Give each of these letters that has none the agency's next number."""
        self._check_can_number()
        # sudo: the counter is the app's own; checked above
        self._lakip_clean().sudo()._do_take_number()
        return True

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _check_can_number(self):
        """Raise ``UserError`` unless the user may give these letters their numbers."""
        raise NotImplementedError

    def _get_letter_day(self):
        """Return the date of the letter."""
        raise NotImplementedError

    def _get_printed_number(self):
        """Return the number that the letter prints, or ''."""
        self.ensure_one()
        return self.letter_number or ""

    def _do_take_number(self):
        for letter in self.filtered(lambda letter: not letter.letter_number):
            letter.letter_number = letter.company_id._lakip_take_number(letter._get_letter_day())

    def _keep_number(self):
        """See to it that the agency's counter knows the numbers that stand here."""
        for letter in self:
            company = letter.company_id.sudo()  # sudo: whether there is a pattern
            if company.lakip_number_pattern:
                company._lakip_keep_number(letter, letter.letter_number, letter._get_letter_day())
