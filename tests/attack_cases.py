"""What is tried by those who attack the app by RPC: one list, to be read as such.

``test_attack_rpc`` goes through all models, fields and methods of the app with it, as each of
``AttackCase.people``; ``test_attack_protocols`` by each of the ways that lead into Odoo.
"""

import inspect
import json

from odoo import Command
from odoo.exceptions import AccessDenied, UserError
from odoo.service.model import call_kw
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .test_access import AccessCase

#: In the place of any argument of any method that a client may call.
ODD_ARGUMENTS = (
    None, True, False, -1, 0, 2**31, 2**63, 1.5, "", " ", "x", "x" * 70_000, "\x00", "\u202e",
    "'; DROP TABLE lakip_cycle; --", "../../etc/passwd", "__class__", "2026-02-30", "0001-01-01",
    "9999-12-31", [], [None], ["a"], [[]], [[1, 2, [3]]], {}, {"a": {"b": []}}, [{}],
    [{"name": 1}], [{"name": "x", "section": []}], [{"name": "\x00"}],
)  # fmt: skip

#: In the place of the ids of the records that a method is called on. Odoo itself answers some
#: with a traceback: what matters here is that nothing happens and nothing is shown.
ODD_IDS = (
    None, 0, -1, "1", "abc", "1 OR 1=1", 1.5, {}, [""], ["1"], [2**31], [2**63], [1.5], [[1]],
    [True], [{}], [None], [False], [0],
)  # fmt: skip

#: Put into the context of a call, each should have no say. Keys of Odoo, of other apps, of this
#: one; ``default_<field>`` of all fields are added in the tests.
FORGED_CONTEXT = {
    "sudo": True, "su": True, "uid": 1, "user_id": 1, "is_superuser": True, "superuser": True,
    "active_test": False, "install_mode": True, "module": "lakip_sop", "update_mode": True,
    "no_recompute": True, "recompute": False, "import_file": True, "import_skip_records": [],
    "tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True,
    "mail_create_nosubscribe": True, "mail_activity_automation_skip": True,
    "mail_activity_quick_update": True, "mail_post_autofollow": True,
    "mail_notify_force_send": True,
    "dont_notify": True, "no_mail_to_attendees": True, "skip_attendee_notification": True,
    "bin_size": True, "prefetch_fields": False, "force_write": True, "bypass_access": True,
    "check_access": False, "validate_acl": False, "no_check": True, "_force_unlink": True,
    "lang": "../../x", "tz": "Mars/Phobos", "lakip": True, "lakip_edit": True,
    "_lakip_edit_sentinel": True, "_lakip_turn_sync": True, "_lakip_subscribed": True,
    "_lakip_card_sentinel": True, "_lakip_quiet": True, "_lakip_night": True,
    "_lakip_replan_later": True, "identity-check-last": 1e12, "no_reset_password": True,
}  # fmt: skip

#: All keys that the code of the app reads from the context, and why no client gains by them.
CONTEXT_KEYS = {
    # unforgeable: they count only when they hold a very object of the server's memory
    "_lakip_edit_sentinel": "sentinel",
    "_lakip_turn_sync": "sentinel",
    "_lakip_subscribed": "sentinel",
    "_lakip_card_sentinel": "sentinel",
    "_lakip_quiet": "sentinel",
    "_lakip_night": "sentinel",
    "_lakip_replan_later": "sentinel",
    "_lakip_judged": "sentinel",
    # harmless
    "default_lakip_approval_id": "only dropped",
    "default_{name}": "links among them are checked as the user",
    "import_file": "narrows what a name finds, within what the user may read",
    "lang": "language of sentences",
    "tz": "zone of the dates in sentences",
    "uid": "carried over by the key of Odoo, read by nothing",
    "allowed_company_ids": "Odoo checks it against the companies of the user",
}

#: In the place of a field, an order or a group of a search.
INJECTIONS = (
    "id; DROP TABLE lakip_approval", "id desc; --", "(SELECT 1)", "id) OR 1=1 --", "name'\"",
    "1=1", "id, (CASE WHEN 1=1 THEN id END)", "create_uid.password", "create_uid.login desc",
    "token", "user_id.password", "id\x00", "__class__", "sha256 COLLATE \"C\"", "pg_sleep(5)",
    "id/**/desc", "year:year;x", "year:pg_sleep", "__count; --", "id nulls last; SELECT 1",
)  # fmt: skip


class AttackCase(AccessCase):
    """A world of two companies with one record of each model, and those who attack it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = {"company_id": cls.company.id, "company_ids": [Command.set(cls.company.ids)]}
        cls.people = {
            "public": cls.env.ref("base.public_user"),
            "portal": new_test_user(cls.env, "penyerang_p", groups="base.group_portal", **company),
            "outsider": new_test_user(cls.env, "penyerang_o", groups="base.group_user", **company),
            "staff": cls.staff_a,
            "team member": cls.team_member,
            "planning head": cls.planning_head,
            "administrator": cls.users["manager"],
        }
        cls.staff_a.group_ids += cls.env.ref("lakip_sop.group_lakip_division")
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.enterContext(
            mute_logger(
                "odoo.sql_db", "odoo.http", "odoo.models", "odoo.models.unlink",
                "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model",
            )
        )  # fmt: skip
        self.env.flush_all()
        self.digest = self._get_digest()
        #: What went through, as sentences: a test goes to its end and then shows them all.
        self.faults = []

    # ------------------------------------------------------------
    # WHAT THERE IS
    # ------------------------------------------------------------

    def _get_models(self):
        """Yield the models of the app that have a table or a view of the database."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if name.startswith("lakip.") and not model._abstract:
                yield model

    def _get_own_classes(self, model):
        """Return the classes of the app that make up a model."""
        classes = type(model).mro()
        return [one for one in classes if one.__module__.startswith("odoo.addons.lakip_sop")]

    def _get_methods(self):
        """Yield (model, name, function) of each public method that the app defines."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if model._abstract and name != "lakip.setup":
                continue
            cls = type(model)
            own = {
                method
                for base in self._get_own_classes(model)
                for method, value in vars(base).items()
                if inspect.isfunction(value) and not method.startswith("_")
            }
            # Odoo's own methods that the app adds to: what Odoo takes amiss is Odoo's.
            own -= {"create", "write", "unlink", "copy", "copy_data", "default_get", "onchange"}
            own -= {"message_subscribe", "authenticate", "get_empty_list_help", "get_formview_id"}
            for method in sorted(own):
                if not getattr(getattr(cls, method), "_api_private", False):
                    yield model, method, getattr(cls, method)

    def _get_arguments(self, function):
        """Return the parameters of a method, without ``self``."""
        parameters = list(inspect.signature(function).parameters.values())[1:]
        return [one for one in parameters if one.kind not in (one.VAR_POSITIONAL, one.VAR_KEYWORD)]

    def _get_ids(self, model):
        return self.own[model._name].ids if model._name in self.own else [1]

    # ------------------------------------------------------------
    # ACTS
    # ------------------------------------------------------------

    def _attack(self, user, model, method, *args, context=None, watch=True, **kwargs):
        """Call a method as a client of ``user`` would, and undo it.

        :param watch: whether to look for changes
        :returns: (error or None, result, whether anything that decides was changed)
        """
        context = {"allowed_company_ids": self.company.ids, **(context or {})}
        args, kwargs, context = json.loads(json.dumps([args, kwargs, context]))
        env = self.env(user=user, su=False, context={})
        point = self.env.cr.savepoint(flush=False)
        error = result = None
        changed = False
        try:
            result = call_kw(env[model], method, list(args), {**kwargs, "context": context})
            self.env.flush_all()
            changed = watch and self._get_digest() != self.digest
        except Exception as caught:  # judged by the caller
            error = caught
        # A call that fails is undone as a whole, by Odoo too.
        self.env.invalidate_all(flush=False)
        point.rollback()
        point.close()
        return error, result, changed

    def _get_digest(self):
        """Return a digest of all that decides: records of the app, rights, files, messages."""
        tables = [
            model._table for model in self._get_models() if model._auto and not model._transient
        ]
        tables += [
            "res_company",
            "resource_calendar",
            "res_users",
            "hr_department",
            "ir_attachment",
        ]
        query = " UNION ALL ".join(
            f"SELECT md5(string_agg(md5(t::text), '' ORDER BY id)) FROM {table} t"
            for table in tables
        )
        query += " UNION ALL SELECT count(*)::text FROM mail_message"
        query += " UNION ALL SELECT count(*)::text FROM mail_activity"
        query += " UNION ALL SELECT count(*)::text FROM res_groups_users_rel"
        self.env.cr.execute(query)
        return self.env.cr.fetchall()

    # ------------------------------------------------------------
    # ASSERTS
    # ------------------------------------------------------------

    def _note(self, fault, *what):
        """Note ``what`` went through when ``fault`` is true."""
        if fault:
            self.faults.append(" ".join(str(part)[:200] for part in what))

    def _is_clear(self, error):
        """Return whether an error is one of Odoo's, with a sentence for people."""
        return isinstance(error, (UserError, AccessDenied))

    def assertNoFaults(self):
        shown = "\n".join(dict.fromkeys(self.faults))
        self.assertFalse(self.faults, f"{len(self.faults)} went through:\n{shown[:6000]}")
