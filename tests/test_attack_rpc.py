"""Attacks by RPC on all that the app defines, generic over its models, fields and methods.

``attack_cases`` lists what is tried, and ``test_attack_protocols`` does so by each way into Odoo.
"""

import json

from odoo import Command
from odoo.exceptions import UserError

from .attack_cases import FORGED_CONTEXT, ODD_ARGUMENTS, ODD_IDS, AttackCase
from .test_protection import MAGIC_COLUMNS

#: They say where to look and show nothing of it: what is then read is checked.
SIGNPOSTS = {
    "lakip.cycle.action_open_objectives",
    "lakip.setup.get_checklist",
    "lakip.step.action_open",
    "lakip.step.action_open_deliveries",
    "lakip.step.action_open_requests",
}


class TestMethods(AttackCase):
    def _get_calls(self):
        """Yield (name of a method, model, method, its ids in a list, arguments that it needs)."""
        for model, name, function in self._get_methods():
            ids = [] if getattr(function, "_api_model", False) else [self._get_ids(model)]
            needed = {
                one.name: "Alasan"
                for one in self._get_arguments(function)
                if one.default is one.empty or one.name == "reason"
            }
            yield f"{model._name}.{name}", model, name, ids, needed

    def test_odd_arguments(self):
        """Each argument of each method: a sentence, or an answer that changed nothing."""
        for what, model, name, ids, needed in self._get_calls():
            if not needed:
                for who in ("staff", "team member", "planning head", "administrator"):
                    error = self._attack(self.people[who], model._name, name, *ids, watch=False)[0]
                    self._note(error and not self._is_clear(error), what, who, repr(error))
            for argument in self._get_arguments(getattr(type(model), name)):
                for odd in ODD_ARGUMENTS:
                    for who in ("outsider", "team member", "administrator"):
                        error, _result, changed = self._attack(
                            self.people[who], model._name, name, *ids, watch=who == "outsider",
                            **{**needed, argument.name: odd},
                        )  # fmt: skip
                        self._note(
                            changed or (error and not self._is_clear(error)),
                            what, f"{argument.name}={odd!r:.40}", who, repr(error),
                        )  # fmt: skip
        self.assertNoFaults()

    def test_outsiders_get_nothing(self):
        """Who has no part in LAKIP is refused by each method."""
        refused = 0
        for what, model, name, ids, needed in self._get_calls():
            if not model._name.startswith("lakip.") or model._transient:
                continue
            for who in ("public", "portal", "outsider"):
                error, result, changed = self._attack(
                    self.people[who], model._name, name, *ids, **needed
                )
                refused += isinstance(error, UserError)
                self._note(
                    changed or not (isinstance(error, UserError) or what in SIGNPOSTS),
                    what, who, repr(error or result),
                )  # fmt: skip
        self.assertNoFaults()
        self.assertGreater(refused, 200)

    def test_ids_that_are_none(self):
        """Strings, floats, lists, huge numbers in the place of ids: nothing is changed."""
        for what, model, name, ids, needed in self._get_calls():
            for odd in ODD_IDS if ids else ():
                _error, _result, changed = self._attack(
                    self.people["planning head"], model._name, name, odd, **needed
                )
                self._note(changed, what, repr(odd))
        self.assertNoFaults()

    def test_records_that_are_not_stored(self):
        """Odoo takes ``None`` among the ids for a new record, on which no access right is
        checked and whose fields hold the ``default_`` values that the client sent."""
        for what, model, name, ids, needed in self._get_calls():
            if not ids or model._name not in self.own:
                continue
            for who, user in self.people.items():
                error, _result, changed = self._attack(
                    user, model._name, name, [None],
                    context=self._forge(self.own[model._name], user), **needed,
                )  # fmt: skip
                is_odoo = "Expected singleton" in str(error) or "Wrong value for" in str(error)
                self._note(
                    changed or (error and not self._is_clear(error) and not is_odoo),
                    what, who, repr(error),
                )  # fmt: skip
        self.assertNoFaults()

    def _forge(self, record, user):
        """Return ``default_`` keys that say of a new record what its method wants to hear."""
        forged = {}
        for field in record._fields.values():
            if field.store and field.type not in ("one2many", "binary", "json", "html"):
                value = field.convert_to_write(record.sudo()[field.name], record)
                forged[f"default_{field.name}"] = json.loads(json.dumps(value, default=str))
        state = {"lakip.step": "active", "lakip.request": "submitted"}.get(record._name)
        return {
            **forged,
            "default_id": None,
            "default_state": state or forged.get("default_state"),
            "default_user_ids": [Command.set(user.ids)],
            "default_user_id": user.id,
            "default_kind": "task",
        }

    def test_a_new_record_shows_nothing_forged(self):
        """What a client says of a record that is not stored does not become a fact."""
        step = self.own["lakip.step"]
        for who, user in self.people.items():
            error, _result, _changed = self._attack(
                user, "lakip.step", "action_complete", [None],
                context={"default_cycle_id": step.cycle_id.id, "default_state": "active",
                         "default_user_ids": step.user_ids.ids, "default_name": "x"},
            )  # fmt: skip
            self.assertIsInstance(error, UserError)
            for secret in (step.cycle_id.name, *step.user_ids.mapped("name")):
                self._note(secret in str(error), who, "is told", secret)
        self.assertNoFaults()


class TestMassAssignment(AttackCase):
    """Fields that the app sets are set by no client: create, write, web_save, lines of others."""

    WRITERS = ("staff", "team member", "planning head", "administrator")

    def _get_protected(self):
        """Yield (record, field) of each stored field that no client may write."""
        for model in self._get_models():
            if model._transient or not model._auto:
                continue
            protected = getattr(model, "_lakip_protected_fields", frozenset())
            for field in model._fields.values():
                if field.store and field.name not in MAGIC_COLUMNS:
                    if protected is None or field.name in protected:
                        yield self.own[model._name], field

    def _get_value(self, record, field):
        """Return another value than that of the field, as JSON can carry it."""
        match field.type:
            case "many2one":
                others = self.env[field.comodel_name].sudo().search([], limit=3)
                return (others - record.sudo()[field.name])[:1].id
            case "one2many" | "many2many":
                return [[5]]
            case "selection":
                keys = [key for key, _label in field._description_selection(self.env)]
                return next((key for key in keys if key != record.sudo()[field.name]), keys[0])
            case "boolean":
                return not record.sudo()[field.name]
            case "integer" | "float" | "monetary":
                return record.sudo()[field.name] + 1
            case "date" | "datetime":
                return "2020-01-01"
        return "palsu"

    def _try(self, user, record, field, method, *args):
        error, _result, changed = self._attack(
            user, record._name, method, *args, context=FORGED_CONTEXT
        )
        self._note(
            changed or not isinstance(error, UserError),
            f"{record._name}.{field.name} by {method} as {user.name}:", repr(error),
        )  # fmt: skip

    def test_there_are_such_fields(self):
        found = {(record._name, field.name) for record, field in self._get_protected()}
        self.assertGreater(len(found), 120)
        self.assertIn(("lakip.approval", "state"), found)
        self.assertIn(("lakip.step", "date_deadline"), found)

    def test_written(self):
        for record, field in self._get_protected():
            vals = {field.name: self._get_value(record, field)}
            for who in self.WRITERS:
                user = self.people[who]
                self._try(user, record, field, "write", record.ids, vals)
                self._try(user, record, field, "web_save", record.ids, vals, {})
        self.assertNoFaults()

    def test_created(self):
        admin = self.people["administrator"]
        for record, field in self._get_protected():
            vals = {**self._get_needed(record), field.name: self._get_value(record, field)}
            self._try(admin, record, field, "create", [vals])
            self._try(admin, record, field, "web_save", [], vals, {})
        self.assertNoFaults()

    def _get_needed(self, record):
        """Return values of the fields that a record needs, those that a client may give."""
        protected = record._lakip_protected_fields
        if protected is None:
            return {}
        vals = {
            field.name: field.convert_to_write(record.sudo()[field.name], record)
            for field in record._fields.values()
            if field.required and field.store and field.type != "one2many"
            and field.name not in protected
        }  # fmt: skip
        return json.loads(json.dumps(vals, default=str))

    def test_by_lines_of_other_records(self):
        """Commands of each one2many and many2many of the app that reach such a record."""
        targets = {}
        for record, field in self._get_protected():
            targets.setdefault(record._name, []).append((record, field))
        tried = 0
        for model in self._get_models():
            record = self.own.get(model._name, model)
            for lines in model._fields.values():
                if not record or lines.type not in ("one2many", "many2many"):
                    continue
                for line, field in targets.get(lines.comodel_name, ()):
                    vals = {field.name: self._get_value(line, field)}
                    for command in ([1, line.id, vals], [0, 0, vals]):
                        tried += 1
                        self._try(
                            self.people["administrator"], record, lines, "write", record.ids,
                            {lines.name: [command]},
                        )  # fmt: skip
        self.assertNoFaults()
        self.assertGreater(tried, 200)

    def test_by_import_and_by_name(self):
        admin = self.people["administrator"]
        for record, field in self._get_protected():
            if field.type in ("one2many", "binary", "json"):
                continue
            column = f"{field.name}/.id" if field.type.startswith("many2") else field.name
            value = self._get_value(record, field)
            error, result, changed = self._attack(
                admin, record._name, "load", [".id", column], [[str(record.id), str(value)]],
                context=FORGED_CONTEXT,
            )  # fmt: skip
            self._note(
                changed or not (error or not result["ids"]), record._name, field.name, result
            )
        for model in self._get_models():
            if getattr(model, "_lakip_protected_fields", ()) is None:
                error, result, changed = self._attack(admin, model._name, "name_create", "Palsu")
                self._note(changed or result, model._name, "name_create")
        self.assertNoFaults()
