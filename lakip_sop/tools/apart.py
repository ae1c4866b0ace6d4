"""Work on many records of which one may be broken: plain Python around savepoints."""

__all__ = ["each_apart"]


def each_apart(records, act, logger):
    """Call ``act`` with ``records``; what one broken record spoils is undone for it alone.

    All are tried in one go. When that fails, it is undone and tried with each half of them, down to
    the one that fails alone, which is logged and left as it was: a scheduled action tries it again.

    :param act: function of a recordset; it does not commit
    :returns: the records that are left as they were
    """
    if not records:
        return records
    try:
        with records.env.cr.savepoint():
            act(records)
    except Exception:
        # Whatever one record does not let happen must not be denied to the others.
        if len(records) == 1:
            logger.exception("%s is left as it is", records)
            return records
        half = len(records) // 2
        first = each_apart(records[:half], act, logger)
        return first + each_apart(records[half:], act, logger)
    return records.browse()
