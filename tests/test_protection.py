"""What is decided is decided: no user, no administrator and no sudo() writes it past the app.

Only SQL can; ``test_approval.TestTampering`` shows that it is noticed.
"""

import base64
import json

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common import LakipCase, docx_bytes, signature_png

MAGIC_COLUMNS = ("id", "create_uid", "create_date", "write_uid", "write_date")
#: Records that only the app writes, as a whole.
LEDGERS = ("lakip.approval", "lakip.document", "lakip.step.round", "lakip.step.hold")
#: What a client can put into a context, in the hope that it unlocks something.
FORGED = {
    "_lakip_edit_sentinel": True,
    "_lakip_turn_sync": True,
    "_lakip_replan_later": True,
    "default_state": "approved",
    "install_mode": True,
    "module": "lakip_sop",
    "import_file": True,
    "tracking_disable": True,
    "active_test": False,
}


class ProtectionCase(LakipCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_short_sop()
        case = cls("run")
        cls.cycle = cls._create_cycle()
        case._start(cls.cycle)
        cls.cycle.current_step_id.with_user(cls.planning_head).action_hold("Menunggu")
        cls.cycle.current_step_id.with_user(cls.planning_head).action_resume()
        case._complete(cls.cycle)
        case._upload_report(cls.cycle)
        case._complete(cls.cycle)
        cls.cycle.current_step_id.pending_approval_id.with_user(cls.secretary).action_return(
            "Bab III kurang"
        )
        case._upload_report(cls.cycle, text="versi dua")
        case._complete(cls.cycle)
        case._approve(cls.cycle)
        cls.step = cls.cycle.current_step_id
        cls.admin = cls._make_almighty()
        cls.env.flush_all()

    @classmethod
    def _make_almighty(cls):
        """Return base.user_admin with all groups, in the company of the tests."""
        admin = cls.env.ref("base.user_admin")
        groups = cls.env["res.groups"].search([("share", "=", False)], limit=1000)
        # Of the user types only the internal one goes with the others.
        groups -= cls.env.ref("base.group_portal") | cls.env.ref("base.group_public")
        admin.write(
            {
                "company_ids": [Command.link(cls.company.id)],
                "group_ids": [Command.link(group.id) for group in groups],
            }
        )
        return admin

    def _get_users(self):
        """Return the most powerful of each kind, and those who take part."""
        return (
            self.admin | self.manager | self.planning_head | self.secretary | self.agency_head
            | self.team_member
        )  # fmt: skip

    def _get_envs(self):
        """Return (name, env) of each user, of the superuser and of sudo(), forged contexts too."""
        context = {**self.env.context, **FORGED}
        users = self.admin | self.agency_head | self.team_member
        return [
            *((user.name, self.env(user=user, su=False)) for user in users),
            ("sudo", self.env(user=self.admin, su=True)),
            ("superuser", self.env(user=1, su=True)),
            ("administrator, forged", self.env(user=self.admin, su=False, context=context)),
            ("superuser, forged", self.env(user=1, su=True, context=context)),
        ]

    def _get_any_value(self, record, name):
        """Return a value that differs from what ``record`` holds in the field ``name``."""
        field = record._fields[name]
        match field.type:
            case "many2one":
                others = self.env[field.comodel_name].search([], limit=5)
                return (others - record[name])[:1].id or False
            case "one2many" | "many2many":
                return [Command.clear()]
            case "selection":
                return next(
                    key for key, _label in field._description_selection(self.env)
                    if key != record[name]
                )  # fmt: skip
            case "boolean":
                return not record[name]
            case "integer" | "float":
                return record[name] + 1
            case "date" | "datetime":
                return "2020-01-01"
        return f"{record[name] or ''} palsu"

    def assertRefused(self, call, *args, **kwargs):
        """Assert that ``call`` raises what a user can read, and changes nothing."""
        with self.assertRaises(UserError):  # AccessError and ValidationError are such
            call(*args, **kwargs)
            self.env.flush_all()


class TestOrm(ProtectionCase):
    def test_set_up_has_one_of_each(self):
        for model in LEDGERS:
            with self.subTest(model=model):
                self.assertTrue(
                    self.env[model].search([("step_id", "in", self.cycle.step_ids.ids)])
                )

    def test_ledgers_are_not_written(self):
        for model in LEDGERS:
            record = self.env[model].search(
                [("step_id", "in", self.cycle.step_ids.ids)], limit=1, order="id desc"
            )
            for name, env in self._get_envs():
                for field in record._fields.values():
                    if not field.store or field.name in MAGIC_COLUMNS:
                        continue
                    with self.subTest(model=model, user=name, field=field.name):
                        vals = {field.name: self._get_any_value(record, field.name)}
                        self.assertRefused(record.with_env(env).write, vals)

    def test_ledgers_are_not_made_or_deleted(self):
        for model in LEDGERS:
            record = self.env[model].search(
                [("step_id", "in", self.cycle.step_ids.ids)], limit=1, order="id desc"
            )
            vals = record.copy_data()[0]
            for name, env in self._get_envs():
                own = record.with_env(env)
                with self.subTest(model=model, user=name):
                    self.assertRefused(own.create, [vals])
                    self.assertRefused(own.copy)
                    self.assertRefused(own.unlink)
                    self.assertRefused(own.web_save, {"step_id": self.step.id}, {})
                    if own._rec_name:
                        self.assertRefused(own.name_create, "Palsu")
                    imported = own.load(["step_id/.id"], [[str(self.step.id)]])
                    self.assertFalse(imported["ids"])
                    self.assertTrue(imported["messages"])
            self.assertTrue(record.exists())

    def test_protected_fields(self):
        """Each, by each: also of whom the record would let write its other fields."""
        records = (
            self.cycle,
            self.step,
            self.cycle.correction_ids,
            self.cycle.member_ids,
            self.env["lakip.officer"].search([("user_id", "=", self.secretary.id)], limit=1),
        )
        for record in records:
            for name, env in self._get_envs():
                for field in sorted(record._lakip_protected_fields):
                    with self.subTest(model=record._name, user=name, field=field):
                        vals = {field: self._get_any_value(record, field)}
                        self.assertRefused(record.with_env(env).write, vals)
            with self.subTest(model=record._name):
                self.assertRefused(record.with_user(self.admin).web_save, vals, {})

    def test_stored_fields_that_the_app_computes_are_all_protected(self):
        """Odoo would store what a client sends for a read-only field: no model may forget one."""
        for model in self.env.registry:
            if not model.startswith("lakip.") or self.env[model]._transient:
                continue
            protected = getattr(self.env[model], "_lakip_protected_fields", frozenset())
            if protected is None:
                continue  # the whole record is
            for field in self.env[model]._fields.values():
                derived = field.store and (field.compute or field.related) and field.readonly
                if derived and field.name not in MAGIC_COLUMNS:
                    with self.subTest(model=model, field=field.name):
                        self.assertIn(field.name, protected)

    def test_lines_are_no_way_around(self):
        """Commands of one2many fields reach the records below."""
        approval = self.step.pending_approval_id
        document = self.cycle._get_report()[self.cycle]
        tries = (
            (self.cycle, "approval_ids", approval, {"state": "approved"}),
            (self.cycle, "document_ids", document, {"state": "signed"}),
            (self.step, "approval_ids", approval, {"state": "approved"}),
            (self.step, "document_ids", document, {"sha256": "a" * 64}),
            (self.step, "round_ids", self.step.round_ids, {"worked_hours": 0}),
            (self.step, "hold_ids", self.step.hold_ids, {"reason": "Lain"}),
        )
        for record, name, line, vals in tries:
            for who, env in self._get_envs():
                for command in (
                    Command.update(line[:1].id, vals),
                    Command.create({**vals, "step_id": self.step.id}),
                    Command.delete(line[:1].id),
                ):
                    if not command[1] and command[0] != Command.CREATE:
                        continue
                    with self.subTest(field=name, user=who, command=command[0]):
                        self.assertRefused(record.with_env(env).write, {name: [command]})

    def test_new_records_take_no_protected_default(self):
        """Neither in the values nor in the context, and the copy of a cycle starts anew."""
        cycles = self.env["lakip.cycle"].with_user(self.planning_head)
        for vals in (
            {"state": "done"},
            {"progress": 100.0},
            {"date_done": "2027-01-01 00:00:00"},
            {"current_step_id": self.step.id},
            {"step_ids": [Command.link(self.step.id)]},
            {"owner_role_id": self.roles["team"].id},
        ):
            with self.subTest(vals=vals):
                self.assertRefused(
                    cycles.create, {"year": 2031, "company_id": self.company.id, **vals}
                )
        forged = {f"default_{name}": value for name, value in (
            ("state", "done"), ("progress", 100.0), ("date_done", "2027-01-01 00:00:00"),
            ("current_step_id", self.step.id), ("cancel_reason", "x"),
            ("step_ids", [Command.link(self.step.id)]))}  # fmt: skip
        cycle = cycles.with_context(**forged).create({"year": 2031, "company_id": self.company.id})
        copy = self.cycle.with_user(self.planning_head).copy({"year": 2032})
        for new in (cycle, copy):
            self.assertEqual((new.state, new.progress), ("draft", 0))
            self.assertFalse(
                new.step_ids or new.current_step_id or new.date_start or new.date_done
                or new.document_ids or new.approval_ids or new.cancel_reason
            )  # fmt: skip

    def test_notes_of_corrections_take_no_protected_default(self):
        cycle = self._create_cycle(2025)
        self._start(cycle)
        step = self._complete(cycle)
        points = self.env["lakip.correction"].with_user(self.team_member)
        for vals in (
            {"state": "resolved"},
            {"is_return": True},
            {"cycle_id": self.cycle.id},
            {"company_id": self.env.ref("base.main_company").id},
            {"round": 9},
            {"resolved_user_id": self.secretary.id},
        ):
            with self.subTest(vals=vals):
                self.assertRefused(points.create, {"step_id": step.id, "name": "Salah", **vals})
        point = points.with_context(
            default_state="resolved",
            default_is_return=True,
            default_cycle_id=self.cycle.id,
            default_round=9,
        ).create({"step_id": step.id, "name": "Angka salah"})
        self.assertEqual((point.state, point.is_return, point.round), ("open", False, 1))
        self.assertEqual(point.cycle_id, cycle)

    def test_started_cycle_keeps_year_sop_company_and_divisions(self):
        other = self.env.ref("lakip_sop.lakip_sop_09")
        for name, env in self._get_envs():
            for vals in (
                {"year": 2020},
                {"sop_id": other.id},
                {"company_id": self.env.ref("base.main_company").id},
                {"department_ids": [Command.clear()]},
            ):
                with self.subTest(user=name, vals=vals):
                    self.assertRefused(self.cycle.with_env(env).write, vals)
            with self.subTest(user=name):
                self.assertRefused(self.cycle.with_env(env).unlink)
                self.assertRefused(self.step.with_env(env).unlink)
                self.assertRefused(self.cycle.correction_ids.with_env(env).unlink)

    def test_row_is_written_by_the_one_whose_turn_it_is(self):
        self.step.with_user(self.agency_head).note = "Akan saya baca"
        for user in self._get_users() - self.agency_head:
            with self.subTest(user=user.name):
                self.assertRefused(self.step.with_user(user).write, {"note": "Bukan giliran"})
        done = self.cycle.step_ids[0]
        self.assertRefused(done.with_user(self.planning_head).write, {"note": "Terlambat"})

    def test_record_rules_and_key_do_not_leak(self):
        """What the app hands back is locked again."""
        document = self.env["lakip.document"]._do_create_version(
            self.cycle.step_ids[0], "other", b"x", name="x", filename="x.csv", origin="uploaded"
        )
        self.assertRefused(setattr, document, "state", "signed")
        self.assertFalse(document.attachment_id.env.context.get("_lakip_edit_sentinel"))


class TestFrozenFile(ProtectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = cls.cycle._get_report()[cls.cycle]
        cls.file = cls.document.attachment_id

    def test_file_of_a_document_is_not_touched(self):
        content = self.file.raw
        for name, env in self._get_envs():
            own = self.file.with_env(env)
            for vals in (
                {"raw": docx_bytes("lain")},
                {"datas": base64.b64encode(docx_bytes("lain"))},
                {"name": "lain.docx"},
                {"res_model": "res.partner", "res_id": 1},
                {"res_id": 0},
                {"res_field": "x"},
                {"public": True},
                {"type": "url", "url": "https://example.com"},
                {"mimetype": "text/html"},
                {"access_token": "x"},
                {"store_fname": "zz/none"},
                {"company_id": False},
                {"description": "x"},
            ):
                with self.subTest(user=name, vals=list(vals)):
                    self.assertRefused(own.write, vals)
            with self.subTest(user=name):
                self.assertRefused(own.unlink)
                if env.su:  # Odoo asks for keys in the middle of sending an e-mail
                    self.assertFalse(any(own.generate_access_token()))
                else:
                    self.assertRefused(own.generate_access_token)
        self.assertFalse(self.file.access_token)
        self.assertEqual(self.file.raw, content)
        self.assertTrue(self.document._is_intact())

    def test_superseded_version_keeps_its_file_too(self):
        old = self.cycle.document_ids.filtered(lambda document: document.state == "superseded")
        self.assertTrue(old)
        self.assertRefused(old.attachment_id.unlink)
        self.assertRefused(old.attachment_id.write, {"raw": b"x"})

    def test_nobody_adds_a_file_to_a_document(self):
        for user in self._get_users():
            with self.subTest(user=user.name):
                self.assertRefused(
                    self.env["ir.attachment"].with_user(user).create,
                    {
                        "name": "lampiran.docx",
                        "raw": docx_bytes(),
                        "res_model": "lakip.document",
                        "res_id": self.document.id,
                    },
                )

    def test_other_storage_of_the_same_bytes_is_allowed(self):
        """An administrator may move all files from the disk into the database and back."""
        content = self.file.raw
        self.env["ir.config_parameter"].set_param("ir_attachment.location", "db")
        self.file.write({"raw": content, "mimetype": self.file.mimetype})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.file.db_datas)
        self.assertTrue(self.document._is_intact())

    def test_same_file_elsewhere_takes_nothing_along(self):
        """Deleting another record's file of the same content leaves the frozen one readable."""
        twin = self.env["ir.attachment"].create({"name": "twin", "raw": self.file.raw})
        twin.unlink()
        self.env["ir.attachment"]._gc_file_store_unsafe()
        self.env.invalidate_all()
        self.assertTrue(self.document._is_intact())


class TestMethods(ProtectionCase):
    def test_public_methods_are_actions(self):
        """Everything else a class of the app defines is private: RPC cannot call it."""
        overridden = {
            "create", "write", "unlink", "copy", "copy_data", "name_create", "default_get",
            "message_subscribe", "onchange",
            # Read what a card, a notice or a page shows; they check the right to read.
            "get_card_data", "get_checklist", "get_flow_data", "get_home_data",
            "get_leadership_data", "get_progress",
            # Odoo's own of a calendar, a list and a link to a record
            "get_unusual_days", "get_empty_list_help", "get_formview_id",
        }  # fmt: skip
        for model in self.env.registry:
            if not model.startswith("lakip."):
                continue
            for base in type(self.env[model]).mro():
                if not base.__module__.startswith("odoo.addons.lakip_sop"):
                    continue
                for name, value in vars(base).items():
                    if callable(value) and not name.startswith("_") and name not in overridden:
                        with self.subTest(model=model, method=name):
                            self.assertTrue(
                                name.startswith("action_") or name.endswith("_action"), name
                            )

    def test_private_methods_are_not_called_by_rpc(self):
        for model, name in (
            ("lakip.approval", "_do_approve"),
            ("lakip.approval", "_do_void"),
            ("lakip.approval", "_decide"),
            ("lakip.approval", "_lakip_unlocked"),
            ("lakip.document", "_do_create_version"),
            ("lakip.step", "_do_complete"),
            ("lakip.step", "_upload_document"),
            ("lakip.step", "_cron_sync_performers"),
            ("lakip.cycle", "_do_finish"),
            ("lakip.role", "_grant_group"),
        ):
            with self.subTest(model=model, method=name):
                self.assertTrue(hasattr(self.env[model], name))
                with self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)

    def test_actions_without_a_turn(self):
        """Each public act that moves something, by users whose turn it is not."""
        outsider = self._create_user("outsider", "Tanpa Hak")
        waiting = self.cycle.step_ids[-1]
        approval = self.step.pending_approval_id
        old = self.cycle.approval_ids.filtered(lambda row: row.state == "returned")
        calls = [
            (record, name, args)
            for record, names in (
                (self.step, ("action_complete", "action_answer_no", "action_approve")),
                (waiting, ("action_complete", "action_answer_no", "action_approve")),
                (approval, ("action_approve",)),
                (old, ("action_approve",)),
            )
            for name, args in ((name, ()) for name in names)
        ]
        calls += [
            (self.step, "action_return", ("Alasan",)),
            (waiting, "action_return", ("Alasan",)),
            (approval, "action_return", ("Alasan",)),
            (old, "action_return", ("Alasan",)),
            (self.step, "action_generate_document", ("report",)),
            (self.step, "action_generate_document", ("delivery_letter",)),
            (self.cycle.correction_ids, "action_resolve", ()),
            (self.cycle.correction_ids, "action_reopen", ()),
        ]
        before = self.cycle.step_ids.mapped("state")
        for record, name, args in calls:
            for user in self._get_users() - self.agency_head | outsider | self.staff_a:
                with self.subTest(model=record._name, method=name, user=user.name):
                    self.assertRefused(getattr(record.with_user(user), name), *args)
        self.assertEqual(self.cycle.step_ids.mapped("state"), before)

    def test_only_the_owner_holds_and_cancels(self):
        for user in self.secretary | self.agency_head | self.team_member | self.staff_a:
            for record, name in (
                (self.step, "action_hold"),
                (self.cycle, "action_cancel"),
            ):
                with self.subTest(method=name, user=user.name):
                    self.assertRefused(getattr(record.with_user(user), name), "Alasan")
            self.assertRefused(self.step.with_user(user).action_resume)

    def test_wizard_names_no_method(self):
        wizards = self.env["lakip.reason.wizard"].with_user(self.planning_head)
        with self.assertRaises(ValueError):
            wizards.create({"operation": "unlink", "res_ids": self.cycle.ids, "reason": "x"})

    def test_upload_wizard_of_another_turn(self):
        wizard = (
            self.env["lakip.upload.wizard"]
            .with_user(self.team_member)
            .create(
                {
                    "step_id": self.cycle.step_ids[1].id,
                    "kind": "report",
                    "file": base64.b64encode(docx_bytes()),
                    "filename": "LAKIP.docx",
                }
            )
        )
        self.assertRefused(wizard.action_confirm)
        wizard.step_id = self.step
        self.assertRefused(wizard.with_user(self.agency_head).action_confirm)


class TestRpc(ProtectionCase, HttpCase):
    """The same by the two ways a client calls the server."""

    def _call(self, model, method, args, kwargs=None, user=None):
        """Return the answer of the web client's call, and whether it was an error."""
        user = user or self.admin
        if getattr(self, "_rpc_user", None) != user:
            self.authenticate(user.login, user.login)
            self._rpc_user = user
        response = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps(
                {
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": {"context": FORGED, **(kwargs or {})},
                    }
                }
            ),
            headers={"Content-Type": "application/json"},
        ).json()
        return response.get("error"), response.get("result")

    def setUp(self):
        super().setUp()
        for user in self.admin | self.secretary | self.team_member:
            user.password = user.login

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_web_client_cannot_write_the_ledger(self):
        approval = self.step.pending_approval_id
        document = self.cycle._get_report()[self.cycle]
        point = self.cycle.correction_ids
        calls = (
            ("lakip.approval", "write", [approval.ids, {"state": "approved"}]),
            ("lakip.approval", "web_save", [approval.ids, {"state": "approved"}, {}]),
            ("lakip.approval", "create", [[{"step_id": self.step.id}]]),
            ("lakip.approval", "unlink", [approval.ids]),
            ("lakip.approval", "copy", [approval.ids]),
            ("lakip.approval", "_do_approve", [approval.ids]),
            ("lakip.approval", "_decide", [approval.ids, "approved", ""]),
            ("lakip.approval", "_write", [approval.ids, {"state": "approved"}]),
            ("lakip.approval", "_lakip_unlocked", [approval.ids]),
            ("lakip.approval", "with_context", [approval.ids, {}]),
            ("lakip.document", "write", [document.ids, {"state": "signed"}]),
            ("lakip.document", "_do_create_version", [document.ids]),
            ("lakip.document", "unlink", [document.ids]),
            ("ir.attachment", "write", [document.attachment_id.ids, {"name": "x"}]),
            ("ir.attachment", "unlink", [document.attachment_id.ids]),
            ("lakip.step", "write", [self.step.ids, {"state": "done"}]),
            ("lakip.step", "write", [self.step.ids, {"user_ids": [[6, 0, [self.admin.id]]]}]),
            ("lakip.step", "web_resequence", [self.cycle.step_ids.ids[::-1], {}]),
            ("lakip.step", "action_complete", [self.step.ids]),
            ("lakip.cycle", "write", [self.cycle.ids, {"state": "done"}]),
            ("lakip.cycle", "unlink", [self.cycle.ids]),
            ("lakip.correction", "write", [point.ids, {"name": "Bagus"}]),
            ("lakip.approval", "action_approve", [approval.ids]),
        )
        for model, method, args in calls:
            with self.subTest(model=model, method=method, args=args[1:]):
                error, _result = self._call(model, method, args)
                self.assertTrue(error)
                self.assertNotIn("psycopg2", error["data"]["name"])
        error, result = self._call(
            "lakip.approval", "load", [["step_id/.id", "state"], [[str(self.step.id), "approved"]]]
        )
        self.assertFalse(error)
        self.assertFalse(result["ids"])
        self.env.invalidate_all()
        self.assertEqual((approval.state, self.step.state), ("pending", "active"))
        self.assertEqual(len(self.cycle.approval_ids), 3)
        self.assertChainHolds(self.cycle)

    @mute_logger("odoo.http")
    def test_web_client_reads_no_token(self):
        approval = self.cycle.approval_ids[:1]
        error, _result = self._call(
            "lakip.approval", "read", [approval.ids, ["token"]], user=self.secretary
        )
        self.assertTrue(error)
        error, result = self._call(
            "lakip.approval", "web_search_read", [], {"domain": [], "specification": {"hash": {}}},
            user=self.secretary,
        )  # fmt: skip
        self.assertFalse(error)
        self.assertEqual(result["length"], 3)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_json2_api(self):
        """Odoo 19's API with a key: same refusals, and the right call works."""
        approval = self.step.pending_approval_id

        def call(user, model, method, **params):
            key = (
                self.env["res.users.apikeys"]
                .with_user(user)
                .sudo()
                ._generate("rpc", "uji", fields.Datetime.add(fields.Datetime.now(), days=1))
            )
            return self.url_open(
                f"/json/2/{model}/{method}",
                data=json.dumps({"context": FORGED, **params}),
                headers={"Content-Type": "application/json", "Authorization": f"bearer {key}"},
            )

        for user, method, params in (
            (self.admin, "write", {"ids": approval.ids, "vals": {"state": "approved"}}),
            (self.admin, "create", {"vals_list": [{"step_id": self.step.id}]}),
            (self.admin, "unlink", {"ids": approval.ids}),
            (self.admin, "_do_approve", {"ids": approval.ids}),
            (self.admin, "action_approve", {"ids": approval.ids}),
            (self.secretary, "action_approve", {"ids": approval.ids}),
            (self.agency_head, "_decide", {"ids": approval.ids, "decision": "approved"}),
        ):
            with self.subTest(user=user.name, method=method):
                response = call(user, "lakip.approval", method, **params)
                self.assertGreaterEqual(response.status_code, 400)
                self.assertLess(response.status_code, 500, response.text[:300])
        self.env.invalidate_all()
        self.assertEqual(approval.state, "pending")
        picture = base64.b64encode(signature_png()).decode()
        # A key is no proof of who signs: it only opens the window that asks for it.
        response = call(self.agency_head, "lakip.approval", "action_approve", ids=approval.ids)
        self.assertEqual(response.json()["res_model"], "lakip.sign.wizard")
        wizard = call(
            self.agency_head, "lakip.sign.wizard", "create",
            vals_list=[{"approval_id": approval.id, "signature": picture}],
        )  # fmt: skip
        response = call(self.agency_head, "lakip.sign.wizard", "action_sign", ids=wizard.json())
        self.assertEqual(response.json()["res_model"], "res.users.identitycheck")
        self.env.invalidate_all()
        self.assertEqual(approval.state, "pending")
        response = call(
            self.agency_head, "lakip.approval", "action_return", ids=approval.ids, reason="Kurang"
        )
        self.assertEqual(response.status_code, 200, response.text[:300])
        self.env.invalidate_all()
        self.assertEqual((approval.state, approval.comment), ("returned", "Kurang"))
        self.assertEqual(approval.user_id, self.agency_head)
        self.assertChainHolds(self.cycle)
