from markupsafe import Markup

from odoo import Command, fields, models
from odoo.tools import format_datetime

from . import lakip_cycle
from .lakip_protected_mixin import EDIT_SENTINEL, QUIET


class LakipCycle(models.Model):
    """The Discuss channel of a cycle: who is in it, and what is said there."""

    _inherit = "lakip.cycle"

    _lakip_protected_fields = lakip_cycle.LakipCycle._lakip_protected_fields | {
        "channel_id",
        "channel_user_ids",
    }

    channel_id = fields.Many2one(
        comodel_name="discuss.channel",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    channel_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="lakip_cycle_channel_user_rel",
        string="In the Channel",
        readonly=True,
        copy=False,
        help="Those with a part in the cycle. Whoever left the channel is not brought back.",
    )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if "active" in vals:
            self._sync_channel_active()
        return result

    # ------------------------------------------------------------
    # BUSINESS: the acts that the channel follows
    # ------------------------------------------------------------

    def _do_start(self):
        # The first row starts inside, when there is nobody yet to tell it to.
        result = super(LakipCycle, self.with_context(**{QUIET: EDIT_SENTINEL}))._do_start()
        # sudo: the channel is made and kept by the app
        cycles = self.sudo().with_context(**{QUIET: None})
        cycles._create_channel()
        cycles.current_step_id._tell_started()
        # One may have been archived as a draft.
        cycles._sync_channel_active()
        return result

    def _do_cancel(self, reason):
        result = super()._do_cancel(reason)
        # sudo: the channel is made and kept by the app
        for cycle in self.sudo()._with_channel_lang():
            cycle._post_to_channel(
                cycle.env._("Cancelled by %(who)s: %(reason)s",
                            who=self.env.user.name, reason=reason.strip())
            )  # fmt: skip
        self._sync_channel_active()
        return result

    def _do_finish(self):
        result = super()._do_finish()
        if self.env.context.get(QUIET) is not EDIT_SENTINEL:
            self._sync_channel_active()
        return result

    # ------------------------------------------------------------
    # BUSINESS: the channel
    # ------------------------------------------------------------

    def _create_channel(self):
        """Make the channel of these running cycles, for members only."""
        for cycle, users in self._get_channel_users().items():
            channel = self.env["discuss.channel"].create(
                {
                    "name": f"{cycle.name} – {cycle.company_id.name}",
                    # A private group: nobody but its members, of whatever company, reads it.
                    "channel_type": "group",
                    "description": cycle.sop_id.display_name,
                    "channel_member_ids": [
                        Command.create({"partner_id": partner.id}) for partner in users.partner_id
                    ],
                }
            )
            # Odoo adds whoever makes a channel.
            if self.env.user not in users:
                channel._action_unfollow(self.env.user.partner_id, post_leave_message=False)
            cycle._lakip_unlocked().write(
                {"channel_id": channel.id, "channel_user_ids": [Command.set(users.ids)]}
            )
            channel._broadcast(users.partner_id.ids)

    def _get_channel_users(self):
        """Return ``{cycle: users}`` with a part in these cycles: the officers of the SOP's roles,
        the SK Tim and the heads of the divisions."""
        # sudo: who holds an office or leads a department, to route messages
        cycles = self.sudo().with_context(active_test=True)
        steps = cycles.step_ids
        roles = (steps.role_id | steps.participant_role_ids | cycles.owner_role_id).filtered(
            lambda role: role.holder_source == "officer" and not role.is_external
        )
        officers = self.env["lakip.officer"]._get_current(roles, cycles.company_id)
        result = {}
        for cycle in cycles:
            own = cycle.step_ids
            users = cycle.member_ids.user_id | cycle.department_ids.manager_id.user_id
            for role in own.role_id | own.participant_role_ids | cycle.owner_role_id:
                holders = officers.get((cycle.company_id, role))
                if holders:
                    users |= holders.user_id.with_env(users.env)
            result[cycle.with_env(self.env)] = users.filtered("active").with_env(self.env)
        return result

    def _sync_channel_members(self):
        """Let in who has come to have a part in these cycles, and out who has none any more."""
        cycles = self.filtered("channel_id")
        if not cycles:
            return
        for cycle, users in cycles._get_channel_users().items():
            if users == cycle.channel_user_ids:
                continue
            gone = cycle.channel_user_ids - users
            come = users - cycle.channel_user_ids
            cycle._lakip_unlocked().channel_user_ids = [Command.set(users.ids)]
            for partner in gone.partner_id:
                cycle.channel_id._action_unfollow(partner, post_leave_message=False)
            if come:
                cycle.channel_id._add_members(users=come, post_joined_message=False)

    def _sync_channel_active(self):
        """Archive the channel with its cycle."""
        # sudo: the channel is made and kept by the app
        for open_, cycles in (
            self.sudo().grouped(lambda cycle: cycle.active and cycle.state == "running").items()
        ):
            channels = cycles.channel_id.filtered(
                lambda channel, open_=open_: channel.active != open_
            )
            if channels:
                channels.active = open_

    # ------------------------------------------------------------
    # BUSINESS: messages
    # ------------------------------------------------------------

    def _get_channel_lang(self):
        """Return the language of the office: its partner's, else Indonesian where installed."""
        self.ensure_one()
        installed = dict(self.env["res.lang"].get_installed())
        for code in (self.company_id.partner_id.lang, "id_ID", self.env.lang):
            if code in installed:
                return code
        return "en_US"

    def _with_channel_lang(self):
        """Yield each cycle in the language of its office."""
        for cycle in self:
            yield cycle.with_context(lang=cycle._get_channel_lang())

    def _get_channel_posts(self, body, **values):
        """Return what says ``body`` in the channel of this cycle, for ``_lakip_post``.

        :param values: of ``mail.message``
        """
        self.ensure_one()
        if not self.channel_id:
            return []
        return [(self.channel_id, {"body": body, "message_type": "notification", **values})]

    def _post_to_channel(self, body):
        """Say ``body`` in the channel of this cycle, in the name of the system."""
        return self.env["mail.thread"]._lakip_post(self._get_channel_posts(body))

    def _format_moment(self, moment, tz=None):
        """Return ``moment`` (naive UTC) in words, in this language.

        :param tz: the time zone of the clock; the office's when left out
        """
        self.ensure_one()
        return format_datetime(
            self.env,
            moment,
            tz=tz or self.company_id.resource_calendar_id.tz or "UTC",
            dt_format=f"EEEE d MMMM y, {self.env['lakip.step']._get_clock_format()}",
            lang_code=self.env.lang,
        )

    def _get_status_lines(self):
        """Return where this cycle stands and what the user is told is missing, as lines of HTML."""
        self.ensure_one()
        lines = [Markup("<b>%s</b>") % self.display_name]
        step = self.current_step_id
        if not step:
            return [*lines, self.progress_text]
        lines.append(step._get_html_link(title=self.progress_text))
        lines.append(step._get_whose_turn_text())
        if step.is_on_hold:
            lines.append(self.env._("The row is on hold."))
        elif step.is_late:
            lines.append(Markup("<b>%s</b>") % self.env._("The deadline has passed."))
        if self.open_correction_count:
            lines.append(
                self.env._("%s correction points are still open.", self.open_correction_count)
            )
        blockers = step._get_blockers()[step]
        if step.kind == "collection":
            # It names divisions: staff of one are told of their own data alone.
            own = step.sudo(False)
            blockers = own._get_told_blockers()[own] if own.has_access("read") else []
        if blockers:
            lines.append(self.env._("Still missing:"))
            lines.extend(Markup("– %s") % blocker.message for blocker in blockers)
        return lines
