from markupsafe import Markup

from odoo import models

from .lakip_protected_mixin import EDIT_SENTINEL, QUIET
from .lakip_sop_step import APPROVAL_KINDS


class LakipStep(models.Model):
    """What the channel of the cycle is told: one short message for each act on a row.

    An act ends one row and starts the next. That is one event to the reader, so it is one
    message of two lines, with a link to each row. When the row that starts asks for a paraf or
    a signature, that message is the approval card.
    """

    _inherit = "lakip.step"

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_return(self, reason=None):
        pending = self.pending_approval_id
        if reason is None and len(self) == len(pending) == 1:
            # A decision is returned with its correction points.
            return pending.action_return()
        return super().action_return(reason)

    # ------------------------------------------------------------
    # BUSINESS: the acts
    # ------------------------------------------------------------

    def _do_complete(self, branch=False):
        if self.env.context.get(QUIET) is EDIT_SENTINEL:
            return super()._do_complete(branch)
        super(LakipStep, self.with_context(**{QUIET: EDIT_SENTINEL}))._do_complete(branch)
        return self._tell_closed(lambda step: step._get_done_text())

    def _do_return(self, reason):
        result = super(LakipStep, self.with_context(**{QUIET: EDIT_SENTINEL}))._do_return(reason)
        self._tell_closed(lambda step: step._get_returned_text(reason.strip()))
        return result

    def _do_restart(self, following, reason):
        result = super(LakipStep, self.with_context(**{QUIET: EDIT_SENTINEL}))._do_restart(
            following, reason
        )
        self._tell_closed(lambda step: step._get_withdrawn_text(reason.strip()))
        return result

    def _do_hold(self, reason):
        result = super()._do_hold(reason)
        self._get_pending_approval()._send_cards()
        for step in self._with_channel_lang():
            step.cycle_id._post_to_channel(
                step.env._(
                    "%(row)s is on hold: %(reason)s",
                    row=step._get_row_link(),
                    reason=reason.strip(),
                )
            )
        return result

    def _do_resume(self):
        result = super()._do_resume()
        self._get_pending_approval()._send_cards()
        for step in self._with_channel_lang():
            step.cycle_id._post_to_channel(
                step.env._(
                    "%(row)s goes on. %(turn)s",
                    row=step._get_row_link(),
                    turn=step._get_whose_turn_text(),
                )
            )
        return result

    def _sync_performers(self):
        # sudo: the channel is kept by the app
        self.sudo().cycle_id._sync_channel_members()
        return super()._sync_performers()

    def _assign_performers(self):
        if self.env.context.get(QUIET) is EDIT_SENTINEL:
            super()._assign_performers()
            return
        before = {step: step.user_ids for step in self}
        super()._assign_performers()
        moved = self.filtered(lambda step: step.user_ids != before[step])
        pending = moved._get_pending_approval()
        posts = []
        for approval in pending:
            step = approval.step_id
            posts.extend(approval._get_personal_posts(step.user_ids - before[step]))
        self.env["mail.thread"]._lakip_post(posts)
        pending._send_cards()

    # ------------------------------------------------------------
    # BUSINESS: telling
    # ------------------------------------------------------------

    def _tell_closed(self, get_text):
        """Tell the cycles of these closed rows what was done, and which row started."""
        cycles = self.cycle_id
        # What both ask for, read at once
        (self | cycles.current_step_id).approval_ids.fetch(["state"])
        closed = {step.cycle_id: get_text(step) for step in self._with_channel_lang()}
        started = cycles.current_step_id
        posts = started._get_started_posts(closed)
        for cycle in cycles - started.cycle_id:
            posts.extend(cycle._get_channel_posts(closed[cycle]))
        self.env["mail.thread"]._lakip_post(posts)
        cycles.filtered(lambda cycle: cycle.state == "done")._sync_channel_active()

    def _tell_started(self):
        """Tell that these rows, the first ones of their cycles, started."""
        self.env["mail.thread"]._lakip_post(self._get_started_posts())

    def _get_started_posts(self, before=None):
        """Return what tells whose turn these rows are and until when, for ``_lakip_post``.

        :param before: ``{cycle: line}``, what is told in the same message before it
        """
        pending = self._get_pending_approval().grouped("step_id")
        posts = []
        for step in self._with_channel_lang():
            text = step._get_started_text()
            if before:
                text = Markup("<br/>").join([before[step.cycle_id], text])
            approval = pending.get(step)
            if approval:
                posts.extend(approval._get_posts(text))
            else:
                posts.extend(step.cycle_id._get_channel_posts(text))
        return posts

    def _with_channel_lang(self):
        """Yield each row in the language of its office."""
        for step in self:
            yield step.with_context(lang=step.cycle_id._get_channel_lang())

    # ------------------------------------------------------------
    # BUSINESS: sentences
    # ------------------------------------------------------------

    def _get_row_link(self):
        """Return a link to this row, named by its number and first line."""
        self.ensure_one()
        name = self.name.splitlines()[0]
        return self._get_html_link(title=f"{self.number}. {name}" if self.number else name)

    def _get_whose_turn_text(self):
        """Return who must act on this row and until when."""
        self.ensure_one()
        # sudo: the names of those whose turn it is
        names = ", ".join(self.sudo().user_ids.mapped("name")) or self.role_id.name
        if not self.date_deadline:
            return self.env._("Turn of %(names)s", names=names)
        return self.env._(
            "Turn of %(names)s, until %(deadline)s",
            names=names,
            deadline=self.cycle_id._format_moment(self.date_deadline),
        )

    def _get_started_text(self):
        return Markup("%s %s") % (
            self.env._("%(row)s has started.", row=self._get_row_link()),
            self._get_whose_turn_text(),
        )

    def _get_done_text(self):
        given = self.env["lakip.approval"]
        if self.kind in APPROVAL_KINDS:
            given = self.approval_ids.filtered(lambda row: row.state == "approved")[-1:]
        who = given.signer_name or self.done_user_id.name or self.env.user.name
        if given.signer_title:
            who = f"{who} ({given.signer_title})"
        if self.kind == "signature":
            return self.env._("%(row)s: signed by %(who)s", row=self._get_row_link(), who=who)
        if self.kind == "initial":
            return self.env._("%(row)s: paraf given by %(who)s", row=self._get_row_link(), who=who)
        return self.env._("%(row)s: done by %(who)s", row=self._get_row_link(), who=who)

    def _get_returned_text(self, reason):
        return self.env._(
            "%(row)s: returned by %(who)s: %(reason)s",
            row=self._get_row_link(),
            who=self.env.user.name,
            reason=reason,
        )

    def _get_withdrawn_text(self, reason):
        return self.env._(
            "%(row)s: withdrawn by %(who)s: %(reason)s",
            row=self._get_row_link(),
            who=self.env.user.name,
            reason=reason,
        )
