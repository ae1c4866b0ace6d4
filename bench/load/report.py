"""What Locust measured, ours beside Odoo's own: pure functions on the JSON that it writes.

Of each sort of page, and of all together, the time within which 95 of 100 answers came, in
milliseconds, as the person waits for them.
"""

from collections import Counter


def get_percentile(times, share=0.95):
    """Return the time below which ``share`` of the answers came.

    :param times: ``{milliseconds: count}``, rounded as Locust does

    >>> get_percentile({10: 90, 20: 5, 500: 5})
    20
    """
    wanted = share * sum(times.values())
    seen = 0
    for milliseconds, count in sorted(times.items()):
        seen += count
        if seen >= wanted:
            return milliseconds
    return 0


def get_rows(statistics, people):
    """Return rows of ``results.json`` for ``people`` at once: a sort of page each, and all."""
    ours, odoos = {}, {}
    for one in statistics:
        side, _, sort = one["name"].partition(": ")
        times = {int(float(time)): count for time, count in one["response_times"].items()}
        target = {"lakip": ours, "odoo": odoos}.get(side)
        if target is not None and "refused" not in sort:
            for name in (sort, "all pages"):
                target.setdefault(name, Counter()).update(times)
    rows = []
    for sort in ours:
        value, peer_value = get_percentile(ours[sort]), get_percentile(odoos[sort])
        rows.append(
            {
                "name": f"{people} people at once, {sort}, 95 of 100 answers within",
                "value": value,
                "unit": "ms",
                "peer": "Odoo's own page of that sort",
                "peer_value": peer_value,
                "ratio": round(value / peer_value, 2),
                "runs": sum(ours[sort].values()),
            }
        )
    return rows


def get_failures(statistics):
    """Yield a sentence for each sort of page with answers that were errors."""
    for one in statistics:
        if one["num_failures"]:
            yield f"{one['name']}: {one['num_failures']} of {one['num_requests']} were errors"
