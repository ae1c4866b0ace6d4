from typing import NamedTuple

from markupsafe import Markup
from psycopg2 import errors

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import mute_logger


class Moment(NamedTuple):
    """A moment of a turn that is to be told now: see ``lakip.reminder``."""

    name: str
    days_late: int = 0
    #: nobody was told before that this deadline has passed
    is_first: bool = False


class LakipReminderMixin(models.AbstractModel):
    """A turn with a deadline, whose people are told before it and while they are late.

    Nothing is planned ahead: the cron asks what is due by the deadline, the calendar and the
    settings as they are now, and what was told since. So nothing has to follow when a row is held,
    returned or replanned. A cron that comes late finds the latest moment only.

    The record has ``user_ids``, ``date_deadline``, ``company_id`` and ``cycle_id``.
    """

    _name = "lakip.reminder.mixin"
    _description = "Turn with Reminders"

    # ------------------------------------------------------------
    # BUSINESS: what a turn says of itself
    # ------------------------------------------------------------

    def _get_reminder_domain(self):
        """Return which records wait for somebody and have a deadline."""
        return (
            Domain("date_deadline", "!=", False)
            & Domain("cycle_id.state", "=", "running")
            & Domain("cycle_id.active", "=", True)
        )

    def _get_reminder_clock(self):
        """Return ``{turn: (start, held)}``: since when it has been theirs (naive UTC), and the
        periods of it that do not count."""
        raise NotImplementedError

    def _get_next_higher(self):
        """Return ``{turn: users}`` who are told as well when it has been late for long."""
        raise NotImplementedError

    def _get_reminder_title(self):
        """Return the turn in a few words, in this language."""
        raise NotImplementedError

    def _get_channel_link(self):
        """Return a link, titled as above, that everybody in the cycle's channel may open."""
        raise NotImplementedError

    # ------------------------------------------------------------
    # BUSINESS: what is due
    # ------------------------------------------------------------

    def _find_due_turns(self):
        """Return all turns of which somebody is to be told now."""
        return self.browse().union(*self._get_due_moments(Domain.TRUE))

    def _get_due_moments(self, domain):
        """Return ``{turn: Moment}`` for the turns in ``domain`` that have one to be told now.

        None outside the working hours of the company: the moment waits for the next ones. The
        number of queries depends neither on that of turns nor on that of companies.
        """
        now = fields.Datetime.now()
        due = {}
        turns = self.search_fetch(
            domain & self._get_reminder_domain(), ["company_id", "date_deadline"]
        )
        told = self.env["lakip.reminder"]._get_told(turns)
        clocks = turns._get_reminder_clock()
        planners = turns.company_id._lakip_get_planners()
        for company, same in turns.grouped("company_id").items():
            planner = planners.get(company)
            if not planner or not planner.is_working_time(now):
                continue
            # The planner reads the calendar once when it is asked for the earliest day first.
            for turn in same.sorted(lambda turn: clocks[turn][0]):
                rows = told.get(turn.id, ())
                if now > turn.date_deadline:
                    moment = turn._get_late_moment(planner, now, rows)
                else:
                    moment = turn._get_before_moment(planner, now, rows, *clocks[turn])
                if moment:
                    due[turn] = moment
        return due

    def _get_before_moment(self, planner, now, told, start, held):
        deadline = self.date_deadline
        if any(row.moment == "before" and row.date_deadline == deadline for row in told):
            return None
        lead = self.company_id.lakip_remind_days
        if planner.worked_days(start, deadline, held) > lead:
            near = planner.worked_days(now, deadline) <= lead
        else:
            standard = planner.worked_hours(start, deadline, held)
            near = planner.worked_hours(now, deadline) <= standard / 2
        return Moment("before") if near else None

    def _get_late_moment(self, planner, now, told):
        deadline = self.date_deadline
        days = int(planner.worked_days(deadline, now))
        # A deadline that moved, and has passed again, is news. One that moved within the past is
        # none: what was told after it counts.
        told_days = [
            row.days_late
            if row.date_deadline == deadline
            else int(planner.worked_days(deadline, row.date))
            for row in told
            if row.moment == "late" and row.date > deadline
        ]
        if told_days and max(told_days) >= days:
            return None
        return Moment("late", days, is_first=not told_days)

    # ------------------------------------------------------------
    # BUSINESS: telling
    # ------------------------------------------------------------

    def _remind(self):
        """Tell the people of those of these turns that are due, and nobody twice."""
        due = self._claim_moments()
        turns = self.browse().union(*due)
        long_late = turns.filtered(
            lambda turn: 0 < turn.company_id.lakip_escalate_days <= due[turn].days_late
        )
        higher = long_late._get_next_higher()
        posts = []
        for turn, moment in due.items():
            posts.extend(turn._get_reminder_posts(turn.user_ids, moment))
            if turn in higher:
                users = higher[turn] - turn.user_ids
                posts.extend(turn._get_reminder_posts(users, moment, escalated=True))
        posts.extend(turns.filtered(lambda turn: due[turn].is_first)._get_channel_late_posts())
        self.env["mail.thread"]._lakip_post(posts)

    def _claim_moments(self):
        """Return ``{turn: Moment}`` that this transaction is to tell, each kept as told."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                # Who is acting on a turn at this moment needs no reminder of it.
                turns = self.try_lock_for_update(allow_referencing=True)
                turns.env.invalidate_all()
                due = turns._get_due_moments(Domain("id", "in", turns.ids))
                self.env["lakip.reminder"]._lakip_unlocked().create(
                    [
                        {
                            "res_model": self._name,
                            "res_id": turn.id,
                            "date_deadline": turn.date_deadline,
                            "moment": moment.name,
                            "days_late": moment.days_late,
                            "date": fields.Datetime.now(),
                        }
                        for turn, moment in due.items()
                    ]
                )
        except (errors.SerializationFailure, errors.UniqueViolation):
            # Since this transaction began, somebody acted on one of them, or another worker was
            # faster. The next run sees what is left to tell.
            return {}
        return due

    def _get_reminder_posts(self, users, moment, escalated=False):
        """Return what tells ``users``, each in their language and on their clock, for
        ``_lakip_post``: a notice in the inbox, or by e-mail for those who chose e-mail.

        :param escalated: they are not the ones whose turn it is
        """
        self.ensure_one()
        note_id = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        posts = []
        for (lang, tz), readers in users.grouped(lambda user: (user.lang, user.tz)).items():
            turn = self.with_context(lang=lang or self.cycle_id._get_channel_lang())
            deadline = turn.cycle_id._format_moment(turn.date_deadline, tz)
            posts.append(
                (
                    turn,
                    {
                        "body": turn._get_reminder_text(moment, deadline, escalated),
                        "subject": turn._get_reminder_title(),
                        "message_type": "user_notification",
                        "subtype_id": note_id,
                        "is_internal": True,
                        "partner_ids": readers.partner_id.ids,
                        "record_company_id": turn.company_id.id,
                    },
                )
            )
        return posts

    def _get_reminder_text(self, moment, deadline, escalated):
        """Return the sentence of ``moment``; ``deadline`` is in words."""
        self.ensure_one()
        values = {"turn": self._get_reminder_link(), "deadline": deadline}
        if escalated:
            return self.env._(
                "%(turn)s is late: it was due on %(deadline)s. Working days late: %(days)s. It "
                "is the turn of %(names)s; you are told as the next in the chain of command.",
                days=moment.days_late,
                # sudo: the names of those whose turn it is
                names=", ".join(self.sudo().user_ids.mapped("name")) or "–",
                **values,
            )
        if moment.name == "before":
            return self.env._("Reminder: %(turn)s is due on %(deadline)s.", **values)
        if not moment.days_late:
            return self.env._("%(turn)s is late: it was due on %(deadline)s.", **values)
        return self.env._(
            "%(turn)s is still late: it was due on %(deadline)s. Working days late: %(days)s.",
            days=moment.days_late,
            **values,
        )

    def _get_reminder_link(self):
        """Return a link to this record; from an e-mail it opens after login."""
        self.ensure_one()
        return Markup('<a href="%s" data-oe-model="%s" data-oe-id="%s">%s</a>') % (
            self._notify_get_action_link("view"),
            self._name,
            self.id,
            self._get_reminder_title(),
        )

    def _get_channel_late_posts(self):
        """Return what tells the channel of each cycle that these turns are late, once."""
        posts = []
        for cycle, turns in self.grouped("cycle_id").items():
            cycle = cycle.with_context(lang=cycle._get_channel_lang())
            lines = [
                cycle.env._(
                    "%(turn)s is late: it was due on %(deadline)s.",
                    turn=turn._get_channel_link(),
                    deadline=cycle._format_moment(turn.date_deadline),
                )
                for turn in turns.with_env(cycle.env)
            ]
            posts.extend(cycle._get_channel_posts(Markup("<br/>").join(lines)))
        return posts
