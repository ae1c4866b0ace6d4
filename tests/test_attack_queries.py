"""Attacks by what a client asks for: contexts, orders, groups, conditions, new records."""

import ast
import json
import re
from pathlib import Path

from odoo.tools import SQL

import odoo.addons.lakip_sop as addon

from .attack_cases import CONTEXT_KEYS, FORGED_CONTEXT, INJECTIONS, AttackCase

SOURCES = sorted(Path(addon.__file__).parent.glob("**/*.py"))


def get_context_reads():
    """Return ``{key, as the code names it: places}`` of what the app reads from the context.

    A place is a text, and None for one where the value is compared by ``is``: no JSON can stand
    for an object of the server's memory.
    """
    found = {}
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        safe = {
            id(node.left)
            for node in ast.walk(tree)
            if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Is | ast.IsNot)
        }
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="get", value=ast.Attribute(attr="context")),
                    args=[key, *_],
                ):
                    pass
                case ast.Subscript(value=ast.Attribute(attr="context"), slice=key):
                    pass
                case ast.Compare(
                    left=key,
                    ops=[ast.In() | ast.NotIn()],
                    comparators=[ast.Attribute(attr="context")],
                ):
                    pass
                case _:
                    continue
            place = None if id(node) in safe else f"{path.name}:{node.lineno}"
            found.setdefault(ast.unparse(key).removeprefix("f").strip("'"), []).append(place)
    return found


class TestContext(AttackCase):
    #: As the code names its own keys
    NAMES = {
        "_CONTEXT_KEY": "_lakip_edit_sentinel",
        "TURN_SYNC": "_lakip_turn_sync",
        "SUBSCRIBED": "_lakip_subscribed",
        "_CARD_KEY": "_lakip_card_sentinel",
        "QUIET": "_lakip_quiet",
        "_NIGHT": "_lakip_night",
        "REPLAN_LATER": "_lakip_replan_later",
        "JUDGED": "_lakip_judged",
    }

    def test_all_keys_that_are_read_are_known(self):
        found = get_context_reads()
        self.assertLessEqual(set(self.NAMES), set(found))
        for name, places in found.items():
            self.assertIn(self.NAMES.get(name, name), CONTEXT_KEYS, places)

    def test_own_keys_hold_an_object_of_the_server(self):
        found = get_context_reads()
        for name, key in self.NAMES.items():
            self.assertEqual(CONTEXT_KEYS[key], "sentinel")
            self.assertEqual(set(found[name]), {None}, f"{name} can be forged")

    def test_calendar_is_not_changed_behind_the_deadlines(self):
        """With the app's own key forged, deadlines would have stayed where they were."""
        step = self.own["lakip.step"]
        calendar = self.company.resource_calendar_id
        before = step.date_deadline
        calendar.with_context(**FORGED_CONTEXT | {"lang": "en_US"}).write({"tz": "Asia/Jayapura"})
        self.env.flush_all()
        self.assertNotEqual(step.date_deadline, before)


class TestQueries(AttackCase):
    WHO = ("team member", "administrator")

    def test_orders_groups_and_fields(self):
        """Nothing a client names reaches the database but names of fields."""
        for model in self._get_models():
            # All go the same way of Odoo's but those that say themselves how a field is read.
            own_way = any(
                name.endswith("_to_sql")
                for base in self._get_own_classes(model)
                for name in vars(base)
            )
            for evil in INJECTIONS if own_way else INJECTIONS[:5]:
                for method, args, kwargs in (
                    ("search", [[]], {"order": evil}),
                    ("search_read", [[], ["id"]], {"order": evil}),
                    ("search_read", [[], [evil]], {}),
                    ("read", [self._get_ids(model), [evil]], {}),
                    ("web_search_read", [[], {evil: {}}], {}),
                    ("formatted_read_group", [[], [evil], ["__count"]], {}),
                    ("formatted_read_group", [[], ["id"], [evil]], {}),
                    ("search", [[[evil, "=", 1]]], {}),
                    ("search", [[["id", evil, 1]]], {}),
                    ("export_data", [self._get_ids(model), [evil]], {}),
                ):
                    error, _result, _changed = self._attack(
                        self.people["administrator"], model._name, method, *args, watch=False,
                        **kwargs,
                    )  # fmt: skip
                    is_sql = type(error).__module__.startswith("psycopg2")
                    self._note(is_sql, model._name, method, repr(evil), repr(error))
        self.env.flush_all()
        self.assertEqual(self._get_digest(), self.digest)
        self.assertNoFaults()


class TestShown(AttackCase):
    """A form that a client makes up is not filled in with what its user may not read."""

    SECRET = "RAHASIA"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # No user can write most of these texts.
        for record in cls.foreign.values():
            names = [
                field.name
                for field in record._fields.values()
                if field.store and field.column_type and field.column_type[0] in ("varchar", "text")
                and field.type in ("char", "text") and not field.translate and record._auto
                and field.name not in ("code", "token", "target", "realization", "lower")
            ]  # fmt: skip
            if names and record._name != "lakip.role":
                texts = [f"{cls.SECRET} {record._name}.{name}" for name in names]
                columns = SQL(", ").join(
                    SQL("%s = %s", SQL.identifier(name), text)
                    for name, text in zip(names, texts, strict=True)
                )
                cls.env.cr.execute(
                    SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), columns,
                        record.id)
                )  # fmt: skip
        cls.env.invalidate_all(flush=False)
        cls.foreign_company.name = f"{cls.SECRET} res.company.name"
        cls.env.flush_all()
        cls.links = {name: record.id for name, record in cls.foreign.items()}

    def _get_links(self):
        """Yield (model, name of a many2one of it to a model of the app, the hidden record)."""
        for model in self._get_models():
            for field in model._fields.values():
                if field.type == "many2one" and field.comodel_name in self.foreign:
                    yield model, field.name, self.foreign[field.comodel_name]

    def _get_spec(self, model):
        return {
            field.name: {"fields": {"display_name": {}}} if field.relational else {}
            for field in model._fields.values()
        }

    def test_there_are_secrets(self):
        hidden = self.foreign["lakip.step"]
        self.assertIn(self.SECRET, hidden.display_name)
        self.assertGreater(len(list(self._get_links())), 60)

    def test_forms(self):
        for model, name, hidden in self._get_links():
            for who in ("portal", "staff", "administrator"):
                for method, args, context in (
                    ("onchange", [[], {name: hidden.id}, [name], self._get_spec(model)], {}),
                    (
                        "onchange",
                        [[], {}, [], self._get_spec(model)],
                        {f"default_{name}": hidden.id},
                    ),
                    ("default_get", [list(model._fields)], {f"default_{name}": hidden.id}),
                ):
                    error, result, _changed = self._attack(
                        self.people[who], model._name, method, *args, context=context, watch=False
                    )
                    told = re.findall(
                        rf"{self.SECRET} [\w.]+", f"{json.dumps(result, default=str)} {error}"
                    )
                    self._note(told, f"{method} {model._name}.{name} as {who}: {set(told)}")
        self.assertNoFaults()
