"""What is found in a workbook that came back, cell by cell, in sentences that can be translated."""

# There is no environment here: the sentences are only marked, for the export of terms.
# pylint: disable=prefer-env-translation

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

__all__ = ["SENTENCES", "Code", "Finding", "Severity"]


class Severity(Enum):
    """How much a finding weighs."""

    REFUSED = "refused"  # the whole workbook was not read
    ERROR = "error"  # what stands there was not taken
    WARNING = "warning"  # to be looked at by a person
    INFO = "info"  # how something was understood


class Code(Enum):
    """What was found; the comment tells which arguments come with it."""

    # the file
    NOT_XLSX = "not_xlsx"
    MACROS = "macros"
    PASSWORD = "password"  # noqa: S105  # a code
    TOO_LARGE = "too_large"
    DAMAGED = "damaged"
    # whose it is
    FOREIGN = "foreign"
    ALTERED = "altered"
    OTHER_FORMAT = "other_format"
    OTHER_COMPANY = "other_company"  # found, expected
    OTHER_DEPARTMENT = "other_department"  # found, expected
    OTHER_YEAR = "other_year"  # found, expected
    OTHER_CYCLE = "other_cycle"
    # sheets and columns
    NO_SHEET = "no_sheet"  # sheet
    SHEET_TWICE = "sheet_twice"  # read
    SHEET_IGNORED = "sheet_ignored"
    SHEET_CUT = "sheet_cut"  # row
    NO_COLUMN = "no_column"  # column
    COLUMN_TWICE = "column_twice"  # column, first
    # rows
    ROW_UNKNOWN = "row_unknown"  # name
    ROW_MIXED = "row_mixed"  # name, expected
    ROW_TWICE = "row_twice"  # name, first
    ROW_REPEATED = "row_repeated"  # name, first
    ROW_DELETED = "row_deleted"  # name
    ROW_NEW = "row_new"  # name
    NAME_CHANGED = "name_changed"  # value, stored
    LOCKED_CHANGED = "locked_changed"  # column, value, stored
    # cells
    NOT_A_NUMBER = "not_a_number"  # value
    HIDDEN_CHARACTER = "hidden_character"  # value
    TOO_MANY_DIGITS = "too_many_digits"  # value
    TOO_MANY_DECIMALS = "too_many_decimals"  # value
    IS_DATE = "is_date"  # value
    IS_ERROR = "is_error"  # value
    NOT_COMPUTED = "not_computed"
    NOT_IN_SCALE = "not_in_scale"  # value, scale
    FORMULA = "formula"  # value
    OTHER_FILE = "other_file"  # value
    PERCENT_READ = "percent_read"  # value
    PERCENT_UNIT = "percent_unit"  # value, unit
    SMALL_PERCENT = "small_percent"  # value, hundredfold
    AMBIGUOUS = "ambiguous"  # value, read
    ROUNDED = "rounded"  # value
    NEGATIVE = "negative"  # value
    ABOVE_BUDGET = "above_budget"  # value, budget
    NOT_FILLED = "not_filled"  # column
    EMPTIED = "emptied"  # column, stored
    MERGED = "merged"  # range


def _lt(sentence: str) -> str:
    """Mark a sentence for the export of terms; whoever shows it translates it."""
    return sentence


SENTENCES: Mapping[Code, tuple[Severity, str]] = {
    Code.NOT_XLSX: (
        Severity.REFUSED,
        _lt(
            "This is no Excel workbook (.xlsx). Open it in the program it comes from and save it "
            "as .xlsx."
        ),
    ),
    Code.MACROS: (
        Severity.REFUSED,
        _lt("The workbook contains macros (programs). Save it as .xlsx, without macros."),
    ),
    Code.PASSWORD: (
        Severity.REFUSED,
        _lt("The workbook needs a password to be opened. Save it without one."),
    ),
    Code.TOO_LARGE: (
        Severity.REFUSED,
        _lt(
            "The workbook is far too large. Download it anew, copy only your figures into it, and "
            "hand in pictures and other files beside it."
        ),
    ),
    Code.DAMAGED: (
        Severity.REFUSED,
        _lt("The workbook is damaged. Open it in Excel or LibreOffice, save it, and try again."),
    ),
    Code.FOREIGN: (
        Severity.REFUSED,
        _lt(
            "This workbook does not tell whose it is: it was made elsewhere, or its hidden sheet "
            "was removed. Download the workbook anew and copy your figures into it."
        ),
    ),
    Code.ALTERED: (
        Severity.REFUSED,
        _lt(
            "The hidden sheet that tells whose workbook this is was changed. Download the workbook "
            "anew and copy your figures into it."
        ),
    ),
    Code.OTHER_FORMAT: (
        Severity.REFUSED,
        _lt(
            "This workbook was made by another version of the app. Download the workbook anew and "
            "copy your figures into it."
        ),
    ),
    Code.OTHER_COMPANY: (
        Severity.REFUSED,
        _lt("This is a workbook of %(found)s. The one of %(expected)s is needed."),
    ),
    Code.OTHER_DEPARTMENT: (
        Severity.REFUSED,
        _lt("This is the workbook of %(found)s. The one of %(expected)s is needed."),
    ),
    Code.OTHER_YEAR: (
        Severity.REFUSED,
        _lt("This is the workbook of %(found)s. The one of %(expected)s is needed."),
    ),
    Code.OTHER_CYCLE: (
        Severity.REFUSED,
        _lt(
            "This workbook belongs to another cycle of the same year. Download the workbook anew "
            "and copy your figures into it."
        ),
    ),
    Code.NO_SHEET: (
        Severity.ERROR,
        _lt('The sheet "%(sheet)s" was not found: nothing of it was read.'),
    ),
    Code.SHEET_TWICE: (
        Severity.WARNING,
        _lt('This is a copy of the sheet "%(read)s", which was read; this one was not.'),
    ),
    Code.SHEET_IGNORED: (
        Severity.INFO,
        _lt("This sheet was added. It was not read."),
    ),
    Code.SHEET_CUT: (
        Severity.WARNING,
        _lt("This sheet is far larger than it was made. What follows row %(row)s was not read."),
    ),
    Code.NO_COLUMN: (
        Severity.ERROR,
        _lt('The column "%(column)s" was not found: nothing of it was read.'),
    ),
    Code.COLUMN_TWICE: (
        Severity.ERROR,
        _lt(
            'The column "%(column)s" is there twice, here and at %(first)s: neither was read. '
            "Remove one."
        ),
    ),
    Code.ROW_UNKNOWN: (
        Severity.WARNING,
        _lt('"%(name)s" is not in the app: the row was not read. New rows are entered in the app.'),
    ),
    Code.ROW_MIXED: (
        Severity.ERROR,
        _lt(
            'This row was the one of "%(expected)s" and now reads "%(name)s", perhaps because '
            "only some columns were sorted or moved: it was not read."
        ),
    ),
    Code.ROW_TWICE: (
        Severity.ERROR,
        _lt(
            '"%(name)s" is there twice with different answers, here and at %(first)s: neither was '
            "read. Remove one."
        ),
    ),
    Code.ROW_REPEATED: (
        Severity.INFO,
        _lt('"%(name)s" is there twice with the same answers, here and at %(first)s.'),
    ),
    Code.ROW_DELETED: (
        Severity.WARNING,
        _lt('The row of "%(name)s" was deleted: what is stored stays.'),
    ),
    Code.ROW_NEW: (
        Severity.WARNING,
        _lt('"%(name)s" was added in the app after this workbook was made: its row is missing.'),
    ),
    Code.NAME_CHANGED: (
        Severity.WARNING,
        _lt('The name reads "%(value)s" here and "%(stored)s" in the app, where it stays so.'),
    ),
    Code.LOCKED_CHANGED: (
        Severity.WARNING,
        _lt(
            '"%(column)s" is "%(value)s" here and "%(stored)s" in the app, where it stays so. Ask '
            "for the change there."
        ),
    ),
    Code.NOT_A_NUMBER: (Severity.ERROR, _lt('"%(value)s" is not a number.')),
    Code.HIDDEN_CHARACTER: (
        Severity.ERROR,
        _lt('"%(value)s" contains characters that cannot be seen. Type the number anew.'),
    ),
    Code.TOO_MANY_DIGITS: (Severity.ERROR, _lt('"%(value)s" has too many digits.')),
    Code.TOO_MANY_DECIMALS: (
        Severity.ERROR,
        _lt('"%(value)s" has more than six decimals. Round it.'),
    ),
    Code.IS_DATE: (
        Severity.ERROR,
        _lt(
            "The program has made the date %(value)s of what was typed. Format the cell as a "
            "number and type the figure anew."
        ),
    ),
    Code.IS_ERROR: (Severity.ERROR, _lt("The formula has no result (%(value)s).")),
    Code.NOT_COMPUTED: (
        Severity.ERROR,
        _lt(
            "The formula was never computed. Open the workbook in Excel or LibreOffice and save "
            "it, or type its result."
        ),
    ),
    Code.NOT_IN_SCALE: (Severity.ERROR, _lt('"%(value)s" is none of: %(scale)s.')),
    Code.FORMULA: (
        Severity.INFO,
        _lt('A formula: "%(value)s", which it gave when the workbook was saved, was read.'),
    ),
    Code.OTHER_FILE: (
        Severity.WARNING,
        _lt(
            'A formula that takes its figures from another file: "%(value)s", which it gave when '
            "the workbook was saved, was read."
        ),
    ),
    Code.PERCENT_READ: (
        Severity.INFO,
        _lt("The cell is formatted as a percentage: %(value)s was read."),
    ),
    Code.PERCENT_UNIT: (
        Severity.WARNING,
        _lt('A percentage, although the unit is "%(unit)s": %(value)s was read.'),
    ),
    Code.SMALL_PERCENT: (
        Severity.WARNING,
        _lt("%(value)s percent was read. If %(hundredfold)s percent is meant, write that."),
    ),
    Code.AMBIGUOUS: (
        Severity.WARNING,
        _lt('"%(value)s" was read as %(read)s: a comma divides the decimals, a dot the thousands.'),
    ),
    Code.ROUNDED: (Severity.INFO, _lt("Rounded to six decimals: %(value)s was read.")),
    Code.NEGATIVE: (Severity.WARNING, _lt("%(value)s is below zero.")),
    Code.ABOVE_BUDGET: (Severity.WARNING, _lt("%(value)s is more than the budget of %(budget)s.")),
    Code.NOT_FILLED: (Severity.WARNING, _lt('"%(column)s" is not filled.')),
    Code.EMPTIED: (
        Severity.WARNING,
        _lt('"%(column)s" is empty here; "%(stored)s", which is stored, stays.'),
    ),
    Code.MERGED: (
        Severity.WARNING,
        _lt(
            "%(range)s were merged: only the first cell was read. Undo the merge and fill each "
            "cell."
        ),
    ),
}
"""The weight of each finding and its sentence in English, with named arguments."""


@dataclass(frozen=True)
class Finding:
    """One thing found.

    :ivar sheet: the name of the sheet as it is in the file, or '' for the file itself.
    :ivar cell: 'E7', 'E7:E9', a row '7', or '' for the whole sheet.
    :ivar arguments: what :class:`Code` promises, as text.

    >>> found = Finding(Code.NOT_A_NUMBER, "Indikator", "E7", {"value": "abc"})
    >>> print(found)
    Indikator!E7: "abc" is not a number.
    >>> found.severity
    <Severity.ERROR: 'error'>
    """

    code: Code
    sheet: str = ""
    cell: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """How much it weighs."""
        return SENTENCES[self.code][0]

    @property
    def template(self) -> str:
        """Its sentence in English, to be translated before `arguments` are put in."""
        return SENTENCES[self.code][1]

    @property
    def address(self) -> str:
        """Where it is, as people point to a cell: 'Indikator!E7'."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    def __str__(self) -> str:
        sentence = self.template % self.arguments
        return f"{self.address}: {sentence}" if self.address else sentence
