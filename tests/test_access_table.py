"""The whole of ``access_table.py``, cell by cell, as that person by calls of the web client."""

import time
import unittest
from contextlib import closing

from odoo.http import Request
from odoo.tools import mute_logger

from dev import access_page

from .access_acts import AccessActs
from .access_table import (
    ACTS,
    MOMENTS,
    OTHERS,
    PEOPLE,
    RECORDS,
    STRANGERS,
    count_cells,
    read,
)

OPERATIONS = {"c": "create", "r": "read", "w": "write", "d": "unlink"}
#: What a refusal is; any other error is one of the app, or of this test.
REFUSALS = {
    "odoo.exceptions.AccessError",
    "odoo.exceptions.MissingError",
    "odoo.exceptions.UserError",
    "odoo.http.SessionExpiredException",
}
#: The one refusal that the database pronounces: a person has one stored signature.
SECOND_SIGNATURE = "You have stored a signature already."
REFUSED_PAGES = {303, 403, 404}


class TestAccessTable(AccessActs):
    def setUp(self):
        super().setUp()
        self.everybody = {**self.people, **self.others}
        self.sessions = {}
        self.differences = []
        self.tried = 0

    # ------------------------------------------------------------
    # CALLS
    # ------------------------------------------------------------

    def _log_in(self, who):
        """Open a session for ``who``, in which the password was just given."""
        login = self.everybody[who].login or None
        self.session = None  # that of somebody else, still in use
        self.authenticate(login, login, session_extra={"identity-check-last": time.time()})
        self.sessions[who] = self.session, self.opener

    def _call(self, who, model, method, *args, **kwargs):
        """Return (result, refusal) of a call of the web client; the refusal is a sentence."""
        self.session, self.opener = self.sessions[who]
        kwargs["context"] = {"lang": "en_US"}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            json={"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}},
        ).json()
        if error := answer.get("error"):
            name, sentence = error["data"]["name"], error["data"]["message"]
            if name not in REFUSALS and SECOND_SIGNATURE not in sentence:
                self.differences.append(f"{who}: {model}.{method} fails: {name}: {sentence}")
            return None, sentence
        return answer.get("result"), None

    def _open(self, who, address, form):
        """Return the refusal of an address, None when it is answered."""
        self.session, self.opener = self.sessions[who]
        if "data" in form:
            form = {**form, "data": {**form["data"], "csrf_token": Request.csrf_token(self)}}
        response = self.url_open(address, allow_redirects=False, **form)
        if response.status_code in REFUSED_PAGES:
            return f"HTTP {response.status_code}"
        self.assertEqual(response.status_code, 200, f"{who}: {address}")
        return response.json().get("refusal") if "data" in form else None

    # ------------------------------------------------------------
    # CELLS
    # ------------------------------------------------------------

    def _try_record(self, who, sample, letter):
        """Return whether ``who`` may do it with the record, and the refusal."""
        model, ids = sample.record._name, sample.record.ids
        args = {
            "c": [sample.create],
            "r": [ids, [sample.field]],
            "w": [ids, sample.write],
            "d": [ids],
        }[letter]
        result, refusal = self._call(who, model, OPERATIONS[letter], *args)
        # A view of the database that holds nothing of this for the user answers with nothing.
        return not refusal and result != [], refusal

    def _try_act(self, who, act):
        """Return whether ``who`` may do it, and the refusal."""
        if act.record is None:
            refusal = self._open(who, act.method, act.kwargs)
            return not refusal, refusal
        model, ids = act.record._name, act.record.ids
        if act.values is not None:
            created, refusal = self._call(who, model, "create", act.values)
            if refusal:
                return False, refusal
            ids = [created]
        if act.method == "action_sign":
            self._log_in(who)  # each check of the password is good for one signature
        _result, refusal = self._call(who, model, act.method, *([ids] if ids else []), **act.kwargs)
        return not refusal, refusal

    def _get_attempts(self, line):
        """Return ``[(verb, letter, try)]`` of a line; ``try(who)`` tells what ``_try_act`` does."""
        if line.tried == "y":
            act = self._get_act(line.name)
            return [("do", "y", lambda who: self._try_act(who, act))]
        sample = self._get_sample(line.name)
        self.assertEqual(len(sample.record), 1, line.name)
        return [
            (
                OPERATIONS[letter],
                letter,
                lambda who, letter=letter: self._try_record(who, sample, letter),
            )
            for letter in line.tried
        ]

    def _try_line(self, line, cells, attempts):
        """Try each cell; note those that are not as the table has them. Nothing stays."""
        for who, letters in cells.items():
            for verb, letter, attempt in attempts:
                with closing(self.cr.savepoint(flush=False)):
                    allowed, refusal = attempt(who)
                self.tried += 1
                if allowed and letter != "r":
                    # What was remembered of it is undone now.
                    self.env.registry.clear_cache()
                if allowed != (letter in letters):
                    self.differences.append(
                        f"{who} ({PEOPLE.get(who) or OTHERS[who]}) "
                        f"{'can' if allowed else 'cannot'} {verb} {line.name} at "
                        f"'{line.moment}', and the table says otherwise. {refusal or ''}"
                    )

    # ------------------------------------------------------------
    # TESTS
    # ------------------------------------------------------------

    @mute_logger(
        "odoo.addons.base.models.ir_model",
        "odoo.addons.base.models.ir_rule",
        "odoo.http",
        "odoo.models.unlink",
        "odoo.sql_db",
    )
    def test_every_cell(self):
        for who in self.everybody:
            self._log_in(who)
        lines = [*read(RECORDS, PEOPLE), *read(ACTS, PEOPLE)]
        strangers = {line.name: line.cells for line in read(STRANGERS, OTHERS)}
        nothing = dict.fromkeys(OTHERS, ".")
        met = set()
        for moment in MOMENTS:
            getattr(self, f"_reach_{moment}")()
            for line in lines:
                if line.moment != moment:
                    continue
                with closing(self.cr.savepoint()):
                    attempts = self._get_attempts(line)
                    self.env.flush_all()
                    self._try_line(line, line.cells, attempts)
                    if line.name not in met:
                        met.add(line.name)
                        self._try_line(line, strangers.get(line.name, nothing), attempts)
        self.assertEqual(self.tried, count_cells())
        self.assertFalse(strangers.keys() - met, "a line of strangers that is tried nowhere")
        self.assertFalse(self.differences, "\n".join(["", *self.differences]))

    def test_every_model_is_in_the_table(self):
        """New models too, windows included."""
        models = {
            name
            for name in self.env.registry
            if name.startswith("lakip.") and not self.env[name]._abstract
        }
        named = {line.name.partition(":")[0] for line in read(RECORDS, PEOPLE)}
        self.assertFalse(models - named, "add each new model to RECORDS")

    def test_every_act_is_in_the_table(self):
        """Each method that a client may call to change something: not those that open a view."""
        named = {line.name.partition(":")[0] for line in read(ACTS, PEOPLE)}
        methods = {
            f"{model}.{name}"
            for model in self.env.registry
            if model.startswith("lakip.") and not model.endswith(".mixin")
            for base in type(self.env[model]).mro()
            if base.__module__.startswith("odoo.addons.lakip_sop")
            for name in vars(base)
            if name.startswith("action_") and not name.startswith("action_open")
        }
        self.assertFalse(methods - named, "add each new act to ACTS")


class TestAccessPage(unittest.TestCase):
    def test_page_is_made_from_the_table(self):
        self.assertEqual(access_page.PAGE.read_text(), access_page.render(), "run `make access`")
