"""The chapters people write: who may, how far they are, last year's text, what is printed."""

import base64
import io

from docx import Document

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.lakip_sop.documents.outline import PROPOSED

from .common import docx_bytes, signature_png
from .document_samples import words
from .performance_case import PerformanceCase


class SectionCase(PerformanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator.realization = "3,64"
        cls._create_program("Program SPBE", 1_000_000.0, realization="950.000")
        cls._group(cls.head_b, "division")
        cls._group(cls.staff_a, "division")
        cls.cycle.with_user(cls.team_member).action_propose_sections()
        cls.preface = cls._section("preface")
        cls.budget = cls._section("III.B")

    @classmethod
    def _group(cls, user, name):
        user.group_ids += cls.env.ref(f"lakip_sop.group_lakip_{name}")

    @classmethod
    def _section(cls, code, cycle=None):
        sections = (cycle or cls.cycle).section_ids
        return sections.filtered(lambda one: one.code == code).with_user(cls.team_member)

    def _reach_drafting(self):
        self.step.request_ids.with_user(self.team_member).action_waive("Tidak perlu")
        self._complete(self.cycle)
        step = self._complete(self.cycle, self.planning_head)
        self.assertEqual(step.kind, "drafting")
        return step.with_user(self.team_member)

    def _generate(self, step):
        step.action_generate_document("report")
        return self.cycle._get_report()[self.cycle].attachment_id.raw

    def _attach(self, section, raw=None, name="foto.png", **vals):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": raw or signature_png(),
                "res_model": section._name,
                "res_id": section.id,
                **vals,
            }
        )


class TestSection(SectionCase):
    # ------------------------------------------------------------
    # OUTLINE
    # ------------------------------------------------------------

    def test_outline_in_the_order_of_the_report(self):
        sections = self.cycle.section_ids
        self.assertEqual(tuple(sections.mapped("code")), PROPOSED)
        self.assertEqual(set(sections.mapped("state")), {"empty"})
        self.assertEqual(self.preface.title, "KATA PENGANTAR")
        self.assertTrue(self.preface.guidance)
        self.assertTrue(self._section("I").is_optional)
        self.assertEqual(self.cycle.section_text, "0 / 12")

    def test_proposing_again_adds_what_is_missing(self):
        self._section("I.C").with_user(self.env.user).unlink()
        self.cycle.with_user(self.team_member).action_propose_sections()
        self.cycle.invalidate_recordset()
        self.assertEqual(tuple(self.cycle.section_ids.mapped("code")), PROPOSED)

    def test_chapters_of_the_agency(self):
        own = self.env["lakip.section"].with_user(self.team_member).create(
            {"cycle_id": self.cycle.id, "code": "I.D", "title": "D. Sumber\nDaya"}
        )  # fmt: skip
        self.cycle.invalidate_recordset()
        codes = self.cycle.section_ids.mapped("code")
        self.assertEqual(codes.index("I.D"), codes.index("I.C") + 1)
        self.assertEqual(own.title, "D. Sumber Daya")
        own.unlink()
        with self.assertRefused("Permenpan"):
            self._section("I.C").unlink()
        for code in ("I D", "../x", "I.A.1.2", "=1", "x" * 30):
            with self.assertRefused("no code", ValidationError):
                own.create({"cycle_id": self.cycle.id, "code": code, "title": "X"})
        with self.assertRefused("stays in its cycle"):
            self.preface.code = "I.Z"

    # ------------------------------------------------------------
    # WRITING
    # ------------------------------------------------------------

    def test_state_follows_the_text(self):
        self.preface.body = "<p>Puji syukur.</p>"
        self.assertEqual(self.preface.state, "draft")
        self.preface.action_done()
        self.assertEqual(self.preface.state, "done")
        self.cycle.invalidate_recordset()
        self.assertEqual(self.cycle.section_text, "1 / 12")
        with self.assertRefused("marked as done"):
            self.preface.body = "<p>Lain</p>"
        self.preface.action_reopen()
        self.preface.body = "<p><br></p>"
        self.assertEqual(self.preface.state, "empty")
        with self.assertRefused("Nothing is written"):
            self.preface.action_done()

    def test_state_is_no_field_to_write(self):
        for vals in ({"state": "done"}, {"is_taken_over": True}, {"is_changed": False}):
            with self.assertRefused("steps of the SOP"):
                self.preface.write(vals)

    def test_text_is_sanitized(self):
        self.preface.body = (
            '<p onclick="alert(1)">Aman<script>alert(1)</script>'
            '<a href="javascript:alert(1)">x</a><iframe src="https://x.id"></iframe></p>'
        )
        for gone in ("alert", "script", "iframe", "onclick"):
            self.assertNotIn(gone, self.preface.body)
        self.assertIn("Aman", self.preface.body)

    def test_two_writers_at_once(self):
        """Odoo's editor numbers its steps: a text not built on the stored one is refused."""
        self.preface.body = '<p data-last-history-steps="11">Satu</p>'
        self.preface.body = '<p data-last-history-steps="11,12">Satu dua</p>'
        with (
            self.assertRefused("different history", ValidationError),
            mute_logger("odoo.addons.html_editor.tools"),
        ):
            self.preface.body = '<p data-last-history-steps="99">Tiga</p>'
        self.assertIn("Satu dua", self.preface.body)
        self.assertEqual(self.preface._get_text(), "<p>Satu dua</p>")

    # ------------------------------------------------------------
    # RIGHTS
    # ------------------------------------------------------------

    def test_writer_of_a_division_writes_that_chapter_alone(self):
        self._section("I.B").user_id = self.head_b
        own = self._section("I.B").with_user(self.head_b)
        self.assertTrue(own.can_write)
        self.assertFalse(own.can_lead)
        own.body = "<p>Dari bidang.</p>"
        own.action_done()
        self.assertEqual(own.state, "done")
        own.action_reopen()
        with self.assertRefused("drafting team names"):
            own.user_id = False
        with self.assertRefused("drafting team names"):
            own.title = "X"
        foreign = self.preface.with_user(self.head_b)
        self.assertEqual(foreign.title, "KATA PENGANTAR")
        self.assertFalse(foreign.can_write)
        for act in (
            lambda: foreign.write({"body": "<p>x</p>"}),
            foreign.action_done,
            foreign.action_reopen,
            foreign.action_take_over,
        ):
            with self.assertRefused("drafting team or by the writer"):
                act()
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            foreign.unlink()
        for method in ("action_propose_sections", "action_take_over_sections"):
            with self.assertRaises(UserError), mute_logger("odoo.addons.base.models.ir_access"):
                getattr(self.cycle.with_user(self.head_b), method)()

    def test_writer_needs_a_part_in_the_lakip(self):
        stranger = self._create_user("stranger", "Orang Luar")
        with self.assertRefused("has no part", ValidationError):
            self.preface.user_id = stranger
        other = self._create_company("Dinas Lain")
        foreign = self._create_person("foreign", "Orang Lain", company=other)
        self._group(foreign, "team")
        with self.assertRefused("has no part", ValidationError):
            self.preface.user_id = foreign

    def test_signed_and_closed_stay(self):
        self._reach_drafting()
        self.preface.body = "<p>Puji syukur.</p>"
        self._upload_report(self.cycle, self.team_member)
        self._complete(self.cycle, self.team_member)
        self._approve(self.cycle)
        self.assertEqual(self.cycle._get_report()[self.cycle].state, "signed")
        self.preface.invalidate_recordset()
        self.assertFalse(self.preface.can_write)
        with self.assertRefused("closed|signed"):
            self.preface.body = "<p>Lain</p>"
        with self.assertRefused("closed|signed"):
            self.preface.action_done()
        with self.assertRefused("closed|signed"):
            self.cycle.with_user(self.team_member).action_propose_sections()
        self.assertIn("signed report was made from an uploaded", self.cycle.section_notice)

    # ------------------------------------------------------------
    # LAST YEAR'S TEXT
    # ------------------------------------------------------------

    def _next_year(self):
        self.preface.body = '<p data-last-history-steps="5">Puji syukur [tahun].</p>'
        self._section("I.A").body = "<p>Kedudukan dinas.</p>"
        self.preface.title = "PRAKATA"
        cycle = self._create_cycle(2027)
        cycle.with_user(self.team_member).action_propose_sections()
        return cycle

    def test_take_over_one(self):
        new = self._section("preface", self._next_year())
        self.assertEqual(new.title, "PRAKATA")
        self.assertEqual(new.previous_id, self.preface)
        new.action_take_over()
        self.assertEqual(new.body, "<p>Puji syukur [tahun].</p>")
        self.assertEqual((new.state, new.is_taken_over), ("draft", True))
        self.assertIn("Puji syukur 2027.", new.preview)
        with self.assertRefused("text already"):
            new.action_take_over()
        new.body = '<p data-last-history-steps="7">Puji syukur [tahun].</p>'
        self.assertTrue(new.is_taken_over, "opened and saved, not edited")
        new.body = "<p>Puji syukur, [tahun].</p>"
        self.assertFalse(new.is_taken_over)

    def test_take_over_all(self):
        cycle = self._next_year()
        self._section("I.A", cycle).body = "<p>Sudah ditulis.</p>"
        self.assertTrue(cycle.with_user(self.team_member).can_take_over_sections)
        cycle.with_user(self.team_member).action_take_over_sections()
        taken = cycle.section_ids.filtered("is_taken_over")
        self.assertEqual(taken.mapped("code"), ["preface"])
        self.assertIn("Sudah ditulis", self._section("I.A", cycle).body)
        with self.assertRefused("No earlier year"):
            cycle.with_user(self.team_member).action_take_over_sections()

    def test_nothing_to_take_over(self):
        self.assertFalse(self.preface.previous_id)
        with self.assertRefused("No earlier year"):
            self.preface.action_take_over()

    # ------------------------------------------------------------
    # PLACEHOLDERS
    # ------------------------------------------------------------

    def test_preview_and_problems(self):
        self.budget.body = "<p>Serapan [serapan] dari [Pagu], [seapan], [bukan apa-apa].</p>"
        self.assertIn("Serapan 95,00% dari Rp1.000.000, [seapan], [bukan", self.budget.preview)
        self.assertEqual(
            self.budget.problems.splitlines(),
            [
                "[seapan] is not known. Did you mean [serapan]?",
                "[bukan apa-apa] is not known and is printed as it is.",
            ],
        )
        self.budget.body = "<p>[serapan]</p><p>[tabel]</p><p>akhir</p>"
        self.assertFalse(self.budget.problems)
        self.budget.body = "<p>di sini [tabel]</p>"
        self.assertIn("line of its own", self.budget.problems)
        self.preface.body = "<p>[tabel]</p>"
        self.assertIn("not known", self.preface.problems)

    def test_figures_of_others_are_not_shown_to_a_division(self):
        self._section("I.B").user_id = self.head_b
        own = self._section("I.B").with_user(self.head_b)
        own.body = (
            "<p>[tahun] [capaian rata-rata] [target: Indeks SPBE] "
            "[target: Persentase informasi publik]</p>"
        )
        names = {item["name"] for group in own.placeholders for item in group["items"]}
        self.assertIn("target: Persentase informasi publik", names)
        self.assertNotIn("target: Indeks SPBE", names)
        self.assertNotIn("capaian rata-rata", names)
        self.assertIn("2026 [capaian rata-rata] [target: Indeks SPBE] 90", own.preview)
        self.assertFalse(own.problems, "all of them are printed in the report")
        team = self._section("I.B").with_user(self.team_member)
        self.assertIn("2026 104,00% 3,5 90", team.preview)

    def test_cycle_without_figures(self):
        cycle = self._create_cycle(2030)
        cycle.with_user(self.team_member).action_propose_sections()
        section = self._section("summary", cycle)
        section.body = "<p>[capaian rata-rata] [tahun]</p>"
        self.assertIn("[capaian rata-rata] 2030", section.preview)
        self.assertIn("no figure yet", section.problems)


class TestSectionReport(SectionCase):
    def test_written_text_stands_in_the_report(self):
        self.preface.body = "<p>Puji <b>syukur</b> [tahun] 😀 \u202eالعربية\x07.</p>"
        self.budget.body = (
            "<h1>Umum</h1><ul><li>Serapan [serapan]</li></ul><p>[tabel]</p>"
            "<p>Sisa [sisa anggaran], [entah].</p><table><tr><td>sel</td></tr></table>"
            '<p><a href="https://contoh.id">tautan</a></p>'
        )
        step = self._reach_drafting()
        said = words(self._generate(step))
        self.assertIn("Puji syukur 2026 😀 العربية.", said)
        self.assertNotIn("disusun sebagai pertanggungjawaban atas", said)
        start, end = said.index("Serapan 95,00%"), said.index("Sisa Rp50.000, [entah].")
        self.assertIn("Program SPBE", said[start:end], "the tables stand where [tabel] stood")
        self.assertRegex(said[end:], "sel .*tautan")
        self.assertNotIn("[tabel]", said)
        self.assertIn("[Belum ditulis: Peran strategis", said)

    def test_titles(self):
        self._section("I").title = "BAB I PEMBUKA"
        self.env["lakip.section"].with_user(self.team_member).create(
            {
                "cycle_id": self.cycle.id,
                "code": "I.D",
                "title": "D. Sumber Daya",
                "body": "<p>x</p>",
            }
        )
        document = Document(io.BytesIO(self._generate(self._reach_drafting())))
        headings = [one.text for one in document.paragraphs if one.style.name.startswith("Heading")]
        self.assertIn("BAB I\nPEMBUKA", headings)
        self.assertIn("BAB II\nPERENCANAAN KINERJA", headings)
        self.assertEqual(
            headings.index("D. Sumber Daya"), headings.index("C. Permasalahan Utama") + 1
        )

    def test_long_text(self):
        self.preface.body = f"<p>{'kata ' * 2_000}</p>" + "<p>" + "a" * 10_000 + "</p>"
        said = words(self._generate(self._reach_drafting()))
        self.assertEqual(said.count("kata "), 2_000)
        self.assertIn("a" * 10_000, said)

    def test_own_pictures_only(self):
        own = self._attach(self.preface)
        secret = self.env["ir.attachment"].create(
            {"name": "rahasia.png", "raw": signature_png("red")}
        )
        handed_in = self._attach(self.step.request_ids[:1])
        broken = self._attach(self.preface, b"bukan gambar")
        drawn = self._attach(
            self.preface,
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
            "x.svg",
        )
        self.preface.body = "".join(
            f'<p><img src="{source}" alt="{alt}"></p>'
            for source, alt in (
                (f"/web/image/{own.id}-abc/foto.png", "Foto"),
                (f"/web/image/{secret.id}", "Rahasia"),
                (f"/web/image/{handed_in.id}", "Bidang"),
                (f"/web/image/{broken.id}", "Rusak"),
                (f"/web/image/{drawn.id}", "Gambar vektor"),
                ("https://contoh.id/a.png", "Luar"),
                ("/web/image/999999999", "Hilang"),
                (f"data:image/png;base64,{base64.b64encode(signature_png()).decode()}", "Langsung"),
            )
        )
        self.assertIn("3 pictures", self.preface.problems)
        file = self._generate(self._reach_drafting())
        said = words(file)
        for name in ("Rahasia", "Bidang", "Rusak", "Gambar vektor", "Luar", "Hilang"):
            self.assertIn(f"[{name}]", said)
        descriptions = [
            one.get("descr") for one in Document(io.BytesIO(file)).element.body.iter()
            if one.tag.endswith("}docPr")
        ]  # fmt: skip
        self.assertIn("Foto", descriptions)
        self.assertIn("Langsung", descriptions)
        self.assertNotIn("Rahasia", descriptions)

    def test_pictures_of_the_analyses(self):
        picture = self._attach(self.objective)
        self.objective.with_user(
            self.team_member
        ).analysis_cause = f'<p><img src="/web/image/{picture.id}" alt="Grafik bidang"></p>'
        file = self._generate(self._reach_drafting())
        self.assertIn('descr="Grafik bidang"', Document(io.BytesIO(file)).element.xml)

    def test_notice_of_an_uploaded_version(self):
        step = self._reach_drafting()
        self.preface.body = "<p>Puji syukur.</p>"
        self.cycle.invalidate_recordset()
        self.assertFalse(step.section_notice, "there is no version yet")
        self._generate(step)
        self.env.invalidate_all()
        self.assertFalse(step.section_notice)
        self.preface.body = "<p>Puji syukur!</p>"
        self.env.invalidate_all()
        self.assertIn("changed after LAKIP 2026", step.section_notice)
        step._upload_document("report", docx_bytes("Disunting di Word"), "LAKIP.docx")
        self.env.invalidate_all()
        self.assertIn("no longer follow it", step.section_notice)
        self.assertEqual(self.cycle.section_notice, step.section_notice)
        self.assertEqual(self.preface.section_notice, step.section_notice)
        self._generate(step)
        self.env.invalidate_all()
        self.assertFalse(step.section_notice)
        self.assertEqual(self.cycle._get_report()[self.cycle].version, 3)

    def test_row_says_what_the_chapters_lack(self):
        step = self._reach_drafting()
        self.preface.body = "<p>[entah]</p>"
        problems = step.section_problems
        self.assertIn("KATA PENGANTAR: [entah] is not known", problems)
        self.assertIn("Not written yet: IKHTISAR EKSEKUTIF, A. Gambaran", problems)
        self.assertNotIn("BAB I PENDAHULUAN", problems)

    def test_query_counts_do_not_grow(self):
        def count(number):
            sections = self.env["lakip.section"].with_user(self.team_member).create(
                [
                    {
                        "cycle_id": self.cycle.id,
                        "code": f"IV.{number}x{place}",
                        "title": f"Bab {place}",
                        "body": f"<p>[pagu] {place} [entah] <img src='/web/image/{place}'></p>",
                    }
                    for place in range(number)
                ]
            )  # fmt: skip
            cycle = self.cycle.with_user(self.team_member)
            step = self.step.sudo()
            counts = []
            for act in (
                lambda: step._get_report_sections(step._get_letterhead(), (), None),
                lambda: cycle._get_picture_resolver()("/web/image/3"),
                lambda: sections.mapped("problems"),
                lambda: sections.mapped("preview"),
                lambda: sections.mapped("previous_id"),
                lambda: [section.can_write for section in sections],
                lambda: cycle.section_text,
            ):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                act()
                counts.append(self.cr.sql_log_count - before)
            sections.unlink()
            return counts

        count(1)  # fills what is cached for good
        self.assertEqual(count(5), count(20))
