"""Three approvals in a row, by three officers: of a report, a tiered document, a time off.

What each contender does between the click and the commit, everybody having chosen notices in
Odoo's inbox:

``lakip_sop``: paraf, paraf, tanda tangan.
    Locks the cycle; checks turn, office of the day, access group, version and bytes of the file;
    writes a row of the hash chain; closes the row of the SOP with the working hours it took;
    starts the next one with its deadline in working time, performers and activity; posts the
    approval card in the channel, the direct chat and the chatter with a notice; changes the cards
    that are open. The signature opens its wizard, takes a drawn picture and the identity check
    (already passed), and writes the signed Word file with Lembar Pengesahan and QR code.

``base_tier_validation`` 19.0: three tiers in sequence, with its notices when a review is pending
    and when one is accepted, on a model with chatter as in OCA's own tests; then 'confirm', which
    the tiers guard. No file, no ledger, no activity, no deadline.

``base_tier_validation`` with what else a paraf brings, wired by Odoo's own means as automation
    rules would: the activity of who approved done and one for the next with its deadline in
    working time, the time the tier took, a message in the channel of the document, one in the
    direct chat of the next.

``hr_holidays``: two approvals, by the manager and by the time off officer.
    Checks rights and balance; activity for the second approver; tracked state and a message to the
    employee; on the second the meeting in the calendar and the leave of the resource.

The headline has all of it. The case without the signed file replaces the signature by a third
paraf, which is what the peers' third approval is. Figures are of one approval, the mean of those
in the row.
"""

from base64 import b64encode
from datetime import date, timedelta
from functools import partial

import pytz

from odoo import Command, fields

from tests.common import docx_bytes, signature_png

from .harness import Case, Contender

#: Those who decide, in order.
LOGINS = ("planning_head", "secretary", "agency_head")


def get_user(env, login, groups="base.group_user", **employee):
    """Return the user ``login``, made when there is none: an employee who reads notices in the
    inbox."""
    user = env["res.users"].search([("login", "=", login)])
    if not user:
        user = (
            env["res.users"]
            .with_context(no_reset_password=True)
            .create(
                {
                    "name": login.replace("_", " ").title(),
                    "login": login,
                    "email": f"{login}@example.com",
                    "tz": "Asia/Pontianak",
                    "notification_type": "inbox",
                    "group_ids": [Command.link(env.ref(name).id) for name in groups.split(",")],
                }
            )
        )
        env["hr.employee"].create({"name": user.name, "user_id": user.id, **employee})
    return user


def get_officer(env, login):
    """Return the user ``login``, an officer since long."""
    role = env["lakip.role"].search([("code", "=", login)])
    user = get_user(env, login)
    officers = env["lakip.officer"]
    if not officers.search_count([("role_id", "=", role.id), ("user_id", "=", user.id)]):
        officers.create(
            {
                "role_id": role.id,
                "employee_id": user.employee_id.id,
                "date_from": "2020-01-01",
            }
        )
    return user


def create_sop(env, number, rows):
    """Return a new SOP; ``rows`` are (Kegiatan, kind, code of the performer), a day each."""
    roles = {role.code: role.id for role in env["lakip.role"].search([])}
    return env["lakip.sop"].create(
        {
            "number": number,
            "name": "Pengesahan",
            "company_id": env.company.id,
            "owner_role_id": roles["planning_head"],
            "step_ids": [
                Command.create(
                    {
                        "number": str(place),
                        "sequence": place,
                        "name": name,
                        "kind": kind,
                        "role_id": roles[code],
                        "duration": 1,
                        "duration_unit": "day",
                    }
                )
                for place, (name, kind, code) in enumerate(rows, 1)
            ],
        }
    )


class Approvals(Contender):
    """``lakip_sop``.

    :param year: of its cycle
    :param has_third_paraf: whether a third paraf is the third approval, and no signature
    """

    name = "lakip_sop"

    def __init__(self, year, has_third_paraf=False):
        self.year = year
        self.has_third_paraf = has_third_paraf

    def prepare(self, env):
        env.company.resource_calendar_id = env.ref("lakip_sop.resource_calendar_asn")
        writer = get_user(env, "team_member")
        officers = env["res.users"].union(*(get_officer(env, login) for login in LOGINS))
        self._create_sop(env)
        cycle = env["lakip.cycle"].create(
            {
                "year": self.year,
                "member_ids": [
                    Command.create({"employee_id": writer.employee_id.id, "position": "chair"})
                ],
            }
        )
        cycle.with_user(get_user(env, "planning_head")).action_start()
        step = cycle.current_step_id.with_user(writer)
        step._upload_document("report", docx_bytes(), "LAKIP.docx")
        step.action_complete()
        # Who has decided before has the system's chat already.
        env["lakip.approval"]._get_chats(officers)
        self.cycle_id = cycle.id

    def _create_sop(self, env):
        """Make an SOP of a draft, three approvals and a last row the one in force."""
        rows = (
            ("Menyusun", "drafting", "team"),
            ("Paraf 1", "initial", "planning_head"),
            ("Paraf 2", "initial", "secretary"),
            *([("Paraf 3", "initial", "agency_head")] if self.has_third_paraf else []),
            ("Pengesahan", "signature", "agency_head"),
            ("Menutup", "task", "planning_head"),
        )
        sop = create_sop(env, f"B{self.year}", rows)
        draft = sop.step_ids[0]
        decisions = sop.step_ids.filtered(lambda step: step.kind in ("initial", "signature"))
        decisions.return_step_id = draft
        sop.action_make_effective()

    def acts(self, env):
        picture = b64encode(signature_png())
        steps = env["lakip.cycle"].browse(self.cycle_id).step_ids
        for step, login in zip(steps[1:], LOGINS, strict=False):
            # What the card in the officer's browser holds
            approval = step._get_pending_approval().with_user(get_user(env, login))
            seen = (approval.document_id.version, approval.document_id.sha256)
            if approval.kind == "initial":
                yield partial(approval.action_card_approve, *seen)
            else:
                yield partial(self._sign, approval, seen, picture)

    def _sign(self, approval, seen, picture):
        action = approval.action_card_sign(*seen)
        wizard = approval.env[action["res_model"]].with_context(**action["context"])
        wizard.create({"signature": picture}).action_sign()


class Tiers(Contender):
    """``base_tier_validation``."""

    name = "base_tier_validation"

    def prepare(self, env):
        model = env["ir.model"]._get("lakip.bench.document")
        self._define(env, model)
        document = env["lakip.bench.document"].create({"name": "LAKIP"})
        document.with_user(get_user(env, "team_member")).request_validation()
        self.document_id = document.id

    def _define(self, env, model):
        """Define the tiers in the place of those of the data set, once for all contenders."""
        definitions = env["tier.definition"].search([("model_id", "=", model.id)])
        users = [get_user(env, login) for login in LOGINS]
        if definitions.reviewer_id == env["res.users"].union(*users):
            return
        definitions.active = False
        definitions.create(
            [
                {
                    "name": user.name,
                    "model_id": model.id,
                    "reviewer_id": user.id,
                    # The tier with the highest sequence comes first.
                    "sequence": 30 - number,
                    "approve_sequence": True,
                    "notify_on_pending": True,
                    "notify_on_accepted": True,
                }
                for number, user in enumerate(users)
            ]
        )

    def acts(self, env):
        document = env["lakip.bench.document"].browse(self.document_id)
        first, second, last = (document.with_user(get_user(env, login)) for login in LOGINS)

        def confirm():
            last.validate_tier()
            last.action_confirm()

        yield first.validate_tier
        yield second.validate_tier
        yield confirm
        if document.validation_status != "validated":
            raise ValueError("The tiers were not approved, so nothing was measured.")


class WiredTiers(Tiers):
    """``base_tier_validation`` and, by Odoo's public methods, what else a paraf brings."""

    name = "base_tier_validation, wired"

    def prepare(self, env):
        super().prepare(env)
        users = [get_user(env, login) for login in LOGINS]
        self.user_ids = [user.id for user in users]
        document = env["lakip.bench.document"].browse(self.document_id)
        document.date_start = fields.Datetime.now()
        channel = env["discuss.channel"].create({"name": "LAKIP", "channel_type": "group"})
        channel._add_members(users=env["res.users"].union(*users))
        self.channel_id = channel.id
        chats = [env["discuss.channel"]._get_or_create_chat(user.partner_id.ids) for user in users]
        self.chat_ids = [chat.id for chat in chats]
        self._ask(document, users[0])

    def acts(self, env):
        for place, act in enumerate(super().acts(env)):
            yield partial(self._approve, env, place, act)

    def _approve(self, env, place, validate):
        validate()
        document = env["lakip.bench.document"].browse(self.document_id).sudo()
        calendar = env.company.resource_calendar_id
        now = fields.Datetime.now()
        worked = calendar.get_work_duration_data(document.date_start, now)["hours"]
        document.write({"date_start": now, "worked_hours": worked})
        officer, *following = env["res.users"].browse(self.user_ids[place : place + 2])
        document.activity_feedback(
            ["mail.mail_activity_data_todo"], user_id=officer.id, feedback=officer.name
        )
        told = f"{officer.name}: disetujui."
        for user in following:
            self._ask(document, user)
            told += f" Giliran {user.name} sampai {document.date_deadline}."
            chat = env["discuss.channel"].browse(self.chat_ids[place + 1]).sudo()
            chat.message_post(
                body=f"{document.name} menunggu persetujuan Saudara.", message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )  # fmt: skip
        channel = env["discuss.channel"].browse(self.channel_id).sudo()
        channel.message_post(body=told, message_type="comment", subtype_xmlid="mail.mt_comment")

    def _ask(self, document, user):
        """It is the turn of ``user``: a deadline a working day away, and the activity."""
        calendar = document.env.company.resource_calendar_id
        now = pytz.utc.localize(fields.Datetime.now())
        deadline = calendar.plan_days(1, now, compute_leaves=True)
        document.date_deadline = deadline.astimezone(pytz.utc).replace(tzinfo=None)
        document.activity_schedule(
            "mail.mail_activity_data_todo", deadline.date(), "Setujui", user_id=user.id
        )


class TimeOff(Contender):
    """``hr_holidays``."""

    name = "hr_holidays"

    def prepare(self, env):
        manager = get_user(
            env, "manager", "base.group_user,hr_holidays.group_hr_holidays_responsible"
        )
        officer = get_user(
            env, "time_off_officer", "base.group_user,hr_holidays.group_hr_holidays_user"
        )
        employee = get_user(env, "absentee", leave_manager_id=manager.id).employee_id
        kind = env["hr.leave.type"].create(
            {
                "name": "Cuti",
                "requires_allocation": False,
                "leave_validation_type": "both",
                "responsible_ids": [Command.set(officer.ids)],
            }
        )
        monday = date.today() + timedelta(days=14 - date.today().weekday())
        leave = (
            env["hr.leave"]
            .with_user(employee.user_id)
            .create(
                {
                    "employee_id": employee.id,
                    "holiday_status_id": kind.id,
                    "request_date_from": monday,
                    "request_date_to": monday + timedelta(days=2),
                }
            )
        )
        self.leave_id = leave.id

    def acts(self, env):
        leave = env["hr.leave"].browse(self.leave_id)
        return [
            leave.with_user(get_user(env, login)).action_approve
            for login in ("manager", "time_off_officer")
        ]


OURS = Approvals(2031)
UNSEALED = Approvals(2032, has_third_paraf=True)
PEERS = (Tiers(), WiredTiers(), TimeOff())
CASES = (
    Case("one of three approvals", OURS, PEERS, mean=True),
    Case("one of three approvals, without the signed file", UNSEALED, PEERS, mean=True),
    Case(
        "one of three approvals, each in a request of its own",
        OURS,
        PEERS,
        cold=True,
        mean=True,
    ),
    Case("the same without the signed file", UNSEALED, PEERS, cold=True, mean=True),
)
