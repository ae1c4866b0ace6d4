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


def span_text(hours, days, locale):
    """Return a span of working time in the words of ``locale``, as exact as one wants to know it.

    Minutes below an hour, hours below a working day, else working days.

    :param hours: the span in working hours
    :param days: the same in working days, parts of a day as fractions

    >>> span_text(0.4, 0.05, "id"), span_text(1.4, 0.19, "id"), span_text(3.2, 0.43, "id")
    ('24 menit', '1 jam 24 menit', '3 jam')
    >>> span_text(11.25, 1.5, "id"), span_text(15, 2, "en"), span_text(90, 12.4, "en")
    ('1,5 hari', '2 days', '12 days')
    """
    if days >= 1:
        days = round(days, 1) if days < 10 else round(days)
        return duration_text(days, "day", locale)
    minutes = max(round(60 * hours), 1)
    if minutes >= 180:
        return duration_text(round(minutes / 60), "hour", locale)
    whole, rest = divmod(minutes, 60)
    parts = (duration_text(whole, "hour", locale), duration_text(rest, "minute", locale))
    return " ".join(filter(None, parts))
