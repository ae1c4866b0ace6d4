"""No address, page, form, method or message hands a stranger the data of others.

Each door is tried over HTTP by a stranger and, where an empty answer would prove nothing, by one
who may pass it. The doors themselves are in ``doors_*.py``.
"""

from .canary_case import OF_COMPANY, CanaryCase
from .doors_calls import FormDoors, MethodDoors
from .doors_content import ExportDoors, FileDoors
from .doors_print import PrintDoors
from .doors_talk import PageDoors, TalkDoors


class DoorCase(CanaryCase):
    def _get_targets(self, name):
        """Return ``{model: records}`` that are hidden from the spy of that name."""
        return self.hidden if name == "head of division B" else self._get_company_records()

    def _get_readers(self):
        """Return ``{name: (user, marks)}`` of the main spies, a portal user and a visitor."""
        return {
            **self._get_main_spies(),
            "portal": (self.portal, OF_COMPANY),
            "visitor": (None, OF_COMPANY),
        }

    def _debug(self):
        """Let the errors of the next requests be those of the developer mode."""
        self.url_open("/web/login?debug=1")


class TestDoors(
    FileDoors, ExportDoors, TalkDoors, PageDoors, MethodDoors, FormDoors, PrintDoors, DoorCase
):
    """All of them in one world, which takes seconds to tell."""
