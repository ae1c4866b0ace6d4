"""What ``test_install.py`` runs in a database of its own: ``python install_steps.py NAME DB``."""

import sys

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry


def use(env):
    """Leave data of every sort behind: an officer, a running cycle, documents, a request."""
    employee_group = env.ref("base.group_user")
    calendar = env.ref("lakip_sop.resource_calendar_asn")
    company = env.company
    company.resource_calendar_id = calendar
    users = env["res.users"].create(
        [
            {"name": code, "login": code, "group_ids": [Command.set(employee_group.ids)]}
            for code in ("secretary", "planning_head", "agency_head")
        ]
    )
    department = env["hr.department"].create({"name": "Bidang", "is_lakip_division": True})
    for user in users:
        employee = env["hr.employee"].create(
            {"name": user.name, "user_id": user.id, "department_id": department.id}
        )
        env["lakip.officer"].create(
            {
                "role_id": env.ref(f"lakip_sop.lakip_role_{user.login}").id,
                "employee_id": employee.id,
                "date_from": "2020-01-01",
            }
        )
    cycle = env["lakip.cycle"].create({"year": 2026})
    cycle.member_ids = [Command.create({"employee_id": employee.id})]
    cycle.with_user(users[1]).action_start()
    step = cycle.current_step_id
    step.with_user(users[0]).instruction = "Siapkan SK Tim."
    step.with_user(users[0]).action_complete()
    cycle.current_step_id.with_user(users[1]).action_complete()
    assert cycle.document_ids, "the cycle has documents"
    env["ir.config_parameter"].set_param("lakip_sop.libreoffice_seconds", "60")
    for document in cycle.document_ids:
        document.with_user(users[1]).action_print_pdf()
    env["lakip.document.pdf"]._cron_convert()
    assert "done" in env["lakip.document.pdf"].search([]).mapped("state"), "one has a PDF"


def uninstall(env):
    """Uninstall the app as the button of the app list does."""
    env["ir.module.module"].search([("name", "=", "lakip_sop")]).button_immediate_uninstall()


def leftovers(env):
    """Print what the app left behind, a line each."""
    for model, domain in (
        ("ir.attachment", [("res_model", "=like", "lakip.%")]),
        ("ir.model", [("model", "=like", "lakip.%")]),
        ("ir.model.data", [("module", "=", "lakip_sop")]),
        ("ir.config_parameter", [("key", "like", "lakip")]),
        ("ir.cron", [("code", "like", "lakip")]),
        ("mail.message", [("model", "=like", "lakip.%")]),
        ("mail.activity", [("res_model", "=like", "lakip.%")]),
        ("mail.activity.type", [("res_model", "=like", "lakip.%")]),
        ("ir.ui.menu", [("web_icon", "like", "lakip")]),
        ("ir.ui.view", [("arch_db", "like", "lakip")]),
        ("ir.actions.act_window", [("res_model", "=like", "lakip.%")]),
        ("res.groups.privilege", [("name", "=", "LAKIP")]),
    ):
        for record in env[model].with_context(active_test=False).search(domain):
            print(f"left behind: {model} {record.display_name}")
    env.cr.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE '%lakip%'")
    for (table,) in env.cr.fetchall():
        print(f"left behind: table {table}")
    # Views of other apps still render, and the working hours are still the company's.
    for model in ("res.company", "hr.employee", "hr.department", "resource.calendar"):
        env[model].get_views([(False, "form"), (False, "list")])
    print("hours:", env.company.resource_calendar_id.name)


if __name__ == "__main__":
    name, database = sys.argv[1:]
    from odoo.tools import config

    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    with Registry(database).cursor() as cr:
        globals()[name](api.Environment(cr, SUPERUSER_ID, {}))
