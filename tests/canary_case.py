"""A world full of canaries: texts, files and figures that must not come back to a stranger.

``dinas`` marks what belongs to the agency as a whole, ``bidang a`` what belongs to its division A.
A spy of division B may see the former and never the latter; a spy of another company, a colleague
without a LAKIP group, a portal user and a visitor see neither.
"""

import json
import re

from odoo import Command
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .common import LakipCase, signature_png
from .test_archive import photo

DIVISION = "kenari-bidang-a"
COMPANY = "kenari-dinas"
#: Of division A. Nothing else in the world has nine such digits in a row.
FIGURE = 987654321
#: How a figure looks once its separators are gone.
_SEPARATORS = re.compile(r"(?<=\d)[.,\u00a0\u202f ](?=\d)")
#: What a denied request logs.
QUIET_LOGGERS = (
    "odoo.http",
    "odoo.sql_db",
    "odoo.addons.base.models.ir_rule",
    "odoo.addons.base.models.ir_model",
    "odoo.domains",
)


def find_canary(text, marks):
    """Return which of ``marks`` stands in ``text`` (str or bytes), with what is around it."""
    if isinstance(text, bytes):
        text = text.decode("utf-8", "replace")
    plain = _SEPARATORS.sub("", text)
    for mark in marks:
        place = plain.lower().find(mark)
        if place >= 0:
            return f"{mark}: ...{plain[max(place - 120, 0) : place + 60]}..."
    return None


#: What no spy of division B may read, and what no spy of another company may.
OF_DIVISION = (DIVISION, str(FIGURE))
OF_COMPANY = (*OF_DIVISION, COMPANY)


class CanaryCase(LakipCase, HttpCase):
    """Two years of one agency, told in canaries, and the spies.

    ``cycle`` has come as far as its archive: all is handed in, discussed, signed and delivered.
    ``open_cycle`` collects: the data of division A was returned to it.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("run")
        cls._create_spies()
        cls._create_canary_sop()
        cls.env["lakip.request.template"].create(
            {"name": f"Data {COMPANY}", "company_id": cls.company.id}
        )
        cls.company.lakip_recipient_ids = cls.env["res.partner"].create(
            [{"name": name, "company_id": cls.company.id} for name in ("Inspektorat", "Bappeda")]
        )
        with case.at("2027-01-04 08:00"):
            cls.cycle = case._tell_finished()
        with case.at("2028-01-03 08:00"):
            cls.open_cycle = case._tell_open()
        cls.hidden = cls._get_hidden()
        cls.env.flush_all()
        cls.env.invalidate_all()

    # ------------------------------------------------------------
    # THE PEOPLE
    # ------------------------------------------------------------

    @classmethod
    def _create_spies(cls):
        cls.staff_b = cls._create_person("staff_b", "Staf B", cls.division_b)
        cls.plain = cls._create_person("plain", "Pegawai Biasa", cls.secretariat)
        cls.secretariat.manager_id = cls.secretary.employee_id
        cls.portal = new_test_user(cls.env, "portal_spy", groups="base.group_portal")
        cls.other_company = cls._create_company("Dinas Lain")
        cls.env.user.company_ids |= cls.other_company
        division = cls._create_department("Bidang Lain", cls.other_company)
        cls.others = {
            code: cls._create_person(f"other_{code}", f"Lain {code}", division, cls.other_company)
            for code in ("division", "team", "secretary", "agency_head", "planning_head", "manager")
        }
        for code in ("secretary", "agency_head", "planning_head"):
            cls._create_officer(code, cls.others[code], cls.other_company)
        export = cls.env.ref("base.group_allow_export")
        division_group = cls.env.ref("lakip_sop.group_lakip_division")
        for user in cls.staff_b | cls.head_b | cls.head_a | cls.staff_a:
            user.group_ids |= division_group | export
        for code, user in cls.others.items():
            user.group_ids |= cls.env.ref(f"lakip_sop.group_lakip_{code}") | export
        cls.plain.group_ids |= export
        cls.team_member.group_ids |= cls.env.ref("lakip_sop.group_lakip_team") | export
        for user in (
            cls.staff_b | cls.head_b | cls.staff_a | cls.plain | cls.team_member | cls.portal
            | cls.others["manager"] | cls.others["division"]
        ):  # fmt: skip
            user.password = user.login

    def _get_spies(self):
        """Return ``{name: (user, marks)}`` of all who have a login and must not see the marks."""
        return {
            "staff of division B": (self.staff_b, OF_DIVISION),
            "head of division B": (self.head_b, OF_DIVISION),
            "colleague without LAKIP": (self.plain, OF_COMPANY),
            "portal": (self.portal, OF_COMPANY),
            **{f"other company: {code}": (user, OF_COMPANY) for code, user in self.others.items()},
        }

    def _get_main_spies(self):
        """Return those of the spies that hold the rights of the others: enough for slow doors."""
        spies = self._get_spies()
        names = ("head of division B", "colleague without LAKIP", "other company: manager")
        return {name: spies[name] for name in names}

    # ------------------------------------------------------------
    # THE STORY
    # ------------------------------------------------------------

    @classmethod
    def _create_canary_sop(cls):
        rows = (
            ("direction", "secretary", {}),
            ("collection", "team", {"duration": 5}),
            ("drafting", "team", {"duration": 5}),
            ("discussion", "team", {"takes_part": ("secretary", "planning_head", "division"),
                                    "duration": 6, "duration_unit": "hour"}),
            ("revision", "team", {"duration": 2}),
            ("initial", "secretary", {"back": 4}),
            ("signature", "agency_head", {"back": 4}),
            ("archive", "planning_head", {"duration": 1}),
        )  # fmt: skip
        cls.canary_sop = cls._create_sop(
            [
                {
                    "name": f"{kind} {COMPANY}",
                    "kind": kind,
                    "role": role,
                    "requirement": COMPANY,
                    "output": COMPANY,
                    "remark": COMPANY,
                    **vals,
                }
                for kind, role, vals in rows
            ],
            name=f"SOP {COMPANY}",
            unit=COMPANY,
            legal_basis=COMPANY,
        )

    def _tell_finished(self):
        cycle = self._create_cycle(
            letter_recalling=COMPANY,
            department_ids=[Command.set((self.division_a | self.division_b).ids)],
        )
        step = self._start(cycle)
        cycle.with_user(self.planning_head).message_post(body=COMPANY)
        self._plan_figures(cycle)
        step.with_user(self.secretary).write({"instruction": COMPANY, "note": COMPANY})
        step.with_user(self.planning_head).action_hold(COMPANY)
        step.with_user(self.planning_head).action_resume()
        self._complete(cycle)
        request = self._collect(cycle)
        team = request.with_user(self.team_member)
        team.action_accept()
        self._request_b(cycle).with_user(self.team_member).action_accept()
        self._complete(cycle)
        self._write_chapters(cycle)
        self._upload_report(cycle, text=COMPANY)
        self._complete(cycle)
        self._discuss(cycle)
        cycle.correction_ids.with_user(self.team_member).write({"answer": COMPANY})
        cycle.correction_ids.with_user(self.team_member).action_resolve()
        self._upload_report(cycle, text=f"{COMPANY} 2")
        self._complete(cycle)
        cycle.current_step_id.pending_approval_id.with_user(self.secretary).action_return(COMPANY)
        cycle.correction_ids.with_user(self.team_member).action_resolve()
        self._upload_report(cycle, text=f"{COMPANY} 3")
        self._complete(cycle)
        self._approve(cycle, comment=COMPANY)
        self._approve(cycle, comment=COMPANY)
        self._deliver_one(cycle)
        cycle.with_user(self.team_member).action_open_selfcheck()
        cycle.selfcheck_ids.with_user(self.team_member).write({"note": COMPANY})
        return cycle

    def _tell_open(self):
        cycle = self._create_cycle(
            2027, department_ids=[Command.set((self.division_a | self.division_b).ids)]
        )
        self._plan_figures(cycle)
        step = self._start(cycle)
        step.with_user(self.secretary).instruction = COMPANY
        self._complete(cycle)
        request = self._collect(cycle)
        request.with_user(self.team_member).action_return(f"Kurang {DIVISION}")
        return cycle

    def _plan_figures(self, cycle):
        """Sasaran, indicators and programs: those of division A hold its figure."""
        objectives = self.env["lakip.objective"].with_user(self.team_member)
        own, shared = objectives.create(
            [
                {"cycle_id": cycle.id, "name": f"Sasaran {DIVISION}", "code": DIVISION,
                 "analysis_cause": f"<p>{DIVISION}</p>"},
                {"cycle_id": cycle.id, "name": f"Sasaran {COMPANY}"},
            ]
        )  # fmt: skip
        names = ("code", "unit", "cause", "obstacle", "follow_up", "evidence", "standard_note")
        texts = {name: f"{name} {DIVISION}" for name in names}
        indicators = self.env["lakip.indicator"].with_user(self.team_member)
        for objective in own | shared:
            indicators.create(
                {
                    "objective_id": objective.id,
                    "department_id": self.division_a.id,
                    # A chapter may name an indicator, which is no secret then; its figure is.
                    "name": "Indeks Layanan" if objective == shared else f"Indeks {DIVISION}",
                    "direction": "higher",
                    "target": str(FIGURE),
                    "realization": str(FIGURE),
                    "medium_target": str(FIGURE),
                    "standard": DIVISION,
                    **texts,
                    "year_ids": [
                        Command.create({"year": cycle.year - 1, "realization": str(FIGURE)})
                    ],
                }
            )
        indicators.create(
            {"objective_id": shared.id, "department_id": self.division_b.id, "name": "Indikator B",
             "direction": "higher", "target": "10", "realization": "9"}
        )  # fmt: skip
        programs = self.env["lakip.program"].with_user(self.team_member)
        programs.create(
            [
                {"cycle_id": cycle.id, "objective_id": shared.id, "budget": FIGURE,
                 "department_id": self.division_a.id, "name": f"Program {DIVISION}",
                 "code": DIVISION, "note": DIVISION, "realization": str(FIGURE)},
                {"cycle_id": cycle.id, "objective_id": shared.id, "budget": 1000,
                 "department_id": self.division_b.id, "name": "Program B", "realization": "900"},
            ]
        )  # fmt: skip

    def _request_a(self, cycle):
        return cycle.request_ids.filtered(lambda one: one.department_id == self.division_a)

    def _request_b(self, cycle):
        return cycle.request_ids.filtered(lambda one: one.department_id == self.division_b)

    def _collect(self, cycle):
        """Ask both divisions, and have division A hand in, twice; return its request."""
        cycle.invalidate_recordset(["request_ids"])
        request, other = self._request_a(cycle), self._request_b(cycle)
        team = request.with_user(self.team_member)
        team.item_ids.unlink()
        team.write(
            {
                "note": f"Mohon {DIVISION}",
                "item_ids": [Command.create({"name": f"Data {DIVISION}", "description": DIVISION})],
            }
        )
        (request | other).with_user(self.team_member).action_send()
        item = request.item_ids.filtered(lambda one: not one.is_workbook)
        self._hand_in(item, "lama")
        self._hand_in(item, "baru")
        item.with_user(self.staff_a).note = f"Catatan {DIVISION}"
        request.item_ids.filtered("is_workbook").with_user(self.staff_a).note = DIVISION
        request.with_user(self.staff_a).message_post(
            body=f"Pesan {DIVISION}", attachments=[(f"obrolan {DIVISION}.csv", self._csv("chat"))]
        )
        request.with_user(self.staff_a).action_submit()
        item.with_user(self.team_member).write({"review": "ok", "review_note": DIVISION})
        request.with_user(self.team_member).message_post(body=f"Tanya {DIVISION}")
        request.with_user(self.team_member).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=f"Periksa {DIVISION}",
            note=DIVISION,
            user_id=self.team_member.id,
        )
        for item in other.item_ids:
            item.with_user(self.head_b).note = "Jawaban B"
        other.with_user(self.head_b).action_submit()
        return request

    def _csv(self, text):
        return f"nama;isi\n{text};{DIVISION}\n".encode()

    def _hand_in(self, item, name):
        """Upload a file in place of what is there: that moves to the earlier files."""
        file = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create(
                {
                    "name": f"{name} {DIVISION}.csv",
                    "raw": self._csv(name),
                    "res_model": item._name,
                    "res_id": item.id,
                }
            )
        )
        item.with_user(self.staff_a).attachment_ids = [Command.set(file.ids)]

    def _write_chapters(self, cycle):
        """Chapters are read by the whole agency, what they print of division A is not."""
        team = cycle.with_user(self.team_member)
        team.action_propose_sections()
        section = team.section_ids.filtered(lambda one: one.code == "preface")
        section.user_id = self.staff_a
        names = [
            one.name
            for one in team._get_shown_placeholders()
            if find_canary(one.value or "", [str(FIGURE)])
        ]
        typed = "".join(f"<p>[{name}]</p>" for name in names if DIVISION not in name)
        self.assertTrue(typed, "a chapter can print what division A reached")
        section.with_user(self.staff_a).body = f"<p>Bab {COMPANY}</p>{typed}"
        self.env["ir.attachment"].with_user(self.staff_a).create(
            {
                "name": f"gambar {COMPANY}.png",
                "raw": signature_png(),
                "res_model": section._name,
                "res_id": section.id,
            }
        )

    def _discuss(self, cycle):
        step = cycle.current_step_id.with_user(self.team_member)
        step.write({"meeting_place": f"Ruang {COMPANY}", "meeting_agenda": COMPANY})
        step.event_id.sudo().description = COMPANY
        step.action_mark_all_present()
        step.write(
            {"minutes": f"<p>{COMPANY}</p>", "minutes_opening": COMPANY, "decisions": COMPANY}
        )
        self.env["lakip.follow.up"].with_user(self.team_member).create(
            {"step_id": step.id, "name": COMPANY}
        )
        self.env["lakip.correction"].with_user(self.team_member).create(
            {"step_id": step.id, "name": COMPANY, "section": COMPANY, "proposer": COMPANY}
        )
        cycle.channel_id.with_user(self.team_member).message_post(
            body=f"Kanal {COMPANY}",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=[(f"kanal {COMPANY}.csv", f"a;{COMPANY}\n".encode())],
        )
        with self.at("2027-02-15 10:00"):
            self._complete(cycle)

    def _deliver_one(self, cycle):
        step = cycle.current_step_id.with_user(self.planning_head)
        step.write({"hardcopy_location": COMPANY, "softcopy_location": COMPANY})
        delivery = step.delivery_ids[:1]
        delivery.action_generate_letter()
        receipt = (
            self.env["ir.attachment"]
            .with_user(self.planning_head)
            .create({"name": f"{COMPANY}.jpg", "raw": photo(), "res_model": delivery._name})
        )
        delivery.write(
            {
                "date": "2027-01-04",
                "receiver": COMPANY,
                "receiver_title": COMPANY,
                "receiver_nip": COMPANY,
                "receiver_phone": COMPANY,
                "receipt_attachment_ids": [Command.set(receipt.ids)],
            }
        )
        delivery.action_deliver()

    # ------------------------------------------------------------
    # WHAT IS HIDDEN
    # ------------------------------------------------------------

    @classmethod
    def _get_hidden(cls):
        """Return ``{model: records}`` of division A, messages, files and activities too."""
        requests = cls.env["lakip.request"].search([("department_id", "=", cls.division_a.id)])
        figures = {
            model: cls.env[model].search([("department_id", "=", cls.division_a.id)])
            for model in ("lakip.indicator", "lakip.program")
        }
        items = requests.item_ids
        files = cls.env["ir.attachment"].search(
            [
                "|", "|",
                "&", ("res_model", "=", "lakip.request"), ("res_id", "in", requests.ids),
                "&", ("res_model", "=", "lakip.request.item"), ("res_id", "in", items.ids),
                "&", ("res_model", "=", "lakip.document"),
                ("res_id", "in", requests.document_ids.ids),
            ]
        )  # fmt: skip
        about = [("res_model", "=", "lakip.request"), ("res_id", "in", requests.ids)]
        return {
            "lakip.request": requests,
            "lakip.request.item": items,
            **figures,
            "lakip.indicator.year": figures["lakip.indicator"].year_ids,
            "lakip.objective": cls.env["lakip.objective"].search([("code", "=", DIVISION)]),
            "lakip.document": requests.document_ids,
            "ir.attachment": files,
            "mail.message": requests.message_ids,
            "mail.activity": cls.env["mail.activity"].search(about),
        }

    def _get_company_records(self):
        """Return ``{model: records}`` of the agency as a whole, those of its division A too."""
        cycles = self.cycle | self.open_cycle
        steps = cycles.step_ids
        found = dict(self.hidden)
        for model in self.env.registry:
            records = self.env[model]
            if not model.startswith("lakip.") or records._abstract or records._transient:
                continue
            for name, owners in (("cycle_id", cycles), ("step_id", steps)):
                if name in records._fields and records._fields[name].store:
                    found[model] = records.with_context(active_test=False).search(
                        [(name, "in", owners.ids)]
                    )
                    break
        found["lakip.cycle"] = cycles
        found["lakip.sop"] = self.canary_sop
        found["lakip.sop.step"] = self.canary_sop.step_ids
        found["discuss.channel"] = cycles.channel_id
        found["ir.attachment"] = self.env["ir.attachment"].search(
            [("res_model", "in", list(found)), ("name", "ilike", "kenari")]
        )
        found["mail.message"] = self.env["mail.message"].search(
            [("model", "in", list(found)), ("body", "ilike", "kenari")]
        )
        return found

    # ------------------------------------------------------------
    # TRANSPORT
    # ------------------------------------------------------------

    def _login(self, user):
        """Let the next requests be those of ``user``; None for a visitor."""
        login = user and user.login
        if getattr(self, "_caller", False) != login:
            self.authenticate(login, login)
            self._caller = login

    def _get(self, user, path, **params):
        """Return what ``user`` is answered who opens an address."""
        self._login(user)
        with mute_logger(*QUIET_LOGGERS):
            return self.url_open(path, allow_redirects=False, **params)

    def _post(self, user, route, **params):
        """Return the whole answer to a JSON request of ``user``, errors too, as text."""
        self._login(user)
        with mute_logger(*QUIET_LOGGERS):
            response = self.url_open(
                route,
                data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                headers={"Content-Type": "application/json"},
            )
        return response.text

    def _call(self, user, model, method, *args, **kwargs):
        """Return the whole answer to the web client of ``user`` that calls a method, as text."""
        kwargs.setdefault("context", {"allowed_company_ids": user.company_ids.ids})
        return self._post(
            user,
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=list(args),
            kwargs=kwargs,
        )

    def _result(self, answer):
        """Return the result of an answer that must not be an error."""
        answer = json.loads(answer)
        self.assertNotIn("error", answer, str(answer.get("error", {}).get("data"))[:400])
        return answer.get("result")

    def assertNoCanary(self, answer, marks, door=""):
        """Assert that nothing of ``marks`` came back."""
        found = find_canary(answer, marks)
        if found:
            self.fail(f"{door}: {found}")

    def assertCanary(self, answer, marks, door=""):
        """Assert that the door is open to whom it should be, so that the test can fail."""
        self.assertTrue(find_canary(answer, marks), f"{door}: {str(answer)[:300]}")
