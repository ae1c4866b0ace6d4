"""Rows of the kinds meeting and discussion: from the proposed date to the minutes."""

from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError

from .common import docx_bytes, local
from .test_letters import LetterCase


class MeetingCase(LetterCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_sop(
            [
                {"name": "Menyusun SK", "kind": "decree", "role": "planning_head"},
                {
                    "name": "Melakukan rapat penyusunan dokumen",
                    "kind": "meeting",
                    "role": "team",
                    "takes_part": ("secretary", "planning_head", "division"),
                    "duration": 1,
                },
                {"name": "Menulis", "kind": "drafting", "role": "team"},
                {
                    "name": "Rapat pembahasan bersama",
                    "kind": "discussion",
                    "role": "team",
                    "takes_part": ("secretary", "planning_head", "division"),
                    "duration": 6,
                    "duration_unit": "hour",
                },
                {
                    "name": "Menandatangani",
                    "kind": "signature",
                    "role": "agency_head",
                    "back": 3,
                },
            ]
        )

    def _reach_meeting(self, at="2027-01-04 10:00"):
        with self.at(at):
            cycle = self._create_cycle()
            self._start(cycle)
            return self._complete(cycle)

    def _hold(self, step):
        """Note the attendance and the minutes as the performer."""
        own = step.with_user(self.team_member)
        own.action_mark_all_present()
        own.minutes = "<p>Rapat dibuka.</p><ul><li>Jadwal disepakati</li></ul>"
        return own

    def _reach_discussion(self):
        step = self._reach_meeting()
        with self.at("2027-01-05 10:00"):
            self._hold(step).action_complete()
            self._upload_report(step.cycle_id)
            return self._complete(step.cycle_id)


class TestMeeting(MeetingCase):
    def test_start_proposes_a_meeting(self):
        self.env["mail.mail"].search([]).unlink()
        step = self._reach_meeting()
        event = step.event_id
        self.assertEqual(event.start, local("2027-01-05 07:30"), "the invited have notice")
        self.assertEqual(event.stop, local("2027-01-05 09:30"))
        self.assertLessEqual(event.stop, step.date_deadline)
        everybody = (
            self.team_member | self.secretary | self.planning_head
            | self.head_a | self.staff_a | self.head_b
        )  # fmt: skip
        self.assertEqual(event.partner_ids, everybody.partner_id)
        self.assertEqual(event.user_id, self.planning_head)
        self.assertFalse(
            self.env["mail.mail"].search([("model", "=", "calendar.event")]), "no mail is sent"
        )
        self.assertTurn(step, self.team_member)
        self.assertFalse(event.activity_ids, "the row has an activity of its own")

    def test_people_are_proposed(self):
        step = self._reach_meeting()
        self.assertEqual(step.chair_id, self.secretary.employee_id)
        self.assertEqual(step.note_taker_id, self.planning_head.employee_id)
        self.assertEqual(
            step.attendance_ids.mapped("name")[:3],
            ["Sekretaris Uji", "Kasubbag Uji", "Anggota Tim"],
        )
        self.assertEqual(step.attendance_ids[0].title, "Sekretaris")
        self.assertFalse(any(step.attendance_ids.mapped("is_present")))

    def test_slot_avoids_holiday(self):
        calendar = self.company.resource_calendar_id
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Isra Mikraj",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": local("2027-01-05 00:00"),
                "date_to": local("2027-01-05 23:59"),
            }
        )
        step = self._reach_meeting()
        self.assertEqual(step.event_id.start, local("2027-01-06 07:30"))

    def test_slot_avoids_other_meetings_of_the_chair(self):
        self.env["calendar.event"].create(
            {
                "name": "Rapat lain",
                "start": local("2027-01-05 07:30"),
                "stop": local("2027-01-05 08:30"),
                "partner_ids": [Command.set(self.secretary.partner_id.ids)],
            }
        )
        step = self._reach_meeting()
        # Nothing is long enough on the next day within the standard: the same day, then.
        self.assertEqual(step.event_id.start, local("2027-01-04 13:00"))

    def test_invitation_is_written(self):
        step = self._reach_meeting()
        text = self._text(step, "invitation")
        for part in (
            "Undangan Rapat penyusunan dokumen",
            "Selasa, 5 Januari 2027",
            "07.30 s.d. 09.30 WIB",
            "DAFTAR UNDANGAN",
            "Kabid A",
            "SEKRETARIS",
        ):
            self.assertIn(part, text)
        self.assertFalse(step.invitation_outdated)

    def test_moved_meeting_makes_the_invitation_outdated(self):
        step = self._reach_meeting()
        own = step.with_user(self.team_member)
        with self.at("2027-01-04 11:00"):
            own.meeting_start = local("2027-01-05 13:00")
            self.assertEqual(step.event_id.start, local("2027-01-05 13:00"))
            self.assertTrue(step.invitation_outdated)
            own.action_generate_invitation()
            self.assertFalse(step.invitation_outdated)
            document = step._get_document("invitation")[step]
            self.assertEqual(document.version, 2)
            self.assertIn("13.00", self._text(step, "invitation"))
            own.meeting_place = "Aula"
            self.assertTrue(step.invitation_outdated)
            self.assertEqual(step.event_id.location, "Aula")

    def test_blockers(self):
        step = self._reach_meeting()
        own = step.with_user(self.team_member)
        with self.at("2027-01-04 11:00"), self.assertRaisesRegex(UserError, "05-01-2027 at 07:30"):
            own.action_complete()
        with self.at("2027-01-05 10:00"):
            with self.assertRaisesRegex(UserError, "(?s)Nobody is marked.*no minutes"):
                own.action_complete()
            own.attendance_ids[0].is_present = True
            own.minutes = "<p><br></p>"
            with self.assertRaisesRegex(UserError, "no minutes"):
                own.action_complete()
            own.minutes = "<p>Rapat dibuka.</p>"
            own.action_complete()
        self.assertEqual(step.state, "done")

    def test_completion_writes_the_minutes(self):
        step = self._reach_meeting()
        self.secretary.employee_id.sudo().write({"nip": "197001011995031001", "rank": "Pembina"})
        with self.at("2027-01-05 10:00"):
            own = self._hold(step)
            own.attendance_ids[-1].is_present = False
            own.decisions = "Draf selesai Februari"
            own.action_complete()
        text = self._text(step, "minutes")
        for part in (
            "RAPAT PENYUSUNAN DOKUMEN",
            "Rapat dibuka.",
            "Jadwal disepakati",
            "Draf selesai Februari",
            "5 dari 6 undangan",
            "Tidak hadir",
            "Sekretaris Uji",
            "NIP. 19700101 199503 1 001",
            "Kasubbag Uji",
            "Pontianak, 5 Januari 2027",
        ):
            self.assertIn(part, text)

    def test_uploaded_minutes_stand(self):
        step = self._reach_meeting()
        with self.at("2027-01-05 10:00"):
            own = step.with_user(self.team_member)
            own.action_mark_all_present()
            own._upload_document("minutes", docx_bytes("Notulen"), "notulen.docx")
            own.action_complete()
        document = step._get_document("minutes")[step]
        self.assertEqual((document.origin, document.version), ("uploaded", 1))

    def test_deleted_meeting_is_proposed_anew(self):
        step = self._reach_meeting()
        own = step.with_user(self.team_member)
        with self.at("2027-01-04 11:00"):
            with self.assertRaisesRegex(UserError, "in the calendar already"):
                own.action_propose_meeting()
            step.event_id.unlink()
            self.assertEqual(step.blockers[0]["action"], "action_propose_meeting")
            own.action_propose_meeting()
            self.assertTrue(step.event_id)
            self.assertFalse(step.invitation_outdated)

    def test_app_fields_are_not_written_by_hand(self):
        step = self._reach_meeting()
        with self.assertRaisesRegex(UserError, "made by the app"):
            step.with_user(self.team_member).event_id = False

    def test_others_do_not_note_attendance(self):
        step = self._reach_meeting()
        for user in (self.staff_a, self.planning_head):
            with self.assertRaises(UserError):
                step.attendance_ids[0].with_user(user).is_present = True
            with self.assertRaises(UserError):
                self.env["lakip.attendance"].with_user(user).create(
                    {"step_id": step.id, "name": "Tamu"}
                )
            with self.assertRaises(UserError):
                step.attendance_ids[0].with_user(user).unlink()

    def test_guest_on_the_attendance_list(self):
        step = self._reach_meeting()
        own = step.with_user(self.team_member)
        own.write(
            {
                "attendance_ids": [
                    Command.create(
                        {"name": "Tamu Bappeda", "title": "Bappeda", "is_present": True}
                    ),
                    Command.create({"employee_id": self.agency_head.employee_id.id}),
                ]
            }
        )
        self.assertIn("Tamu Bappeda", step.attendance_ids.mapped("name"))
        self.assertIn("Kepala Uji", step.attendance_ids.mapped("name"))

    def test_cancelled_cycle_takes_the_meeting_out_of_the_calendar(self):
        step = self._reach_meeting()
        event = step.event_id
        with self.at("2027-01-04 11:00"):
            step.cycle_id.with_user(self.planning_head).action_cancel("Batal")
        self.assertFalse(event.active)

    def test_without_working_time_soon(self):
        """A stretch of two hours is nowhere: the meeting is as long as the day allows."""
        calendar = self.company.resource_calendar_id
        calendar.attendance_ids.unlink()
        calendar.attendance_ids = [
            Command.create(
                {
                    "name": "Pagi",
                    "dayofweek": str(day),
                    "hour_from": 8,
                    "hour_to": 9,
                    "day_period": "morning",
                }
            )
            for day in range(5)
        ]
        step = self._reach_meeting("2027-01-04 08:00")
        event = step.event_id
        self.assertEqual(event.start, local("2027-01-04 08:00"))
        self.assertLessEqual(event.stop - event.start, timedelta(hours=1))

    def test_usual_place_is_proposed(self):
        step = self._reach_meeting()
        step.with_user(self.team_member).meeting_place = "Ruang Rapat Lantai 2"
        with self.at("2027-01-05 10:00"):
            self._hold(step).action_complete()
            self._upload_report(step.cycle_id)
            discussion = self._complete(step.cycle_id)
        self.assertEqual(discussion.meeting_place, "Ruang Rapat Lantai 2")
        self.assertIn("Ruang Rapat Lantai 2", self._text(discussion, "invitation"))


class TestDiscussion(MeetingCase):
    def test_needs_correction_points(self):
        step = self._reach_discussion()
        with self.at("2027-01-06 10:00"):
            own = self._hold(step)
            with self.assertRaisesRegex(UserError, "no correction points"):
                own.action_complete()
            self.assertEqual(step.blockers[0]["action"], "action_open_corrections")
            self.env["lakip.correction"].with_user(self.team_member).create(
                {
                    "step_id": step.id,
                    "section": "BAB III",
                    "name": "Angka realisasi keliru",
                    "proposer": "Kabid A",
                    "responsible_id": self.team_member.id,
                    "date_deadline": "2027-01-08",
                }
            )
            own.action_complete()
        text = self._text(step, "minutes")
        for part in ("Catatan Poin-poin Koreksi", "BAB III", "Angka realisasi keliru", "Kabid A",
                     "8 Januari 2027", "Terbuka"):  # fmt: skip
            self.assertIn(part, text)

    def test_or_says_there_are_none(self):
        step = self._reach_discussion()
        with self.at("2027-01-06 10:00"):
            own = self._hold(step)
            own.no_correction = True
            own.action_complete()
        self.assertEqual(step.state, "done")

    def test_second_round_is_a_meeting_of_its_own(self):
        step = self._reach_discussion()
        first = step.event_id
        with self.at("2027-01-06 10:00"):
            own = self._hold(step)
            own.write({"letter_number": "005/1", "no_correction": True})
            own._upload_document("minutes", docx_bytes("Notulen 1"), "notulen.docx")
            own.action_complete()
            signature = step.cycle_id.current_step_id
            signature.pending_approval_id.with_user(self.agency_head).action_return("Kurang")
            self.assertEqual((step.state, step.round), ("active", 2))
            self.assertNotEqual(step.event_id, first)
            self.assertTrue(first.active, "it was held")
            self.assertFalse(step.minutes)
            self.assertFalse(step.no_correction)
            self.assertFalse(step.letter_number)
            self.assertFalse(any(step.attendance_ids.mapped("is_present")))
        with self.at("2027-01-07 10:00"):
            own.action_mark_all_present()
            with self.assertRaisesRegex(UserError, "(?s)no minutes.*no correction points"):
                own.action_complete()
            own.write({"minutes": "<p>Rapat kedua</p>", "no_correction": True})
            own.action_complete()
        documents = step.document_ids.filtered(lambda document: document.kind == "minutes")
        self.assertEqual(documents.mapped("version"), [2, 1])
        self.assertIn("Rapat kedua", self._text(step, "minutes"))

    def test_returned_while_planned(self):
        """A meeting still to come leaves the calendar when its row is given up."""
        step = self._reach_discussion()
        event = step.event_id
        self.assertGreater(event.start, local("2027-01-05 10:00"))
        with self.at("2027-01-05 10:00"):
            step.sudo()._on_leave_discussion()
        self.assertFalse(event.active)


class TestMeetingQueries(MeetingCase):
    def test_batch(self):
        """Meetings of several cycles are proposed together: the calendar is asked once."""
        with self.at("2027-01-04 10:00"):
            cycles = self.env["lakip.cycle"]
            for year in (2022, 2023, 2024):
                cycles += self._create_cycle(year)
            for cycle in cycles:
                self._start(cycle)
            decrees = cycles.current_step_id
            decrees.with_user(self.planning_head).action_complete()
            steps = cycles.current_step_id
            self.assertEqual(steps.mapped("kind"), ["meeting"] * 3)
            self.assertEqual(len(steps.event_id), 3)
            for step in steps:
                self.assertEqual(step.event_id.res_id, step.id)
                self.assertGreaterEqual(step.event_id.start, fields.Datetime.now())
