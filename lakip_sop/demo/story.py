"""What people do in a cycle: each act is done through the app, by the one whose turn it is."""

import base64

from odoo import Command
from odoo.tools import plaintext2html

from ..documents import long_date
from . import files, performance

#: Nothing of the demo may reach a mailbox.
_QUIET = {"no_mail_to_attendees": True, "dont_notify": True, "skip_attendee_notification": True}
_NUMBER = "000.8.6.3/{}/DISKOMINFO-A/{}"


class Story:
    """The acts of a cycle, told as sentences: who does what.

    :param env: environment of the superuser, its company being the agency
    :param clock: the :class:`~.clock.DemoClock` that says when
    :param cycle: the cycle the story is about
    """

    def __init__(self, env, clock):
        self.env = env(context={**env.context, **_QUIET})
        self.at = clock.set
        self.utc = clock.utc
        self.cycle = self.env["lakip.cycle"]

    # ------------------------------------------------------------
    # PEOPLE AND ROWS
    # ------------------------------------------------------------

    def user(self, key):
        """Return the user of a person of ``res_users_demo.xml``."""
        return self.env.ref(f"lakip_sop.res_users_{key}")

    def employee(self, key):
        return self.env.ref(f"lakip_sop.hr_employee_{key}")

    def by(self, key, records):
        """Return ``records`` as the person ``key`` has them: with that person's rights."""
        return records.with_user(self.user(key))

    def step(self, key):
        """Return the row whose turn it is, as the person ``key`` has it."""
        return self.by(key, self.cycle.current_step_id)

    def number(self, serial):
        """Return the number of a letter of the running calendar year."""
        return _NUMBER.format(serial, self.env.cr.now().year)

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    def open(self, key, year):
        """``key`` makes the cycle of ``year`` and starts it."""
        cycle = self.by(key, self.env["lakip.cycle"]).create({"year": year})
        self.cycle = cycle.sudo()  # sudo: the story goes on, whoever acts in it
        self.by(key, self.cycle).action_start()

    def complete(self, key, **vals):
        """``key`` fills the current row in and declares it done."""
        step = self.step(key)
        if vals:
            step.write(vals)
        step.action_complete()

    def name_team(self, key, positions):
        """``key`` names the SK Tim.

        :param positions: (person, position) pairs
        """
        self.step(key).write(
            {
                "member_ids": [
                    Command.create(
                        {
                            "employee_id": self.employee(person).id,
                            "position": position,
                            "sequence": sequence,
                        }
                    )
                    for sequence, (person, position) in enumerate(positions)
                ]
            }
        )

    def invite(self, key, start, stop, **vals):
        """``key`` sets the meeting of the current row and writes the invitation for it."""
        step = self.step(key)
        step.write({"meeting_start": start, "meeting_stop": stop, **vals})
        step.action_generate_invitation()

    def hold_meeting(self, key, absent, minutes, decisions):
        """``key`` notes who was there and what was said, and closes the row."""
        step = self.step(key)
        step.action_mark_all_present()
        missing = self.env["hr.employee"].union(*map(self.employee, absent))
        step.attendance_ids.filtered(lambda line: line.employee_id in missing).is_present = False
        self.complete(
            key,
            minutes=plaintext2html("\n\n".join(minutes)),
            decisions="\n".join(decisions),
        )

    def note_corrections(self, key, points):
        """``key`` notes the points of the meeting.

        :param points: (section, text, proposer, responsible, due date)
        """
        step = self.step(key)
        self.by(key, self.env["lakip.correction"]).create(
            [
                {
                    "step_id": step.id,
                    "sequence": sequence,
                    "section": section,
                    "name": text,
                    "proposer": self.employee(proposer).job_title,
                    "responsible_id": self.user(responsible).id,
                    "date_deadline": due,
                }
                for sequence, (section, text, proposer, responsible, due) in enumerate(points)
            ]
        )

    def resolve(self, key, answers):
        """``key`` works the open points into the draft, saying what was changed of each."""
        points = self.cycle.correction_ids.filtered(lambda point: point.state == "open")
        for point, answer in zip(self.by(key, points), answers, strict=True):
            point.answer = answer
            point.action_resolve()

    def write_chapters(self, key, chapters):
        """``key`` has the chapters of the outline proposed, and writes them.

        :param chapters: {code: paragraphs}
        """
        self.by(key, self.cycle).action_propose_sections()
        sections = self.by(key, self.cycle.section_ids).grouped("code")
        for code, paragraphs in chapters.items():
            sections[code].body = plaintext2html("\n\n".join(paragraphs))
            sections[code].action_done()

    def take_over_chapters(self, key, codes, writers):
        """``key`` has the chapters proposed, takes some over from last year, names writers.

        :param codes: of the chapters whose text is taken over
        :param writers: {person: codes of the chapters they write}
        """
        self.by(key, self.cycle).action_propose_sections()
        sections = self.by(key, self.cycle.section_ids)
        sections.filtered(lambda section: section.code in codes).action_take_over()
        for person, written in writers.items():
            own = sections.filtered(lambda section, written=written: section.code in written)
            own.user_id = self.user(person)

    def upload_report(self, key, content):
        """``key`` uploads a next version of the LAKIP."""
        wizard = self.by(key, self.env["lakip.upload.wizard"]).create(
            {
                "step_id": self.cycle.current_step_id.id,
                "kind": "report",
                "file": base64.b64encode(content),
                "filename": f"LAKIP Diskominfo {self.cycle.year}.docx",
            }
        )
        wizard.action_confirm()

    def current_report(self):
        """Return the bytes of the LAKIP in force."""
        return self.cycle._get_report()[self.cycle].attachment_id.raw

    def request(self, division):
        """Return the request to ``division`` (a :class:`~.agency.Division`)."""
        department = self.env.ref(f"lakip_sop.hr_department_{division.key}")
        return self.cycle.request_ids.filtered(lambda request: request.department_id == department)

    def send_requests(self, key, first_number, note):
        """``key`` sends the Nota Dinas to all divisions, with the workbook for their figures."""
        requests = self.by(key, self.cycle.request_ids)
        # The workbook asks for it.
        asked = self.env.ref("lakip_sop.lakip_request_template_indicator").name
        requests.item_ids.filtered(lambda item: item.name == asked).unlink()
        for serial, request in enumerate(requests, first_number):
            request.write({"letter_number": self.number(serial), "note": note})
        requests.action_send()

    def attach(self, key, item, name, content):
        """``key`` attaches a file to an item of a request."""
        attachment = self.by(key, self.env["ir.attachment"]).create({"name": name, "raw": content})
        self.by(key, item).attachment_ids = [Command.link(attachment.id)]

    def fill(self, division, *, with_chart=False, misprint=0):
        """The staff of ``division`` answer each item they are asked.

        :param misprint: rupiah by which the table of the budget is wrong
        """
        year = self.cycle.year
        request = self.request(division)
        budget, program, problem, photo = request.item_ids - request.workbook_item_id
        self.attach(
            division.staff,
            request.workbook_item_id,
            f"Lembar isian {division.name} {year}.xlsx",
            performance.filled_workbook(request, division),
        )
        self.attach(
            division.staff,
            budget,
            f"Realisasi Anggaran {division.name} {year}.xlsx",
            budget_sheet(division, year, misprint),
        )
        self.attach(
            division.staff,
            program,
            f"Uraian Program dan Kegiatan {division.name} {year}.docx",
            files.text(f"Program dan Kegiatan {division.name} Tahun {year}", division.results),
        )
        self.by(division.staff, problem).note = division.problem
        if with_chart:
            bars = performance.bars(division, year)
            self.attach(
                division.staff,
                photo,
                f"Grafik Capaian {division.name} {year}.png",
                files.chart(f"Capaian Kinerja {division.name} {year}", bars),
            )

    def _budget_item(self, division):
        request = self.request(division)
        return (request.item_ids - request.workbook_item_id)[0]

    def correct_budget(self, division):
        """The staff of ``division`` replace the table of the budget by one that adds up."""
        year = self.cycle.year
        item = self._budget_item(division)
        self.by(division.staff, item).attachment_ids = [Command.clear()]
        self.attach(
            division.staff,
            item,
            f"Realisasi Anggaran {division.name} {year} (perbaikan).xlsx",
            budget_sheet(division, year),
        )

    def submit(self, division):
        """The head of ``division`` hands its data in."""
        self.by(division.head, self.request(division)).action_submit()

    def accept(self, key, division):
        """``key`` finds the data of ``division`` in order."""
        request = self.by(key, self.request(division))
        request.item_ids.review = "ok"
        request.action_accept()

    def send_back(self, key, division, remark, reason):
        """``key`` gives the data of ``division`` back: the figures of its budget do not agree."""
        request = self.by(key, self.request(division))
        self.by(key, self._budget_item(division)).write({"review": "not_ok", "review_note": remark})
        request.action_return(reason)

    def approve(self, key, comment=None):
        """``key`` gives the paraf or the signature that is asked for."""
        approval = self.step(key).pending_approval_id
        if approval.kind == "signature":
            # As the wizard does, once it has checked who signs.
            approval._sign(base64.b64encode(files.signature()), comment)
        else:
            approval.action_approve(comment)

    def read_everything(self):
        """Nobody has unread messages about the cycle any more."""
        messages = self.env["mail.message"].search(
            [
                ("model", "in", ("lakip.cycle", "lakip.step", "lakip.request")),
                ("notification_ids.is_read", "=", False),
            ]
        )
        messages.notification_ids.is_read = True

    def refuse(self, key, reason):
        """``key`` sends the report back."""
        self.step(key).pending_approval_id.action_return(reason)

    def write_delivery_letter(self, key, delivery, serial, medium):
        """``key`` writes the Surat Pengantar of a delivery."""
        delivery = self.by(key, delivery)
        delivery.write({"medium": medium, "letter_number": self.number(serial)})
        delivery.action_generate_letter()

    def deliver(self, key, delivery, day, receiver):
        """``key`` hands the report over and keeps the signed slip."""
        delivery = self.by(key, delivery)
        slip = files.receipt(
            (
                ("Telah diterima", f"LAKIP Dinas Kominfo Tahun {self.cycle.year}"),
                ("Nomor pengantar", delivery.letter_number),
                ("Instansi", delivery.partner_id.name),
                ("Nama penerima", receiver),
            ),
            f"Pontianak, {long_date(day)}",
        )
        attachment = self.by(key, self.env["ir.attachment"]).create(
            {"name": f"Tanda Terima {delivery.partner_id.name}.pdf", "raw": slip}
        )
        delivery.write(
            {
                "date": day,
                "receiver": receiver,
                "receipt_attachment_ids": [Command.link(attachment.id)],
            }
        )
        delivery.action_deliver()


def budget_sheet(division, year, misprint=0):
    """Return the .xlsx of the division's budget.

    :param misprint: rupiah by which the first line is wrong
    """
    rows = [
        [index, activity.name, activity.budget, activity.realization, activity.absorption]
        for index, activity in enumerate(division.activities, 1)
    ]
    rows.append(["", "Jumlah", sum(row[2] for row in rows), sum(row[3] for row in rows), ""])
    rows[0][3] += misprint
    return files.spreadsheet(
        f"REALISASI ANGGARAN {division.name.upper()} TAHUN {year}",
        ["No.", "Kegiatan", "Pagu (Rp)", "Realisasi (Rp)", "Serapan (%)"],
        rows,
        widths=(6, 52, 18, 18, 14),
        formats=("0", "", "#,##0", "#,##0", "0.00"),
    )
