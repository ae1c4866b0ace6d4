import pytz

from odoo import api, fields, models

from ..documents import LetterInfo, Official
from ..tools.filename import plain_name

#: Sifat as the letter prints it: letters are Indonesian whatever the user's language is.
_PRINTED_NATURES = {
    "ordinary": "Biasa",
    "urgent": "Segera",
    "very_urgent": "Sangat Segera",
    "restricted": "Terbatas",
    "confidential": "Rahasia",
}


class LakipStep(models.Model):
    """What the letters of a row share: numbers, letterhead, officials, the agency's clock.

    The helpers turn records into the dataclasses of ``lakip_sop.documents``. They read names,
    ranks and NIP, which only HR may read: call them on ``sudo()`` records.
    """

    _name = "lakip.step"
    _inherit = ["lakip.step", "lakip.letter.mixin"]

    letter_nature = fields.Selection(default="ordinary")
    letter_copies = fields.Text(
        string="Copies To (Tembusan)",
        help="One addressee a line.",
    )
    letter_signer_id = fields.Many2one(
        comodel_name="lakip.officer",
        string="Signed By",
        domain="[('company_id', '=', company_id)]",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: the officer the letter usually comes from.",
    )

    # ------------------------------------------------------------
    # BUSINESS: the agency's clock
    # ------------------------------------------------------------

    def _get_letter_zone(self):
        """Return the time zone that the agency's letters are written in (pytz)."""
        self.ensure_one()
        return pytz.timezone(self.company_id.resource_calendar_id.tz or self.env.user.tz or "UTC")

    def _to_wall_clock(self, moment):
        """Return a naive UTC datetime as the agency's clock shows it, or None for none."""
        if not moment:
            return None
        return pytz.utc.localize(moment).astimezone(self._get_letter_zone())

    def _get_zone_label(self, moment=None):
        """Return what stands after a time of day: WIB, WITA, WIT, or the offset from UTC."""
        moment = moment or fields.Datetime.now()
        name = self._to_wall_clock(moment.replace(tzinfo=None)).tzname() or ""
        return f"UTC{name}" if name[:1] in ("+", "-") else name

    def _get_letter_today(self):
        """Return today's date on the agency's clock."""
        return self._to_wall_clock(fields.Datetime.now()).date()

    # ------------------------------------------------------------
    # BUSINESS: letterhead and numbers
    # ------------------------------------------------------------

    def _check_can_number(self):
        self._check_can_edit()

    def _get_letter_day(self):
        self.ensure_one()
        return self.letter_date or self._get_letter_today()

    def _get_letterhead(self):
        """Return the ``Letterhead`` of the company, dated where the cycle's letters are."""
        self.ensure_one()
        return self.company_id._lakip_get_letterhead(self.cycle_id.letter_city)

    def _get_letter_info(self, subject="", attachment="-", letter=None):
        """Return the ``LetterInfo`` of this row's letter.

        :param subject: Hal, where none was written; so is ``attachment``, Lampiran
        :param letter: another record of the ``lakip.letter.mixin`` whose letter it is: what it
            does not say for itself is said by the row
        """
        self.ensure_one()
        letter = self if letter is None else letter
        nature = letter.letter_nature or self.letter_nature
        return LetterInfo(
            number=letter._get_printed_number(),
            date=letter._get_letter_day(),
            nature=_PRINTED_NATURES.get(nature, "Biasa"),
            attachment=letter.letter_attachment or attachment,
            subject=letter.letter_subject or subject,
        )

    def _get_letter_copies(self):
        return tuple((self.letter_copies or "").splitlines())

    # ------------------------------------------------------------
    # BUSINESS: officials
    # ------------------------------------------------------------

    def _get_official(self, role, user=None):
        """Return the ``Official`` who holds ``role`` today; an empty name when nobody does.

        :param user: of several holders, this one
        """
        self.ensure_one()
        role = self.cycle_id.owner_role_id if role.is_external else role
        if role.holder_source == "officer":
            officers = (
                self.env["lakip.officer"]
                ._get_current(role, self.company_id)
                .get((self.company_id, role), self.env["lakip.officer"])
            )
            officer = officers.filtered(lambda holder: holder.user_id == user) or officers
            if officer:
                return self._get_officer_official(officer[0])
            return Official(name="", title=role._get_title())
        if role.holder_source == "team":
            members = self.cycle_id.member_ids
            chairs = members.filtered(lambda member: member.position == "chair")
            member = members.filtered(lambda member: user and member.user_id == user)
            employee = (member or chairs or members)[:1].employee_id
        else:
            employee = self._get_employees(user or self.env["res.users"]).get(
                user, self.env["hr.employee"]
            )
        return self._get_employee_official(employee, role._get_title())

    def _get_officer_official(self, officer):
        """Return the ``Official`` of an officer record.

        The office is named by the job title of its definitive holder, as an acting officer's
        own job title names another office.
        """
        officer.ensure_one()
        definitive = officer
        if officer.capacity != "definitive":
            definitive = officer.search(
                [
                    ("role_id", "=", officer.role_id.id),
                    ("company_id", "=", officer.company_id.id),
                    ("capacity", "=", "definitive"),
                    ("date_from", "<=", self.company_id._lakip_get_today()),
                ],
                order="date_from desc",
                limit=1,
            )
        official = self._get_employee_official(officer.employee_id, officer.role_id._get_title())
        # A vacant post (Plt.) has no holder to act for, an absent holder (Plh.) is named.
        absent = definitive.employee_id.name if officer.capacity == "plh" else ""
        return Official(
            name=official.name,
            title=definitive.employee_id.job_title or officer.role_id._get_title(),
            rank=official.rank,
            nip=official.nip,
            capacity=officer.capacity,
            on_behalf=absent or "",
        )

    @api.model
    def _get_employee_official(self, employee, title=""):
        """Return an employee as an ``Official`` in their own job (``title`` where it has none)."""
        return Official(
            name=employee.name or "",
            title=employee.job_title or title,
            rank=employee.rank or "",
            nip=employee.nip or "",
        )

    def _get_signer(self, role, user=None):
        """Return the ``Official`` chosen to sign this row's letter, or the holder of ``role``."""
        self.ensure_one()
        if self.letter_signer_id:
            return self._get_officer_official(self.letter_signer_id)
        return self._get_official(role, user)

    def _get_signature_role(self):
        """Return the role that signs the report in this cycle; the owner's when none does."""
        self.ensure_one()
        steps = self.cycle_id.step_ids
        return (
            steps.filtered(lambda step: step.kind == "signature")[:1].role_id
            or self.cycle_id.owner_role_id
        )

    def _get_employees(self, users):
        """Return ``{user: employee}`` in the companies of these rows; one query."""
        employees = self.env["hr.employee"].search(
            [("user_id", "in", users.ids), ("company_id", "in", self.company_id.ids)]
        )
        return {employee.user_id: employee for employee in employees}

    # ------------------------------------------------------------
    # BUSINESS: documents
    # ------------------------------------------------------------

    def _refresh_document(self, kind, kept):
        """Generate the document of each row, unless it would be the same or one is uploaded.

        :param kept: ``{step: document}``, the version in force that may be kept
        """
        documents = self.env["lakip.document"]
        for step in self:
            current = kept[step]
            if current.origin == "uploaded":
                continue
            name, filename, content = getattr(step, f"_build_{kind}")()
            if current and current.sha256 == documents._get_digest(content):
                continue
            documents._do_create_version(
                step, kind, content, name=name, filename=filename, origin="generated"
            )

    @api.model
    def _get_filename(self, *parts):
        """Return ``parts`` as the name of a Word file, without what a disk cannot store."""
        return plain_name(f"{' '.join(str(part) for part in parts if part)}.docx")
