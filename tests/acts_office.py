"""What happens beside a cycle: offices, people, working time, the server."""

from dateutil.relativedelta import relativedelta

from odoo import Command

from .act_table import act, current, manager, people, serial, system

# ------------------------------------------------------------
# THE OFFICE AND THE SERVER
# ------------------------------------------------------------


def company_of(office, cycle):
    return cycle.company_id


@act(current("initial", "signature", "archive"), manager)
def name_plh(step):
    """The deputy acts for whoever's turn it is, from today on."""
    deputy = (
        step.env["hr.employee"]
        .sudo()
        .search([("company_id", "=", step.company_id.id), ("name", "like", "deputy")])
    )
    step.env["lakip.officer"].create(
        {
            "role_id": step._get_acting_role().id,
            "company_id": step.company_id.id,
            "employee_id": deputy.id,
            "capacity": "plh",
            "date_from": step.company_id._lakip_get_today(),
        }
    )


def acting(office, cycle):
    return cycle.company_id.lakip_officer_ids.filtered(
        lambda officer: officer.capacity == "plh" and not officer.date_to
    )[:1]


@act(acting, manager)
def end_plh(officer):
    officer.date_from = "2000-01-01"
    officer.date_to = officer.company_id._lakip_get_today() - relativedelta(days=1)


@act(company_of, manager)
def load_holiday(company):
    """The administrator stores one more day off: the first working day that is none yet."""
    day = company._lakip_get_today()
    wizard = company.env["lakip.holiday.wizard"].create(
        {
            "year": day.year,
            "company_id": company.id,
            "line_ids": [
                Command.create(
                    {
                        "name": f"Libur {next(serial)}",
                        "date": day + relativedelta(days=next(serial) % 9 + 1),
                    }
                )
            ],
        }
    )
    wizard.action_apply()


@act(lambda office, cycle: cycle.company_id.resource_calendar_id.attendance_ids[:1], system)
def change_hours(attendance):
    attendance.hour_from = 7.0 if attendance.hour_from == 7.5 else 7.5


@act(company_of, system)
def move_person(company):
    """Somebody of another division comes to that which is asked, or leaves it."""
    employee = company.env["hr.employee"].search(
        [("company_id", "=", company.id), ("name", "like", "other_a")]
    )
    divisions = company.env["hr.department"].search([("company_id", "=", company.id)])
    employee.department_id = (divisions - employee.department_id)[-1:]


@act(company_of, system, commits=True)
def cron_hand_over(company):
    company.env["lakip.step"]._cron_sync_performers()


@act(company_of, system, commits=True)
def cron_remind(company):
    company.env["lakip.reminder"]._cron_remind()


@act(company_of, system, commits=True)
def cron_clean(company):
    """What the server throws away by itself: wizards, files of nobody."""
    company.env["ir.attachment"]._gc_file_store()
    for name in ("lakip.sign.wizard", "lakip.reason.wizard", "lakip.upload.wizard"):
        company.env[name]._transient_vacuum()


@act(lambda office, cycle: cycle._get_report()[cycle], people("owner", "one"))
def ask_pdf(document):
    document.action_print_pdf()
