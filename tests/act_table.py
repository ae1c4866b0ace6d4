"""All that people and the server do to a cycle: one table, which is raced and walked through.

An ``Act`` says on which records of a cycle it can be done at a moment, who does it, and how. The
records are found before (a person clicks on what they see) and may have changed when it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

#: Makes each text and file its own.
serial = count(1)


@dataclass(frozen=True)
class Act:
    """One thing done in an office.

    :ivar find: ``(office, cycle) -> records`` on which it is done; none when there is nothing
    :ivar who: ``(office, records) -> users`` who may do it, as a rule
    :ivar do: ``(records)``, those of an environment of the one who acts
    :ivar trace: ``(records) -> bool``: what an act that was done leaves for good; None for what
        another act may rightly undo
    :ivar commits: it ends transactions of its own, so it cannot be tried and undone
    """

    name: str
    find: Callable
    who: Callable
    do: Callable
    trace: Callable | None = None
    commits: bool = False


ACTS = {}


def act(find, who, trace=None, commits=False):
    """Enter the decorated function into ``ACTS`` by its name."""

    def enter(function):
        name = function.__name__
        ACTS[name] = Act(name, find, who, function, trace, commits)
        return function

    return enter


# ------------------------------------------------------------
# WHO, AND ON WHAT
# ------------------------------------------------------------


def people(*logins):
    """Return who finds these people of the office."""
    return lambda office, records: records.env["res.users"].browse(
        [office.users[login] for login in logins]
    )


owner = people("owner")
team = people("one", "two")
manager = people("manager")


def system(office, records):
    return records.env["res.users"].browse(1)


def performers(office, records):
    """Whose turn the row of these records is."""
    step = records if records._name == "lakip.step" else records.step_id
    return step.user_ids


def division(office, records):
    request = records if records._name == "lakip.request" else records.request_id
    return request.user_ids


def author(office, records):
    return records.user_id


def cycle_itself(office, cycle):
    return cycle


def current(*kinds, held=None):
    """Return what finds the running row, of one of these kinds."""

    def find(office, cycle):
        return cycle.step_ids.filtered(
            lambda step: step.state == "active"
            and (not kinds or step.kind in kinds)
            and held in (None, step.is_on_hold)
        )

    return find


def pending(kind):
    def find(office, cycle):
        return cycle.approval_ids.filtered(lambda row: row.state == "pending" and row.kind == kind)

    return find


def last_given(office, cycle):
    given = cycle.approval_ids.filtered(lambda row: row.state == "approved")
    return given.sorted("sequence")[-1:]


def requests(*states):
    def find(office, cycle):
        return cycle.request_ids.filtered(lambda request: request.state in states)[:1]

    return find


def item_to_fill(office, cycle):
    """Return an item that must be answered and is not, else the first one."""
    items = requests("sent", "returned")(office, cycle).item_ids
    return (items.filtered(lambda item: item.required and item._is_empty()) or items)[:1]


def item_with_file(office, cycle):
    return requests("sent", "returned")(office, cycle).item_ids.filtered("attachment_ids")[:1]


def deliveries(*states, ready=None):
    def find(office, cycle):
        return cycle.delivery_ids.filtered(
            lambda delivery: delivery.state in states
            and ready in (None, bool(delivery.receipt_attachment_ids))
        )[:1]

    return find
