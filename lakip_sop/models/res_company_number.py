from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..tools.letter_number import WORDS, Parts, compose, find_problem, find_serial

#: Models of the ``lakip.letter.mixin``: a number is taken when a record of any of them has it.
LETTER_MODELS = ("lakip.step", "lakip.request", "lakip.delivery")


class ResCompany(models.Model):
    """The numbers of an agency's letters: their pattern, and a counter for each year.

    The counter is an ``ir.sequence`` without gaps. Whoever takes or writes a number holds a lock
    on it: of two at once, the later transaction is retried by Odoo and sees the other's number.
    """

    _inherit = "res.company"

    lakip_number_pattern = fields.Char(
        string="Pattern of Letter Numbers",
        help="E.g. {klasifikasi}/{nomor}/{unit}/{tahun}. Empty: letters get a blank to be filled "
        "in by hand.",
    )
    lakip_number_class = fields.Char(string="Classification ({klasifikasi})")
    lakip_number_unit = fields.Char(string="Unit ({unit})")
    lakip_number_digits = fields.Integer(string="Digits of {nomor}", default=3)
    lakip_number_sequence_id = fields.Many2one(
        comodel_name="ir.sequence",
        string="Counter of Letter Numbers",
        readonly=True,
        copy=False,
        ondelete="restrict",
    )

    lakip_number_next = fields.Integer(
        string="Next Letter Number",
        compute="_compute_lakip_number_next",
        inverse="_inverse_lakip_number_next",
        help="Of this year. Raise it when numbers were given on paper.",
    )

    _lakip_number_digits_sane = models.Constraint(
        "CHECK(lakip_number_digits BETWEEN 1 AND 7)",
        "A letter number has 1 to 7 digits.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("lakip_number_pattern", "lakip_number_class", "lakip_number_unit")
    def _check_lakip_number_pattern(self):
        for company in self.filtered("lakip_number_pattern"):
            problem, word = find_problem(
                company.lakip_number_pattern, company._lakip_get_number_parts()
            )
            if problem:
                raise ValidationError(self._lakip_explain_pattern(problem, f"{{{word}}}"))

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("lakip_number_sequence_id.date_range_ids.number_next")
    def _compute_lakip_number_next(self):
        for company in self:
            company.lakip_number_next = company._lakip_find_counter().number_next or 1

    def _inverse_lakip_number_next(self):
        for company in self:
            if company.lakip_number_sequence_id and company.lakip_number_next > 0:
                # sudo: who may set the pattern need not administer sequences
                counter = company.sudo()._lakip_get_counter(company._lakip_get_today())
                counter.number_next = company.lakip_number_next

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.filtered("lakip_number_pattern")._lakip_make_counters()
        return companies

    def write(self, vals):
        if vals.get("lakip_number_pattern"):
            # Before: the next number may be written with the pattern.
            self._lakip_make_counters()
        return super().write(vals)

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_make_counters(self):
        """Give each company the counter that it lacks."""
        for company in self:
            if not company.lakip_number_sequence_id:
                # sudo: who may set the pattern need not administer sequences
                company.lakip_number_sequence_id = (
                    self.env["ir.sequence"]
                    .sudo()
                    .create(
                        {
                            "name": self.env._("LAKIP letters of %s", company.name),
                            "code": "lakip.letter",
                            "company_id": company.id,
                            "implementation": "no_gap",
                            "use_date_range": True,
                            "padding": 0,
                        }
                    )
                )

    def _lakip_get_number_parts(self):
        self.ensure_one()
        return Parts(
            classification=self.lakip_number_class or "",
            unit=self.lakip_number_unit or "",
            digits=self.lakip_number_digits,
        )

    def _lakip_get_sample_number(self, year):
        """Return what the next number of ``year`` would look like, which takes none; '' without a
        pattern."""
        self.ensure_one()
        if not self.lakip_number_pattern:
            return ""
        parts = self._lakip_get_number_parts()
        return compose(self.lakip_number_pattern, parts, self.lakip_number_next, year)

    @api.model
    def _lakip_explain_pattern(self, problem, word):
        """Return what is wrong with a pattern of letter numbers, and what to do."""
        if problem == "unknown":
            return self.env._(
                "%(word)s is not known in a pattern of letter numbers. Use %(words)s.",
                word=word,
                words=", ".join(f"{{{known}}}" for known in WORDS),
            )
        if problem == "missing":
            return self.env._(
                "The pattern of letter numbers needs %s, or a number would come twice.", word
            )
        if problem == "empty":
            return self.env._(
                "The pattern of letter numbers has %s: enter what it stands for.", word
            )
        return self.env._("A brace of the pattern of letter numbers is open or stands alone.")

    def _lakip_lock_numbers(self):
        """Let nobody else take or write a letter number until the transaction ends."""
        self.ensure_one()
        # A write of the same value, so that a transaction that began before another one ended
        # fails to serialize and is retried: a mere lock would let it go on with what it saw.
        self.env.cr.execute(
            SQL(
                "UPDATE ir_sequence SET active = active"
                " WHERE id = (SELECT id FROM ir_sequence WHERE id = %s FOR UPDATE NOWAIT)",
                self.sudo().lakip_number_sequence_id.id,  # sudo: the counter is the app's own
            )
        )

    def _lakip_take_number(self, day):
        """Return the next letter number of the year of ``day``, which is taken by that.

        :raises UserError: the agency has no pattern
        """
        self.ensure_one()
        company = self.sudo()  # sudo: the counter is the app's own
        if not company.lakip_number_pattern:
            raise UserError(
                self.env._(
                    "No pattern for letter numbers is set. The administrator enters it under "
                    "LAKIP / Settings; until then, write the number by hand."
                )
            )
        company._lakip_lock_numbers()
        parts = company._lakip_get_number_parts()
        while True:
            serial = int(company.lakip_number_sequence_id.next_by_id(sequence_date=day))
            number = compose(company.lakip_number_pattern, parts, serial, day.year)
            if not company._lakip_find_letter(number):
                return number

    def _lakip_keep_number(self, letter, number, day):
        """Take note of a number that a person wrote: the counter goes on after it.

        :param letter: the record of the ``lakip.letter.mixin`` that has it
        :raises ValidationError: another letter has it
        """
        self.ensure_one()
        company = self.sudo()  # sudo: as above
        company._lakip_lock_numbers()
        other = company._lakip_find_letter(number, letter)
        if other:
            raise ValidationError(
                self.env._(
                    "The number %(number)s is taken by %(letter)s. Take the next one.",
                    number=number,
                    letter=other.display_name,
                )
            )
        serial = find_serial(
            company.lakip_number_pattern, company._lakip_get_number_parts(), number, day.year
        )
        counter = company._lakip_get_counter(day) if serial else None
        if counter and counter.number_next <= serial:
            counter.number_next = serial + 1

    def _lakip_get_counter(self, day):
        """Return the counter (``ir.sequence.date_range``) of the year of ``day``."""
        sequence = self.lakip_number_sequence_id
        return self._lakip_find_counter(day) or sequence._create_date_range_seq(day)

    def _lakip_find_counter(self, day=None):
        """Return the counter of the year of ``day`` (today's), empty before its first number."""
        self.ensure_one()
        day = day or self._lakip_get_today()
        periods = self.sudo().lakip_number_sequence_id.date_range_ids  # sudo: the app's own
        return periods.filtered(lambda period: period.date_from <= day <= period.date_to)[:1]

    def _lakip_find_letter(self, number, letter=None):
        """Return a letter of this company, other than ``letter``, that has this number."""
        self.ensure_one()
        for name in LETTER_MODELS:
            model = self.env[name].with_context(active_test=False)
            own = letter.ids if letter is not None and letter._name == name else []
            found = model.search(
                [
                    ("company_id", "=", self.id),
                    ("letter_number", "=", number),
                    ("id", "not in", own),
                ],
                limit=1,
            )
            if found:
                return found
        return None
