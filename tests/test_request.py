"""The collection of data: one request a division, from the Nota Dinas to the decision."""

from io import BytesIO

from docx import Document

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .common import LakipCase, docx_bytes, local


class RequestCase(LakipCase):
    """A short SOP whose second row collects data; its third returns to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collecting_sop = cls._create_sop(
            [
                {"name": "Mulai kerja", "kind": "task", "role": "planning_head"},
                {"name": "Menginventarisasi data", "kind": "collection", "role": "team",
                 "duration": 5, "back": 0},
                {"name": "Memeriksa", "kind": "task", "role": "planning_head", "back": 1},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Menandatangani", "kind": "signature", "role": "agency_head", "back": 3},
            ]
        )  # fmt: skip

    def _start_collection(self, **vals):
        """Return the collection step of a new cycle, under way."""
        cycle = self._create_cycle(**vals)
        self._start(cycle)
        return self._complete(cycle)

    def _send(self, step):
        """Send the Nota Dinas of all divisions and return the requests."""
        step.request_ids.with_user(self.team_member).action_send()
        return step.request_ids

    def _get_request(self, step, department):
        return step.request_ids.filtered(lambda request: request.department_id == department)

    def _attach(self, item, user, name="data.docx", content=None):
        """Upload a file to ``item`` as the button of the form does, and save."""
        attachment = (
            self.env["ir.attachment"]
            .with_user(user)
            .create(
                {
                    "name": name,
                    "raw": docx_bytes() if content is None else content,
                    "res_model": item._name,
                    "res_id": item.id,
                }
            )
        )
        item.with_user(user).write({"attachment_ids": [Command.link(attachment.id)]})
        return attachment.sudo(False).with_user(self.env.user)

    def _fill(self, request, user):
        """Answer each required item with a note."""
        for item in request.item_ids.filtered("required"):
            item.with_user(user).note = "Sudah sesuai."

    def _submit(self, request, user):
        self._fill(request, user)
        request.with_user(user).action_submit()

    def _get_activities(self, requests):
        return self.env["mail.activity"].search(
            [("res_model", "=", "lakip.request"), ("res_id", "in", requests.ids)]
        )


class TestRequest(RequestCase):
    # ------------------------------------------------------------
    # DRAFT
    # ------------------------------------------------------------

    def test_start_drafts_a_request_for_each_division(self):
        step = self._start_collection()
        self.assertEqual(
            step.request_ids.department_id, self.division_a | self.division_b | self.secretariat
        )
        self.assertEqual(set(step.request_ids.mapped("state")), {"draft"})
        request = self._get_request(step, self.division_a)
        self.assertEqual(request.user_ids, self.head_a | self.staff_a)
        self.assertEqual(request.date_deadline, step.date_deadline)
        self.assertEqual(
            request.item_ids.mapped("name"),
            [
                "Realisasi indikator kinerja",
                "Realisasi anggaran",
                "Program dan kegiatan",
                "Hambatan dan solusi",
                "Dokumentasi",
            ],
        )
        self.assertEqual(request.item_ids.mapped("required"), [True] * 4 + [False])
        self.assertFalse(self._get_activities(step.request_ids))

    def test_default_list_of_the_company_goes_before_the_shared_one(self):
        self.env["lakip.request.template"].create(
            {"name": "Data SPBE", "company_id": self.company.id}
        )
        step = self._start_collection()
        self.assertEqual(step.request_ids[0].item_ids.mapped("name"), ["Data SPBE"])

    def test_items_are_proposed_from_the_year_before(self):
        step = self._start_collection(year=2024)
        request = self._get_request(step, self.division_a)
        team = request.with_user(self.team_member)
        team.write({"item_ids": [Command.clear(), Command.create({"name": "Data khusus"})]})
        self._send(step)
        request.item_ids.with_user(self.head_a).note = "Isi tahun lalu"
        request.with_user(self.head_a).message_post(
            body="Tambahan", attachments=[("foto.docx", docx_bytes())]
        )
        self.assertIn("Berkas lain", request.item_ids.mapped("name"))
        later = self._get_request(self._start_collection(year=2025), self.division_a)
        self.assertEqual(later.item_ids.mapped("name"), ["Data khusus"])
        self.assertFalse(later.item_ids.note, "last year's answer is not this year's")
        other = self._get_request(later.step_id, self.division_b)
        self.assertEqual(len(other.item_ids), 5, "its list of last year was the default one")

    def test_restart_after_a_return_keeps_what_was_accepted(self):
        step = self._start_collection()
        requests = self._send(step)
        accepted = self._get_request(step, self.division_a)
        self._submit(accepted, self.staff_a)
        accepted.with_user(self.team_member).action_accept()
        step.with_user(self.team_member).action_return("Arahan kurang jelas")
        self.assertFalse(self._get_activities(requests), "nobody can act while the row waits")
        with self.assertRaisesRegex(UserError, "not under way"):
            self._submit(self._get_request(step, self.division_b), self.head_b)
        self._complete(step.cycle_id)
        self.assertEqual(step.round, 2)
        self.assertEqual(step.request_ids, requests)
        self.assertEqual(accepted.state, "accepted")
        self.assertEqual(
            self._get_activities(requests).user_id,
            (requests - accepted).user_ids,
            "the others are asked again",
        )
        # A decision can be taken back while the row runs.
        accepted.with_user(self.team_member).action_return("Data triwulan IV belum ada")
        self.assertEqual(accepted.state, "returned")
        self.assertFalse(accepted.date_accepted)

    # ------------------------------------------------------------
    # SEND
    # ------------------------------------------------------------

    def test_send(self):
        with self.at("2027-01-04 10:00"):
            step = self._start_collection()
            requests = self._send(step)
        self.assertEqual(set(requests.mapped("state")), {"sent"})
        request = self._get_request(step, self.division_a)
        self.assertEqual(str(request.letter_date), "2027-01-04")
        letter = request.document_id
        self.assertEqual(letter.kind, "request_letter")
        text = self._get_text(letter)
        self.assertIn("Kepala Bidang Aplikasi Informatika", text)
        self.assertIn("Realisasi anggaran", text)
        self.assertIn("Senin, 11 Januari 2027 pukul 10.00 WIB", text, "five working days")
        self.assertIn("Anggota Tim", text, "the chair of the team signs")
        self.assertTrue(self.staff_a.has_group("lakip_sop.group_lakip_division"))
        activities = self._get_activities(request)
        self.assertEqual(activities.user_id, self.head_a | self.staff_a)
        self.assertEqual(set(activities.mapped("date_deadline")), {request.date_deadline.date()})
        message = request.message_ids.filtered("attachment_ids")
        self.assertEqual(message.attachment_ids, letter.attachment_id)
        self.assertEqual(message.notified_partner_ids, (self.head_a | self.staff_a).partner_id)

    def _get_text(self, document):
        word = Document(BytesIO(document.attachment_id.raw))
        cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in word.paragraphs), *cells])

    def test_activity_is_due_on_the_day_of_the_user(self):
        """11 Jan 08:00 in Pontianak is 10 Jan 15:00 in Honolulu."""
        self.staff_a.tz = "Pacific/Honolulu"
        with self.at("2027-01-04 08:00"):
            step = self._start_collection()
            self._send(step)
        request = self._get_request(step, self.division_a)
        days = {act.user_id: str(act.date_deadline) for act in self._get_activities(request)}
        self.assertEqual(days, {self.head_a: "2027-01-11", self.staff_a: "2027-01-10"})

    def test_send_twice(self):
        step = self._start_collection()
        self._send(step)
        with self.assertRaisesRegex(UserError, "sent already"):
            self._send(step)
        self.assertEqual(len(step.request_ids.document_ids), 3, "one letter a division")

    def test_only_the_team_sends(self):
        step = self._start_collection()
        for user in (self.secretary, self.planning_head):
            with self.assertRaisesRegex(UserError, "turn of Anggota Tim"):
                step.request_ids.with_user(user).action_send()

    def test_department_without_users(self):
        empty = self._create_department("Bidang Kosong")
        self._create_employee("Tanpa Akun", department_id=empty.id)
        archived = self._create_person("archived", "Sudah Pensiun", empty)
        empty.manager_id = archived.employee_id
        archived.active = False
        step = self._start_collection()
        with self.assertRaisesRegex(UserError, "Bidang Kosong has neither a manager nor a member"):
            self._send(step)
        self.assertEqual(set(step.request_ids.mapped("state")), {"draft"}, "all or none")
        request = self._get_request(step, empty)
        self.assertFalse(request.with_user(self.team_member).can_send)
        # Either a user is linked ...
        member = self._create_person("member", "Staf Baru", empty)
        request.with_user(self.team_member).action_send()
        self.assertEqual(request.user_ids, member)
        # ... or the request is waived.
        request.with_user(self.team_member).action_waive("Bidang belum berjalan")
        self.assertEqual(request.state, "waived")

    def test_department_without_manager(self):
        self.division_b.manager_id = False
        step = self._start_collection()
        self._send(step)
        self.assertEqual(self._get_request(step, self.division_b).user_ids, self.head_b)

    def test_empty_list_is_not_sent(self):
        step = self._start_collection()
        request = self._get_request(step, self.division_a).with_user(self.team_member)
        request.write({"item_ids": [Command.clear()]})
        with self.assertRaisesRegex(UserError, "Bidang Aplikasi Informatika: its list is empty"):
            request.action_send()

    def test_letter_again(self):
        step = self._start_collection()
        self._send(step)
        request = self._get_request(step, self.division_a).with_user(self.team_member)
        first = request.document_id
        request.letter_number = "900/12/RENJA"
        request.action_write_letters()
        self.assertEqual(request.document_id.version, 2)
        self.assertEqual(first.state, "superseded")
        self.assertIn("900/12/RENJA", self._get_text(request.document_id.sudo()))

    # ------------------------------------------------------------
    # SUBMIT
    # ------------------------------------------------------------

    def test_submit(self):
        with self.at("2027-01-04 10:00"):
            step = self._start_collection()
            self._send(step)
        request = self._get_request(step, self.division_a)
        with self.at("2027-01-05 10:00"):
            self._submit(request, self.staff_a)
            self.assertEqual(request.date_submitted, local("2027-01-05 10:00"))
        self.assertEqual(request.state, "submitted")
        self.assertEqual(request.submitted_user_id, self.staff_a)
        self.assertFalse(request.is_submitted_late)
        self.assertFalse(self._get_activities(request))
        message = request.message_ids.filtered(lambda message: "Handed in" in message.body)
        self.assertIn(self.team_member.partner_id, message.notified_partner_ids)

    def test_double_click(self):
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        self._submit(request, self.staff_a)
        before = request.read(["date_submitted", "submitted_user_id", "message_ids"])
        with self.assertRaisesRegex(UserError, "was handed in by Staf A already"):
            request.with_user(self.head_a).action_submit()
        self.assertEqual(
            request.read(["date_submitted", "submitted_user_id", "message_ids"]), before
        )

    def test_missing_items(self):
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        request.item_ids[0].with_user(self.staff_a).note = "Terlampir"
        request.item_ids[1].with_user(self.staff_a).note = "  "
        with self.assertRaises(UserError) as caught:
            request.with_user(self.staff_a).action_submit()
        message = str(caught.exception)
        self.assertNotIn("Realisasi indikator", message)
        self.assertIn("- Realisasi anggaran", message)
        self.assertNotIn("Dokumentasi", message, "it is not required")
        self.assertEqual(request.item_ids[0].note, "Terlampir")

    def test_only_the_division_submits(self):
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        with self.assertRaisesRegex(UserError, "Only the staff of Bidang Aplikasi"):
            request.with_user(self.team_member).action_submit()
        with self.assertRaises(AccessError):
            request.with_user(self.head_b).action_submit()
        self.assertEqual(request.state, "sent")

    def test_late(self):
        with self.at("2027-01-04 10:00"):
            step = self._start_collection()
            self._send(step)
        request = self._get_request(step, self.division_a)
        late = [("is_late", "=", True), ("step_id", "=", step.id)]
        with self.at("2027-01-11 09:59"):
            self.assertFalse(self.env["lakip.request"].search_count(late))
            self.assertFalse(request.is_late)
        self.env.invalidate_all()
        with self.at("2027-01-11 10:01"):
            self.assertEqual(self.env["lakip.request"].search(late), step.request_ids)
            self.assertTrue(request.is_late)
            self._submit(request, self.staff_a)
            self.assertTrue(request.is_submitted_late)
            self.assertNotIn(request, self.env["lakip.request"].search(late))

    def test_hold_moves_the_deadline_and_takes_the_activities(self):
        with self.at("2027-01-04 10:00"):
            step = self._start_collection()
            requests = self._send(step)
        with self.at("2027-01-06 10:00"):
            step.with_user(self.planning_head).action_hold("Banjir")
            self.assertFalse(self._get_activities(requests))
        with self.at("2027-01-07 10:00"):
            step.with_user(self.planning_head).action_resume()
        self.assertEqual(requests[0].date_deadline, local("2027-01-12 10:00"))
        self.assertEqual(
            {str(day) for day in self._get_activities(requests).mapped("date_deadline")},
            {"2027-01-12"},
        )

    def test_marking_the_activity_done_hands_nothing_in(self):
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        activities = self._get_activities(request)
        mine = activities.filtered(lambda activity: activity.user_id == self.staff_a)
        mine.with_user(self.staff_a).action_done()
        self.assertEqual(request.state, "sent")
        self.assertEqual(self._get_activities(request).user_id, self.head_a | self.staff_a)

    # ------------------------------------------------------------
    # DECIDE
    # ------------------------------------------------------------

    def test_return_and_accept(self):
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        self._submit(request, self.staff_a)
        team = request.with_user(self.team_member)
        team.item_ids[0].write({"review": "not_ok", "review_note": "Angka TW IV kosong"})
        team.item_ids[1].action_mark_ok()
        with self.assertRaisesRegex(UserError, "not in order"):
            team.action_accept()
        with self.assertRaisesRegex(UserError, "Give a reason"):
            team.action_return("  ")
        self.assertEqual(team.action_return()["res_model"], "lakip.reason.wizard")
        wizard = (
            self.env["lakip.reason.wizard"]
            .with_user(self.team_member)
            .create(
                {
                    "operation": "request_return",
                    "res_ids": request.ids,
                    "reason": "Lengkapi TW IV",
                }
            )
        )
        wizard.action_confirm()
        self.assertEqual(request.state, "returned")
        self.assertEqual(request.return_reason, "Lengkapi TW IV")
        self.assertEqual(self._get_activities(request).user_id, self.head_a | self.staff_a)
        self.assertEqual(request.with_user(self.staff_a).item_ids[0].review_note,
                         "Angka TW IV kosong")  # fmt: skip
        request.item_ids[0].with_user(self.staff_a).note = "TW IV: 98%"
        request.with_user(self.staff_a).action_submit()
        self.assertEqual(request.item_ids[0].review, False, "to be looked at again")
        self.assertEqual(request.item_ids[1].review, "ok")
        team.action_accept()
        self.assertEqual(request.state, "accepted")
        self.assertTrue(request.date_accepted)

    def test_blockers(self):
        step = self._start_collection()
        team_step = step.with_user(self.team_member)
        self.assertFalse(team_step.can_complete)
        self.assertIn("not been sent yet", team_step.blocker_text)
        requests = self._send(step)
        request = self._get_request(step, self.division_a)
        self._submit(request, self.head_a)
        text = team_step.blocker_text
        self.assertIn("Handed in and waiting to be accepted or returned: Bidang Aplikasi", text)
        self.assertIn("Data not handed in yet by: Bidang Informasi Publik, Sekretariat.", text)
        self.assertEqual(team_step.blockers[0]["action"], "action_open_requests")
        with self.assertRaisesRegex(UserError, "Bidang Informasi Publik"):
            team_step.action_complete()
        action = team_step.action_open_requests()
        self.assertEqual(self.env["lakip.request"].search(action["domain"]), requests)
        request.with_user(self.team_member).action_accept()
        (requests - request).with_user(self.team_member).action_waive("Sudah ada di SIPD")
        team_step.action_complete()
        self.assertEqual(step.state, "done")
        self.assertFalse(self._get_activities(requests))

    def test_waive(self):
        step = self._start_collection()
        requests = self._send(step)
        team = requests.with_user(self.team_member)
        with self.assertRaisesRegex(UserError, "Give a reason"):
            team.action_waive("")
        team.action_waive("Tidak ada data tahun ini")
        self.assertEqual(set(requests.mapped("waive_reason")), {"Tidak ada data tahun ini"})
        self.assertFalse(self._get_activities(requests))
        # A request waived by mistake can be sent after all.
        team[0].action_send()
        self.assertEqual(team[0].state, "sent")
        self.assertFalse(team[0].waive_reason)

    def test_cancelled_cycle(self):
        step = self._start_collection()
        requests = self._send(step)
        step.cycle_id.with_user(self.planning_head).action_cancel("Digabung")
        self.assertFalse(self._get_activities(requests))
        request = self._get_request(step, self.division_a)
        with self.assertRaisesRegex(UserError, "not under way"):
            request.with_user(self.staff_a).action_submit()

    # ------------------------------------------------------------
    # WHO MAY WRITE WHAT
    # ------------------------------------------------------------

    def test_states_cannot_be_written(self):
        step = self._start_collection()
        request = self._get_request(step, self.division_a)
        for user in (self.team_member, self.manager, self.env.ref("base.user_root")):
            for values in (
                {"state": "accepted"},
                {"user_ids": [Command.clear()]},
                {"date_deadline": "2030-01-01"},
                {"department_id": self.division_b.id},
            ):
                with self.assertRaises(UserError):
                    request.with_user(user).write(values)
        with self.assertRaises(UserError):
            self.env["lakip.request"].with_user(self.manager).create(
                {"step_id": step.id, "department_id": self.division_a.id}
            )
        with self.assertRaises(AccessError):
            request.with_user(self.manager).unlink()
        with self.assertRaisesRegex(UserError, "kept for the record"):
            request.unlink()

    def test_what_is_asked_is_changed_by_the_team_before_it_is_sent(self):
        step = self._start_collection()
        request = self._get_request(step, self.division_a)
        item = request.item_ids[0]
        item.with_user(self.team_member).name = "Realisasi IKU"
        item.with_user(self.team_member).unlink()
        with self.assertRaises(UserError):
            request.item_ids[0].with_user(self.planning_head).name = "X"
        self._send(step)
        for vals in ({"name": "X"}, {"required": False}, {"request_id": step.request_ids[1].id}):
            with self.assertRaises(UserError):
                request.item_ids[0].with_user(self.team_member).write(vals)
        with self.assertRaises(UserError):
            request.item_ids[0].with_user(self.team_member).unlink()
        with self.assertRaises(UserError):
            request.with_user(self.team_member).item_ids = [Command.create({"name": "X"})]

    def test_division_writes_answers_only_and_only_while_open(self):
        step = self._start_collection()
        request = self._get_request(self._send(step).step_id, self.division_a)
        item = request.item_ids[0].with_user(self.staff_a)
        item.note = "Jawaban"
        for vals in ({"name": "X"}, {"required": False}, {"review": "ok"}, {"is_loose": True}):
            with self.assertRaises(UserError):
                item.write(vals)
        with self.assertRaises(UserError):
            request.with_user(self.staff_a).note = "X"
        with self.assertRaises(AccessError):
            item.unlink()
        with self.assertRaises(UserError):
            request.item_ids[0].with_user(self.team_member).note = "Tim menjawab sendiri"
        self._submit(request, self.staff_a)
        with self.assertRaisesRegex(UserError, "Ask the team to return it"):
            item.note = "Diubah"
        request.with_user(self.team_member).action_accept()
        with self.assertRaisesRegex(UserError, "nothing to hand in"):
            item.note = "Diubah"
        with self.assertRaises(UserError):
            request.item_ids[0].with_user(self.team_member).review = "not_ok"

    def test_other_divisions_see_nothing(self):
        step = self._start_collection()
        own, other = (
            self._get_request(step, department) for department in (self.division_a, self.division_b)
        )
        self.assertFalse(
            self.env["lakip.request"].with_user(self.team_member).search([]) - step.request_ids
        )
        self._send(step)
        requests = self.env["lakip.request"].with_user(self.staff_a)
        self.assertEqual(requests.search([]), own)
        self.assertEqual(requests.env["lakip.request.item"].search([]), own.item_ids)
        letters = requests.env["lakip.document"].search([("kind", "=", "request_letter")])
        self.assertEqual(letters, own.document_id)
        for record in (other, other.item_ids[0], other.document_id):
            with self.assertRaises(AccessError):
                record.with_user(self.staff_a).read(["display_name"])
        self.assertEqual(requests.search_count([("state", "=", "draft")]), 0)

    def test_drafts_are_not_shown_to_the_division(self):
        step = self._start_collection()
        self.env.ref("lakip_sop.group_lakip_division").user_ids |= self.staff_a
        request = self._get_request(step, self.division_a).with_user(self.staff_a)
        self.assertFalse(request.search([]))
        with self.assertRaises(AccessError):
            request.read(["state"])

    # ------------------------------------------------------------
    # PEOPLE
    # ------------------------------------------------------------

    def test_people_move(self):
        step = self._start_collection()
        self._send(step)
        own, other = (
            self._get_request(step, department) for department in (self.division_a, self.division_b)
        )
        own.with_user(self.staff_a).message_post(
            body="Kami siapkan", subtype_xmlid="mail.mt_comment", message_type="comment"
        )
        self.assertIn(self.staff_a.partner_id, own.message_partner_ids)
        self.staff_a.employee_id.department_id = self.division_b
        self.assertEqual(own.user_ids, self.head_a)
        self.assertEqual(other.user_ids, self.head_b | self.staff_a)
        self.assertEqual(self._get_activities(own).user_id, self.head_a)
        self.assertEqual(self._get_activities(other).user_id, self.head_b | self.staff_a)
        self.assertNotIn(self.staff_a.partner_id, own.message_partner_ids)
        with self.assertRaises(AccessError):
            own.with_user(self.staff_a).read(["state"])
        self.head_b.active = False
        self.assertEqual(self._get_activities(other).user_id, self.staff_a)

    def test_people_of_departments_below(self):
        section = self._create_department("Seksi Aplikasi", parent_id=self.division_a.id)
        person = self._create_person("section", "Kasi", section)
        self.division_a.is_lakip_division = True
        step = self._start_collection()
        self._send(step)
        self.assertEqual(step.request_ids.department_id, self.division_a)
        self.assertIn(person, step.request_ids.user_ids)
        self.assertTrue(step.request_ids.with_user(person).can_fill)

    def test_job_finds_moves_that_nobody_wrote(self):
        step = self._start_collection()
        self._send(step)
        request = self._get_request(step, self.division_a)
        # Such as a version of an employee that takes effect today.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_version SET department_id = %s WHERE employee_id = %s",
            [self.division_b.id, self.staff_a.employee_id.id],
        )
        self.env.invalidate_all()
        self.env["lakip.step"]._cron_sync_performers()
        self.assertEqual(request.user_ids, self.head_a)

    def test_a_cycle_holds_no_record_before_it_is_made(self):
        """Odoo computes some values on a record of its own before the INSERT."""
        step = self._start_collection()
        cycle = step.cycle_id
        place = self.env["hr.department"].create({"name": "UPT", "company_id": self.company.id})
        made = {
            "request_ids": {"step_id": step.id, "department_id": place.id},
            "correction_ids": {"step_id": step.id, "name": "Tabel 3.1 kosong"},
        }
        for name, vals in made.items():
            with self.subTest(field=name):
                before = cycle[name]
                record = before._lakip_unlocked().create(vals)
                self.assertEqual(cycle[name]._ids, (*before._ids, record.id))
        for model in self.registry.models.values():
            for field in model._fields.values() if model._name.startswith("lakip.") else ():
                if field.type == "many2one" and field.precompute:
                    self.assertFalse(self.registry.field_inverses[field], field)

    # ------------------------------------------------------------
    # QUERIES
    # ------------------------------------------------------------

    def _count_queries(self, records, method):
        records = records.browse(records.ids)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        getattr(records, method)()
        self.env.flush_all()
        return self.cr.sql_log_count - before

    def _count_for(self, divisions, year):
        cycle = self._create_cycle(year, department_ids=[Command.set(divisions.ids)])
        self._start(cycle)
        step = cycle.current_step_id
        counts = {
            "draft": self._count_queries(step.with_user(self.planning_head), "action_complete")
        }
        step = cycle.current_step_id
        self.assertEqual(len(step.request_ids), len(divisions))
        counts["send"] = self._count_queries(
            step.request_ids.with_user(self.team_member), "action_send"
        )
        for request in step.request_ids:
            self._submit(request, request.user_ids[0])
        counts["accept"] = self._count_queries(
            step.request_ids.with_user(self.team_member), "action_accept"
        )
        return counts

    def test_queries_a_request(self):
        """Drafting and accepting cost next to nothing more for 10 divisions than for one.

        Sending costs what a letter costs each: its file, its version, its message.
        """
        many = self.env["hr.department"]
        for index in range(10):
            department = self._create_department(f"Bidang {index}")
            self._create_person(f"person{index}", f"Orang {index}", department)
            many += department
        self._count_for(many[:1], 2020)  # warms rules and groups
        one = self._count_for(many[:1], 2021)
        ten = self._count_for(many, 2022)
        for operation, most in (("draft", 3), ("send", 35), ("accept", 6)):
            each = (ten[operation] - one[operation]) / 9
            self.assertLessEqual(each, most, f"{operation}: {one[operation]} -> {ten[operation]}")
