"""Steps that need Odoo's environment; run as ``.venv/bin/python -m dev.inside STEP DATABASE``."""

import contextlib
import sys

import odoo.api
import odoo.modules.registry
import odoo.tools
from odoo.modules.loading import load_demo
from odoo.modules.module_graph import ModuleGraph

from .base import ADDON, LANGUAGE, TIMEZONE

# Debian's package leaves this file out, and names it still in the bundle: without the
# record every page of the web client logs an error and every tour fails.
LEFT_OUT = "mail/static/lib/selfie_segmentation/selfie_segmentation.js"


def template(env):
    """Complete a database that has the apps lakip_sop builds on."""
    try:
        odoo.tools.file_path(LEFT_OUT)
    except FileNotFoundError:
        env["ir.asset"].create(
            {
                "name": "File left out of Debian's package",
                "bundle": "web.assets_backend",
                "directive": "remove",
                "path": LEFT_OUT,
            }
        )


def indonesian(env):
    """Make Indonesian and Jakarta's time the language and time zone of all users."""
    env["ir.default"].set("res.partner", "lang", LANGUAGE)
    env["ir.default"].set("res.partner", "tz", TIMEZONE)
    users = env["res.users"].with_context(active_test=False).search([("id", "!=", False)])
    (users.partner_id | env["res.company"].search([], limit=1).partner_id).write(
        {"lang": LANGUAGE, "tz": TIMEZONE}
    )


def demo(env):
    """Load the demo files of lakip_sop, and of no other module.

    ``--with-demo`` skips a module whose dependencies have no demo data. The module is
    marked, so that an upgrade brings later demo records too.
    """
    module = env["ir.module.module"].search([("name", "=", ADDON)])
    graph = ModuleGraph(env.cr)
    graph.extend(env["ir.module.module"].search([("state", "=", "installed")]).mapped("name"))
    if not load_demo(env, graph[ADDON], {}, "init"):
        sys.exit("The demo data could not be loaded.")
    module.demo = True


def assets(env):
    """Build the bundles of JavaScript and CSS, so that the first page comes at once."""
    env["ir.qweb"]._pregenerate_assets_bundles()


def logins(env):
    """Print login, name and roles of the demo users, one a line, parted by tabs."""
    Users = env["res.users"].with_context(lang=LANGUAGE)
    known = env["ir.model.data"].search(
        [("module", "=", ADDON), ("model", "=", "res.users")], order="id"
    )
    users = env.ref("base.user_admin") | Users.browse(known.mapped("res_id")).exists()
    today = odoo.fields.Date.context_today(users)
    for user in users.with_context(lang=LANGUAGE).filtered("active"):
        roles = []
        if "lakip.officer" in env:
            officers = env["lakip.officer"].search(
                [("user_id", "=", user.id), ("date_from", "<=", today)], order="role_id"
            )
            roles = [
                officer.role_id.with_context(lang=LANGUAGE).name
                for officer in officers
                if not officer.date_to or officer.date_to >= today
            ]
        if "lakip.cycle.member" in env and env["lakip.cycle.member"].search_count(
            [("user_id", "=", user.id), ("cycle_id.state", "=", "running")], limit=1
        ):
            roles.append(env.ref(f"{ADDON}.lakip_role_team").with_context(lang=LANGUAGE).name)
        # The employee in the user's own company: the agency is not the first one here.
        job = user.with_company(user.company_id).employee_id.job_title
        roles = list(dict.fromkeys(filter(None, [job, *roles])))
        if user == env.ref("base.user_admin"):
            roles.append("Administrator")
        print(user.login, user.name, ", ".join(roles), sep="\t")


@contextlib.contextmanager
def environment(database):
    """The superuser's environment of ``database``; what was done is committed at its end."""
    # Odoo finds its settings by the variable ODOO_RC.
    odoo.tools.config.parse_config(["-d", database, "--log-level=warn"], setup_logging=True)
    registry = odoo.modules.registry.Registry(database)
    with registry.cursor() as cr:
        yield odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})


def main(name, database):
    with environment(database) as env:
        globals()[name](env)


if __name__ == "__main__":
    main(*sys.argv[1:])
