"""As many people are told of their deadlines, among 5,000 cycles.

``lakip_sop``: the hourly cron. It finds what is due among all running turns in the working time of
    each agency, keeps that it was told, and posts a notice to each who has to act and a line in the
    channel of each late cycle.

``activities``: as many activities of ``project`` are scheduled in one go for the same people, each
    with its notice. Nothing is looked for and no deadline is judged.
"""

from datetime import datetime, timedelta
from unittest.mock import patch

from odoo import fields

from .harness import Case, Contender

#: A moment when every agency works, so that nothing is left for later.
WORKING_HOUR = (3, 0)  # UTC, 10:00 in Pontianak


def get_working_moment():
    """Return 10:00 of the last working day, naive UTC."""
    now = datetime.utcnow()
    moment = now.replace(hour=WORKING_HOUR[0], minute=WORKING_HOUR[1], second=0, microsecond=0)
    if moment > now:
        moment -= timedelta(days=1)
    return moment - timedelta(days=max(0, moment.weekday() - 4))


class Reminders(Contender):
    """The cron of the app, when the same turns are due.

    :param agencies: numbers of those whose turns were not told yet; those of all others were
    """

    name = "lakip_sop"

    def __init__(self, agencies, cycles=None):
        self.agencies = agencies
        self.cycles = cycles

    def prepare(self, env):
        """Everybody is told but the people of these agencies."""
        with patch.object(fields.Datetime, "now", staticmethod(get_working_moment)):
            with patch.object(env.cr, "commit", env.cr.flush):
                env["lakip.reminder"]._cron_remind()
        env.cr.execute(
            """
            DELETE FROM lakip_reminder told USING res_users who, lakip_step step, lakip_cycle cycle
            WHERE who.login = ANY(%s) AND cycle.company_id = who.company_id
              AND step.cycle_id = cycle.id AND cycle.state = 'running' AND step.state = 'active'
              AND (told.res_model, told.res_id) IN (
                SELECT 'lakip.step', step.id UNION ALL
                SELECT 'lakip.request', id FROM lakip_request WHERE step_id = step.id)
            """,
            [[f"planning_head.{agency}" for agency in self.agencies]],
        )

    def acts(self, env):
        def remind():
            with patch.object(fields.Datetime, "now", staticmethod(get_working_moment)):
                env["lakip.reminder"]._cron_remind()

        before = env["lakip.reminder"].search_count([])
        yield remind
        self.told = env["lakip.reminder"].search_count([]) - before
        assert self.told, "nobody was told"


class Activities(Contender):
    """Scheduled for the users of tasks."""

    name = "mail.activity scheduled"

    def acts(self, env):
        tasks = env["project.task"].search(
            [("user_ids", "!=", False), ("parent_id", "=", False)], limit=OURS.told
        )

        def schedule():
            env["mail.activity"].create(
                [
                    {
                        "res_model_id": env["ir.model"]._get_id("project.task"),
                        "res_id": task.id,
                        "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
                        "user_id": task.user_ids[:1].id,
                        "date_deadline": fields.Date.today(),
                    }
                    for task in tasks
                ]
            )

        yield schedule


#: A quarter of the agencies have not been told yet.
OURS = Reminders(range(1, 126))
CASES = (Case("reminding as many people", OURS, (Activities(),), cold=True, runs=6),)
