"""Into a new database and one in use, upgraded, and out again: no warning, nothing left behind.

The database in use is compared with itself: every table, column, constraint, row and file that was
there before the app came is there after it has gone, and nothing else but what is named here.
"""

import json
import re
import socket
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, Request, build_opener

from dev import app, databases, figures

from .other_database import FOLDER, OtherDatabaseCase

FRESH = "lakip_test_fresh"
DATABASE = "lakip_test_install"
#: Tables in which Odoo notes what it does itself: installations, files of the web client, notices.
_OWN = (
    "base_registry_signaling",
    "bus_bus",
    "ir_cron_trigger",
    "ir_module_module",
    "mail_presence",
    "orm_signaling",
    "res_device",
    "res_users_log",
)
#: What stays when the app has gone, and why.
STAYS = (
    {
        # The working hours that came with the app: companies may use them by now, as one does.
        "resource_calendar": 1,
        "resource_calendar_attendance": 15,
        # Odoo notes foreign keys on others' tables once more while it drops their columns.
        "ir_model_constraint": 5,
    },
    {
        "res_company.resource_calendar_id",
        # Odoo describes models of other apps anew when it loads them without the app.
        "ir_model.info",
        "ir_model_fields.field_description",
        "ir_model_fields_selection.sequence",
    },
)
_CATALOG = """
SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'relation ' || relkind::text || ' ' || relname
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('S', 'v', 'm')
UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname
  FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


class Administrator:
    """The administrator at a browser: a session on the server that listens on ``port``."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}"
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def call(self, path, **params):
        """Return the result of a JSON-RPC call."""
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        reply = self._open(path, data=body, headers={"Content-Type": "application/json"})
        answer = json.loads(reply)
        if "error" in answer:
            raise AssertionError(answer["error"]["data"]["debug"])
        return answer["result"]

    def log_in(self):
        """Log in, and open the home page, where Odoo greets who comes for the first time."""
        self.call("/web/session/authenticate", db=DATABASE, login="admin", password="admin")
        self.get("/odoo")

    def press(self, button):
        """Press a button of the app in the list of apps."""
        where = {"model": "ir.module.module", "kwargs": {}}
        (found,) = self.call(
            "/web/dataset/call_kw/ir.module.module/search",
            **{**where, "method": "search", "args": [[("name", "=", "lakip_sop")]]},
        )
        self.call(
            f"/web/dataset/call_button/ir.module.module/{button}",
            **{**where, "method": button, "args": [[found]]},
        )

    def get(self, path):
        return self._open(path).decode()

    def _open(self, path, **options):
        with self.opener.open(Request(f"{self.address}{path}", **options), timeout=600) as reply:
            return reply.read()


def _find_port():
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestInstall(OtherDatabaseCase):
    def _step(self, name):
        """Run a step of ``install_steps.py``; return what it printed."""
        return self._python(FOLDER / "install_steps.py", name, DATABASE)

    def _read(self):
        """Return all that is in the database: its catalog and its figures."""
        tables = figures.read(DATABASE, ("%",))
        for table in [name for name in tables if name.startswith(_OWN)]:
            del tables[table]
        return set(databases.postgres.query(_CATALOG, DATABASE)), tables

    def _check_unchanged(self, before, stays=({}, set())):
        catalog, tables = self._read()
        self.assertEqual(sorted(catalog ^ before[0]), [])
        self.assertEqual(figures.compare(before[1], tables), stays)

    def test_fresh(self):
        databases.drop(FRESH)
        self.addCleanup(databases.drop, FRESH)
        self._odoo(FRESH, "-i", "lakip_sop", log="fresh")
        sops = databases.postgres.query("SELECT number, state FROM lakip_sop", FRESH)
        self.assertEqual(sops, ["09\teffective"])

    def test_used(self):
        databases.ensure_template()
        databases.copy(databases.TEMPLATE, DATABASE)
        self.addCleanup(databases.drop, DATABASE)
        self._odoo(DATABASE, "-i", "project,hr_holidays", log="used")
        self._step("fill")
        log = databases.LOGS / f"{DATABASE}.log"
        port = _find_port()
        with app.running(DATABASE, port, log, "--max-cron-threads=0"):
            administrator = Administrator(port)
            administrator.log_in()
            before = self._read()
            self._step("broken_install")
            self._check_unchanged(before)
            administrator.press("button_immediate_install")
            self._step("use")
            self._pytest(DATABASE, "with_time_off.py")
            administrator.press("button_immediate_upgrade")
            in_use = self._read()
            self._step("broken_uninstall")
            self._check_unchanged(in_use)
            administrator.press("button_immediate_uninstall")
            self._check_unchanged(before, STAYS)
            self.assertIn("web.assets_web.min.js", administrator.get("/odoo"))
            self.assertNotIn("lakip_sop", administrator.get("/web/webclient/load_menus"))
        troubles = re.findall(r".* (?:WARNING|ERROR|CRITICAL) .*", log.read_text())
        self.assertEqual(troubles, [])
        self.assertEqual(self._step("collect_files").stdout, "")
        self._step("open_pages")
        self._odoo(DATABASE, "-i", "lakip_sop", log="again")
