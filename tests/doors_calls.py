"""Doors of a client: methods on records that are hidden from it, forms that name them."""

import json

from .canary_case import OF_DIVISION


class MethodDoors:
    """Everything a client may call, on records that it may not read."""

    def _get_methods(self, model):
        """Return the names of the methods of the app that a client can call on ``model``."""
        names = set()
        for base in type(self.env[model]).mro():
            if model.startswith("lakip.") and base.__module__.startswith("odoo.addons.lakip_sop"):
                names |= {
                    name
                    for name, value in vars(base).items()
                    if callable(value) and not name.startswith("_")
                }
        return sorted(names)

    def test_on_hidden_records(self):
        """In the developer mode too, in which Odoo tells more about what it refuses."""
        read = {
            "read": (["display_name"],),
            "web_read": ({"display_name": {}},),
            "export_data": (["display_name"],),
            "copy": (),
            "copy_data": (),
            "unlink": (),
            "write": ({"active": False},),
            "web_save": ({}, {"display_name": {}}),
            "get_formview_action": (),
            "get_metadata": (),
            "message_post": (),
            "activity_schedule": (),
        }
        for name, (user, marks) in self._get_main_spies().items():
            self._login(user)
            self._debug()
            for model, records in self._get_targets(name).items():
                record = records[:1]
                is_shut = not self.env[model].with_user(user).has_access("read")
                methods = [] if is_shut else self._get_methods(model)
                for method in ["read"] if is_shut else sorted({*read, *methods}):
                    if not record or (model, method) == ("lakip.agenda", "get_unusual_days"):
                        continue
                    with self.subTest(spy=name, model=model, method=method):
                        answer = self._call(user, model, method, record.ids, *read.get(method, ()))
                        self.assertNoCanary(answer, marks, f"{model}.{method}")

    def test_on_records_in_sight(self):
        """The cycle and its rows belong to everybody's work; not all that they tell does."""
        for records in self.cycle | self.open_cycle, self.open_cycle.step_ids, self.cycle.step_ids:
            for method in self._get_methods(records._name):
                if method.startswith(("get_", "action_open")):
                    for record in records:
                        with self.subTest(record=record, method=method):
                            answer = self._call(self.head_b, record._name, method, record.ids)
                            self.assertNoCanary(answer, OF_DIVISION, method)
        for model, method in (
            ("lakip.cycle", "get_home_data"),
            ("lakip.step.analysis", "get_leadership_data"),
            ("res.company", "get_lakip_checklist"),
        ):
            for name, (user, marks) in self._get_main_spies().items():
                with self.subTest(spy=name, method=method):
                    self.assertNoCanary(self._call(user, model, method), marks, method)

    def test_what_a_row_lacks_names_no_other_division(self):
        """Where the data of a division stand is between it and the team."""
        step = self.open_cycle.current_step_id
        for names in (["blockers"], ["blocker_text"], ["flow_data"]):
            model = "lakip.cycle" if names == ["flow_data"] else "lakip.step"
            number = self.open_cycle.id if model == "lakip.cycle" else step.id
            for user, told in ((self.head_b, False), (self.team_member, True)):
                with self.subTest(field=names, user=user.name):
                    answer = self._call(user, model, "read", [number], names)
                    self._result(answer)
                    (self.assertIn if told else self.assertNotIn)(self.division_a.name, answer)


class FormDoors:
    """A form that names a hidden record shows nothing of it."""

    def _get_hidden_relations(self, name, model):
        """Return ``{field: id}`` of the relations of ``model`` to hidden records."""
        targets = self._get_targets(name)
        return {
            field.name: targets[field.comodel_name][:1].id
            for field in self.env[model]._fields.values()
            if field.type == "many2one" and targets.get(field.comodel_name)
        }

    def _get_specification(self, user, model):
        """Return all fields of ``model`` as a form asks for them, with those of its relations."""
        specification = {}
        fields = self.env[model].with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        ).fields_get()  # fmt: skip
        for name, field in fields.items():
            specification[name] = (
                {"fields": {"display_name": {}}} if field["type"] == "many2one" else {}
            )
        return specification

    def test_forms(self):
        for name, (user, marks) in self._get_main_spies().items():
            self._login(user)
            self._debug()
            for model in sorted(self.env.registry):
                if (
                    not model.startswith("lakip.")
                    or self.env[model]._abstract
                    or not self.env[model].with_user(user).has_access("create")
                ):
                    continue
                relations = self._get_hidden_relations(name, model)
                specification = self._get_specification(user, model)
                for field, number in relations.items():
                    with self.subTest(spy=name, model=model, field=field):
                        self._try_form(user, marks, model, field, number, specification)

    def _try_form(self, user, marks, model, field, number, specification):
        context = {"allowed_company_ids": user.company_ids.ids, f"default_{field}": number}
        for values, names in (({field: number}, [field]), ({}, [])):
            for asked in (specification, *({key: value} for key, value in specification.items())):
                answer = self._call(
                    user, model, "onchange", [], values, names, asked,
                    context=context if not names else {**context, f"default_{field}": False},
                )  # fmt: skip
                self.assertNoCanary(answer, marks, f"onchange of {field}: {list(asked)[:1]}")
                if '"error":' not in answer[:60] or "AccessError" in answer:
                    break  # otherwise one field stops the others
        answer = self._call(user, model, "default_get", list(specification), context=context)
        self.assertNoCanary(answer, marks, "default_get")
        answer = self._call(user, model, "create", [{field: number}])
        self.assertNoCanary(answer, marks, "create")
        made = json.loads(answer).get("result")
        if made:
            answer = self._call(user, model, "web_read", made, specification)
            self.assertNoCanary(answer, marks, "what was made")
