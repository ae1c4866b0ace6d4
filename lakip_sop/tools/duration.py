"""A time standard in words, as an SOP page prints it."""

from babel.units import format_unit


def duration_text(duration, unit, locale):
    """Return ``duration`` in ``unit`` in the words of ``locale``; '' for none.

    >>> duration_text(30, "minute", "id")
    '30 menit'
    >>> duration_text(2, "day", "id")
    '2 hari'
    >>> duration_text(1, "hour", "en")
    '1 hour'
    >>> duration_text(0, "day", "en")
    ''
    """
    if not duration or not unit:
        return ""
    return format_unit(duration, f"duration-{unit}", locale=locale)
