"""Companies and divisions never see each other; ``access_table.py`` says who may what at all."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user
from odoo.tools import mute_logger

from .common import LakipCase, docx_bytes, signature_png

GROUPS = ("division", "team", "secretary", "agency_head", "planning_head", "manager")
OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}
#: Roles are one list for all companies.
SHARED = {"lakip.role"}


class AccessCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("run")
        cls.own = case._make_world(cls.company, cls.planning_head, cls.team_member)
        cls.foreign_company = cls._create_company("Dinas Lain")
        cls.env.user.company_ids |= cls.foreign_company
        people = {
            code: cls._create_person(f"{code}_b", f"{code} B", company=cls.foreign_company)
            for code in ("secretary", "planning_head", "agency_head", "team")
        }
        cls._create_department("Bidang B", cls.foreign_company)
        for code in ("secretary", "planning_head", "agency_head"):
            cls._create_officer(code, people[code], cls.foreign_company)
        cls.foreign = case._make_world(cls.foreign_company, people["planning_head"], people["team"])
        cls.users = {
            code: new_test_user(
                cls.env,
                f"pure_{code}",
                groups=f"base.group_user,lakip_sop.group_lakip_{code}",
                company_id=cls.company.id,
                company_ids=[Command.set(cls.company.ids)],
            )
            for code in GROUPS
        }
        cls.env.flush_all()

    def _make_world(self, company, owner, member):
        """Return ``{model: record}`` of ``company``, one record of each model."""
        env = self.env(context={"allowed_company_ids": company.ids})
        sop = env["lakip.sop"].create(
            {
                "number": "55",
                "name": f"UJI {company.name}",
                "company_id": company.id,
                "owner_role_id": self.roles["planning_head"].id,
            }
        )
        for index, (kind, role) in enumerate(
            (("collection", "team"), ("drafting", "team"), ("initial", "secretary"),
             ("signature", "agency_head"), ("archive", "planning_head"))
        ):  # fmt: skip
            env["lakip.sop.step"].create(
                {
                    "sop_id": sop.id,
                    "sequence": index,
                    "name": kind,
                    "kind": kind,
                    "role_id": self.roles[role].id,
                    "duration": 1,
                }
            )
        sop.action_make_effective()
        cycle = self._create_cycle(
            2026,
            company,
            member_ids=[
                Command.create(
                    {
                        "employee_id": member.with_company(company).employee_id.id,
                        "position": "chair",
                    }
                )
            ],
        ).with_env(env)
        cycle.with_user(owner).action_start()
        step = cycle.current_step_id
        step.with_user(owner).action_hold("Menunggu")
        step.with_user(owner).action_resume()
        document = env["lakip.document"]._do_create_version(
            cycle.step_ids[1],
            "report",
            docx_bytes(company.name),
            name="LAKIP",
            filename="LAKIP.docx",
            origin="uploaded",
        )
        paraf = cycle.step_ids[2]
        paraf._lakip_unlocked().base_document_id = document
        request = step.request_ids[:1]
        # What is a draft is not counted.
        waived = request._lakip_unlocked().create(
            {
                "step_id": step.id,
                "department_id": self._create_department("Bidang Lama", company).id,
                "state": "waived",
            }
        )
        scale = env["lakip.scale"].create(
            {
                "name": "Skala",
                "company_id": company.id,
                "line_ids": [Command.create({"name": "Baik", "lower": "80"})],
            }
        )
        objective = env["lakip.objective"].create({"cycle_id": cycle.id, "name": "Sasaran"})
        indicator = env["lakip.indicator"].create(
            {
                "objective_id": objective.id,
                "department_id": request.department_id.id,
                "name": "Indikator",
                "direction": "higher",
                "year_ids": [Command.create({"year": 2025})],
            }
        )
        return {
            "lakip.scale": scale,
            "lakip.scale.line": scale.line_ids,
            "lakip.objective": objective,
            "lakip.indicator": indicator,
            "lakip.indicator.year": indicator.year_ids,
            "lakip.program": env["lakip.program"].create({"cycle_id": cycle.id, "name": "Program"}),
            "lakip.selfcheck": env["lakip.selfcheck"]
            ._lakip_unlocked()
            .create({"cycle_id": cycle.id, "code": "published"}),
            "lakip.section": env["lakip.section"].create(
                {"cycle_id": cycle.id, "code": "I.D", "title": "D. Sumber Daya"}
            ),
            "lakip.role": self.roles["team"],
            "lakip.officer": env["lakip.officer"].search(
                [("company_id", "=", company.id)], limit=1
            ),
            "lakip.sop": sop,
            "lakip.sop.step": sop.step_ids[:1],
            "lakip.cycle": cycle,
            "lakip.cycle.member": cycle.member_ids,
            "lakip.step": step,
            "lakip.step.round": env["lakip.step.round"]
            ._lakip_unlocked()
            .create({"step_id": step.id, "round": 1, "result": "done"}),
            # Of the same rows and requests, by their ids
            "lakip.step.analysis": env["lakip.step.analysis"].browse(step.id),
            "lakip.request.analysis": env["lakip.request.analysis"].browse(waived.id),
            "lakip.agenda": env["lakip.agenda"].search([("step_id", "=", step.id)], limit=1),
            "lakip.work": env["lakip.work"]
            .with_user(step.user_ids[:1])
            .search([("step_id", "=", step.id), ("kind", "=", "step")]),
            "lakip.step.hold": step.hold_ids,
            "lakip.attendance": env["lakip.attendance"].create(
                {"step_id": step.id, "name": "Tamu"}
            ),
            "lakip.follow.up": env["lakip.follow.up"].create(
                {"step_id": step.id, "name": "Kirim data"}
            ),
            "lakip.correction": env["lakip.correction"].create(
                {"step_id": step.id, "name": "Salah"}
            ),
            "lakip.document": document,
            "lakip.document.pdf": document.sudo()._do_print_pdf(),
            "lakip.approval": env["lakip.approval"]._do_ask(paraf),
            "lakip.signature": env["lakip.signature"]
            .with_user(owner)
            .create({"image": base64.b64encode(signature_png())}),
            "lakip.reminder": env["lakip.reminder"]
            ._lakip_unlocked()
            .create(
                {
                    "res_model": step._name,
                    "res_id": step.id,
                    "date_deadline": step.date_deadline,
                    "moment": "late",
                    "days_late": 0,
                    "date": step.date_deadline,
                }
            ),
            "lakip.request": request,
            "lakip.request.item": request.item_ids[:1],
            "lakip.request.template": env["lakip.request.template"].create(
                {"name": "Data", "company_id": company.id}
            ),
            "lakip.delivery": env["lakip.delivery"].create(
                {
                    "step_id": cycle.step_ids[-1].id,
                    "partner_id": env["res.partner"].create({"name": "Inspektorat"}).id,
                }
            ),
        }

    def _get_letters(self, record, user):
        """Return the operations that ``user`` has on ``record``, as in the table."""
        record = record.sudo(False).with_user(user).with_context(allowed_company_ids=None)
        record = record.with_context(allowed_company_ids=user.company_ids.ids)
        if not record.exists():
            return ""  # a view of the database that holds nothing of this for the user
        return "".join(
            letter for letter, operation in OPERATIONS.items() if record.has_access(operation)
        )


class TestCompany(AccessCase):
    """What a user of one company gets of another one."""

    def test_searches_find_nothing_of_another_company(self):
        """Lists, counts, groups, and conditions on what lies behind a relation."""
        for code in GROUPS:
            user = self.users[code]
            for model, record in self.foreign.items():
                own = self.env[model].with_user(user).with_context(active_test=False)
                if model in SHARED or not own.has_access("read"):
                    continue
                with self.subTest(model=model, group=code):
                    self.assertNotIn(record.id, own.search([]).ids)
                    self.assertFalse(own.search_count([("id", "=", record.id)]))
                    self.assertFalse(own.web_search_read([("id", "=", record.id)], {})["length"])
                    groups = own.formatted_read_group([("id", "=", record.id)], ["id"], ["__count"])
                    self.assertFalse(groups)
        user = self.users["manager"]
        cycle, hidden = self.own["lakip.cycle"], self.foreign
        for model, domain in (
            ("lakip.cycle", [("document_ids", "in", hidden["lakip.document"].ids)]),
            ("lakip.cycle", [("document_ids.sha256", "=", hidden["lakip.document"].sha256)]),
            ("lakip.cycle", [("request_ids.item_ids.name", "!=", "x"), ("id", "!=", cycle.id)]),
            ("lakip.document", [("sha256", "like", hidden["lakip.document"].sha256[:6])]),
            ("lakip.approval", [("document_id.sha256", "=", hidden["lakip.document"].sha256)]),
            ("lakip.sop", [("step_ids", "in", hidden["lakip.sop.step"].ids)]),
        ):
            with self.subTest(model=model, domain=domain):
                self.assertFalse(self.env[model].with_user(user).search(domain))

    def test_company_is_not_left_by_writing(self):
        """Neither by the field itself nor by a parent of another company."""
        user = self.users["manager"]
        for model in ("lakip.officer", "lakip.sop", "lakip.cycle"):
            with self.subTest(model=model), self.assertRaises(UserError):
                self.own[model].with_user(user).write({"company_id": self.foreign_company.id})
                self.env.flush_all()
        for model, vals in (
            ("lakip.cycle", {"year": 2030, "company_id": self.foreign_company.id}),
            (
                "lakip.officer",
                {
                    "role_id": self.roles["secretary"].id,
                    "company_id": self.foreign_company.id,
                    "employee_id": self.foreign["lakip.officer"].employee_id.id,
                    "capacity": "plt",
                },
            ),
            (
                "lakip.cycle.member",
                {
                    "cycle_id": self.foreign["lakip.cycle"].id,
                    "employee_id": self.staff_a.employee_id.id,
                },
            ),
            ("lakip.correction", {"step_id": self.foreign["lakip.step"].id, "name": "x"}),
            ("lakip.attendance", {"step_id": self.foreign["lakip.step"].id, "name": "x"}),
            ("lakip.follow.up", {"step_id": self.foreign["lakip.step"].id, "name": "x"}),
            ("lakip.objective", {"cycle_id": self.foreign["lakip.cycle"].id, "name": "x"}),
            ("lakip.program", {"cycle_id": self.foreign["lakip.cycle"].id, "name": "x"}),
            (
                "lakip.indicator",
                {
                    "objective_id": self.foreign["lakip.objective"].id,
                    "name": "x",
                    "direction": "higher",
                },
            ),
        ):
            with self.subTest(model=model), self.assertRaises(UserError):
                self.env[model].with_user(user).create(vals)
                self.env.flush_all()

    def test_acts_on_another_company(self):
        user = self.users["manager"]
        for model, calls in (
            ("lakip.cycle", (("action_start", ()), ("action_cancel", ("x",)),
                             ("action_verify", ()), ("action_copy_previous", ()))),
            ("lakip.step", (("action_complete", ()), ("action_hold", ("x",)),
                            ("action_resume", ()), ("action_return", ("x",)))),
            ("lakip.approval", (("action_approve", ()), ("action_return", ("x",)))),
            ("lakip.request", (("action_send", ()), ("action_accept", ()),
                               ("action_return", ("x",)), ("action_waive", ("x",)))),
            ("lakip.delivery", (("action_deliver", ()), ("action_generate_letter", ()))),
        ):  # fmt: skip
            for name, args in calls:
                with self.subTest(model=model, method=name), self.assertRaises(AccessError):
                    getattr(self.foreign[model].with_user(user), name)(*args)

    def test_token_is_not_read_searched_sorted_or_grouped(self):
        """It opens the public page of a decision: only the system's own users read it."""
        approvals = self.env["lakip.approval"]
        for code in GROUPS:
            own = approvals.with_user(self.users[code])
            with self.subTest(group=code):
                self.assertNotIn("token", own.fields_get())
                for call in (
                    lambda own=own: own.search([("token", "!=", False)]),
                    lambda own=own: own.search([], order="token"),
                    lambda own=own: own.browse(self.own["lakip.approval"].id).read(["token"]),
                    lambda own=own: own.formatted_read_group([], ["token"], ["__count"]),
                    lambda own=own: own.browse(self.own["lakip.approval"].id).export_data(
                        ["token"]
                    ),
                ):
                    with self.assertRaises(UserError):
                        call()


class TestDivision(AccessCase, HttpCase):
    """The data of a division is its own and the team's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.step = cls.own["lakip.step"]
        cls.request_a = cls.step.request_ids.filtered(
            lambda request: request.department_id == cls.division_a
        )
        cls.request_b = cls.step.request_ids.filtered(
            lambda request: request.department_id == cls.division_b
        )
        for user in cls.staff_a | cls.head_a | cls.head_b:
            user.group_ids += cls.env.ref("lakip_sop.group_lakip_division")
            user.password = user.login

    def _send(self):
        (self.request_a | self.request_b).with_user(self.team_member).action_send()

    def _hand_in(self):
        item = self.request_a.item_ids[0]
        file = (
            self.env["ir.attachment"]
            .with_user(self.staff_a)
            .create(
                {
                    "name": "rahasia.docx",
                    "raw": docx_bytes("rahasia bidang a"),
                    "res_model": item._name,
                    "res_id": item.id,
                }
            )
        )
        item.with_user(self.staff_a).write(
            {"attachment_ids": [Command.link(file.id)], "note": "rahasia"}
        )
        self.request_a.with_user(self.staff_a).message_post(body="rahasia di chatter")
        return item, file.sudo(False).with_user(self.env.user)

    def test_draft_is_not_shown_to_the_division(self):
        for user in self.head_a | self.staff_a | self.head_b:
            self.assertFalse(self.env["lakip.request"].with_user(user).search([]))
            self.assertFalse(self.env["lakip.request.item"].with_user(user).search([]))
            self.assertEqual(self._get_letters(self.request_a, user), "")

    def test_division_sees_its_own_request_only(self):
        self._send()
        for user, request in (
            (self.head_a, self.request_a),
            (self.staff_a, self.request_a),
            (self.head_b, self.request_b),
        ):
            with self.subTest(user=user.name):
                self.assertEqual(self.env["lakip.request"].with_user(user).search([]), request)
                self.assertEqual(
                    self.env["lakip.request.item"].with_user(user).search([]).request_id, request
                )
                self.assertEqual(self._get_letters(request, user), "rw")
                self.assertEqual(self._get_letters(request.item_ids[0], user), "rw")
                letters = self.env["lakip.document"].with_user(user).search(
                    [("kind", "=", "request_letter")]
                )  # fmt: skip
                self.assertEqual(letters, request.document_ids)
                self.assertEqual(
                    self.own["lakip.cycle"].with_user(user).request_count, 1, "counts leak nothing"
                )

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_other_divisions_reach_neither_file_nor_note_nor_talk(self):
        self._send()
        item, file = self._hand_in()
        other = self.env(user=self.head_b, su=False)
        letter = self.request_a.document_ids.attachment_id
        self.assertTrue(letter)
        for record in item, self.request_a, file, letter, self.request_a.document_ids:
            with self.subTest(record=record._name):
                self.assertFalse(record.with_env(other).has_access("read"))
                with self.assertRaises(AccessError):
                    record.with_env(other).read(["display_name"])
        for model, domain in (
            ("ir.attachment", [("id", "in", (file | letter).ids)]),
            ("ir.attachment", [("index_content", "ilike", "rahasia")]),
            ("ir.attachment", [("checksum", "=", file.checksum)]),
            ("ir.attachment", [("res_model", "like", "lakip.request"),
                               ("res_id", "in", item.ids)]),
            ("mail.message", [("body", "ilike", "rahasia")]),
            ("mail.activity", [("res_model", "=", "lakip.request"),
                               ("res_id", "=", self.request_a.id)]),
            ("lakip.request", [("item_ids.note", "ilike", "rahasia")]),
            ("lakip.request.item", [("note", "ilike", "rahasia")]),
            ("lakip.cycle", [("request_ids.item_ids.note", "ilike", "rahasia")]),
            ("lakip.cycle", [("request_ids.item_ids.attachment_ids.name", "ilike", "rahasia")]),
            ("lakip.step", [("request_ids.item_ids.note", "ilike", "rahasia")]),
        ):  # fmt: skip
            with self.subTest(model=model, domain=domain):
                self.assertFalse(other[model].search(domain))
        self.assertEqual(self.head_b.with_env(other).env["lakip.request"].search_count([]), 1)
        urls = [
            f"/web/content/{file.id}",
            f"/web/content/{letter.id}?download=true",
            f"/web/content/lakip.document/{self.request_a.document_ids.id}/attachment_id",
            f"/web/image/{file.id}",
        ]
        for user, found in ((self.head_b, False), (self.staff_a, True), (self.team_member, True)):
            user.password = user.login
            self.authenticate(user.login, user.login)
            for url in urls[:2]:
                with self.subTest(user=user.name, url=url):
                    response = self.url_open(url)
                    self.assertEqual(response.status_code == 200, found)
                    if not found:
                        self.assertNotIn(b"PK", response.content[:4])
        self.authenticate(None, None)
        for url in urls:
            with self.subTest(user="visitor", url=url):
                response = self.url_open(url)
                self.assertNotEqual(response.content[:2], b"PK")

    def test_other_divisions_write_nothing(self):
        self._send()
        item, file = self._hand_in()
        for record, vals in (
            (item, {"note": "diubah"}),
            (item, {"attachment_ids": [Command.clear()]}),
            (self.request_a, {"note": "diubah"}),
            (file, {"name": "diubah.docx"}),
        ):
            with self.subTest(record=record._name), self.assertRaises(AccessError):
                record.with_user(self.head_b).write(vals)
        for name in ("action_submit", "action_accept", "action_send"):
            with self.subTest(method=name), self.assertRaises(AccessError):
                getattr(self.request_a.with_user(self.head_b), name)()
        own = self.request_b.item_ids[0].with_user(self.head_b)
        with self.assertRaises(UserError):
            own.attachment_ids = [Command.link(file.id)]
        with self.assertRaises(UserError):
            own.request_id = self.request_a
        with self.assertRaises(AccessError):
            self.env["ir.attachment"].with_user(self.head_b).create(
                {
                    "name": "susupan.docx",
                    "datas": base64.b64encode(docx_bytes()),
                    "res_model": "lakip.request.item",
                    "res_id": item.id,
                }
            )

    def test_who_moves_to_another_division_takes_nothing_along(self):
        self._send()
        item, file = self._hand_in()
        self.staff_a.employee_id.department_id = self.division_b
        self.assertEqual(self._get_letters(self.request_a, self.staff_a), "")
        self.assertFalse(item.with_user(self.staff_a).has_access("read"))
        self.assertFalse(file.with_user(self.staff_a).has_access("read"))
        self.assertEqual(self._get_letters(self.request_b, self.staff_a), "rw")
