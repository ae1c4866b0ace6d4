"""Odoo's own export of the app's lists: what begins like a formula stays a text."""

import csv
import io
import json

import openpyxl

from odoo.http import Request
from odoo.tests import HttpCase

from .performance_case import PerformanceCase

NAMES = ('=HYPERLINK("http://x.id";"SPBE")', "+62 Layanan", "-1 Gangguan", "@Layanan", "\tLayanan")


class TestExport(PerformanceCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicators = cls.env["lakip.indicator"].union(
            *(cls._create_indicator(name, target="-2") for name in NAMES)
        )
        cls.planning_head.group_ids += cls.env.ref("base.group_allow_export")

    def _export(self, kind, records=None, **params):
        records = self.indicators if records is None else records
        self.authenticate(self.planning_head.login, self.planning_head.login)
        response = self.url_open(
            f"/web/export/{kind}",
            data={
                "csrf_token": Request.csrf_token(self),
                "data": json.dumps(
                    {
                        "model": records._name,
                        "fields": [{"name": "name", "label": "Nama", "type": "char"}],
                        "ids": records.ids,
                        "domain": [],
                        "import_compat": False,
                        **params,
                    }
                ),
            },
        )
        self.assertEqual(response.status_code, 200)
        return response.content

    def _cells(self, content):
        sheet = openpyxl.load_workbook(io.BytesIO(content)).active
        return [cell for row in sheet.iter_rows(min_row=2) for cell in row]

    def test_excel(self):
        cells = self._cells(self._export("xlsx"))
        self.assertEqual([cell.value for cell in cells], list(NAMES))
        self.assertEqual({cell.data_type for cell in cells}, {"s"})

    def test_grouped_excel(self):
        cells = self._cells(self._export("xlsx", groupby=["name"]))
        self.assertEqual({cell.data_type for cell in cells}, {"s"})
        self.assertLessEqual(set(NAMES), {cell.value for cell in cells})

    def test_csv(self):
        rows = list(csv.reader(io.StringIO(self._export("csv").decode())))
        self.assertEqual([row[0] for row in rows[1:]], [f"'{name}" for name in NAMES])

    def test_other_models_are_left_to_odoo(self):
        partner = self.env["res.partner"].create({"name": "=1+1"})
        (cell,) = self._cells(self._export("xlsx", partner))
        self.assertEqual(cell.data_type, "f")

    def _export_pivot(self, model):
        names = (*NAMES, "{=1+1}")
        rows = [
            {"title": name, "indent": 0, "values": [{"value": 1.5, "is_bold": False}]}
            for name in names
        ]
        self.authenticate(self.planning_head.login, self.planning_head.login)
        response = self.url_open(
            "/web/pivot/export_xlsx",
            data={
                "csrf_token": Request.csrf_token(self),
                "data": json.dumps(
                    {
                        "model": model,
                        "title": "Capaian",
                        "measure_count": 1,
                        "col_group_headers": [[{"title": NAMES[0], "width": 1, "height": 1}]],
                        "measure_headers": [{"title": "Capaian (%)", "is_bold": False}],
                        "rows": rows,
                    }
                ),
            },
        )
        self.assertEqual(response.status_code, 200)
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        return [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]

    def test_pivot(self):
        cells = self._export_pivot("lakip.indicator")
        self.assertEqual({cell.data_type for cell in cells}, {"s", "n"})
        said = {cell.value for cell in cells}
        self.assertLessEqual({f"'{NAMES[0]}", "'{=1+1}", *NAMES[1:]}, said)
        self.assertIn(1.5, said)

    def test_pivot_of_another_model_is_left_to_odoo(self):
        cells = self._export_pivot("res.partner")
        self.assertIn("f", {cell.data_type for cell in cells})
