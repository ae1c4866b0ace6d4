"""A random walk through everything that people do, by users of all roles, allowed or not.

    python -m tests.walk DATABASE [--actions 10000] [--seed N] [--minutes N]

A hypothesis state machine: each step is one act of ``acts.py``, by who may or by anybody, on one of
several cycles of two companies that follow three SOPs, or time that passes. The invariants must
hold all along; a failure prints the shortest sequence that hypothesis finds to it. Each example is
one transaction that is rolled back.
"""

import argparse
import logging
import sys
import time
from collections import Counter
from contextlib import ExitStack
from datetime import datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

from .acts import ACTS, author, division, performers
from .invariant_rules import RULES
from .invariants import CHECKS, get_number_gaps, get_violations
from .office import PEOPLE, ROWS, Office, browser

START = datetime(2027, 1, 4, 1, 0)  # Monday, 08:00 in Pontianak
#: Every kind of row in the order of SOP 09.
SOP_09 = (
    {"kind": "direction", "role": "secretary", "duration": 30, "duration_unit": "minute"},
    {"kind": "decree", "role": "planning_head", "duration": 2},
    {"kind": "meeting", "role": "team", "duration": 1, "takes_part": ("secretary", "division")},
    {"kind": "collection", "role": "team", "duration": 5, "takes_part": ("division",)},
    {"kind": "drafting", "role": "team", "duration": 10},
    {"kind": "discussion", "role": "team", "duration": 6, "duration_unit": "hour"},
    {"kind": "revision", "role": "team", "duration": 3},
    {"kind": "initial", "role": "planning_head", "duration": 1, "duration_unit": "hour", "back": 6},
    {"kind": "initial", "role": "secretary", "duration": 1, "duration_unit": "hour", "back": 6},
    {"kind": "signature", "role": "agency_head", "duration": 1, "duration_unit": "hour", "back": 6},
    {"kind": "archive", "role": "planning_head", "duration": 1},
)
#: Another office: terminals, a decision that leaves rows out, tasks, returns over several rows.
BRANCHED = (
    {"kind": "start", "role": "planning_head"},
    {"kind": "task", "role": "division", "duration": 1},
    {"kind": "decision", "role": "secretary", "duration": 2, "duration_unit": "hour", "branch": 4},
    {"kind": "task", "role": "planning_head", "duration": 1, "duration_unit": "week", "back": 1},
    {"kind": "drafting", "role": "team", "back": 1},
    {"kind": "decision", "role": "secretary", "duration": 1, "back": 1},
    {"kind": "initial", "role": "secretary", "duration": 1, "back": 4},
    {"kind": "signature", "role": "agency_head", "duration": 1, "back": 4},
    {"kind": "task", "role": "planning_head", "duration": 1, "duration_unit": "month"},
    {"kind": "end", "role": "planning_head"},
)
#: What takes a cycle on, in this order, so that walks come to an end of it.
ONWARD = (
    "start", "resume", "instruct", "minute", "send", "fill", "submit", "accept", "new_version",
    "resolve", "place", "attach_receipt", "deliver", "approve", "sign", "complete",
)  # fmt: skip
#: Of what is done here, the walk leaves out what ends the transaction.
WALKED = sorted(ACTS.keys() - {"cron_clean"})
#: Whoever may read may talk, also after the end; it is data only by those whose turn it is.
TALK = {"post_file"}
#: Who may do these is settled by the turn or the division alone.
STRICT = {name for name, one in ACTS.items() if one.who in (performers, division, author)} - TALK
#: The bytes of all files are read at the end only.
QUICK = {*RULES, *CHECKS} - {"files"}
#: Of so many acts, after one the invariants are looked at.
EVERY = 8


#: State of a cycle and of what hangs on it.
PICTURE = """
    SELECT state, current_step_id, active, write_date,
        (SELECT array_agg((id, state, round, is_on_hold, date_deadline, note) ORDER BY id)::text
         FROM lakip_step WHERE cycle_id = c.id),
        (SELECT array_agg((id, state, hash) ORDER BY id)::text
         FROM lakip_approval WHERE cycle_id = c.id),
        (SELECT array_agg((r.id, r.state, i.id, i.note, i.review) ORDER BY i.id)::text
         FROM lakip_request r JOIN lakip_request_item i ON i.request_id = r.id
         WHERE r.cycle_id = c.id),
        (SELECT array_agg((r.id, f.ir_attachment_id) ORDER BY 1)::text
         FROM lakip_request r JOIN lakip_request_item i ON i.request_id = r.id
         JOIN lakip_request_item_attachment_rel f ON f.lakip_request_item_id = i.id
         WHERE r.cycle_id = c.id),
        (SELECT array_agg((id, state) ORDER BY id)::text
         FROM lakip_document WHERE cycle_id = c.id)
    FROM lakip_cycle c WHERE id = %(cycle)s"""


class Tally:
    """What all examples of a walk have done."""

    def __init__(self):
        self.done, self.refused, self.kinds = Counter(), Counter(), Counter()
        self.cycles, self.passed = Counter(), timedelta()
        self.looks = 0

    @property
    def actions(self):
        return sum(self.done.values()) + sum(self.refused.values())


def found_offices(env):
    """Return two offices, with three SOPs between them."""
    return [
        Office(env, "Dinas Satu", (SOP_09, ROWS)),
        Office(env, "Dinas Dua", (BRANCHED,)),
    ]


class Walk(RuleBasedStateMachine):
    """Walks in ``env``, one transaction, each example of which is rolled back."""

    env = offices = tally = None

    def __init__(self):
        super().__init__()
        self.stack = ExitStack()
        self.clock = self.stack.enter_context(freeze_time(START))
        # What cleans up between slices of work would end the transaction.
        self.stack.enter_context(
            patch.object(self.env.registry["ir.cron"], "_commit_progress", lambda *a, **k: 1.0)
        )
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.count = 0
        self.cycles = []
        self.last = [None, None, None]

    @initialize(years=st.permutations([2024, 2025, 2026]))
    def open_cycles(self, years):
        """Two cycles of one company that follow different SOPs, one of the other."""
        plan = ((self.offices[0], 0), (self.offices[0], 1), (self.offices[1], 0))
        for (office, sop), year in zip(plan, years, strict=True):
            self.cycles.append((office, office.open_cycle(self.env, year, sop=sop)))

    # ------------------------------------------------------------
    # STEPS
    # ------------------------------------------------------------

    @rule(which=st.integers(0, 2), other=st.booleans())
    def go_on(self, which, other):
        """Somebody does what the cycle waits for; nothing that was done there just before, as a
        version or an instruction could be given for ever."""
        office, cycle = self.cycles[which]
        for name in ONWARD:
            if name != self.last[which] and self._act(office, cycle, name, 1 if other else 0):
                self.last[which] = name
                return
        self.last[which] = None

    @rule(which=st.integers(0, 2), other=st.booleans())
    def go_on_more(self, which, other):
        """Drawn as often again, so that walks get far."""
        self.go_on(which, other)

    @rule(which=st.integers(0, 2), name=st.sampled_from(WALKED), user=st.integers(0, 2))
    def somebody(self, which, name, user):
        """Who may, as a rule, does anything there is something for."""
        office, cycle = self.cycles[which]
        # A walk that is cancelled at once gets nowhere.
        if name != "cancel" or self.count > 60:
            self._act(office, cycle, name, user)

    @rule(
        which=st.integers(0, 2),
        name=st.sampled_from(WALKED),
        login=st.sampled_from(sorted(PEOPLE)),
        elsewhere=st.booleans(),
    )
    def anybody(self, which, name, login, elsewhere):
        """Whoever it is tries anything, also those of the other company."""
        office, cycle = self.cycles[which]
        home = office
        if elsewhere:
            home = self.offices[1 - self.offices.index(office)]
        if name != "cancel" or self.count > 60:
            self._act(office, cycle, name, user_id=home.users[login])

    @rule(minutes=st.sampled_from([1, 17, 60, 240, 1440, 4320, 14400]))
    def wait(self, minutes):
        self.clock.tick(timedelta(minutes=minutes))
        self.tally.passed += timedelta(minutes=minutes)

    @rule(which=st.integers(0, 2))
    @precondition(lambda self: self.count % 3 == 0)
    def hour_strikes(self, which):
        """The scheduled actions run; whose turn it is, is who holds the role."""
        office, cycle = self.cycles[which]
        for name in ("cron_hand_over", "cron_remind"):
            self._act(office, cycle, name, 0)
        steps = office.env(self.env)["lakip.step"].search([("state", "=", "active")])
        for step, users in steps._get_performers().items():
            assert step.user_ids == users, f"{step.display_name}: {step.user_ids} {users}"

    # ------------------------------------------------------------
    # HOW
    # ------------------------------------------------------------

    def _act(self, office, cycle, name, number=None, user_id=None):
        """Do one act; return whether it was done.

        :param number: which of those who may
        """
        one = ACTS[name]
        cycle = office.env(self.env)["lakip.cycle"].browse(cycle.id)
        records = one.find(office, cycle)
        rightful = records and one.who(office, records)
        if not records or (user_id is None and not rightful):
            return False
        if user_id is None:
            user_id = rightful[number % len(rightful)].id
        before = self._get_picture(cycle)
        # As at the beginning of a request
        self.env.invalidate_all()
        user_env = office.env(self.env)(user=user_id, su=user_id == SUPERUSER_ID)
        # That all other groups imply; who is made a member has it from then on.
        has_right = user_env.su or user_env.user.has_group("lakip_sop.group_lakip_division")
        self.count += 1
        try:
            with self.env.cr.savepoint(), browser(user_env):
                one.do(user_env[records._name].browse(records.ids))
                self.env.flush_all()
        except (UserError, IntegrityError) as error:
            # What a constraint of the database refuses, a request is told in a sentence too.
            self.tally.refused[name] += 1
            assert len(str(error)) > 3, f"{name} was refused without a word"
            self.env.invalidate_all()
            assert self._get_picture(cycle) == before, f"{name} was refused and changed it"
            return False
        self.tally.done[name] += 1
        self.tally.kinds.update(
            cycle.step_ids.filtered(lambda s: s.state == "active").mapped("kind")
        )
        self._check_allowed(name, rightful, user_id, before, has_right)
        if name in TALK and (user_id not in rightful.ids or before[0] != "running"):
            assert self._get_picture(cycle) == before, f"{name} by {user_id} was taken for data"
        if self.count % EVERY == 0:
            self._look()
        return True

    def _get_picture(self, cycle):
        """Return what anybody would see of where the cycle stands; first, its state."""
        self.env.flush_all()
        self.env.cr.execute(PICTURE, {"cycle": cycle.id})
        return self.env.cr.fetchone()

    def _check_allowed(self, name, rightful, user_id, before, has_right):
        """An act was done: it had to be by one who may, while the cycle was open."""
        if name in STRICT:
            assert user_id in rightful.ids, f"{name} was done by {user_id}, not {rightful}"
            assert before[0] == "running", f"{name} was done on a cycle that was {before[0]}"
        assert has_right, f"{name} was done by {user_id}, who has no right of the app"

    def _look(self, names=QUICK):
        self.tally.looks += 1
        found = get_violations(self.env, names)
        assert not found, "\n".join(found)

    def teardown(self):
        try:
            if self.cycles:
                self._look(None)
                gaps = get_number_gaps(self.env)
                assert not gaps, gaps
                self.tally.cycles.update(cycle.state for _office, cycle in self.cycles)
        finally:
            self.savepoint.close(rollback=True)
            self.env.invalidate_all()
            self.env.registry.clear_all_caches()
            self.stack.close()


def make_walk(env, offices, tally):
    """Return the state machine of walks in ``env`` that notes what it did in ``tally``."""
    return type("Walk", (Walk,), {"env": env, "offices": offices, "tally": tally})


def walk(env, offices, actions, steps, number, end=None):
    """Walk until at least ``actions`` acts were tried; return the ``Tally``.

    :param steps: of one example, the cycles of which are new
    :param number: seed of the first examples; the same walk for the same number
    :param end: of ``time.monotonic``, after which no further examples begin
    """
    tally = Tally()
    while tally.actions < actions:
        machine = make_walk(env, offices, tally)
        run_state_machine_as_test(
            seed(number)(machine),
            settings=settings(
                # The first example of each run is the simplest one, which does next to nothing.
                max_examples=5,
                stateful_step_count=steps,
                # To shrink a walk of some hundred acts takes longer than to read it.
                phases=(Phase.generate,),
                deadline=None,
                database=None,
                print_blob=False,
                suppress_health_check=list(HealthCheck),
            ),
        )
        if end and time.monotonic() > end:
            break
        number += 1
        print(f"{tally.actions} actions, seed {number} next", file=sys.stderr, flush=True)
    return tally


def main(arguments):
    from odoo.modules.registry import Registry
    from odoo.tools import config

    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("--actions", type=int, default=10_000)
    parser.add_argument("--steps", type=int, default=250)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=600, help="no examples begin after them")
    options = parser.parse_args(arguments)
    config.parse_config(["-d", options.database, "--no-http"], setup_logging=True)
    logging.getLogger("odoo").setLevel(logging.CRITICAL)
    begun = time.monotonic()
    with Registry(options.database).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {"lang": "en_US"})
        end = begun + 60 * options.minutes
        tally = walk(env, found_offices(env), options.actions, options.steps, options.seed, end)
        cr.rollback()
    print(
        f"{tally.actions} actions in {time.monotonic() - begun:.0f} s: "
        f"{sum(tally.done.values())} done, {sum(tally.refused.values())} refused; the invariants "
        f"held {tally.looks} times\n"
        f"  days that passed: {tally.passed.days}\n"
        f"  cycles: {dict(tally.cycles)}\n"
        f"  rows reached: {dict(tally.kinds.most_common())}\n"
        f"  done: {dict(tally.done.most_common())}\n"
        f"  refused: {dict(tally.refused.most_common())}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
