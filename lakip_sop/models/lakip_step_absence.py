from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from . import lakip_step
from .lakip_protected_mixin import EDIT_SENTINEL, QUIET
from .res_users_absence import Absence

#: Context key of a hand-over while the office is closed; holds ``EDIT_SENTINEL``.
_NIGHT = "_lakip_night"


class LakipStep(models.Model):
    """A row whose officer is out of office while nobody acts for them.

    Whoever owns the cycle is told once for each absence and turn, and can name a Plh.; when they
    are the one who is away, the next higher one who is there. Naming an officer is otherwise the
    administrator's: here it is bound to the absence, so that nobody who is there is passed over.
    """

    _inherit = "lakip.step"

    _lakip_protected_fields = lakip_step.LakipStep._lakip_protected_fields | {
        "absence_told",
        "untold_user_ids",
    }

    absence_told = fields.Char(
        readonly=True,
        copy=False,
        help="Technical: the turn and absence of which somebody was told last.",
    )
    untold_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="lakip_step_untold_user_rel",
        readonly=True,
        copy=False,
        help="Technical: those who got the turn at night; their card follows in working hours.",
    )
    absence_text = fields.Char(compute="_compute_absence")
    can_name_acting = fields.Boolean(compute="_compute_absence")

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("state", "user_ids", "is_on_hold")
    @api.depends_context("uid", "lang")
    def _compute_absence(self):
        absences = self._get_absences()
        reasons = self._get_cannot_name_acting_reason()
        for step in self:
            absence = absences.get(step)
            step.absence_text = absence and step._get_absence_text(absence)
            step.can_name_acting = not reasons[step]

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_name_acting(self):
        """Ask who acts for the officer who is out of office, and until when."""
        self.ensure_one()
        self._check_can_name_acting()
        absence = self._get_absences()[self]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Name an Acting Officer"),
            "res_model": "lakip.acting.wizard",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_step_id": self.id,
                "default_date_from": fields.Date.to_string(self.company_id._lakip_get_today()),
                "default_date_to": fields.Date.to_string(absence.last_day),
            },
        }

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _get_cannot_name_acting_reason(self):
        """Return ``{step: reason}``; False where the user may name an acting officer now."""
        absences = self._get_absences()
        overseers = self._get_overseers(absences)
        may_all = self.env.su or self.env.user.has_group("lakip_sop.group_lakip_manager")
        reasons = {}
        for step in self:
            told = overseers.get(step, self.env["res.users"])
            if step not in absences:
                reasons[step] = self.env._(
                    "'%s' does not wait for an officer who is out of office.", step.display_name
                )
            elif not may_all and self.env.user not in told:
                reasons[step] = self.env._(
                    "Only %(names)s or the administrator names who acts here.",
                    # sudo: the name of whom to ask
                    names=", ".join(told.sudo().mapped("name")) or step.cycle_id.owner_role_id.name,
                )
            else:
                reasons[step] = False
        return reasons

    def _check_can_name_acting(self):
        for reason in self._get_cannot_name_acting_reason().values():
            if reason:
                raise UserError(reason)

    def _check_acting(self, employee, date_from, date_to):
        """Raise ``UserError`` when ``employee`` cannot act here from ``date_from`` to ``date_to``.

        That the person has a user is checked by ``lakip.officer``.
        """
        self.ensure_one()
        # sudo: what stands against a person whom the user named
        employee = employee.sudo()
        user = employee.user_id
        company = self.company_id
        last_day = self._get_absences()[self].last_day
        is_manager = self.env.su or self.env.user.has_group("lakip_sop.group_lakip_manager")
        if employee.company_id != company or not employee.active:
            raise UserError(
                self.env._(
                    "%(name)s does not work for %(company)s.",
                    name=employee.name,
                    company=company.name,
                )
            )
        if user and user == self.env.user and not is_manager:
            raise UserError(
                self.env._(
                    "Nobody names themselves: four eyes must see the report. Choose somebody "
                    "else, or ask the administrator."
                )
            )
        if user in self.user_ids or user._lakip_get_absences(company):
            raise UserError(
                self.env._("%s is out of office too. Choose somebody who is there.", employee.name)
            )
        if date_from < company._lakip_get_today():
            raise UserError(self.env._("Nobody can act in the past: begin today or later."))
        if date_to < date_from:
            raise UserError(self.env._("The last day cannot be before the first."))
        if last_day and date_to > last_day:
            raise UserError(
                self.env._(
                    "%(names)s is back after %(date)s: nobody acts longer than that.",
                    names=self._get_turn_names(),
                    date=self._format_day(last_day),
                )
            )

    # ------------------------------------------------------------
    # BUSINESS: naming (as superuser, after the checks)
    # ------------------------------------------------------------

    def _do_name_acting(self, employee, date_from, date_to):
        """Make ``employee`` the Plh. of this row's role; the turn goes to them by that."""
        self.ensure_one()
        absence = self._get_absences()[self]
        text = self._get_absence_text(absence)
        officer = self.env["lakip.officer"].create(
            {
                "role_id": self._get_acting_role().id,
                "company_id": self.company_id.id,
                "employee_id": employee.id,
                "capacity": "plh",
                "date_from": date_from,
                "date_to": date_to,
            }
        )
        officer.message_post(
            body=self.env._("Named by %(who)s. %(absence)s", who=self.env.user.name, absence=text)
        )
        for step in self._with_channel_lang():
            step.cycle_id._post_to_channel(
                step.env._(
                    "%(row)s: %(name)s (%(title)s) acts until %(date)s, named by %(who)s.",
                    row=step._get_row_link(),
                    name=officer.employee_id.name,
                    title=officer.with_env(step.env)._get_title(),
                    date=step._format_day(date_to),
                    who=self.env.user.name,
                )
            )
        return officer

    # ------------------------------------------------------------
    # BUSINESS: who is away, who is told
    # ------------------------------------------------------------

    def _get_absences(self):
        """Return ``{step: Absence}`` of the rows whose officers, all of them, are away now.

        A turn of the SK Tim or of a division has many hands and no Plh.
        """
        waiting = self.filtered(
            lambda step: step.state == "active"
            and not step.is_on_hold
            and step.user_ids
            and step._get_acting_role().holder_source == "officer"
        )
        result = {}
        for company, steps in waiting.grouped("company_id").items():
            away = steps.user_ids._lakip_get_absences(company)
            for step in steps:
                absences = [away[user] for user in step.user_ids if user in away]
                if len(absences) == len(step.user_ids):
                    known = [absence.last_day for absence in absences if absence.last_day]
                    # The first one back can decide.
                    result[step] = Absence(
                        " ".join(sorted(absence.start for absence in absences)),
                        min(known, default=None),
                    )
        return result

    def _get_overseers(self, steps):
        """Return ``{step: users}`` who are told that the officer of each of ``steps`` is away:
        the owner of the cycle, or the next higher one who is there."""
        # sudo: who holds an office, to route a notice
        officers = self.env["lakip.officer"].sudo()
        candidates = {}
        for step in steps:
            owner = step.cycle_id.owner_role_id
            candidates[step] = owner | step.cycle_id._get_higher_roles(owner)
        roles = self.env["lakip.role"].union(*candidates.values())
        companies = self.env["res.company"].union(*(step.company_id for step in candidates))
        holders = officers._get_current(roles, companies)
        away = {
            company: officers.union(
                *(found for (where, _role), found in holders.items() if where == company)
            ).user_id._lakip_get_absences(company)
            for company in companies
        }
        result = {}
        for step, ranks in candidates.items():
            for role in ranks - step._get_acting_role():
                # sudo: the group a role gives, beside the office itself
                group = role.sudo().group_id
                users = holders.get((step.company_id, role), officers).user_id
                present = users.filtered(
                    lambda user, step=step, group=group: user not in away[step.company_id]
                    and user not in step.user_ids
                    and (not group or group in user.all_group_ids)
                )
                if present:
                    result[step] = present.with_env(self.env)
                    break
        return result

    def _get_turn_names(self):
        # sudo: the names of those whose turn it is
        return ", ".join(self.sudo().user_ids.mapped("name"))

    @api.model
    def _format_day(self, day):
        """Return ``day`` in words, in this language."""
        return format_date(self.env, day, lang_code=self.env.lang, date_format="EEEE d MMMM y")

    def _get_absence_text(self, absence):
        """Return who is out of office until when, as a sentence."""
        self.ensure_one()
        names = self._get_turn_names()
        if not absence.last_day:
            return self.env._("%s is out of office, and nobody acts in their place.", names)
        return self.env._(
            "%(names)s is out of office until %(date)s, and nobody acts in their place.",
            names=names,
            date=self._format_day(absence.last_day),
        )

    # ------------------------------------------------------------
    # BUSINESS: telling
    # ------------------------------------------------------------

    def _assign_performers(self):
        before = {step: step.user_ids for step in self}
        super()._assign_performers()
        if self.env.context.get(_NIGHT) is not EDIT_SENTINEL:
            self._tell_absences()
            return
        for step in self:
            come = step.user_ids - before[step]
            if come:
                untold = step.untold_user_ids | come
                step._lakip_unlocked().untold_user_ids = [Command.set(untold.ids)]

    def _tell_absences(self):
        """Tell, once for each absence and turn, that a turn waits for somebody who is away."""
        absences = self._get_absences()
        back = self.filtered(
            lambda step: step.absence_told and step not in absences and not step.is_on_hold
        )
        back._lakip_unlocked().absence_told = False
        keys = {step: f"{step.round}/{absence.start}" for step, absence in absences.items()}
        untold = [step for step in absences if step.absence_told != keys[step]]
        posts = []
        for step, users in self._get_overseers(untold).items():
            step._lakip_unlocked().absence_told = keys[step]
            for lang, same_lang in users.grouped("lang").items():
                posts.append(
                    step.with_context(lang=lang)._get_absence_post(same_lang, absences[step])
                )
        self.env["mail.thread"]._lakip_post(posts)

    def _get_absence_post(self, users, absence):
        """Return the notice for ``users``: in the inbox, or by e-mail for those who chose it."""
        self.ensure_one()
        return (
            self,
            {
                "body": self.env._(
                    "%(row)s waits. %(absence)s You can name who acts: open the row.",
                    row=self._get_row_link(),
                    absence=self._get_absence_text(absence),
                ),
                "subject": self.env._("Out of office: %s", self._get_turn_names()),
                "subtype_id": self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note"),
                "partner_ids": users.partner_id.ids,
                "record_company_id": self.company_id.id,
            },
        )

    def _tell_untold(self):
        """Give their card to those who got a turn at night."""
        posts = []
        untold = self.filtered("untold_user_ids")
        for approval in untold._get_pending_approval():
            step = approval.step_id
            posts.extend(approval._get_personal_posts(step.untold_user_ids & step.user_ids))
        untold._lakip_unlocked().untold_user_ids = [Command.clear()]
        self.env["mail.thread"]._lakip_post(posts)

    # ------------------------------------------------------------
    # CRON
    # ------------------------------------------------------------

    def _sync_running(self):
        """Hand over the turns of these running rows. Offices that are closed are told nothing:
        it waits for their next working hour."""
        open_ = self.company_id.filtered(lambda company: self._is_working_time(company))
        by_day = self.filtered(lambda step: step.company_id in open_)
        by_day._sync_performers()
        by_day._tell_untold()
        by_night = self - by_day
        before = {step: step.user_ids for step in by_night}
        by_night.with_context(**dict.fromkeys((QUIET, _NIGHT), EDIT_SENTINEL))._sync_performers()
        # What is on a screen changes at any hour.
        moved = by_night.filtered(lambda step: step.user_ids != before[step])
        moved._get_pending_approval()._send_cards()

    @api.model
    def _is_working_time(self, company):
        """Return whether the office works now; so it does when nobody can tell its hours."""
        try:
            return company._lakip_get_planner().is_working_time(fields.Datetime.now())
        except UserError:
            return True
