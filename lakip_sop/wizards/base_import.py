import io
from pathlib import Path

import openpyxl

from odoo import models
from odoo.exceptions import UserError

from ..tools.filecheck import FileRefused, Limits, check
from ..tools.number_id import NumberRefused, exact_text, parse

#: A list of ten thousand rows unpacks to 5 MB. What openpyxl makes of it takes fifty times as much.
_LIMITS = Limits(20 * 1024 * 1024, max_entries=500, max_unpacked=16 * 1024 * 1024)


class BaseImport(models.TransientModel):
    """Odoo's import, for the app's own lists: numbers of a spreadsheet come as Indonesians write
    them.

    Odoo hands a number over as text with a decimal point, which '3.125' hides from one typed with
    a dot for thousands; and it drops that 85,5 % was shown where 0.855 is stored.
    """

    _inherit = "base_import.import"

    def _read_xlsx(self, options):
        if not (self.res_model or "").startswith("lakip."):
            return super()._read_xlsx(options)
        options["float_thousand_separator"] = "."
        options["float_decimal_separator"] = ","
        shown = self.new({"res_model": self.res_model, "file": self._get_shown_file()})
        return super(BaseImport, shown)._read_xlsx(options)

    def _get_shown_file(self):
        """Return the .xlsx with each number as the text that its cell shows.

        :raises UserError: it is none, or unpacks to more than a list can hold
        """
        content = self.file or b""
        try:
            # Odoo has looked at its content: whatever it is called, it is read as a workbook.
            name = f"{Path(self.file_name or '').stem or 'daftar'}.xlsx"
            check(name, content, max_bytes=0, limits=_LIMITS)
        except FileRefused as refused:
            raise UserError(self.env["ir.attachment"]._lakip_explain(refused)) from None
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.data_type == "n" and isinstance(cell.value, (int, float)):
                        cell.value = _shown(cell.value, "%" in (cell.number_format or ""))
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()


def _shown(value, is_percent):
    """Return a number of a cell as text: decimals after a comma, no thousands dots."""
    try:
        number = parse(value)
    except NumberRefused:
        return str(value)  # the field will say what is wrong with it
    text = exact_text(number * 100 if is_percent else number).replace(".", "")
    return f"{text} %" if is_percent else text
