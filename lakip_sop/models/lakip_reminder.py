import logging

from odoo import api, fields, models
from odoo.tools import split_every

from ..tools.apart import each_apart

_logger = logging.getLogger(__name__)

#: The models whose turns are told of their deadlines: those with ``lakip.reminder.mixin``.
TURN_MODELS = ("lakip.step", "lakip.request")
#: How many turns are told in one transaction. Who acts on one of them meanwhile waits so long.
SLICE = 50


class LakipReminder(models.Model):
    """A moment of a turn that its people were told of, so that they are told once.

    A turn has these moments:

    ``before``
        some working days before the deadline (a setting of the company); half the standard
        before it where the standard is no longer than that.
    ``late``
        the deadline has passed: ``days_late`` 0, then again with each working day, 1, 2, ...

    A row is written in the transaction that tells the moment. The deadline is part of the key:
    a new round and a deadline that moved have moments of their own.
    """

    _name = "lakip.reminder"
    _description = "Reminder"
    _inherit = ["lakip.protected.mixin"]
    _order = "id"

    res_model = fields.Char(required=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True)
    date_deadline = fields.Datetime(string="Deadline", required=True)
    moment = fields.Selection(
        selection=[("before", "Before the Deadline"), ("late", "Late")],
        required=True,
    )
    days_late = fields.Integer(string="Working Days Late", required=True)
    date = fields.Datetime(string="Told On", required=True)

    _moment_unique = models.UniqueIndex(
        "(res_model, res_id, date_deadline, moment, days_late)",
        "This moment has been told already.",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Tell all whose moment has come, in slices: each is committed with what it told."""
        cron = self.env["ir.cron"]
        slices = [
            self.env[model].browse(ids)
            for model in TURN_MODELS
            for ids in split_every(SLICE, self.env[model]._find_due_turns().ids)
        ]
        # From here on each slice reads, and locks, in a transaction of its own.
        cron._commit_progress(remaining=sum(map(len, slices)))
        for turns in slices:
            each_apart(turns, lambda some: some._remind(), _logger)
            if not cron._commit_progress(len(turns)):
                break

    @api.model
    def _get_told(self, turns):
        """Return ``{id: rows}`` of the moments of ``turns`` that were told already."""
        rows = self.search_fetch(
            [("res_model", "=", turns._name), ("res_id", "in", turns.ids)],
            ["res_id", "date_deadline", "moment", "days_late", "date"],
        )
        return rows.grouped("res_id")
