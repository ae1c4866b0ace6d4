"""What an act costs does not depend on how much else there is: 50, 500 and 5,000 cycles.

The same agencies do the same in three data sets. The value is that of the larger one, the peer that
of the smallest: a ratio of one says that the cost does not grow.
"""

from functools import partial

from .desk import read_home
from .harness import Case, Contender
from .reading import Page, as_user, read_list
from .reminders import Reminders
from .uploads import RequestPage

SMALL, MIDDLE, LARGE = 50, 500, 5000
#: Agencies whose last cycle collects data, and waits for its first paraf.
COLLECTING, INITIALLING = "1", "2"


class Paraf(Contender):
    """The planning head gives the paraf from the card."""

    def __init__(self, cycles):
        self.cycles = cycles

    def acts(self, env):
        env = as_user(env, f"planning_head.{INITIALLING}")
        work = env["lakip.work"].search([("kind", "=", "step")], limit=1)
        approval = work.step_id.pending_approval_id
        document = approval.document_id
        yield partial(approval.action_card_approve, document.version, document.sha256)


class Upload(RequestPage):
    """A spreadsheet on the request page."""


class Cron(Reminders):
    """The reminders of the turns of one agency, its row and its requests."""


def _page(model, login, read, *options):
    return lambda cycles: Page("", model, f"{login}.{COLLECTING}", read, *options, cycles=cycles)


ACTS = {
    "home, staff of a division": _page("lakip.cycle", "staff", read_home),
    "home, planning head": _page("lakip.cycle", "planning_head", read_home),
    "list of cycles": _page("lakip.cycle", "planning_head", read_list),
    "list of rows": _page("lakip.step", "planning_head", read_list),
    "list of requests, staff of a division": _page("lakip.request", "staff", read_list),
    "My Work": _page("lakip.work", "staff", read_list),
    "one paraf": Paraf,
    "one upload": lambda cycles: Upload("Realisasi.xlsx", cycles=cycles),
    "cron, the same turns due": lambda cycles: Cron([int(COLLECTING)], cycles=cycles),
}


def _get_cases():
    for act, make in ACTS.items():
        contenders = {}
        for cycles in (SMALL, MIDDLE, LARGE):
            contenders[cycles] = make(cycles)
            contenders[cycles].name = f"{cycles:,} cycles"
        for cycles in (MIDDLE, LARGE):
            yield Case(
                f"{act}: {cycles:,} cycles",
                contenders[cycles],
                (contenders[SMALL],),
                cold=True,
                runs=9,
            )


CASES = tuple(_get_cases())
