from odoo import models

from .lakip_blocker import Blocker
from .lakip_request import OPEN_STATES
from .lakip_sop_step import APPROVAL_KINDS


class LakipStep(models.Model):
    """Where each row of a running cycle stands, as its SOP page shows it to the user.

    Everything is read in batches, whatever the number of rows, and with the rights of the user:
    what their record rules hide is not on the page.
    """

    _inherit = "lakip.step"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_open_my_requests(self):
        """Open what is asked of the user's own division: its request, or a list of them."""
        requests = self._get_my_requests()
        action = self.action_open_requests()
        if len(requests) == 1:
            return {**action, "views": [(False, "form")], "res_id": requests.id}
        return {**action, "domain": [("id", "in", requests.ids)]}

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_flow(self):
        flow = super()._get_flow()
        states = dict(self._fields["state"]._description_selection(self.env))
        active = self.filtered(lambda step: step.state == "active")
        users = self._get_flow_users()
        documents = self._get_flow_documents()
        times = self._get_flow_times()
        buttons = active._get_flow_buttons()
        blockers = active._get_flow_blockers()
        for step, row in zip(self, flow["rows"], strict=True):
            row.update(
                state=step.state,
                state_text=states[step.state],
                is_late=step.is_late,
                is_on_hold=step.state == "active" and step.is_on_hold,
                is_my_turn=step.is_my_turn,
                users=users[step],
                round=step.round,
                button=buttons.get(step),
                documents=documents.get(step, []),
                blockers=blockers.get(step, []),
                can_open=True,
                **times[step],
            )
        return flow

    def _get_flow_users(self):
        """Return ``{step: [user, ...]}``: who must act on an active row, who did a done one."""
        shown = {
            step: step.user_ids if step.state == "active" else step.done_user_id for step in self
        }
        readable = self.env["res.users"].union(*shown.values())._filtered_access("read")
        cards = {
            user: {
                "id": user.id,
                "name": user.name,
                "avatar": f"/web/image/res.users/{user.id}/avatar_128",
            }
            for user in readable
        }
        return {
            step: [cards[user] for user in users if user in cards] for step, users in shown.items()
        }

    def _get_flow_documents(self):
        """Return ``{step: [document, ...]}``, the versions in force that the user may read."""
        documents = self.env["lakip.document"].search_fetch(
            [("step_id", "in", self.ids), ("state", "!=", "superseded")],
            ["name", "version", "state", "step_id", "attachment_id"],
        )
        states = dict(documents._fields["state"]._description_selection(self.env))
        return {
            step: [
                {
                    "id": document.id,
                    "name": document.name,
                    "version": document.version,
                    "state_text": states[document.state],
                    # sudo: the number of the file; whoever opens it is asked for their rights
                    "url": f"/web/content/{document.sudo().attachment_id.id}?download=true",
                }
                for document in own
            ]
            for step, own in documents.grouped("step_id").items()
        }

    # ------------------------------------------------------------
    # BUSINESS: what the user can do
    # ------------------------------------------------------------

    def _get_flow_buttons(self):
        """Return ``{step: button}`` of these active rows, where one of their methods is the user's
        to call next: a dict of ``method``, ``label`` and ``confirm``, a question or ''."""
        labels = dict(self._fields["next_button"]._description_selection(self.env))
        asked = self._get_my_requests().step_id
        buttons = {}
        for step in self:
            button = step.next_button
            if button in APPROVAL_KINDS:
                method, label = "action_approve", labels[button]
            elif button == "complete":
                method, label = "action_complete", labels[button]
            elif button == "open":
                method, label = "action_open", labels[button]
            elif step in asked:
                method, label = "action_open_my_requests", self.env._("Hand In Data")
            elif step.is_on_hold and step.is_owner:
                method, label = "action_resume", self.env._("Resume")
            else:
                continue
            question = ""
            if button == "initial":
                question = self.env._(
                    "Give your paraf to the version in force? It is kept with your name, your "
                    "office and the time."
                )
            buttons[step] = {"method": method, "label": label, "confirm": question}
        return buttons

    def _get_my_requests(self):
        """Return the open requests of these rows that the user's own division is to answer."""
        collections = self.filtered(lambda step: step.kind == "collection" and not step.is_on_hold)
        requests = self.env["lakip.request"]
        if not collections:
            return requests
        return requests.search(
            [
                ("step_id", "in", collections.ids),
                ("state", "in", OPEN_STATES),
                ("user_ids", "in", self.env.uid),
            ]
        )

    def _get_flow_blockers(self):
        """Return ``{step: [blocker, ...]}`` of these active rows, as dicts.

        A way to the cure has the one whose turn it is.
        """
        # A decision is no more than its button.
        return {
            step: [
                {**found, "action": found["action"] if step.next_button else ""}
                for found in step.blockers or ()
            ]
            for step in self
            if step.kind not in APPROVAL_KINDS or not step.user_ids
        }

    def _get_told_blockers(self):
        """Return ``{step: [Blocker, ...]}``: what the user is told these rows lack.

        That names divisions, people and recipients: staff of a division are told of their own
        requests, and of rows that are theirs.
        """
        told = self._get_fully_told()
        return {**told._get_blockers(), **(self - told)._get_own_blockers()}

    def _get_fully_told(self):
        """Return those of these rows of which the user is told all that they lack."""
        if self.env.su or self.env.user.has_group("lakip_sop.group_lakip_team"):
            return self
        return self.filtered(lambda step: step.is_my_turn and step.kind != "collection")

    def _get_own_blockers(self):
        """Return ``{step: [Blocker, ...]}``: the requests to the user's division alone."""
        collections = self.filtered(lambda step: step.kind == "collection")
        requests = self.env["lakip.request"]
        if collections:
            requests = requests.search(
                [
                    ("step_id", "in", collections.ids),
                    ("state", "not in", ("accepted", "waived")),
                ]
            )
        by_step = requests.grouped("step_id")
        return {
            step: [
                Blocker(step._get_request_blocker(state, own.department_id))
                for state, own in by_step.get(step, requests.browse()).grouped("state").items()
            ]
            for step in self
        }
