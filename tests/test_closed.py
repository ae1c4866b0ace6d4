"""What nobody may do once a report is signed and its cycle closed: not the administrator with all
groups, not by an import, a line of a parent, a copy or an API key.

Every stored field of every record of the cycle is tried, so that a new one is covered by itself.
What an approval or a frozen document allows while a cycle runs is tried in ``test_protection``.
"""

import base64
import json

from odoo import Command, fields

from .canary_case import COMPANY, CanaryCase
from .test_archive import photo
from .test_protection import MAGIC_COLUMNS, ProtectionCase

#: What may still be written about a closed cycle: ``{model: fields}``.
OPEN_FIELDS = {
    # It is put away, not deleted.
    "lakip.cycle": {"active"},
    # The evaluation looks back at the report (Permenpan RB 88/2021).
    "lakip.selfcheck": {"answer", "note"},
}
#: Relations that may be emptied when what they name is deleted: they hold no fact of a decision.
EMPTIED = {
    # The meeting may leave the calendar; its facts are in the minutes and the invitation.
    ("lakip.step", "event_id"),
    # A channel is talk; its cards are kept with it, see test_threats.
    ("lakip.cycle", "channel_id"),
    # Nothing of a closed cycle is deleted, so nothing of these is.
    ("lakip.cycle", "current_step_id"),
    ("lakip.step", "return_step_id"),
    ("lakip.step", "branch_step_id"),
    ("lakip.step", "base_document_id"),
    ("lakip.indicator", "previous_id"),
    ("lakip.program", "objective_id"),
    # The empty form, which is written anew.
    ("lakip.request.item", "form_id"),
}


class ClosedCase(CanaryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        case = cls("run")
        with case.at("2027-03-01 08:00"):
            case._finish()
        cls.admin = ProtectionCase._make_almighty.__func__(cls)
        cls.admin.password = cls.admin.login
        cls.env.flush_all()

    def _finish(self):
        """Hand over what is left and close the cycle."""
        step = self.cycle.current_step_id.with_user(self.planning_head)
        for delivery in step.delivery_ids.filtered(lambda one: one.state != "delivered"):
            receipt = (
                self.env["ir.attachment"]
                .with_user(self.planning_head)
                .create({"name": "r.jpg", "raw": photo(), "res_model": delivery._name})
            )
            delivery.write(
                {
                    "date": "2027-03-01",
                    "receiver": COMPANY,
                    "receipt_attachment_ids": [Command.set(receipt.ids)],
                }
            )
            delivery.action_deliver()
        step.action_complete()
        self.assertEqual(self.cycle.state, "done")

    def _get_closed(self):
        """Return ``{model: records}`` of the closed cycle."""
        found = {"lakip.cycle": self.cycle}
        for model in sorted(self.env.registry):
            records = self.env[model].with_context(active_test=False)
            if not model.startswith("lakip.") or not records._auto or records._transient:
                continue
            for name, owners in (
                ("cycle_id", self.cycle),
                ("step_id", self.cycle.step_ids),
                ("indicator_id", self.cycle.objective_ids.indicator_ids),
                ("request_id", self.cycle.request_ids),
            ):
                if name in records._fields and records._fields[name].store:
                    found[model] = records.search([(name, "in", owners.ids)])
                    break
        # Nobody reads or writes the app's notes of its reminders.
        return {model: records for model, records in found.items() if model != "lakip.reminder"}

    def _as_admin(self, model, method, *args, **kwargs):
        return self._call(
            self.admin, model, method, *args,
            context={"allowed_company_ids": self.company.ids}, **kwargs,
        )  # fmt: skip

    def assertRefusedByRpc(self, answer, door):
        error = json.loads(answer).get("error")
        self.assertTrue(error, f"{door} was done: {answer[:200]}")
        # A sentence, not a failure of the database
        self.assertRegex(error["data"]["name"], r"odoo\.exceptions\.", f"{door}: {answer[:300]}")

    def _get_snapshot(self, records):
        records.invalidate_recordset()
        names = [
            field.name
            for field in records._fields.values()
            if field.store and field.name not in MAGIC_COLUMNS
            and not field.name.startswith(("message_", "activity_"))
        ]  # fmt: skip
        return records.sudo().read(names, load=None)


class TestClosed(ClosedCase):
    _get_any_value = ProtectionCase._get_any_value

    def test_there_is_one_of_each(self):
        missing = [model for model, records in self._get_closed().items() if not records]
        self.assertEqual(missing, [])

    def test_every_field(self):
        for model, records in self._get_closed().items():
            record = records[:1]
            before = self._get_snapshot(records)
            for field in record._fields.values():
                if (
                    not record
                    or not field.store
                    or field.name in MAGIC_COLUMNS
                    or field.name.startswith(("message_", "activity_", "website_"))
                    or field.name in OPEN_FIELDS.get(model, ())
                ):
                    continue
                value = self._get_any_value(record, field.name)
                if isinstance(value, str) and field.type == "binary":
                    value = base64.b64encode(b"x").decode()
                with self.subTest(model=model, field=field.name):
                    answer = self._as_admin(
                        model, "web_save", record.ids, {field.name: value}, specification={}
                    )
                    self.assertRefusedByRpc(answer, f"{model}.{field.name}")
            self.assertEqual(self._get_snapshot(records), before, model)

    def test_delete_copy_and_import(self):
        for model, records in self._get_closed().items():
            record = records[:1]
            if not record:
                continue
            before = self._get_snapshot(records)
            with self.subTest(model=model, method="unlink"):
                self.assertRefusedByRpc(self._as_admin(model, "unlink", record.ids), model)
            if model != "lakip.cycle":  # its copy is a new cycle, see test_protection
                with self.subTest(model=model, method="copy"):
                    self.assertRefusedByRpc(self._as_admin(model, "copy", record.ids), model)
            with self.subTest(model=model, method="web_save_multi"):
                answer = self._as_admin(
                    model, "web_save_multi", record.ids, [{"sequence": 7, "note": "palsu"}],
                    specification={},
                )  # fmt: skip
                self.assertRefusedByRpc(answer, model)
            if "sequence" in record._fields:
                with self.subTest(model=model, method="web_resequence"):
                    answer = self._as_admin(
                        model, "web_resequence", records.ids[::-1], specification={}, offset=40
                    )
                    self.assertRefusedByRpc(answer, model)
            if "active" in record._fields and model != "lakip.cycle":
                with self.subTest(model=model, method="action_archive"):
                    self.assertRefusedByRpc(
                        self._as_admin(model, "action_archive", record.ids), model
                    )
            name = next(
                field.name for field in record._fields.values()
                if field.store and field.type in ("char", "text", "selection")
                and field.name not in OPEN_FIELDS.get(model, ())
            )  # fmt: skip
            with self.subTest(model=model, method="load"):
                answer = self._as_admin(model, "load", [".id", name], [[str(record.id), "palsu"]])
                result = json.loads(answer).get("result", {"ids": False})
                self.assertFalse(result["ids"], answer[:300])
            self.assertEqual(self._get_snapshot(records), before, model)

    def test_lines_of_a_parent(self):
        by_kind = self.cycle.step_ids.grouped("kind")
        for parent in (
            self.cycle, by_kind["discussion"], by_kind["collection"], by_kind["archive"],
            self.hidden["lakip.request"][:1] & self.cycle.request_ids,
        ):  # fmt: skip
            for field in parent._fields.values():
                if (
                    field.type != "one2many" or field.compute
                    or not field.comodel_name.startswith("lakip.")
                ):  # fmt: skip
                    continue
                line = parent[field.name][:1]
                if not line or line._name == "lakip.selfcheck":
                    continue
                before = self._get_snapshot(line)
                text = next(
                    (one.name for one in line._fields.values()
                     if one.store and one.type in ("char", "text", "html") and not one.compute),
                    "sequence",
                )  # fmt: skip
                for command in (
                    [1, line.id, {text: "7"}],
                    [2, line.id, 0],
                    [3, line.id, 0],
                    [6, 0, []],
                    [0, 0, {text: "7"}],
                ):
                    with self.subTest(field=field.name, command=command):
                        answer = self._as_admin(
                            parent._name, "web_save", parent.ids, {field.name: [command]},
                            specification={},
                        )  # fmt: skip
                        self.assertRefusedByRpc(answer, field.name)
                self.assertEqual(self._get_snapshot(line), before)

    def test_files(self):
        """Of documents, of what was handed in, of receipts and of the pictures in chapters."""
        closed = self._get_closed()
        items = closed["lakip.request.item"]
        files = (
            closed["lakip.document"].attachment_id
            | items.attachment_ids
            | items.old_attachment_ids
            | closed["lakip.delivery"].receipt_attachment_ids
            | self.env["ir.attachment"].search(
                [("res_model", "=", "lakip.section"),
                 ("res_id", "in", closed["lakip.section"].ids)]
            )
        )  # fmt: skip
        self.assertEqual(
            set(files.mapped("res_model")),
            {"lakip.document", "lakip.request.item", "lakip.request", "lakip.delivery",
             "lakip.section"},
        )  # fmt: skip
        for file in files:
            content = file.raw
            for vals in (
                {"raw": "palsu"},
                {"datas": base64.b64encode(b"palsu").decode()},
                {"db_datas": base64.b64encode(b"palsu").decode()},
                {"name": "palsu"},
                {"mimetype": "text/html"},
                {"res_id": 1},
                {"res_id": 0},
                {"res_model": "res.partner"},
                {"res_model": False},
                {"res_field": "x"},
                {"type": "url", "url": "https://example.com"},
                {"public": True},
                {"access_token": "kunci"},
                {"store_fname": "aa/none"},
                {"checksum": "0" * 40},
                {"company_id": False},
            ):
                with self.subTest(model=file.res_model, vals=vals):
                    answer = self._as_admin("ir.attachment", "write", file.ids, vals)
                    self.assertRefusedByRpc(answer, f"{file.res_model}: {list(vals)}")
            for method, args in (("unlink", ()), ("generate_access_token", ())):
                with self.subTest(model=file.res_model, method=method):
                    answer = self._as_admin("ir.attachment", method, file.ids, *args)
                    self.assertRefusedByRpc(answer, f"{file.res_model}: {method}")
            with self.subTest(model=file.res_model, route="delete"):
                self._post(
                    self.admin, "/mail/attachment/delete", attachment_id=file.id, access_token=None
                )
            self.env.invalidate_all()
            self.assertTrue(file.exists())
            self.assertEqual(file.raw, content)
        answer = self._post(
            self.admin, "/mail/message/post", thread_model="res.partner",
            thread_id=self.admin.partner_id.id,
            post_data={"body": "x", "message_type": "comment", "attachment_ids": files.ids},
        )  # fmt: skip
        self.env.invalidate_all()
        self.assertNotIn("res.partner", files.mapped("res_model"), answer[:200])

    def test_what_a_decision_names_is_not_deleted(self):
        request = self.hidden["lakip.request"].filtered(lambda one: one.cycle_id == self.cycle)
        officers = self.cycle.approval_ids.officer_id
        named = (
            self.secretary, self.agency_head, self.staff_a, self.team_member, self.planning_head,
            self.secretary.employee_id, self.agency_head.employee_id,
            self.team_member.employee_id, officers, request.department_id, self.company,
            self.canary_sop, self.canary_sop.step_ids[:1], self.roles["secretary"],
            self.cycle.delivery_ids.partner_id[:1], self.secretary.partner_id,
        )  # fmt: skip
        before = self._get_snapshot(self.cycle.step_ids)
        ledger = self._get_snapshot(self.cycle.approval_ids)
        for record in named:
            with self.subTest(record=record.display_name if len(record) == 1 else record):
                answer = self._as_admin(record._name, "unlink", record.ids)
                self.assertTrue(json.loads(answer).get("error"), answer[:200])
                self.assertTrue(record.exists())
        self.assertEqual(self._get_snapshot(self.cycle.step_ids), before)
        self.assertEqual(self._get_snapshot(self.cycle.approval_ids), ledger)
        self.assertChainHolds(self.cycle)

    def test_no_relation_is_emptied_by_a_deletion(self):
        """PostgreSQL would do it past the ORM: each relation says what it holds."""
        emptied = set()
        for model in self._get_closed():
            for field in self.env[model]._fields.values():
                if (
                    field.type == "many2one" and field.store and field.ondelete == "set null"
                    and field.name not in MAGIC_COLUMNS
                ):  # fmt: skip
                    emptied.add((model, field.name))
        self.assertEqual(emptied - EMPTIED, set())

    def test_merging_contacts(self):
        """Odoo writes the contact anew by SQL, wherever it stands."""
        recipient = self.cycle.delivery_ids.partner_id[:1]
        other = self.env["res.partner"].create({"name": "Bukan penerima", "email": "x@example.com"})
        before = self._get_snapshot(self.cycle.delivery_ids)
        wizards = "base.partner.merge.automatic.wizard"
        made = json.loads(
            self._as_admin(
                wizards, "create",
                [{"partner_ids": [[6, 0, [recipient.id, other.id]]], "dst_partner_id": other.id}],
            )
        )["result"]  # fmt: skip
        answer = self._as_admin(wizards, "action_merge", made)
        self.assertRefusedByRpc(answer, "merge")
        self.assertIn("handed over", answer)
        self.assertTrue(recipient.exists())
        self.assertEqual(self._get_snapshot(self.cycle.delivery_ids), before)
        # The other way round nothing that was handed over changes.
        made = json.loads(
            self._as_admin(
                wizards, "create",
                [{"partner_ids": [[6, 0, [recipient.id, other.id]]],
                  "dst_partner_id": recipient.id}],
            )
        )["result"]  # fmt: skip
        self._result(self._as_admin(wizards, "action_merge", made))
        self.assertFalse(other.exists())
        self.assertEqual(self._get_snapshot(self.cycle.delivery_ids), before)

    def test_a_closed_cycle_is_archived_instead(self):
        """It is offered where Odoo offers it, takes its channel along, and comes back."""
        view = json.loads(
            self._as_admin("lakip.cycle", "get_views", [[False, "form"], [False, "list"]], {})
        )["result"]
        self.assertNotIn('archive="0"', view["views"]["form"]["arch"].split(">")[0])
        self.assertIn("active", view["models"]["lakip.cycle"]["fields"])
        answer = self._as_admin("lakip.cycle", "unlink", self.cycle.ids)
        self.assertIn("archive it instead", answer)
        for user in self.planning_head | self.admin:
            user.password = user.login
            self._result(self._call(user, "lakip.cycle", "action_archive", self.cycle.ids))
            self.assertFalse(self.cycle.active)
            found = self._call(user, "lakip.cycle", "search", [])
            self.assertNotIn(self.cycle.id, self._result(found))
            self._result(self._call(user, "lakip.cycle", "action_unarchive", self.cycle.ids))
            self.env.invalidate_all()
            self.assertTrue(self.cycle.active)
        self.assertChainHolds(self.cycle)

    def test_api_key(self):
        """JSON-2, Odoo 19's way for programs: the same refusals."""
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.admin)
            .sudo()
            ._generate("rpc", "uji", fields.Datetime.add(fields.Datetime.now(), days=1))
        )
        closed = self._get_closed()
        before = {model: self._get_snapshot(records) for model, records in closed.items()}
        for model, records in closed.items():
            if not records:
                continue
            for method, params in (
                ("write", {"vals": {"company_id": False}}),
                ("unlink", {}),
                ("web_save", {"vals": {"company_id": False}, "specification": {}}),
            ):
                with self.subTest(model=model, method=method):
                    response = self.url_open(
                        f"/json/2/{model}/{method}",
                        data=json.dumps({"ids": records[:1].ids, **params}),
                        headers={
                            "Content-Type": "application/json",
                            "Authorization": f"bearer {key}",
                        },
                    )
                    self.assertGreaterEqual(response.status_code, 400)
                    self.assertLess(response.status_code, 500, response.text[:300])
        for model, records in closed.items():
            self.assertEqual(self._get_snapshot(records), before[model])
