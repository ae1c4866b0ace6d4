"""The SOP page: symbols, arrows, page breaks, and how LibreOffice prints it."""

import re

from odoo.tests import BaseCase

from odoo.addons.lakip_sop import documents as docs
from odoo.addons.lakip_sop.documents.shapes import (
    CONNECTOR,
    DECISION,
    PROCESS,
    TERMINATOR,
    Box,
    Label,
    Line,
)
from odoo.addons.lakip_sop.documents.sop_flow import FlowRow, plan_pages

from .document_samples import words, xml
from .performance_samples import ACTORS, STEPS, sop_page
from .word_pages import outside, pages, sheets, to_pdf

ROOM = 8000


def shapes(planned, kind):
    """Return (row, column, shape) of each shape of ``kind`` on the planned pages."""
    return [
        (row.position, column, shape)
        for page in planned
        for row in page
        for column, cell in row.shapes.items()
        for shape in cell
        if isinstance(shape, kind)
    ]


def boxes(planned, kind):
    return [(row, column) for row, column, box in shapes(planned, Box) if box.kind == kind]


def sop_rows():
    return [FlowRow(actor, others, back, 700) for _n, _a, actor, others, _t, back in STEPS]


def many(count, actors):
    """Return an SOP with decisions that return near and far."""
    return [
        FlowRow(
            place * 3 % actors,
            tuple({(place + 2) % actors} - {place * 3 % actors}) if place % 4 == 0 else (),
            max(0, place - (3 if place % 2 else 9)) if place % 5 in (3, 4) else None,
            600,
        )
        for place in range(count)
    ]


class TestFlow(BaseCase):
    """The rules of Permenpan RB 35/2012."""

    def test_symbols_of_sop_09(self):
        plan = plan_pages(sop_rows(), (1000,) * 5, 20_000, 20_000)
        self.assertEqual(boxes(plan, TERMINATOR), [(0, 0), (10, 1)])
        self.assertEqual(boxes(plan, DECISION), [(7, 1), (8, 0), (9, 3)])
        self.assertEqual(boxes(plan, CONNECTOR), [])
        self.assertIn((3, 4), boxes(plan, PROCESS), "who takes part has a box of his own")
        texts = sorted(label.text for _row, _column, label in shapes(plan, Label))
        self.assertEqual(texts, ["Tidak"] * 3 + ["Ya"] * 3)

    def test_every_row_is_entered_by_an_arrow(self):
        for count, actors in ((3, 2), (11, 5), (30, 8)):
            plan = plan_pages(many(count, actors), (900,) * actors, ROOM, ROOM)
            entered = {
                row
                for row, _column, line in shapes(plan, Line)
                if line.arrow and line.x1 == line.x2 and line.y2 > line.y1
            }
            self.assertLessEqual(set(range(1, count)), entered | {0})

    def test_lines_are_level_or_upright_and_stay_in_their_cell(self):
        widths = (700,) * 8
        plan = plan_pages(many(30, 8), widths, ROOM, ROOM)
        heights = {row.position: row.height for page in plan for row in page}
        for row, column, line in shapes(plan, Line):
            self.assertTrue(line.x1 == line.x2 or line.y1 == line.y2)
            for x, y in ((line.x1, line.y1), (line.x2, line.y2)):
                self.assertTrue(0 <= x <= widths[column], (row, column, line))
                self.assertTrue(0 <= y <= heights[row], (row, column, line))
        for row, column, box in shapes(plan, Box):
            self.assertTrue(0 <= box.x <= widths[column] - box.width, (row, box))
            self.assertTrue(0 <= box.y <= heights[row] - box.height, (row, box))

    def test_lines_go_on_in_the_next_row(self):
        """What leaves a row at its foot enters the next one at its head, at the same place."""
        plan = plan_pages(many(30, 8), (700,) * 8, ROOM, ROOM)
        for page in plan:
            for upper, lower in zip(page, page[1:], strict=False):
                out = self._ends(upper, upper.height)
                into = self._ends(lower, 0)
                self.assertEqual(out, into, upper.position)

    def _ends(self, row, height):
        return {
            (column, line.x1)
            for column, cell in row.shapes.items()
            for line in cell
            if isinstance(line, Line) and line.x1 == line.x2 and height in (line.y1, line.y2)
        }

    def test_connectors_come_in_pairs(self):
        plan = plan_pages(many(30, 8), (700,) * 8, ROOM, ROOM)
        self.assertGreater(len(plan), 2)
        marks = [
            label.text
            for _row, _column, label in shapes(plan, Label)
            if label.text not in ("Ya", "Tidak")
        ]
        self.assertEqual(len(marks), len(boxes(plan, CONNECTOR)))
        self.assertEqual({marks.count(mark) for mark in marks}, {2})
        # Each page break cuts the way from row to row at least.
        self.assertGreaterEqual(len(set(marks)), len(plan) - 1)

    def test_pages_hold_what_they_have_room_for(self):
        for page in plan_pages(many(30, 8), (700,) * 8, 5000, ROOM):
            self.assertLessEqual(sum(row.height for row in page), ROOM)

    def test_returns_to_different_rows_have_lanes_of_their_own(self):
        rows = [
            FlowRow(0),
            FlowRow(0),
            FlowRow(1),
            FlowRow(1, (), 1),
            FlowRow(1, (), 0),
            FlowRow(0),
        ]
        plan = plan_pages(rows, (1200, 1200), ROOM, ROOM)
        lanes = {line.x1 for row, column, line in shapes(plan, Line) if (row, column) == (2, 0)}
        self.assertEqual(len({x for x in lanes if x > 900}), 2)

    def test_a_last_decision_still_ends(self):
        plan = plan_pages([FlowRow(0), FlowRow(1, (), 0)], (1200, 1200), ROOM, ROOM)
        self.assertEqual(boxes(plan, TERMINATOR), [(0, 0), (1, 1)])

    def test_a_row_without_performer_lets_the_line_pass(self):
        plan = plan_pages([FlowRow(0), FlowRow(None), FlowRow(1)], (1200, 1200), ROOM, ROOM)
        lines = [line for row, _column, line in shapes(plan, Line) if row == 1]
        self.assertEqual(len(lines), 1)
        self.assertEqual((lines[0].y1, lines[0].y2), (0, plan[0][1].height))

    def test_what_cannot_be_drawn_is_refused(self):
        for rows in ([FlowRow(2)], [FlowRow(0, (5,))], [FlowRow(0), FlowRow(0, (), 1)]):
            with self.assertRaises(ValueError):
                plan_pages(rows, (1000, 1000), ROOM, ROOM)

    def test_nothing(self):
        self.assertEqual(plan_pages([], (1000,), ROOM, ROOM), [])


class TestSopPage(BaseCase):
    """The Word file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        long_rows = tuple(
            docs.SopRow(
                str(place + 1),
                "Melakukan kegiatan yang panjang namanya " * (1 + place % 5),
                row.actor,
                row.participants,
                requirement="Dokumen " * (place % 6),
                duration="1 hari",
                output="Keluaran",
                return_to=row.return_to,
            )
            for place, row in enumerate(many(30, 8))
        )
        names = tuple(f"Pejabat Struktural {place}" for place in range(8))
        hostile = (
            docs.SopRow("1\x00", "🙂 عمر <b>&amp;", 0),
            docs.SopRow("2", "A" * 10_000, 1, return_to=0),
            docs.SopRow("", "", None),
            docs.SopRow("4", "panjang " * 900, 0, (1,)),
        )
        cls.files = {
            "sop": docs.build_sop_page(sop_page()),
            "long": docs.build_sop_page(sop_page(rows=long_rows, actors=names)),
            "hostile": docs.build_sop_page(sop_page(rows=hostile, actors=("Satu", "Dua"))),
            "empty": docs.build_sop_page(sop_page(rows=(), actors=())),
        }
        cls.pdf = to_pdf(cls.files)
        cls.pages = {name: pages(pdf) for name, pdf in cls.pdf.items()}

    def test_identity_sheet(self):
        said = self.pages["sop"][0]
        for phrase in (
            "Nomor SOP : 09",
            "Tanggal Efektif : 4 Juni 2021",
            "NIP. 19700101 199503 1 001",
            "PENYUSUNAN LAKIP",
            "DASAR HUKUM",
            "2. Peraturan Presiden",
            "KUALIFIKASI PELAKSANA",
            "PENCATATAN DAN PENDATAAN",
        ):
            self.assertIn(phrase, said)

    def test_every_page_repeats_the_header(self):
        for name, least in (("sop", 2), ("long", 4)):
            procedure = self.pages[name][1:]
            self.assertGreaterEqual(len(procedure), least)
            for said in procedure:
                self.assertIn("Pelaksana Mutu Baku", said)
                self.assertIn("Kelengkapan Waktu Output", said)

    def test_rows_stand_on_the_pages_planned_for_them(self):
        """A row that Word moved to another page would leave a connector alone."""
        breaks = xml(self.files["long"]).count("<w:pageBreakBefore/>")
        self.assertEqual(len(self.pages["long"]), 1 + breaks)

    def test_paper_is_landscape_and_nothing_runs_off_it(self):
        for name, pdf in self.pdf.items():
            self.assertEqual(set(sheets(pdf)), {(842, 595)}, name)
            self.assertEqual(outside(pdf), [], name)

    def test_symbols_are_said_in_words(self):
        said = re.findall(r'descr="([^"]*)"', xml(self.files["sop"]))
        self.assertIn(
            "Langkah 9: Kasubbag Renja. Keputusan: Ya ke langkah berikutnya, Tidak kembali ke "
            "langkah 8",
            said,
        )
        self.assertIn(f"Langkah 4: Tim bersama {ACTORS[4]}", said)

    def test_ids_are_unique(self):
        for name, file in self.files.items():
            ids = re.findall(r'<(?:wp:docPr|wps:cNvPr) id="(\d+)"', xml(file))
            self.assertEqual(len(ids), len(set(ids)), name)

    def test_nothing_is_lost(self):
        said = "".join("".join(self.pages["hostile"]).split())
        self.assertEqual(said.count("panjang"), 900)
        # Words that are longer than a line come back cut: count the letters.
        self.assertGreaterEqual(said.count("A"), 10_000)
        self.assertIn("Jumlah waktu baku: 22 hari 9,5 jam", " ".join(self.pages["sop"]))

    def test_same_input_gives_the_same_bytes(self):
        self.assertEqual(self.files["sop"], docs.build_sop_page(sop_page()))

    def test_no_rows(self):
        self.assertIn("Tidak ada data", words(self.files["empty"]))
