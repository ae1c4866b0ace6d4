"""Rows that bring a letter: the direction (Disposisi) and the decree (SK Tim)."""

import base64
from io import BytesIO

from docx import Document
from PIL import Image

from odoo import Command
from odoo.exceptions import UserError

from .common import LakipCase, docx_bytes


def docx_text(content):
    """Return all text of a Word file, tables included, a line for each paragraph."""
    body = Document(BytesIO(content)).element.body
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        for paragraph in body.iter()
        if paragraph.tag.endswith("}p")
    )


class LetterCase(LakipCase):
    def _text(self, step, kind):
        """Return the text of the row's current document of ``kind``."""
        document = step._get_document(kind)[step]
        self.assertTrue(document, f"no {kind}")
        return docx_text(document.sudo().attachment_id.raw)

    def _give_hr_data(self, user, **vals):
        user.employee_id.sudo().write(vals)


class TestDirection(LetterCase):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2027-01-04 08:00"))
        self._give_hr_data(
            self.secretary, nip="197001011995031001", rank="Pembina Tingkat I", grade="IV/b"
        )
        self.cycle = self._create_cycle()
        self.step = self._start(self.cycle)
        self.own = self.step.with_user(self.secretary)

    def test_needs_instruction_or_disposition(self):
        with self.assertRaisesRegex(UserError, "Write the instruction"):
            self.own.action_complete()
        self.assertEqual(self.step.blockers[0]["action"], "action_upload_document")
        self.own.instruction = "   "
        with self.assertRaisesRegex(UserError, "Write the instruction"):
            self.own.action_complete()

    def test_large_scan_keeps_its_bytes(self):
        """Odoo shrinks large pictures; what was handed over is frozen as it was."""
        stream = BytesIO()
        Image.new("RGB", (3000, 2000), "white").save(stream, "JPEG")
        self.own._upload_document("disposition", stream.getvalue(), "disposisi.jpg")
        document = self.step._get_document("disposition")[self.step]
        self.assertEqual(document.sudo().attachment_id.raw, stream.getvalue())
        self.assertTrue(document._is_intact())

    def test_completion_writes_the_disposition(self):
        self.own.instruction = "Siapkan SK Tim Penyusunan LAKIP."
        self.own.action_complete()
        text = self._text(self.step, "disposition")
        for part in (
            "LEMBAR DISPOSISI",
            "PEMERINTAH PROVINSI UJI",
            "DINAS UJI",
            "Siapkan SK Tim Penyusunan LAKIP.",
            self.roles["planning_head"]._get_title().upper(),
            "Sekretaris Uji",
            "Pembina Tingkat I",
            "NIP. 19700101 199503 1 001",
            "Pontianak, 4 Januari 2027",
            # The time standard of the SK: two working days, and 5 January is no holiday here.
            "Rabu, 6 Januari 2027",
        ):
            self.assertIn(part, text)
        document = self.step._get_document("disposition")[self.step]
        self.assertEqual(document.name, "Disposisi 2026")
        self.assertEqual(document.sudo().attachment_id.name, "Disposisi LAKIP 2026.docx")
        self.assertEqual(document.origin, "generated")

    def test_same_letter_is_not_written_twice(self):
        self.own.instruction = "Siapkan SK."
        self.own.action_generate_document()
        self.own.action_complete()
        self.assertEqual(self.step._get_document("disposition")[self.step].version, 1)

    def test_edited_instruction_gives_a_new_version(self):
        self.own.instruction = "Siapkan SK."
        self.own.action_generate_document()
        self.own.instruction = "Siapkan SK sebelum Rabu."
        self.own.action_complete()
        self.assertEqual(self.step._get_document("disposition")[self.step].version, 2)
        self.assertIn("sebelum Rabu", self._text(self.step, "disposition"))

    def test_uploaded_disposition_stands(self):
        self.own._upload_document("disposition", docx_bytes("Disposisi"), "disposisi.docx")
        self.own.action_complete()
        document = self.step._get_document("disposition")[self.step]
        self.assertEqual((document.origin, document.version), ("uploaded", 1))

    def test_acting_secretary_signs_in_both_names(self):
        acting = self._create_person("acting", "Pelaksana Uji", nip="198002022005012002")
        self._create_officer(
            "secretary", acting, capacity="plh", date_from="2027-01-01", date_to="2027-01-31"
        )
        self.assertTurn(self.step, acting)
        step = self.step.with_user(acting)
        step.instruction = "Siapkan SK."
        step.action_complete()
        text = self._text(self.step, "disposition")
        self.assertIn("Plh. SEKRETARIS", text)
        self.assertIn("Pelaksana Uji", text)
        self.assertIn("NIP. 19800202 200501 2 002", text)
        self.assertIn("Pejabat definitif: Sekretaris Uji", text)

    def test_only_the_performer_writes_it(self):
        for user in (self.planning_head, self.agency_head, self.staff_a):
            with self.assertRaises(UserError):
                self.step.with_user(user).instruction = "Bukan saya"
            with self.assertRaises(UserError):
                self.step.with_user(user).action_generate_document()

    def test_letter_fields_are_printed(self):
        self.own.write(
            {"letter_number": "800/12", "letter_nature": "urgent", "instruction": "Siap"}
        )
        self.own.letter_date = "2027-01-03"
        self.own.action_generate_document()
        text = self._text(self.step, "disposition")
        self.assertIn("800/12", text)
        self.assertIn("Segera", text)
        self.assertIn("3 Januari 2027", text)

    def test_emblem(self):
        stream = BytesIO()
        Image.new("RGB", (40, 60), "red").save(stream, "PNG")
        self.company.logo = base64.b64encode(stream.getvalue())
        self.own.instruction = "Siap"
        self.own.action_generate_document()
        content = self.step._get_document("disposition")[self.step].sudo().attachment_id.raw
        self.assertEqual(len(Document(BytesIO(content)).inline_shapes), 1)

    def test_logo_word_cannot_show_is_left_out(self):
        self.company.logo = base64.b64encode(
            b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"
        )
        self.own.instruction = "Siap"
        self.own.action_generate_document()
        content = self.step._get_document("disposition")[self.step].sudo().attachment_id.raw
        self.assertEqual(len(Document(BytesIO(content)).inline_shapes), 0)

    def test_time_zone_labels(self):
        calendar = self.company.resource_calendar_id
        for zone, label in (
            ("Asia/Jakarta", "WIB"),
            ("Asia/Pontianak", "WIB"),
            ("Asia/Makassar", "WITA"),
            ("Asia/Jayapura", "WIT"),
            ("Asia/Singapore", "UTC+08"),
        ):
            calendar.tz = zone
            self.assertEqual(self.step._get_zone_label(), label)


class TestDecree(LetterCase):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2027-01-04 08:00"))
        self._give_hr_data(self.agency_head, nip="196604081993031009", rank="Pembina Utama Madya")

    def _reach_decree(self, **vals):
        cycle = self._create_cycle(**vals)
        step = self._start(cycle)
        step.with_user(self.secretary).instruction = "Siapkan SK."
        return self._complete(cycle)

    def test_those_who_steer_the_team_get_no_turns(self):
        """A Pengarah is named in the SK; the meetings and the draft are not his work."""
        step = self._reach_decree()
        cycle, own = step.cycle_id, step.with_user(self.planning_head)
        cycle.member_ids.position = "advisor"
        with self.assertRaisesRegex(UserError, "nobody who does its work"):
            own.action_complete()
        chair = Command.create({"employee_id": self.head_a.employee_id.id, "position": "chair"})
        cycle.with_user(self.planning_head).member_ids = [chair]
        own.action_complete()
        self.assertTurn(cycle.current_step_id, self.head_a)

    def test_members_proposed_from_last_year(self):
        earlier = self._create_cycle(2025)
        self.assertTrue(earlier.member_ids)
        step = self._reach_decree(member_ids=[])
        self.assertEqual(step.member_ids.employee_id, self.team_member.employee_id)
        self.assertEqual(step.member_ids.position, "chair")

    def test_without_members(self):
        step = self._reach_decree(member_ids=[])
        with self.assertRaisesRegex(UserError, "no members"):
            step.with_user(self.planning_head).action_complete()

    def test_member_without_user_is_named(self):
        nobody = self._create_employee("Tanpa Pengguna")
        step = self._reach_decree()
        own = step.with_user(self.planning_head)
        own.write({"member_ids": [Command.create({"employee_id": nobody.id})]})
        with self.assertRaisesRegex(UserError, "Tanpa Pengguna"):
            own.action_complete()

    def test_completion_writes_the_decree(self):
        self.team_member.employee_id.sudo().write(
            {"nip": "198501012010011003", "job_title": "Perencana Ahli Muda"}
        )
        self.agency_head.employee_id.sudo().job_title = "Kepala Dinas Uji"
        step = self._reach_decree()
        step.cycle_id.letter_recalling = "Undang-Undang Satu\nPeraturan Dua"
        step.with_user(self.planning_head).letter_number = "188/7/2027"
        step.with_user(self.planning_head).action_complete()
        text = self._text(step, "decree")
        for part in (
            "KEPUTUSAN KEPALA DINAS UJI PROVINSI UJI",
            "NOMOR 188/7/2027",
            "Undang-Undang Satu",
            "Peraturan Dua",
            "Anggota Tim",
            "NIP. 19850101 201001 1 003",
            "Perencana Ahli Muda",
            "Ketua",
            "Kepala Uji",
            "Pembina Utama Madya",
            "NIP. 19660408 199303 1 009",
        ):
            self.assertIn(part, text)

    def test_members_get_the_access_of_the_team(self):
        person = self._create_person("fresh", "Anggota Baru", self.division_a)
        step = self._reach_decree()
        own = step.with_user(self.planning_head)
        own.write({"member_ids": [Command.create({"employee_id": person.employee_id.id})]})
        group = self.env.ref("lakip_sop.group_lakip_team")
        own.action_complete()
        self.assertIn(group, person.all_group_ids)
        self.assertIn(person, step.cycle_id.current_step_id.user_ids)

    def test_members_edited_on_the_row(self):
        step = self._reach_decree()
        own = step.with_user(self.planning_head)
        member = own.member_ids
        own.write(
            {
                "member_ids": [
                    Command.update(member.id, {"position": "secretary"}),
                    Command.create(
                        {"employee_id": self.head_a.employee_id.id, "position": "chair"}
                    ),
                ]
            }
        )
        self.assertEqual(step.cycle_id.member_ids.mapped("position"), ["secretary", "chair"])
        own.write({"member_ids": [Command.delete(member.id)]})
        self.assertEqual(step.cycle_id.member_ids.employee_id, self.head_a.employee_id)

    def test_another_performer_edits_the_team(self):
        """Who composes the SK need not be the owner of the cycle: their turn is enough."""
        self._create_sop(
            [
                {"name": "Menyusun SK", "kind": "decree", "role": "secretary"},
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {"name": "Menandatangani", "kind": "signature", "role": "agency_head", "back": 1},
            ]
        )
        cycle = self._create_cycle()
        step = self._start(cycle)
        self.assertTurn(step, self.secretary)
        own = step.with_user(self.secretary)
        own.write({"member_ids": [Command.create({"employee_id": self.staff_a.employee_id.id})]})
        self.assertIn(self.staff_a.employee_id, cycle.member_ids.employee_id)
        own.action_complete()
        self.assertTurn(cycle.current_step_id, self.team_member, self.staff_a)
        with self.assertRaises(UserError):
            own.write({"member_ids": [Command.delete(cycle.member_ids[0].id)]})
        with self.assertRaises(UserError):
            cycle.member_ids[0].with_user(self.secretary).unlink()

    def test_others_cannot_touch_the_team(self):
        step = self._reach_decree()
        member = step.cycle_id.member_ids
        for user in (self.staff_a, self.secretary, self.team_member):
            with self.assertRaises(UserError):
                step.with_user(user).write({"member_ids": [Command.delete(member.id)]})
            with self.assertRaises(UserError):
                member.with_user(user).position = "advisor"
            with self.assertRaises(UserError):
                self.env["lakip.cycle.member"].with_user(user).create(
                    {"cycle_id": step.cycle_id.id, "employee_id": self.head_b.employee_id.id}
                )

    def test_member_cannot_be_moved_into_another_cycle(self):
        other = self._create_cycle(2024, member_ids=[])
        other._lakip_unlocked().state = "cancelled"
        step = self._reach_decree()
        own = step.with_user(self.planning_head)
        with self.assertRaises(UserError):
            own.member_ids.cycle_id = other

    def test_new_member_line_in_the_form(self):
        """The client's calls for a new line: the person is looked for in the cycle's company."""
        step = self._reach_decree()
        lines = self.env["lakip.cycle.member"].with_user(self.planning_head)
        new = lines.with_context(default_cycle_id=step.cycle_id.id).onchange(
            {}, [], {"cycle_id": {}, "company_id": {}, "employee_id": {}, "position": {}}
        )
        self.assertEqual(new["value"]["company_id"], self.company.id)
        description = step.fields_get(["member_ids"])["member_ids"]
        self.assertFalse(description.get("relation_field"), "a row is not the inverse of a member")
        own = step.with_user(self.planning_head)
        saved = own.web_save(
            {
                "member_ids": [
                    [0, "virtual_1", {"employee_id": self.head_b.employee_id.id}],
                    [1, step.member_ids.id, {"position": "secretary"}],
                ]
            },
            {"member_ids": {"fields": {"employee_id": {"fields": {"display_name": {}}}}}},
        )
        names = [line["employee_id"]["display_name"] for line in saved[0]["member_ids"]]
        self.assertEqual(sorted(names), ["Anggota Tim", "Kabid B"])
