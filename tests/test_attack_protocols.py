"""The same attacks by each way into Odoo: JSON-2, JSON-RPC, XML-RPC, the web client, plain HTTP.

What is tried of each model, field and method is in ``test_attack_rpc``; here it is shown that no
way in leads around it.
"""

import json
import re
import threading
import xmlrpc.client
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .attack_cases import FORGED_CONTEXT, AttackCase

#: A GET that notes who took something, and changes nothing else
NOTING = {"/lakip/archive/<int:cycle_id>"}
WAYS = ("json-2", "json-rpc", "xml-rpc", "web client")


class ProtocolCase(AttackCase, HttpCase):
    def setUp(self):
        super().setUp()
        for name in (
            "outsider",
            "portal",
            "staff",
            "team member",
            "planning head",
            "administrator",
        ):
            user = self.people[name]
            user.password = user.login
        self.env.flush_all()
        self.digest = self._get_digest()
        self.enterContext(mute_logger("odoo.addons.rpc.controllers.xmlrpc"))

    def _call(self, way, user, model, method, ids, kwargs=None, context=None):
        """Call a method with named arguments; return (error as a text or '', result)."""
        self.env.flush_all()
        context = {"allowed_company_ids": self.company.ids, **(context or {})}
        kwargs = dict(kwargs or {})
        database = self.env.cr.dbname
        match way:
            case "json-2":
                body = {**kwargs, "context": context, **({"ids": ids} if ids is not None else {})}
                response = self.url_open(
                    f"/json/2/{model}/{method}",
                    data=json.dumps(body),
                    headers={
                        "Content-Type": "application/json",
                        "Authorization": f"bearer {self._get_key(user)}",
                    },
                )
                answer = response.json()
                error = response.status_code >= 400 and f"{answer['name']}: {answer['message']}"
                return error or "", answer
            case "json-rpc":
                arguments = [database, user.id, user.login, model, method]
                arguments += [[] if ids is None else [ids], {**kwargs, "context": context}]
                return self._post_json(
                    "/jsonrpc", service="object", method="execute_kw", args=arguments
                )
            case "xml-rpc":
                arguments = [database, user.id, user.login, model, method]
                arguments += [[] if ids is None else [ids], {**kwargs, "context": context}]
                body = xmlrpc.client.dumps(tuple(arguments), "execute_kw", allow_none=True)
                response = self.url_open(
                    "/xmlrpc/2/object", data=body, headers={"Content-Type": "text/xml"}
                )
                try:
                    return "", xmlrpc.client.loads(response.text)[0][0]
                except xmlrpc.client.Fault as fault:
                    return str(fault.faultString), None
        if getattr(self, "_caller", None) != user:
            self.authenticate(user.login, user.login)
            self._caller = user
        return self._post_json(
            f"/web/dataset/call_kw/{model}/{method}",
            model=model,
            method=method,
            args=[] if ids is None else [ids],
            kwargs={**kwargs, "context": context},
        )

    def _post_json(self, route, **params):
        response = self.url_open(
            route,
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()
        error = response.get("error", {}).get("data", {})
        return error and f"{error['name']}: {error['message']}" or "", response.get("result")

    def _get_key(self, user):
        """Return an API key of the user."""
        # sudo: as the user has made it with their password
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        return keys._generate("rpc", "uji", fields.Datetime.now() + timedelta(days=1))


class TestWays(ProtocolCase):
    def _get_attacks(self):
        """Yield (what is tried, who, model, method, ids, named arguments, context)."""
        step, approval = self.own["lakip.step"], self.own["lakip.approval"]
        document, cycle = self.own["lakip.document"], self.own["lakip.cycle"]
        request, item = self.own["lakip.request"], self.own["lakip.request.item"]
        file = document.attachment_id
        admin, staff, outsider = (
            self.people[who] for who in ("administrator", "staff", "outsider")
        )
        yield "write a decision", admin, approval, "write", {"vals": {"state": "approved"}}
        yield (
            "make a decision",
            admin,
            approval.browse(),
            "create",
            {"vals_list": [{"step_id": step.id, "state": "approved"}]},
        )
        yield "delete a decision", admin, approval, "unlink", {}
        yield "write a frozen document", admin, document, "write", {"vals": {"sha256": "0" * 64}}
        yield "write a frozen file", admin, file, "write", {"vals": {"raw": "eA=="}}
        yield "delete a frozen file", admin, file, "unlink", {}
        yield "end a row", admin, step, "write", {"vals": {"state": "done"}}
        yield "move a deadline", admin, step, "write", {"vals": {"date_deadline": "2030-01-01"}}
        yield "take a turn", admin, step, "write", {"vals": {"user_ids": [[6, 0, [admin.id]]]}}
        yield "end a row as it is nobody's turn", admin, step, "action_complete", {}
        yield "decide for another", admin, approval, "action_approve", {}
        yield "accept data", admin, request, "action_accept", {}
        yield "ask of a division as its staff", staff, item, "write", {"vals": {"name": "x"}}
        yield "a private method", admin, approval, "_decide", {"decision": "approved"}
        yield "a private method of Odoo", admin, step, "_write", {"vals": {"state": "done"}}
        yield "a method that sets rights aside", admin, step, "sudo", {}
        yield "a method with a key", admin, step, "_lakip_unlocked", {}
        yield "a context by method", admin, step, "with_context", {}
        yield "a method of Python", admin, step, "__init__", {}
        yield "a cycle of nobody", outsider, cycle, "read", {"fields": ["name"]}
        yield "cancel as outsider", outsider, cycle, "action_cancel", {"reason": "x"}
        yield (
            "name oneself an officer",
            staff,
            self.own["lakip.officer"],
            "write",
            {"vals": {"employee_id": staff.employee_id.id}},
        )
        yield "another company", admin, self.foreign["lakip.cycle"], "action_start", {}
        yield "a setting", staff, self.company, "write", {"vals": {"lakip_agency": "x"}}

    def test_each_way_refuses(self):
        for what, user, record, method, kwargs in self._get_attacks():
            for way in WAYS:
                ids = record.ids or (None if way == "json-2" else None)
                context = {**FORGED_CONTEXT, "lang": "en_US"}
                error, result = self._call(way, user, record._name, method, ids, kwargs, context)
                self._note(not error, f"{way}: {what}", result)
                self._note("psycopg2" in error, f"{way}: {what}: {error}")
        self.env.invalidate_all()
        self.assertEqual(self._get_digest(), self.digest)
        self.assertNoFaults()

    def test_companies_of_others_in_the_context(self):
        admin = self.people["administrator"]
        for way in WAYS:
            for ids in ([self.foreign_company.id], [self.company.id, self.foreign_company.id], [0]):
                error, result = self._call(
                    way, admin, "lakip.cycle", "search_read", None,
                    {"domain": [], "fields": ["id"]}, {"allowed_company_ids": ids},
                )  # fmt: skip
                found = [row["id"] for row in result] if not error else []
                self._note(self.foreign["lakip.cycle"].id in found, way, ids)
        self.assertNoFaults()

    def test_key_of_a_removed_group_and_of_a_deactivated_user(self):
        team = self.people["team member"]
        own = self.own["lakip.cycle"]
        team.group_ids += self.env.ref("lakip_sop.group_lakip_team")
        fields_read = {"fields": ["name", "state"]}
        for way in WAYS:
            error = self._call(way, team, own._name, "read", own.ids, fields_read)[0]
            self.assertEqual(error, "", way)
        key = self._get_key(team)
        self._caller = None
        self.authenticate(team.login, team.login)
        self._caller = team
        groups = self.env["res.groups"].search([("privilege_id.name", "ilike", "LAKIP")])
        team.group_ids -= groups
        self.env.flush_all()
        for way in WAYS:
            error, _result = self._call(way, team, own._name, "read", own.ids, fields_read)
            self.assertRegex(error, "not allowed to access|tidak diizinkan", way)
        team.group_ids += self.env.ref("lakip_sop.group_lakip_team")
        team.active = False
        self.env.flush_all()
        for way in ("json-rpc", "xml-rpc", "web client"):
            error, result = self._call(way, team, own._name, "read", own.ids)
            self.assertTrue(error, (way, result))
        response = self.url_open(
            f"/json/2/{own._name}/read",
            data=json.dumps({"ids": own.ids}),
            headers={"Content-Type": "application/json", "Authorization": f"bearer {key}"},
        )
        self.assertIn(response.status_code, (401, 403))
        for path in (f"/lakip/audit/{own.id}", f"/lakip/cycle/{own.id}/compliance"):
            response = self.url_open(path, allow_redirects=False)
            self.assertIn(response.status_code, (302, 303, 403), path)


class TestRoutes(ProtocolCase):
    def _get_routes(self):
        """Return the rules of Odoo's routing map that lead to a controller of the app."""
        with patch.object(threading.current_thread(), "dbname", self.env.cr.dbname, create=True):
            rules = list(self.env["ir.http"].routing_map().iter_rules())
        return [rule for rule in rules if rule.rule.startswith("/lakip")]

    def _get_url(self, rule, value):
        return re.sub(
            r"<any\(([^,)]*).*?\)[^>]*>|<[^>]*>", lambda found: found[1] or value, rule.rule
        )

    def test_there_are_routes(self):
        self.assertGreater(len(self._get_routes()), 6)

    def test_each_says_its_verbs_and_asks_for_a_token(self):
        for rule in self._get_routes():
            routing = rule.endpoint.routing
            methods = set(rule.methods or ()) - {"HEAD", "OPTIONS"}
            with self.subTest(rule.rule):
                self.assertIn(methods, ({"GET"}, {"POST"}))
                self.assertIn(routing["auth"], ("user", "public"))
                if methods == {"POST"}:
                    self.assertTrue(routing["type"] == "jsonrpc" or routing.get("csrf", True))
                else:
                    self.assertTrue(routing.get("readonly") or rule.rule in NOTING)

    def test_other_verbs_and_no_token(self):
        admin = self.people["administrator"]
        self.authenticate(admin.login, admin.login)
        for rule in self._get_routes():
            url = self.base_url() + self._get_url(rule, "1")
            for verb in ("GET", "POST", "PUT", "DELETE", "PATCH"):
                response = self.opener.request(
                    verb, url, data={"item_id": "1"} if verb != "GET" else None, timeout=60,
                    allow_redirects=False,
                )  # fmt: skip
                self._note(response.status_code >= 500, verb, url, response.status_code)
                if verb not in (rule.methods or ()):
                    self._note(
                        response.status_code not in (400, 404, 405), verb, url, response.status_code
                    )
                if verb == "POST":  # without the token of the session
                    self._note(response.status_code < 400, verb, url, response.status_code)
        self.env.invalidate_all()
        self.assertEqual(self._get_digest(), self.digest)
        self.assertNoFaults()

    def test_odd_addresses(self):
        """Huge, negative and foreign numbers, in addresses and in forms: a plain refusal."""
        admin = self.people["administrator"]
        self.authenticate(admin.login, admin.login)
        values = ("0", "-1", "999999999", str(2**31), str(2**63), "9" * 5000, "x", "..%2f..")
        for rule in self._get_routes():
            for value in values:
                url = self._get_url(rule, value)
                if "GET" in rule.methods:
                    response = self.url_open(url, allow_redirects=False)
                    self._note(
                        not 400 <= response.status_code < 500, url[:60], response.status_code
                    )
                    continue
                for own in (value, str(self.own["lakip.request"].id)):
                    url = self._get_url(rule, own)
                    form = {"item_id": value, "replaced_id": value}
                    response = self.url_open(
                        url, {**form, "csrf_token": Request.csrf_token(self)},
                        files={"ufile": ("../../x\x00.docx", b"x")}, allow_redirects=False,
                    )  # fmt: skip
                    is_refused = 400 <= response.status_code < 500 or "refusal" in response.text
                    self._note(not is_refused, url[:60], value[:60], response.status_code)
        self.assertNoFaults()

    def test_what_is_sent_is_sent_as_a_file(self):
        """Nothing of a user is shown in the page of the server, and no kind is guessed."""
        admin = self.people["administrator"]
        self.authenticate(admin.login, admin.login)
        cycle, sop = self.own["lakip.cycle"], self.own["lakip.sop"]
        self.env.cr.execute(
            "UPDATE lakip_cycle SET name = %s WHERE id = %s",
            ("../../x\r\nSet-Cookie: a=b;\u202efdp.<svg>" + "x" * 300, cycle.id),
        )
        self.env.invalidate_all()
        for path in (
            f"/lakip/audit/{cycle.id}/xlsx",
            f"/lakip/audit/{cycle.id}/docx",
            f"/lakip/cycle/{cycle.id}/compliance",
            f"/lakip/cycle/{cycle.id}/selfcheck",
            f"/lakip/sop/{sop.id}/page",
            f"/lakip/company/{self.company.id}/sample",
        ):
            with self.subTest(path):
                response = self.url_open(path)
                self.assertEqual(response.status_code, 200, response.text[:300])
                disposition = response.headers["Content-Disposition"]
                self.assertTrue(disposition.startswith("attachment"), disposition)
                self.assertNotRegex(disposition, "[\r\n\u202e/\\\\]")
                self.assertNotIn("a", response.cookies)
                self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
                self.assertIn("officedocument", response.headers["Content-Type"])
