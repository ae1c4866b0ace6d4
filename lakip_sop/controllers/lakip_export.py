import json

from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.export import (
    CSVExport,
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)
from odoo.addons.web.controllers.pivot import TableExporter

from ..tools.spreadsheet import looks_like_formula


class _TextMixin:
    """Writes a text as a text: Odoo's own writer makes a formula of '=...' and a link of 'http'."""

    def __init__(self, *args):
        super().__init__(*args)
        self.worksheet.add_write_handler(str, lambda sheet, *cell: sheet.write_string(*cell))


class _TextWriter(_TextMixin, ExportXlsxWriter):
    pass


class _GroupTextWriter(_TextMixin, GroupExportXlsxWriter):
    pass


def _is_ours():
    """Return whether a model of this app is exported; others are left as Odoo does them."""
    return json.loads(request.params["data"])["model"].startswith("lakip.")


class LakipExcelExport(ExcelExport):
    def from_group_data(self, fields, columns_headers, groups):
        if not _is_ours():
            return super().from_group_data(fields, columns_headers, groups)
        with _GroupTextWriter(fields, columns_headers, groups.count) as writer:
            place = 1, 0
            for name, group in groups.children.items():
                place = writer.write_group(*place, name, group)
        return writer.value

    def from_data(self, fields, columns_headers, rows):
        if not _is_ours():
            return super().from_data(fields, columns_headers, rows)
        with _TextWriter(fields, columns_headers, len(rows)) as writer:
            for line, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(line, column, value)
        return writer.value


class LakipCSVExport(CSVExport):
    def from_data(self, fields, columns_headers, rows):
        if _is_ours():
            rows = [[_to_plain(value) for value in row] for row in rows]
        return super().from_data(fields, columns_headers, rows)


def _to_plain(value):
    """Return a text of a CSV that Odoo would not mark as one itself, marked: '@...' and tabs."""
    is_text = isinstance(value, str)
    if is_text and looks_like_formula(value) and not value.startswith(("=", "-", "+")):
        return f"'{value}"
    return value


class LakipTableExporter(TableExporter):
    """The .xlsx of a pivot: its titles are names of records."""

    @http.route()
    def export_xlsx(self, data, **kw):
        table = json.loads(data if isinstance(data, str) else data.read())
        if table and table["model"].startswith("lakip."):
            for title in (
                *(header for headers in table["col_group_headers"] for header in headers),
                *table["rows"],
            ):
                title["title"] = _to_text_cell(title["title"])
        return super().export_xlsx(json.dumps(table), **kw)


def _to_text_cell(title):
    """Return a title marked as a text where the writer of pivots would make a formula of it."""
    return f"'{title}" if str(title).startswith(("=", "{=")) else title
