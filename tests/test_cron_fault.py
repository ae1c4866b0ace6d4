"""Scheduled actions that meet a broken record or die in the middle: the others get theirs, once."""

from contextlib import suppress
from unittest.mock import patch

from odoo import Command
from odoo.tools import mute_logger

from odoo.addons.lakip_sop.models import lakip_reminder, lakip_step_turn

from .test_reminder import ReminderCase

REMINDER, TURN = lakip_reminder.__name__, lakip_step_turn.__name__
#: A zone that the time zone data of the machine does not know, as after an upgrade of them
NOWHERE = "Mars/Phobos"


class Killed(BaseException):
    """As a worker that is told to end at once: nothing catches it."""


class TestReminders(ReminderCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cycles = cls.env["lakip.cycle"].union(*(cls._create_cycle(2040 + n) for n in range(5)))
        case = cls("run")
        with case.at("2026-01-05 08:00"):
            cls.cycles.with_user(cls.planning_head).action_start()
        cls.steps = cls.cycles.current_step_id

    def test_one_broken_record(self):
        """The person of one turn reads a language that is not installed any more."""
        broken = self.steps[2]
        stranger = self._create_person("asing", "Orang Asing")
        broken._lakip_unlocked().user_ids = stranger
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET lang = 'xx_XX' WHERE id = %s", [stranger.partner_id.id]
        )
        self.env.invalidate_all()
        with mute_logger(REMINDER):
            told = self._run_cron("2026-01-06 08:15")
        self.assertEqual(sorted(told.mapped("res_id")), sorted((self.steps - broken).ids))
        with self.assertLogs(REMINDER, "ERROR") as log:
            self.assertFalse(self._run_cron("2026-01-06 08:30"), "nobody is told twice")
        self.assertIn(str(broken), log.output[0])
        self.env.cr.execute("UPDATE res_partner SET lang = 'en_US' WHERE lang = 'xx_XX'")
        self.env.invalidate_all()
        (late,) = self._run_cron("2026-01-06 08:45")
        self.assertEqual(late.res_id, broken.id)

    def test_killed_in_the_middle(self):
        """After two of three slices; the next run tells those that are left, and no other."""
        remind = type(self.steps)._remind
        calls = []

        def dying(turns):
            calls.append(turns.ids)
            if len(calls) == 3:
                remind(turns)  # it was about to commit
                raise Killed
            return remind(turns)

        with (
            patch.object(lakip_reminder, "SLICE", 2),
            patch.object(type(self.steps), "_remind", dying),
            mute_logger("odoo.addons.base.models.ir_cron"),
            suppress(Killed),  # assertRaises would undo what was committed
        ):
            self._run_cron("2026-01-06 08:15")
        self.assertEqual(len(calls), 3)
        self.env.invalidate_all()
        told = self.env["lakip.reminder"].search([("res_id", "in", self.steps.ids)])
        self.assertEqual(len(told), 4)
        left = self._run_cron("2026-01-06 08:30")
        self.assertEqual(left.mapped("res_id"), calls[2])
        self.assertSilent("2026-01-06 08:45")


class TestHandOver(ReminderCase):
    def test_one_broken_company(self):
        """The working time of one company lies in a zone that nobody knows."""
        step = self._at_paraf()
        other = self._create_company("Dinas Lain")
        head = self._create_person("kasubbag_lain", "Kasubbag Lain", company=other)
        deputy = self._create_person("wakil", "Wakil Sekretaris")
        for code in ("agency_head", "secretary", "planning_head"):
            self._create_officer(code, head, other)
        sop = self.sop.copy({"company_id": other.id, "number": "78"})
        sop.action_make_effective()
        foreign = self._create_cycle(
            2026,
            other,
            sop_id=sop.id,
            member_ids=[Command.create({"employee_id": head.with_company(other).employee_id.id})],
        )
        own = foreign.with_user(head).with_context(allowed_company_ids=other.ids)
        own.action_start()
        self._create_officer("secretary", deputy, capacity="plh", date_from="2026-01-07",
                             date_to="2026-01-08")  # fmt: skip
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE resource_calendar SET tz = %s WHERE id = %s",
            [NOWHERE, other.resource_calendar_id.id],
        )
        self.env.invalidate_all()
        cron = self.env.ref("lakip_sop.ir_cron_sync_performers")
        with (
            self.at("2026-01-07 09:00"),
            self.enter_registry_test_mode(),
            self.assertLogs(TURN, "ERROR"),
        ):
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(step.user_ids, deputy)
        self.assertEqual(foreign.current_step_id.user_ids, head)
