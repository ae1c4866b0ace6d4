"""Dates, times and numbers as Indonesian letters write them.

The language is part of the letter form: it is always Indonesian, whatever the user's own is.
Datetimes are printed with the wall clock they carry: the caller converts
them to the agency's time zone first and gives its label (WIB, WITA, WIT).
"""

from decimal import Decimal

from babel.dates import format_date

from ..tools.number_id import number_text


def long_date(day):
    """Return a date as letters write it, or '' for none.

    >>> import datetime
    >>> long_date(datetime.date(2027, 1, 4))
    '4 Januari 2027'
    >>> long_date(None)
    ''
    """
    return format_date(day, "d MMMM y", locale="id") if day else ""


def day_and_date(day):
    """Return a date with its day of the week, or '' for none.

    >>> import datetime
    >>> day_and_date(datetime.date(2027, 1, 4))
    'Senin, 4 Januari 2027'
    """
    return format_date(day, "EEEE, d MMMM y", locale="id") if day else ""


def clock(moment, label="WIB"):
    """Return the time of day of a datetime with the label of its time zone, or '' for none.

    >>> import datetime
    >>> clock(datetime.datetime(2027, 1, 4, 9, 5))
    '09.05 WIB'
    """
    return f"{moment:%H.%M} {label}".rstrip() if moment else ""


def day_span(start, end):
    """Return the day of a meeting, or its first and last day when it runs over several.

    >>> import datetime
    >>> day_span(datetime.datetime(2027, 1, 4, 9), datetime.datetime(2027, 1, 4, 12))
    'Senin, 4 Januari 2027'
    >>> day_span(datetime.datetime(2027, 1, 4, 9), datetime.datetime(2027, 1, 6, 12))
    'Senin, 4 Januari 2027 s.d. Rabu, 6 Januari 2027'
    """
    first, last = day_and_date(start), day_and_date(end)
    return f"{first} s.d. {last}" if first and last and first != last else first or last


def time_span(start, end, label="WIB"):
    """Return the hours of a meeting; without an end it lasts until it is finished.

    >>> import datetime
    >>> time_span(datetime.datetime(2027, 1, 4, 9), datetime.datetime(2027, 1, 4, 12, 30))
    '09.00 s.d. 12.30 WIB'
    >>> time_span(datetime.datetime(2027, 1, 4, 9), None)
    '09.00 WIB s.d. selesai'
    """
    if not start:
        return ""
    return (
        f"{start:%H.%M} s.d. {clock(end, label)}" if end else f"{clock(start, label)} s.d. selesai"
    )


def deadline(moment, label="WIB"):
    """Return a due date, with the time of day when ``moment`` carries one, or ''.

    >>> import datetime
    >>> deadline(datetime.date(2027, 1, 4))
    'Senin, 4 Januari 2027'
    >>> deadline(datetime.datetime(2027, 1, 4, 10))
    'Senin, 4 Januari 2027 pukul 10.00 WIB'
    """
    if not moment:
        return ""
    time = f" pukul {clock(moment, label)}" if hasattr(moment, "hour") else ""
    return f"{day_and_date(moment)}{time}"


def number(value, digits=2):
    """Return a number with Indonesian separators, rounded half up, or '' for None.

    Rounding half up on the decimal text of ``value`` gives the figure that a reader gets by hand.

    >>> number(1234.565), number(-1234567, 0), number(-0.001), number(None)
    ('1.234,57', '-1.234.567', '0,00', '')
    """
    if value is None or value is False:
        return ""
    return number_text(Decimal(str(value)), digits)


def rupiah(value):
    """Return an amount of money in whole rupiah, or '' for None.

    >>> rupiah(1500000)
    'Rp1.500.000'
    """
    return f"Rp{number(value, 0)}" if value is not None and value is not False else ""
