"""The workbook of a division: sent with the Nota Dinas, filled, judged, taken over on accept."""

import io
import re

import openpyxl

from odoo.exceptions import AccessError

from .common import docx_bytes
from .performance_case import PerformanceCase
from .workbook_samples import patched


def filled_workbook(content, **answers):
    """Return a workbook with answers to the cells named, such as ``Indikator__J5=3``."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for address, value in answers.items():
        sheet, cell = address.split("__")
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class TestRequestWorkbook(PerformanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.program = cls._create_program("Program SPBE", 1_000_000.0)
        cls.step.request_ids.with_user(cls.team_member).action_send()
        cls.request = cls.step.request_ids.filtered(
            lambda request: request.department_id == cls.division_a
        )
        cls.item = cls.request.workbook_item_id

    def _fill_workbook(self, content=None, **answers):
        return filled_workbook(content or self.item.form_id.raw, **answers)

    def _hand_in(self, content, user=None, name="isian.xlsx"):
        user = user or self.staff_a
        self._attach(self.item, user, name, content)
        self._fill(self.request, user)
        self.request.with_user(user).action_submit()

    def test_comes_with_the_nota_dinas(self):
        self.assertTrue(self.item.required)
        book = openpyxl.load_workbook(io.BytesIO(self.item.form_id.raw))
        names = [row[4] for row in book["Indikator"].iter_rows(min_row=5, values_only=True)]
        self.assertEqual(names, ["Indeks SPBE"])
        message = self.request.message_ids.filtered("attachment_ids")[:1]
        self.assertIn(self.item.form_id, message.attachment_ids)
        self.assertTrue(self.item.form_id.with_user(self.staff_a).raw)
        with self.assertRaises(AccessError):
            self.item.form_id.with_user(self.head_b).read(["raw"])
        secretariat = self._get_request(self.step, self.secretariat)
        self.assertFalse(secretariat.workbook_item_id)
        with self.assertRefused("no indicator and no program"):
            secretariat.with_user(self.team_member).action_download_workbook()

    def test_accepted_workbook_is_taken_over(self):
        content = self._fill_workbook(
            Indikator__J5="3,64", Indikator__K5="Aplikasi baru", Program__G5=950_000
        )
        self._hand_in(content)
        # As the form reads it
        reader = self.request.with_user(self.team_member).with_context(bin_size=True)
        reader.invalidate_recordset()
        shown = reader.workbook_result
        for text in ("Indeks SPBE", "3,64", "Aplikasi baru", "950.000"):
            self.assertIn(text, shown)
        self.assertFalse(self.indicator.realization)
        self.request.with_user(self.team_member).action_accept()
        self.assertEqual(
            (self.indicator.realization, self.indicator.cause), ("3,64", "Aplikasi baru")
        )
        self.assertEqual(self.indicator.achievement_text, "104,00")
        self.assertEqual((self.program.spent, self.program.absorption_text), (950_000, "95,00"))
        self.assertFalse(self.foreign.realization)

    def test_what_cannot_be_read_is_said_by_its_cell(self):
        content = self._fill_workbook(Indikator__J5="abc")
        with self.assertRefused('Indikator!J5: "abc" is not a number'):
            self._hand_in(content)
        self.assertEqual(self.request.state, "sent")

    def test_another_file_is_no_workbook(self):
        with self.assertRefused(r"takes the workbook \(.xlsx\) that was sent"):
            self._hand_in(docx_bytes(), name="isian.docx")

    def test_workbook_of_another_division_is_refused(self):
        other = self._get_request(self.step, self.division_b).workbook_item_id.form_id.raw
        with self.assertRefused("workbook of Bidang Informasi Publik"):
            self._hand_in(self._fill_workbook(other))

    def test_latest_workbook_counts(self):
        self._attach(self.item, self.staff_a, "lama.xlsx", self._fill_workbook(Indikator__J5=1))
        self._hand_in(self._fill_workbook(Indikator__J5=3.5), name="baru.xlsx")
        self.request.with_user(self.team_member).action_accept()
        self.assertEqual(self.indicator.realization, "3,5")

    def test_empty_cells_erase_nothing(self):
        self.indicator.with_user(self.staff_a).write({"realization": "3,1", "obstacle": "Jaringan"})
        self.request.with_user(self.staff_a).action_download_workbook()
        self._hand_in(self._fill_workbook(Indikator__J5=None, Indikator__L5=None))
        self.request.with_user(self.team_member).action_accept()
        self.assertEqual((self.indicator.realization, self.indicator.obstacle), ("3,1", "Jaringan"))

    def test_text_in_the_workbook_is_no_html(self):
        self._hand_in(
            self._fill_workbook(Indikator__J5=3, Indikator__K5="<script>alert(1)</script>")
        )
        shown = self.request.with_user(self.team_member).workbook_result
        self.assertIn("&lt;script&gt;", shown)

    def test_the_mark_cannot_be_forged(self):
        for vals in ({"form_id": False}, {"is_workbook": False}):
            with self.subTest(**vals), self.assertRefused("cannot be (edited|changed)"):
                self.item.with_user(self.team_member).write(vals)
            with self.subTest(**vals), self.assertRefused("cannot be edited"):
                self.item.sudo().write(vals)

    def test_next_year_it_is_made_anew(self):
        self.assertNotIn(
            self.item.name, [vals["name"] for vals in self.request.item_ids._get_item_vals()]
        )

    # ------------------------------------------------------------
    # BAD INPUT
    # ------------------------------------------------------------

    def _accept(self):
        self.request.with_user(self.team_member).action_accept()
        return self.indicator.realization

    def test_formulas(self):
        """A spreadsheet program keeps the result beside the formula; openpyxl keeps none."""
        content = self._fill_workbook(Indikator__J5="=1+2")
        with self.assertRefused("Indikator!J5: .*formula"):
            self._hand_in(content)

        def add_result(data):
            return data.replace(b"<f>1+2</f><v/>", b"<f>1+2</f><v>3</v>").replace(
                b"<f>1+2</f><v></v>", b"<f>1+2</f><v>3</v>"
            )

        self._hand_in(patched(content, {"xl/worksheets/sheet2.xml": add_result}), name="2.xlsx")
        self.assertIn("formula", self.request.with_user(self.team_member).workbook_result)
        self.assertEqual(self._accept(), "3")

    def test_link_to_another_file(self):
        content = self._fill_workbook(Indikator__J5="=[1]Data!$B$3", Indikator__K5="Sebab")

        def add_result(data):
            text = re.sub(rb"(\$B\$3</f>)<v ?/?>(</v>)?", rb"\1<v>3</v>", data)
            self.assertNotEqual(text, data)
            return text

        self._hand_in(patched(content, {"xl/worksheets/sheet2.xml": add_result}))
        shown = self.request.with_user(self.team_member).workbook_result
        self.assertIn("Indikator!J5", shown)
        self.assertEqual(self._accept(), "3")

    def test_hidden_sheets(self):
        book = openpyxl.load_workbook(io.BytesIO(self._fill_workbook(Indikator__J5=3.64)))
        book["Indikator"].sheet_state = "hidden"
        secret = book.create_sheet("Rahasia")
        secret.sheet_state = "veryHidden"
        secret["A1"] = "=cmd|'/c calc'!A1"
        stream = io.BytesIO()
        book.save(stream)
        self._hand_in(stream.getvalue())
        self.assertEqual(self._accept(), "3,64")

    def test_a_million_empty_rows(self):
        rows = "".join(f'<row r="{n}" ht="15"><c r="J{n}"/></row>' for n in range(9, 1_000_000))

        def extend(data):
            return data.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

        content = self._fill_workbook(Indikator__J5=3.64)
        self._hand_in(patched(content, {"xl/worksheets/sheet2.xml": extend}))
        self.assertEqual(self._accept(), "3,64")

    def test_texts_that_no_file_should_hold(self):
        """They come as they are typed and are cleaned where they are printed."""
        cause = "@SUM(1) \u202e42 \U0001f642 سلام <script>alert(1)</script> " + "x" * 10_000
        self._hand_in(self._fill_workbook(Indikator__J5=3, Indikator__K5=cause))
        self.request.with_user(self.team_member).action_accept()
        self.assertIn("\U0001f642 سلام <script>", self.indicator.cause)
        self.assertIn("x" * 10_000, self.indicator.cause)
        # the next workbook has it as a text
        self.request.item_ids.invalidate_recordset()
        book = openpyxl.load_workbook(io.BytesIO(self.request._write_workbooks().raw))
        self.assertEqual(book["Indikator"]["K5"].data_type, "s")
