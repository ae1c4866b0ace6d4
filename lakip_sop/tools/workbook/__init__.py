"""The workbook of a bidang: written for it to fill, read when it comes back, compared with what is
stored. Plain Python, no ORM, no Odoo import.

>>> from decimal import Decimal
>>> book = Workbook(
...     identity=Identity(company="dinas", cycle="7", department="3", year=2026),
...     indicators=(IndicatorRow(key="21", name="Indeks SPBE", target=Decimal("3.5")),),
... )
>>> content = write_workbook(book, b"secret of the database")
>>> reading = read_workbook("data.xlsx", content, book, b"secret of the database")
>>> print(*reading.findings)
Indikator!J5: "Realisasi 2026" is not filled.
>>> differences(book, reading)
()
"""

from .diff import Change, differences
from .findings import SENTENCES, Code, Finding, Severity
from .layout import UNPUBLISHED, Identity, IndicatorRow, ProgramRow, Value, Workbook
from .read import Reading, read_workbook
from .write import write_workbook

__all__ = [
    "SENTENCES",
    "UNPUBLISHED",
    "Change",
    "Code",
    "Finding",
    "Identity",
    "IndicatorRow",
    "ProgramRow",
    "Reading",
    "Severity",
    "Value",
    "Workbook",
    "differences",
    "read_workbook",
    "write_workbook",
]
