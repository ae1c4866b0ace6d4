"""What ``test_install.py`` runs in a database of its own: ``python install_steps.py NAME DB``."""

import os
import sys
from unittest.mock import patch

from pages import open_menus

from odoo import SUPERUSER_ID, api
from odoo.fields import Command
from odoo.modules import loading
from odoo.modules.registry import Registry


def fill(env):
    """Leave what an office has before it hears of the app, with names that could meet its own."""
    env["res.lang"]._activate_lang("de_DE")
    second = env["res.company"].create({"name": "Dinas Lain"})
    calendar = env["resource.calendar"].create(
        {
            "name": "Jam Kerja Lama",
            "company_id": env.company.id,
            "tz": "Asia/Jayapura",
            "leave_ids": [
                Command.create(
                    {
                        "name": "Libur bersama",
                        "date_from": "2026-12-24 00:00:00",
                        "date_to": "2026-12-25 14:00:00",
                    }
                )
            ],
        }
    )
    second.resource_calendar_id = calendar.copy({"company_id": second.id, "tz": "Europe/Berlin"})
    privilege = env["res.groups.privilege"].create({"name": "LAKIP"})
    group = env["res.groups"].create({"name": "Administrator", "privilege_id": privilege.id})
    users = env["res.users"].create(
        [
            {
                "name": name,
                "login": f"{name}@example.com",
                "lang": lang,
                "tz": tz,
                "company_ids": [Command.set((env.company | second).ids)],
                "group_ids": [Command.link(group.id)],
            }
            for name, lang, tz in (
                ("bertha", "de_DE", "Europe/Berlin"),
                ("john", "en_US", "America/New_York"),
                ("joko", "id_ID", "Asia/Makassar"),
            )
        ]
    )
    users[1].active = False
    top = env["hr.department"].create({"name": "Dinas"})
    below = env["hr.department"].create({"name": "Bidang", "parent_id": top.id})
    employees = env["hr.employee"].create(
        [
            {
                "name": user.name,
                "user_id": user.id,
                "company_id": company.id,
                "department_id": below.id if company == env.company else False,
                "resource_calendar_id": company.resource_calendar_id.id,
            }
            for user in users
            for company in env.company | second
        ]
    )
    top.manager_id = employees[0]
    _create_agency(env)
    kind = env["mail.activity.type"].create({"name": "Paraf", "delay_count": 3})
    users.partner_id.activity_schedule(
        activity_type_id=kind.id, date_deadline="2026-12-01", user_id=users[0].id
    )
    event = env["calendar.event"].create(
        {
            "name": "Rapat",
            "start": "2026-12-01 02:00:00",
            "stop": "2026-12-01 03:00:00",
            "partner_ids": [Command.set(users.partner_id.ids)],
        }
    )
    event.message_post(body="Bahan menyusul.", attachments=[("bahan.txt", b"bahan")])
    project = env["project.project"].create({"name": "Renovasi", "allow_milestones": True})
    env["project.task"].create(
        [{"name": f"Tugas {n}", "project_id": project.id, "user_ids": users.ids} for n in range(3)]
    )
    env["discuss.channel"]._create_channel(name="LAKIP", group_id=None)
    env["ir.config_parameter"].set_param("office.lakip_note", "1")
    env["ir.default"].set("res.partner", "lang", "id_ID", company_id=second.id)
    env["ir.filters"].create({"name": "LAKIP", "model_id": "project.task", "user_ids": users.ids})
    department_form = env.ref("hr.view_department_form")
    env["ir.ui.view"].create(
        {
            "name": "office.department",
            "model": "hr.department",
            "inherit_id": department_form.id,
            "arch": '<field name="parent_id" position="after"><field name="note"/></field>',
        }
    )


def _create_agency(env):
    """Make the company that will use the app, with its people."""
    company = env["res.company"].create({"name": "Dinas Pemakai"})
    department = env["hr.department"].create({"name": "Sekretariat", "company_id": company.id})
    for code in ("secretary", "planning_head", "agency_head"):
        user = env["res.users"].create(
            {
                "name": code,
                "login": code,
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [Command.set(env.ref("base.group_user").ids)],
            }
        )
        env["hr.employee"].create(
            {
                "name": code,
                "user_id": user.id,
                "company_id": company.id,
                "department_id": department.id,
            }
        )


def use(env):
    """Leave data of every sort behind: officers, a cycle, documents, a paraf that is asked."""
    company = env["res.company"].search([("name", "=", "Dinas Pemakai")])
    company.resource_calendar_id = env.ref("lakip_sop.resource_calendar_asn")
    env = env(context={**env.context, "allowed_company_ids": company.ids})
    employees = env["hr.employee"].search([("company_id", "=", company.id)])
    users = {employee.user_id.login: employee.user_id for employee in employees}
    employees.department_id.is_lakip_division = True
    roles = {role.code: role for role in env["lakip.role"].search([])}
    for employee in employees:
        env["lakip.officer"].create(
            {
                "role_id": roles[employee.user_id.login].id,
                "company_id": company.id,
                "employee_id": employee.id,
                "date_from": "2020-01-01",
            }
        )
    cycle = env["lakip.cycle"].create({"year": 2026, "company_id": company.id})
    cycle.member_ids = [Command.create({"employee_id": employees[0].id})]
    cycle.with_user(users["planning_head"]).action_start()
    step = cycle.current_step_id.with_user(users["secretary"])
    step.instruction = "Siapkan SK Tim."
    step.action_complete()
    cycle.current_step_id.with_user(users["planning_head"]).action_complete()
    assert cycle.document_ids, "the cycle has documents"
    env["ir.config_parameter"].set_param("lakip_sop.libreoffice_seconds", "60")
    for document in cycle.document_ids:
        document.with_user(users["planning_head"]).action_print_pdf()
    env["lakip.document.pdf"]._cron_convert()
    assert "done" in env["lakip.document.pdf"].search([]).mapped("state"), "one has a PDF"
    _ask_paraf(env, company, roles, employees)
    _keep(env, cycle, users["secretary"])


def _ask_paraf(env, company, roles, employees):
    """Have a paraf asked: a card in the channel, in a direct chat and in the chatter."""
    sop = env["lakip.sop"].create(
        {
            "number": "12",
            "name": "SINGKAT",
            "company_id": company.id,
            "owner_role_id": roles["planning_head"].id,
            "step_ids": [
                Command.create(
                    {
                        "number": str(index),
                        "sequence": index,
                        "name": kind,
                        "kind": kind,
                        "role_id": roles[code].id,
                    }
                )
                for index, (kind, code) in enumerate(
                    [("drafting", "team"), ("initial", "secretary"), ("signature", "agency_head")]
                )
            ],
        }
    )
    sop.step_ids[1:].return_step_id = sop.step_ids[0]
    sop.action_make_effective()
    cycle = env["lakip.cycle"].create({"year": 2025, "company_id": company.id})
    cycle.member_ids = [Command.create({"employee_id": employees[0].id, "position": "chair"})]
    owner = employees.user_id.filtered(lambda user: user.login == "planning_head")
    cycle.with_user(owner).action_start()
    step = cycle.current_step_id.with_user(cycle.current_step_id.user_ids)
    step.action_generate_document("report")
    step.action_complete()
    assert env["mail.message"].search([("lakip_approval_id", "!=", False)]), "a card is posted"


def _keep(env, cycle, user):
    """Keep things about the app in Odoo's own tables, as people do."""
    action = env.ref("lakip_sop.lakip_cycle_action")
    user.action_id = action.id
    model_id = env["ir.model"]._get_id("lakip.cycle")
    env["ir.filters"].create(
        {"name": "Siklus saya", "model_id": "lakip.cycle", "action_id": action.id}
    )
    env["ir.default"].set("lakip.cycle", "year", 2027, user_id=user.id)
    env["ir.exports"].create({"name": "Siklus", "resource": "lakip.cycle"})
    env["mail.template"].create({"name": "Undangan kami", "model_id": model_id})
    env["mail.activity.type"].create({"name": "Telepon bidang", "res_model": "lakip.cycle"})
    env["ir.actions.server"].create(
        {"name": "Catat", "model_id": model_id, "state": "code", "code": "pass"}
    ).create_action()
    cycle.message_subscribe(partner_ids=user.partner_id.ids)
    cycle.message_post(body="Lihat lampiran.", attachments=[("lampiran.txt", b"isi")])
    cycle.activity_schedule("mail.mail_activity_data_todo", user_id=user.id)


def broken_install(env):
    """Install, with an error at the last file: as the button would meet a full disk."""
    load = loading.convert_file

    def convert_file(env, module, filename, *args, **kwargs):
        if (module, filename) == ("lakip_sop", "views/menus.xml"):
            raise OSError("No space left on device")
        return load(env, module, filename, *args, **kwargs)

    with patch.object(loading, "convert_file", convert_file):
        _press(env, "button_immediate_install")


def broken_uninstall(env):
    """Uninstall, with an error in the app's own part of it."""
    with patch("odoo.addons.lakip_sop.uninstall_hook", side_effect=OSError("disk")):
        _press(env, "button_immediate_uninstall")


def _press(env, button):
    module = env["ir.module.module"].search([("name", "=", "lakip_sop")])
    try:
        getattr(module, button)()
    except OSError:
        return
    raise AssertionError("the error was lost")


def collect_files(env):
    """Print the stored files that no attachment names, and the attachments without a file."""
    attachments = env["ir.attachment"]
    attachments._gc_file_store_unsafe()
    env.cr.execute("SELECT store_fname FROM ir_attachment WHERE store_fname IS NOT NULL")
    known = {name for (name,) in env.cr.fetchall()}
    folder = attachments._filestore()
    found = {
        os.path.relpath(os.path.join(path, name), folder)
        for path, _folders, names in os.walk(folder)
        for name in names
        if "checklist" not in path
    }
    for name in sorted(found ^ known):
        print("stray", name)


def open_pages(env):
    """Open each menu as the administrator does, and the views of each model."""
    open_menus(env(user=env.ref("base.user_admin")))
    views = env["ir.ui.view"].search([("model", "!=", False), ("inherit_id", "=", False)])
    for view in views:
        if view.model in env:
            env[view.model].get_views([(view.id, view.type)])
    for bundle in ("web.assets_backend", "web.assets_tests", "web.assets_unit_tests"):
        paths = [path for path, *_more in env["ir.asset"]._get_asset_paths(bundle, {})]
        assert not [path for path in paths if "lakip" in path.rpartition("/addons/")[2]], bundle


if __name__ == "__main__":
    name, database = sys.argv[1:]
    from odoo.tools import config

    config.parse_config(["-d", database, "--no-http"], setup_logging=True)
    with Registry(database).cursor() as cr:
        globals()[name](api.Environment(cr, SUPERUSER_ID, {}))
