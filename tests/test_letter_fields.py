"""What people fill in for a letter is printed in it: disposition, SK, minutes, delivery, PK."""

from odoo import Command

from odoo.addons.lakip_sop.documents import PROMISE

from .performance_case import PerformanceCase
from .test_letters import LetterCase, docx_text


class TestFields(LetterCase):
    def setUp(self):
        super().setUp()
        self.enterContext(self.at("2027-01-04 08:00"))
        self.cycle = self._create_cycle()
        self.step = self._start(self.cycle)

    def test_disposition_of_an_incoming_letter(self):
        own = self.step.with_user(self.secretary)
        own.write(
            {
                "instruction": "Siapkan SK.",
                "incoming_from": "Inspektorat Provinsi",
                "incoming_number": "700/88/ITPROV",
                "incoming_date": "2026-12-28",
                "incoming_received": "2027-01-02",
                "disposition_wishes": "Koordinasi/konfirmasi\nSelesaikan segera",
                "letter_subject": "Permintaan LAKIP",
            }
        )
        own.action_generate_document()
        lines = self._text(self.step, "disposition").split("\n")
        for part in (
            "Inspektorat Provinsi",
            "700/88/ITPROV",
            "28 Desember 2026",
            "2 Januari 2027",
            "Permintaan LAKIP",
            "☒  Koordinasi/konfirmasi",
            "☒  Selesaikan segera",
            "☐  Proses lebih lanjut",
            "☐  KEPALA DINAS",
        ):
            self.assertIn(part, lines)
        self.assertNotIn("☐  SEKRETARIS", lines, "the sender does not pass it on to himself")

    def test_plt_of_a_vacant_post_stands_in_for_nobody(self):
        officers = self.env["lakip.officer"].search([("company_id", "=", self.company.id)])
        former = officers.filtered(lambda officer: officer.role_id.code == "agency_head")
        former.employee_id.sudo().job_title = "Kepala Dinas Uji"
        former.date_to = "2026-12-31"
        acting = self._create_person("acting", "Pelaksana Uji", nip="198002022005012002")
        self._create_officer("agency_head", acting, capacity="plt", date_from="2027-01-01")
        self.step.with_user(self.secretary).instruction = "Siapkan SK."
        step = self._complete(self.cycle)
        step.with_user(self.planning_head).action_generate_document()
        text = self._text(step, "decree")
        self.assertIn("KEPUTUSAN KEPALA DINAS UJI PROVINSI UJI", text, "the office decides")
        self.assertIn("Plt. KEPALA DINAS UJI PROVINSI UJI,", text)
        self.assertIn("NIP. 19800202 200501 2 002", text)
        self.assertNotIn("Pejabat definitif", text)
        self.assertNotIn("Kepala Uji", text)

    def test_plh_of_an_absent_holder_names_both(self):
        """Both names stay where a Plh. signs, in whatever letter."""
        acting = self._create_person("acting", "Pelaksana Uji")
        self._create_officer("secretary", acting, capacity="plh", date_from="2027-01-01")
        self.step.with_user(acting).instruction = "Siapkan SK."
        self._complete(self.cycle)
        step = self._complete(self.cycle)
        text = self._text(step, "invitation")
        self.assertIn("Plh. SEKRETARIS,", text)
        self.assertEqual(text.count("Pejabat definitif: Sekretaris Uji"), text.count("Plh. SEKR"))

    def test_decree_is_proposed_and_may_be_changed(self):
        self.step.with_user(self.secretary).instruction = "Siapkan SK."
        step = self._complete(self.cycle)
        self.assertIn("bahwa", step.decree_considering)
        self.assertEqual(len(step.decree_dictums.split("\n\n")), 5)
        own = step.with_user(self.planning_head)
        own.write(
            {
                "decree_considering": "bahwa satu;\nbahwa dua;",
                "decree_attention": "Surat Edaran Contoh",
                "decree_dictums": "Membentuk tim.\n\nTim bertugas:\na. menulis;\nb. memeriksa.",
            }
        )
        own.action_generate_document()
        text = self._text(step, "decree")
        for part in ("bahwa dua;", "Memperhatikan", "Surat Edaran Contoh", "KEDUA", "b.memeriksa."):
            self.assertIn(part, text)
        self.assertNotIn("KETIGA", text)
        self.assertIn("PARAF HIERARKI", text)
        # those who give their paraf in this SOP, the lowest first
        places = [text.index(name) for name in ("Kasubbag Uji", "Sekretaris Uji")]
        self.assertEqual(places, sorted(places))

    def test_minutes(self):
        self.step.with_user(self.secretary).instruction = "Siapkan SK."
        self._complete(self.cycle)
        step = self._complete(self.cycle)
        own = step.with_user(self.team_member)
        own.write(
            {
                "letter_number": "005/7",
                "minutes_opening": "Rapat dibuka oleh Sekretaris.",
                "minutes": "<p>Dibahas.</p>",
                "follow_up_ids": [
                    Command.create(
                        {
                            "name": "Kirim data",
                            "responsible": "Kabid A",
                            "date_deadline": "2027-01-20",
                        }
                    )
                ],
            }
        )
        own.action_generate_document()
        text = self._text(step, "minutes")
        for part in (
            "Waktu panggilan",
            "005/7",
            "Rapat dibuka oleh Sekretaris.",
            "Tindak Lanjut",
            "Kirim data",
            "20 Januari 2027",
        ):
            self.assertIn(part, text)
        for user in (self.staff_a, self.secretary):
            with self.assertRefused("turn of Anggota Tim"):
                step.follow_up_ids.with_user(user).name = "Lain"

    def test_hal_and_lampiran_of_an_invitation(self):
        self.step.with_user(self.secretary).instruction = "Siapkan SK."
        self._complete(self.cycle)
        step = self._complete(self.cycle)
        own = step.with_user(self.team_member)
        own.write(
            {
                "letter_nature": "very_urgent",
                "letter_attachment": "2 (dua) lembar",
                "letter_subject": "Undangan Khusus",
            }
        )
        own.action_generate_invitation()
        text = self._text(step, "invitation")
        for part in ("Sangat Segera", "2 (dua) lembar", "Undangan Khusus"):
            self.assertIn(part, text)


class TestAgreement(PerformanceCase):
    """The Perjanjian Kinerja in the annex of the report."""

    def test_statement(self):
        cycle = self.cycle
        self.assertEqual(cycle.agreement_text, PROMISE)
        cycle.with_user(self.planning_head).write(
            {
                "agreement_superior": "Gubernur Uji",
                "agreement_superior_title": "Gubernur Kalimantan Barat",
                "agreement_date": "2026-01-30",
                "agreement_text": "Kami berjanji <b>&</b> menepati.",
            }
        )
        step = cycle.step_ids.filtered(lambda step: step.kind == "drafting")
        text = docx_text(step.sudo()._build_report()[2])
        annex = text[text.rindex("1. Perjanjian Kinerja") :]
        for part in (
            "PERJANJIAN KINERJA TAHUN 2026",
            "Gubernur Uji",
            "Gubernur Kalimantan Barat",
            "Kami berjanji <b>&</b> menepati.",
            "Pontianak, 30 Januari 2026",
            "PIHAK PERTAMA,",
            "PIHAK KEDUA,",
            "Kepala Uji",
        ):
            self.assertIn(part, annex)
        self.assertEqual(annex.count("PIHAK KEDUA,"), 2, "below the statement and below its tables")

    def test_next_year_takes_it_over(self):
        self.cycle.agreement_superior = "Gubernur Uji"
        later = self._create_cycle(self.cycle.year + 1)
        self.assertEqual(later.agreement_superior, "Gubernur Uji")
