"""One kill: the state before, the act, the kill, the start, and the look at what is left."""

import threading
import time
from dataclasses import dataclass, field

from odoo import sql_db

from . import checks, traces
from .machines import wait_until
from .web import Failed, Refused

#: Seconds for work that goes on in the background.
PATIENCE = 120


@dataclass
class Record:
    """What is known of one kind: the work without a kill, and what the kills did to it.

    :ivar seconds: that the work takes
    :ivar change: its trace when it is done
    :ivar twice: e-mails that went out twice: killed between the sending and the note of it
    :ivar revived: how often Odoo ended by itself when PostgreSQL was killed
    """

    seconds: float = 0.0
    change: dict = field(default_factory=dict)
    done: int = 0
    undone: int = 0
    twice: int = 0
    revived: int = 0
    faults: list = field(default_factory=list)

    @property
    def kills(self):
        return self.done + self.undone

    def count(self, is_done, faults):
        if is_done:
            self.done += 1
        else:
            self.undone += 1
        self.faults += faults


class Stage:
    """The servers and the people of a run.

    :ivar people: ``{login: Browser}``, and the ``agency`` for what no person does
    """

    def __init__(self, database_server, odoo, mail, agency, people):
        self.database_server = database_server
        self.odoo = odoo
        self.mail = mail
        self.agency = agency
        self.people = {**people, "agency": agency}
        self.known_messages = set()


class Trial:
    """One kind of work, done on a ``Stage``."""

    def __init__(self, stage, operation):
        self.stage = stage
        self.operation = operation
        self.agency = stage.agency
        self.scene = None

    # ------------------------------------------------------------
    # WITHOUT A KILL
    # ------------------------------------------------------------

    def rehearse(self):
        """Do the work in peace; return the ``Record`` to compare with."""
        before = self._prepare()
        begin = time.monotonic()
        self._act()
        self._wait_for_background()
        record = Record(seconds=time.monotonic() - begin, change=self._trace())
        assert record.change != before, f"'{self.operation.name}' changes nothing"
        faults = self._look(record)
        assert not faults, faults
        return record

    # ------------------------------------------------------------
    # WITH A KILL
    # ------------------------------------------------------------

    def kill(self, record, victim, part):
        """Do the work, kill ``victim`` in the middle, start it, and note in ``record`` what is
        left.

        :param victim: 'odoo' or 'postgres'
        :param part: when, as a part of the time that the work takes
        :returns: whether the work was done, and a line for each fault
        """
        before = self._prepare()
        moment = time.time()
        trouble = self._act_and_kill(record, victim, part * record.seconds)
        faults = self._find_leavings() if victim == "odoo" else []
        after = self._trace()
        is_done = after == record.change
        if self.operation.is_done:
            faults += self._go_on(record, trouble)
        else:
            if not is_done and after != before:
                faults.append(f"half done: {traces.compare(record.change, after)}")
            if not trouble and not is_done:
                faults.append("the person was told that it is done")
            faults += self._do_again(record, is_done)
        faults += checks.find_lock_faults(self.agency, moment)
        faults += self._look(record)
        record.count(is_done, faults)
        return is_done, faults

    def _prepare(self):
        """Set the scene; return its trace."""
        self.scene = self.operation.prepare(self.agency, self.stage.people)
        before = self._trace()
        self.agency.commit()
        return before

    def _act(self):
        self.operation.act(self.stage.people, self.scene)

    def _trace(self):
        self.agency.commit()
        return self.operation.trace(self.agency, self.scene)

    def _act_and_kill(self, record, victim, seconds):
        """Return what went wrong for the person; None when they were told that it is done."""
        said = []
        odoo = self.stage.odoo
        server = odoo if victim == "odoo" else self.stage.database_server

        def act():
            try:
                self._act()
                said.append(None)
            except (Failed, Refused) as error:
                said.append(error)

        acting = threading.Thread(target=act)
        acting.start()
        time.sleep(seconds)
        server.kill()
        acting.join()
        server.start()
        if victim == "postgres":
            record.revived += odoo.revive()
        self.agency.connect()
        return said[0]

    def _do_again(self, record, was_done):
        """The person tries again, in the same session."""
        try:
            self._act()
        except Refused as refusal:
            # Done already, so a sentence says so.
            return [] if was_done else [f"refused although not done: {refusal}"]
        except Failed as failure:
            return [f"trying again: {failure}"]
        if was_done:
            return []
        left = traces.compare(record.change, self._trace())
        return [f"after trying again: {left}"] if left else []

    # ------------------------------------------------------------
    # WORK IN THE BACKGROUND
    # ------------------------------------------------------------

    def _go_on(self, record, trouble):
        """The work goes on by itself, whatever of it was done, and nothing comes twice."""
        # Odoo's workers look once a minute, or when they are told as here.
        with sql_db.db_connect("postgres").cursor() as cr:
            cr.execute("SELECT pg_notify('cron_trigger', %s)", [self.agency.database])
        if trouble and not self.operation.is_done(self.agency, self.scene):
            # Nobody can know whether it was asked for: the person asks again.
            self._act()
        self._wait_for_background()
        left = traces.compare(record.change, self._trace())
        return [f"after it went on: {left}"] if left else []

    def _wait_for_background(self):
        """Wait until the work is done that goes on behind the answer."""
        if not self.operation.is_done:
            return

        def is_done():
            self.agency.commit()
            return self.operation.is_done(self.agency, self.scene)

        wait_until(is_done, PATIENCE, f"the end of '{self.operation.name}'")

    # ------------------------------------------------------------
    # LOOKING
    # ------------------------------------------------------------

    def _look(self, record):
        """Return what is wrong in the database, in the mail and in the temporary files."""
        self.agency.commit()
        faults = self._check_mail(record)
        if self.operation.finish:
            self.operation.finish(self.agency, self.scene)
            self.agency.commit()
        return faults + self._find_leavings() + checks.find_faults(self.agency)

    def _find_leavings(self):
        """Return a line for each process and file that was made for a moment and is left."""
        odoo = self.stage.odoo
        try:
            wait_until(lambda: not odoo.get_leavings(), 5, "the end of LibreOffice")
        except AssertionError:
            return [f"left behind: {line[:80]}" for line in odoo.get_leavings()]
        return []

    def _check_mail(self, record):
        """Send what waits; what was done is sent, what was not is not."""
        stage = self.stage
        stage.known_messages |= self.agency.get_message_ids()
        seen = len(stage.mail.taken)
        self.agency.send_mail()
        waiting = self.agency.env["mail.mail"].search([("state", "in", ("outgoing", "exception"))])
        faults = [f"e-mail not sent: {mail.subject} {mail.failure_reason}" for mail in waiting]
        taken = list(stage.mail.taken)
        unknown = {number for number, _to in taken} - stage.known_messages
        faults += [f"e-mail of something undone: {number}" for number in unknown]
        record.twice += sum(mail in taken[:seen] for mail in taken[seen:])
        return faults
