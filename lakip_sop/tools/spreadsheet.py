"""What any spreadsheet has to heed: plain Python, no ORM, no Odoo import."""

__all__ = ["looks_like_formula"]

# A spreadsheet program takes what begins so for a formula when the cell is edited or saved as CSV.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def looks_like_formula(text):
    """Return whether a spreadsheet program may take ``text`` for a formula.

    >>> looks_like_formula("=A1"), looks_like_formula("+62 812"), looks_like_formula("BAB I")
    (True, True, False)
    """
    return text.startswith(_FORMULA_STARTS)
