from odoo import api, fields, models
from odoo.exceptions import UserError

from .lakip_request import OPEN_STATES

DIVISION_GROUP = "lakip_sop.group_lakip_division"

#: operation -> who may do it, and in which states
OPERATIONS = {
    "ask": ("team", ("draft",)),
    "letter": ("team", ("draft", "sent", "returned")),
    "send": ("team", ("draft", "waived")),
    "fill": ("division", OPEN_STATES),
    "submit": ("division", OPEN_STATES),
    "review": ("team", ("submitted",)),
    "accept": ("team", ("submitted",)),
    "return": ("team", ("submitted", "accepted")),
    "waive": ("team", ("draft", "sent", "submitted", "returned")),
}


class LakipRequest(models.Model):
    """Who may do what with a request, and when: the same answers grey the buttons."""

    _inherit = "lakip.request"

    # what the user may do now
    can_ask = fields.Boolean(compute="_compute_can_team")
    can_letter = fields.Boolean(compute="_compute_can_team")
    can_send = fields.Boolean(compute="_compute_can_team")
    can_fill = fields.Boolean(compute="_compute_can_division")
    can_submit = fields.Boolean(compute="_compute_can_division")
    can_review = fields.Boolean(compute="_compute_can_team")
    can_accept = fields.Boolean(compute="_compute_can_team")
    can_return = fields.Boolean(compute="_compute_can_team")
    can_waive = fields.Boolean(compute="_compute_can_team")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("state", "step_id.state", "step_id.user_ids", "step_id.is_on_hold")
    @api.depends_context("uid")
    def _compute_can_team(self):
        self._set_can("team")

    @api.depends("state", "user_ids", "step_id.state")
    @api.depends_context("uid")
    def _compute_can_division(self):
        self._set_can("division")

    def _set_can(self, side):
        """Set what the user may do of that which ``side`` does; only one side has its buttons."""
        for operation, (who, _states) in OPERATIONS.items():
            if who != side:
                continue
            refusals = self._get_refusals(operation)
            for request in self:
                request[f"can_{operation}"] = not refusals[request]

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _get_refusals(self, operation):
        """Return ``{request: sentence}``; False where the user may do ``operation`` now.

        :param operation: a key of ``OPERATIONS``
        """
        who, states = OPERATIONS[operation]
        fitting = self.filtered(lambda request: request.state in states)
        refusals = {request: request._get_state_refusal(operation) for request in self - fitting}
        if who == "division":
            refusals.update(fitting._get_division_refusals())
        else:
            turns = fitting.step_id._get_not_my_turn_reason()
            refusals.update({request: turns[request.step_id] for request in fitting})
        if operation == "send":
            allowed = fitting.filtered(lambda request: not refusals[request])
            refusals.update(allowed._get_send_refusals())
        return refusals

    def _check_can(self, operation):
        """Raise ``UserError`` with all that stands against ``operation`` on these requests."""
        self._lakip_check_stored()
        refusals = [reason for reason in self._get_refusals(operation).values() if reason]
        if refusals:
            raise UserError("\n".join(dict.fromkeys(refusals)))

    def _get_state_refusal(self, operation):
        """Return the sentence that says why ``operation`` does not fit this state."""
        self.ensure_one()
        division = self.department_id.display_name
        label = dict(self._fields["state"]._description_selection(self.env))[self.state]
        if operation == "send":
            return self.env._(
                "The Nota Dinas to %(division)s was sent already (%(state)s).",
                division=division,
                state=label,
            )
        if operation in ("ask", "letter"):
            return self.env._(
                "The request to %(division)s is '%(state)s', so it cannot be changed any more.",
                division=division,
                state=label,
            )
        if operation in ("submit", "fill") and self.state == "submitted":
            return self.env._(
                "The data of %(division)s was handed in by %(name)s already. Ask the team to "
                "return it if something has to change.",
                division=division,
                name=self.sudo().submitted_user_id.name,  # sudo: a colleague's name
            )
        if operation in ("submit", "fill"):
            return self.env._(
                "The request to %(division)s is '%(state)s': there is nothing to hand in.",
                division=division,
                state=label,
            )
        if operation == "waive":
            return self.env._(
                "The request to %(division)s is '%(state)s' and cannot be waived.",
                division=division,
                state=label,
            )
        return self.env._(
            "The data of %(division)s is '%(state)s'. Only data that was handed in can be "
            "accepted or returned.",
            division=division,
            state=label,
        )

    def _get_division_refusals(self):
        """Return ``{request: sentence}``; False where the user hands in for the division now."""
        has_right = self.env.user.has_group(DIVISION_GROUP)
        refusals = {}
        for request in self:
            if not request._is_asked_of_user():
                refusals[request] = self.env._(
                    "Only the staff of %(division)s may do this: %(names)s.",
                    division=request.department_id.display_name,
                    # sudo: names of colleagues
                    names=", ".join(request.sudo().user_ids.mapped("name")),
                )
            elif not has_right:
                refusals[request] = self.env._(
                    "You work for %(division)s but lack the access right '%(group)s'. Ask your "
                    "administrator.",
                    division=request.department_id.display_name,
                    group=self.env.ref(DIVISION_GROUP).name,
                )
            elif request.step_id.state != "active":
                refusals[request] = self.env._(
                    "The step that asks for the data of %s is not under way.",
                    request.department_id.display_name,
                )
            else:
                refusals[request] = False
        return refusals

    def _get_send_refusals(self):
        """Return ``{request: sentence}``; False where there is somebody and something to ask."""
        people = self._get_people()
        refusals = {}
        for request in self:
            division = request.department_id.display_name
            if not people[request]:
                refusals[request] = self.env._(
                    "%s has neither a manager nor a member with an active Odoo user. Link a user "
                    "to one of its employees, or waive the request.",
                    division,
                )
            elif not request.item_ids:
                refusals[request] = self.env._(
                    "Say first what is asked of %s: its list is empty.", division
                )
            else:
                refusals[request] = False
        return refusals

    def _check_complete(self):
        """Raise ``UserError`` that lists required items left empty and files that are refused."""
        # sudo: the files of the items are read whoever added them
        items = self.sudo().item_ids
        missing = items.filtered(lambda item: item.required and item._is_empty())
        if missing:
            raise UserError(
                self.env._(
                    "Attach a file or write a note first for:\n%s",
                    "\n".join(f"- {item.name}" for item in missing),
                )
            )
        items._check_files()

    def _check_reviewed(self):
        """Raise ``UserError`` when an item was marked as not in order."""
        refused = self.item_ids.filtered(lambda item: item.review == "not_ok")
        if refused:
            raise UserError(
                self.env._(
                    "Marked as not in order. Return the data, or take the mark back:\n%s",
                    "\n".join(
                        f"- {item.request_id.department_id.display_name}: {item.name}"
                        for item in refused
                    ),
                )
            )
