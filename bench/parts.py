"""Which records belong to an agency, and which to a cycle: what ``copier.py`` multiplies."""

from odoo.tools import SQL

#: The field that leads to the cycle, or to a record that is found before.
PARTS = {
    "lakip.cycle.member": "cycle_id",
    "lakip.step": "cycle_id",
    "lakip.step.round": "cycle_id",
    "lakip.step.hold": "step_id",
    "lakip.attendance": "step_id",
    "lakip.follow.up": "step_id",
    "lakip.request": "cycle_id",
    "lakip.request.item": "request_id",
    "lakip.document": "cycle_id",
    "lakip.document.pdf": "document_id",
    "lakip.approval": "cycle_id",
    "lakip.correction": "cycle_id",
    "lakip.delivery": "cycle_id",
    "lakip.objective": "cycle_id",
    "lakip.indicator": "cycle_id",
    "lakip.indicator.year": "indicator_id",
    "lakip.program": "cycle_id",
    "lakip.section": "cycle_id",
    "lakip.selfcheck": "cycle_id",
}
#: What hangs on any record by the name of its model: model and field of that name.
_THREADS = {
    "mail.message": ("model", "res_id"),
    "mail.followers": ("res_model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "ir.attachment": ("res_model", "res_id"),
    "lakip.reminder": ("res_model", "res_id"),
}
_HANGING = {
    "discuss.channel.member": ("channel_id", "discuss.channel"),
    "calendar.attendee": ("event_id", "calendar.event"),
    "mail.notification": ("mail_message_id", "mail.message"),
    "mail.tracking.value": ("mail_message_id", "mail.message"),
}


def find_agency(agency):
    env, company = agency.env, agency.company
    users = env["res.users"].union(*agency.users.values())
    employees = users.employee_id
    calendar = company.resource_calendar_id
    return [
        company,
        users.partner_id | company.partner_id,
        users,
        users.res_users_settings_ids,
        employees.resource_id,
        employees,
        employees.version_ids,
        agency.departments,
        calendar,
        calendar.attendance_ids,
        env["lakip.officer"].search([("company_id", "=", company.id)]),
    ]


def find_parts(cycle):
    """Return all records that belong to ``cycle``, itself first."""
    env = cycle.env
    found = {cycle._name: cycle}
    for model, name in PARTS.items():
        owner = found[env[model]._fields[name].comodel_name]
        found[model] = _search(env[model], [(name, "in", owner.ids)])
    found["calendar.event"] = found["lakip.step"].event_id
    found["discuss.channel"] = cycle.channel_id
    return list(found.values()) + find_threads(list(found.values()))


def find_threads(records):
    """Return messages, files, activities and the like of ``records``, a list of recordsets."""
    env = records[0].env
    found = {each._name: each for each in records}
    for model, (owner, key) in _THREADS.items():
        env.cr.execute(
            SQL(
                "SELECT t.id FROM %s t WHERE (%s) ORDER BY id",
                SQL.identifier(env[model]._table),
                SQL(" OR ").join(
                    SQL(
                        "t.%s = %s AND t.%s = ANY(%s)",
                        SQL.identifier(owner),
                        each._name,
                        SQL.identifier(key),
                        each.ids,
                    )
                    for each in records
                ),
            )
        )
        found[model] = env[model].browse(key for (key,) in env.cr.fetchall())
    for model, (name, owner) in _HANGING.items():
        owners = found.get(owner, env[owner])
        found[model] = _search(env[model], [(name, "in", owners.ids)])
    return list(found.values())[len(records) :]


def _search(model, domain):
    return model.sudo().with_context(active_test=False).search(domain, order="id")
