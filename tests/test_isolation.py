"""No list, count, group, name or condition tells a stranger of the data of others.

Whatever models and fields there are is walked, so that a new one is covered by itself. Each walk is
made by a member of the drafting team too, who finds the canaries: an empty answer proves nothing.
"""

from odoo.tools import OrderedSet

from .canary_case import FIGURE, OF_DIVISION, CanaryCase

#: Models whose records hang on the app's: reached through relations, they are probed as well.
NEIGHBOURS = (
    "calendar.event",
    "discuss.channel",
    "hr.department",
    "ir.attachment",
    "mail.activity",
    "mail.message",
)
#: Whoever else there is has the rights of one of these.
WALKERS = (
    "head of division B",
    "colleague without LAKIP",
    "portal",
    "other company: division",
    "other company: manager",
)


class WalkCase(CanaryCase):
    def _get_readable(self, user, names=None):
        """Return the models that ``user`` has a right to read, at all or among ``names``.

        What holds nothing but what the installation brought is left out.
        """
        self.env.invalidate_all()
        return [
            model
            for model in names or sorted(self.env.registry)
            if not self.env[model]._abstract
            and self.env[model].with_user(user).has_access("read")
            and (names or self._holds_canaries(model))
        ]

    def _holds_canaries(self, model):
        """Return whether ``model`` got records with this world, or is a view of others."""
        records = self.env[model].sudo().with_context(active_test=False)
        if not records._auto or "create_date" not in records._fields:
            return True
        return bool(records.search([("create_date", ">=", self.company.create_date)], limit=1))

    def _get_app_models(self):
        return [
            model
            for model in sorted(self.env.registry)
            if model.startswith("lakip.") or model in NEIGHBOURS
        ]

    def _get_fields(self, user, model):
        """Return ``{name: description}`` of the fields of ``model`` that ``user`` is told of."""
        return self.env[model].with_user(user).with_context(self._context(user)).fields_get()

    def _context(self, user):
        return {"active_test": False, "allowed_company_ids": user.company_ids.ids}

    def _count(self, user, model, domain):
        answer = self._call(user, model, "search_count", domain, context=self._context(user))
        return self._result(answer)


class Walks:
    def _read_all(self, user, model):
        """Return the answer to ``user`` who reads every field of every record of ``model``."""
        names = [
            name
            for name, field in self._get_fields(user, model).items()
            # The bytes of files are fetched in ``test_isolation_files``.
            if field["type"] != "binary"
        ]
        answer = self._search_read(user, model, names)
        if '"error":' not in answer[:60]:
            return answer
        # One field of another model that the user may not read at all stops the others.
        return "\n".join(self._search_read(user, model, [name]) for name in names)

    def _search_read(self, user, model, names):
        return self._call(user, model, "search_read", [], names, context=self._context(user))

    def test_all_fields_of_all_records(self):
        for name in WALKERS:
            user, marks = self._get_spies()[name]
            for model in self._get_readable(user):
                with self.subTest(spy=name, model=model):
                    answer = self._read_all(user, model)
                    self.assertNoCanary(answer, marks, model)
                    if model.startswith("lakip."):
                        self._result(answer)

    def test_hidden_records_are_not_listed(self):
        """Nor those that hold no text: by their ids."""
        for name, (user, _marks) in self._get_main_spies().items():
            hidden = self._get_company_records() if name != "head of division B" else self.hidden
            for model in self._get_readable(user, hidden):
                if model in ("lakip.agenda", "lakip.step.analysis"):
                    continue
                with self.subTest(spy=name, model=model):
                    found = self._result(
                        self._call(user, model, "search", [], context=self._context(user))
                    )
                    self.assertFalse(set(found) & set(hidden[model].ids))

    def test_team_reads_them(self):
        for model, records in self.hidden.items():
            with self.subTest(model=model):
                self.assertTrue(records)
                answer = self._read_all(self.team_member, model)
                for record in records:
                    self.assertIn(f'"id": {record.id},', answer)
                if model != "lakip.document":  # its file is what tells
                    self.assertCanary(answer, OF_DIVISION, model)

    def test_names(self):
        for name, (user, marks) in self._get_main_spies().items():
            for model in self._get_readable(user, self._get_app_models()):
                for method, args, kwargs in (
                    ("name_search", (), {"name": "", "limit": None}),
                    ("name_search", (), {"name": "kenari", "limit": None}),
                    ("web_name_search", ("kenari", {"display_name": {}}), {}),
                ):
                    with self.subTest(spy=name, model=model, method=method):
                        answer = self._call(user, model, method, *args, **kwargs)
                        self.assertNoCanary(answer, marks, model)


class Probes:
    """Whether there is a record with this value is an answer too."""

    def _get_leaves(self, user, model, marks):
        """Return conditions that a record of ``model`` with a canary meets."""
        leaves = []
        for name, field in self._get_fields(user, model).items():
            if not field.get("searchable") or name in ("id", "display_name"):
                continue
            if field["type"] in ("char", "text", "html"):
                leaves += [(name, "ilike", mark) for mark in marks]
            elif field["type"] in ("float", "integer", "monetary"):
                leaves.append((name, "=", FIGURE))
        return leaves

    def _get_paths(self, user, model):
        """Return ``{name: comodel}`` of the relations of ``model`` into the app."""
        return {
            name: field["relation"]
            for name, field in self._get_fields(user, model).items()
            if field.get("searchable") and field.get("relation") in self.readable
        }

    def _get_domains(self, user, model, marks, depth):
        """Return ``{path: [condition, ...]}`` that probe up to ``depth`` relations away."""
        domains = {}
        for name, comodel in self._get_paths(user, model).items():
            leaves = self.leaves[comodel]
            domains[name] = [(f"{name}.{leaf}", *rest) for leaf, *rest in leaves]
            if depth > 1:
                for path, below in self._get_domains(user, comodel, marks, depth - 1).items():
                    domains[f"{name}.{path}"] = [(f"{name}.{leaf}", *rest) for leaf, *rest in below]
        return domains

    def _find_leaks(self, user, marks, depth, models=None):
        """Return the paths on which the presence of a canary shows, from any of ``models``."""
        self.readable = OrderedSet(self._get_readable(user, self._get_app_models()))
        self.leaves = {model: self._get_leaves(user, model, marks) for model in self.readable}
        leaks = []
        for model in models or self.readable:
            domains = self._get_domains(user, model, marks, depth)
            whole = [leaf for leaves in domains.values() for leaf in leaves]
            whole += self.leaves[model]
            for start in range(0, len(whole), 400):
                part = whole[start : start + 400]
                if self._count(user, model, ["|"] * (len(part) - 1) + part):
                    leaks += [
                        (model, leaf) for leaf in part if self._count(user, model, [leaf])
                    ] or [(model, "several")]
        return leaks

    def test_conditions_on_what_lies_behind_relations(self):
        for name, (user, marks) in self._get_main_spies().items():
            # Between companies one rule a model decides, within one there are many.
            depth = 2 if name == "head of division B" else 1
            with self.subTest(spy=name):
                self.assertEqual(self._find_leaks(user, marks, depth), [])

    def test_team_hits_them(self):
        self.assertTrue(self._find_leaks(self.team_member, OF_DIVISION, 1, ["lakip.step"]))


class Groups:
    """Sums and counts are of what the user may read, and labels name nothing else."""

    def _group(self, user, model, groupby, sums):
        return self._call(
            user, model, "formatted_read_group", [], groupby, ["__count", *sums],
            context=self._context(user),
        )  # fmt: skip

    def test_groups(self):
        for name, (user, marks) in self._get_main_spies().items():
            for model in self._get_readable(user, self._get_app_models()):
                with self.subTest(spy=name, model=model):
                    self._check_groups(user, marks, model)

    def _check_groups(self, user, marks, model):
        fields = self._get_fields(user, model)
        sums = [
            f"{field}:sum"
            for field, info in fields.items()
            if info["type"] in ("float", "integer", "monetary") and info.get("aggregator")
        ]
        names = [
            name
            for name, info in fields.items()
            if info.get("groupable") and info["type"] in ("many2one", "many2many", "char", "text")
        ]
        count = self._count(user, model, [])
        for groupby in ([], *([name] for name in names if count)):
            answer = self._group(user, model, groupby, sums)
            self.assertNoCanary(answer, marks, f"{model} by {groupby}")
            groups = self._result(answer)
            for group in groups:
                for key in sums:
                    self.assertLess(group[key] or 0, FIGURE, key)
            if not groupby or fields[groupby[0]]["type"] != "many2many":
                self.assertEqual(sum(group["__count"] for group in groups), count, groupby)

    def test_team_counts_them(self):
        answer = self._group(self.team_member, "lakip.program", [], ["budget:sum"])
        (total,) = self._result(answer)
        self.assertGreater(total["budget:sum"], FIGURE)


class TestIsolation(Walks, Probes, Groups, WalkCase):
    """All of them in one world, which takes seconds to tell."""
