"""All that people and the server do to a cycle: one table, which is raced and walked through.

An ``Act`` says on which records of a cycle it can be done at a moment, who does it, and how. The
records are found before (a person clicks on what they see) and may have changed when it is done.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from dateutil.relativedelta import relativedelta

from odoo import Command

from .office import docx_bytes, jpg_bytes, signature_png, upload

#: Makes each text and file its own.
serial = count(1)


@dataclass(frozen=True)
class Act:
    """One thing done in an office.

    :ivar find: ``(office, cycle) -> records`` on which it is done; none when there is nothing
    :ivar who: ``(office, records) -> users`` who may do it, as a rule
    :ivar do: ``(records)``, those of an environment of the one who acts
    :ivar trace: ``(records) -> bool``: what an act that was done leaves for good; None for what
        another act may rightly undo
    :ivar commits: it ends transactions of its own, so it cannot be tried and undone
    """

    name: str
    find: Callable
    who: Callable
    do: Callable
    trace: Callable | None = None
    commits: bool = False


ACTS = {}


def act(find, who, trace=None, commits=False):
    """Enter the decorated function into ``ACTS`` by its name."""

    def enter(function):
        name = function.__name__
        ACTS[name] = Act(name, find, who, function, trace, commits)
        return function

    return enter


# ------------------------------------------------------------
# WHO, AND ON WHAT
# ------------------------------------------------------------


def people(*logins):
    """Return who finds these people of the office."""
    return lambda office, records: records.env["res.users"].browse(
        [office.users[login] for login in logins]
    )


owner = people("owner")
team = people("one", "two")
manager = people("manager")


def system(office, records):
    return records.env["res.users"].browse(1)


def performers(office, records):
    """Whose turn the row of these records is."""
    step = records if records._name == "lakip.step" else records.step_id
    return step.user_ids


def division(office, records):
    request = records if records._name == "lakip.request" else records.request_id
    return request.user_ids


def author(office, records):
    return records.user_id


def cycle_itself(office, cycle):
    return cycle


def current(*kinds, held=None):
    """Return what finds the running row, of one of these kinds."""

    def find(office, cycle):
        return cycle.step_ids.filtered(
            lambda step: step.state == "active"
            and (not kinds or step.kind in kinds)
            and held in (None, step.is_on_hold)
        )

    return find


def pending(kind):
    def find(office, cycle):
        return cycle.approval_ids.filtered(lambda row: row.state == "pending" and row.kind == kind)

    return find


def last_given(office, cycle):
    given = cycle.approval_ids.filtered(lambda row: row.state == "approved")
    return given.sorted("sequence")[-1:]


def requests(*states):
    def find(office, cycle):
        return cycle.request_ids.filtered(lambda request: request.state in states)[:1]

    return find


def item_to_fill(office, cycle):
    return requests("sent", "returned")(office, cycle).item_ids[:1]


def deliveries(*states, ready=None):
    def find(office, cycle):
        return cycle.delivery_ids.filtered(
            lambda delivery: delivery.state in states
            and ready in (None, bool(delivery.receipt_attachment_ids))
        )[:1]

    return find


# ------------------------------------------------------------
# THE CYCLE
# ------------------------------------------------------------


def draft_cycle(office, cycle):
    return cycle.filtered(lambda one: one.state == "draft")


@act(draft_cycle, owner)
def start(cycle):
    cycle.action_start()


@act(cycle_itself, owner, trace=lambda cycle: cycle.state == "cancelled")
def cancel(cycle):
    cycle.action_cancel("Tidak diperlukan")


@act(cycle_itself, owner)
def edit_cycle(cycle):
    cycle.letter_city = f"Kota {next(serial)}"


@act(cycle_itself, owner)
def archive_cycle(cycle):
    cycle.active = not cycle.active


@act(cycle_itself, owner)
def change_divisions(cycle):
    cycle.department_ids = [Command.unlink(cycle.department_ids[-1:].id)]


@act(cycle_itself, owner)
def add_member(cycle):
    employees = cycle.env["hr.employee"].sudo()
    spare = employees.search([("company_id", "=", cycle.company_id.id), ("name", "like", "spare")])
    cycle.member_ids = [Command.create({"employee_id": spare.id})]


@act(lambda office, cycle: cycle.member_ids[-1:], owner)
def drop_member(member):
    member.unlink()


@act(cycle_itself, team)
def verify(cycle):
    assert cycle.action_verify()["params"]["type"] == "success"


# ------------------------------------------------------------
# THE RUNNING ROW
# ------------------------------------------------------------


@act(current(), performers, trace=lambda step: "done" in step.round_ids.mapped("result"))
def complete(step):
    step.action_complete()


@act(current(), performers, trace=lambda step: "returned" in step.round_ids.mapped("result"))
def send_back(step):
    step.action_return("Kurang lengkap")


@act(current("decision"), performers)
def answer_no(step):
    step.action_answer_no()


@act(current(held=False), owner, trace=lambda step: bool(step.hold_ids))
def hold(step):
    step.action_hold("Menunggu surat")


@act(current(held=True), owner)
def resume(step):
    step.action_resume()


@act(current(), performers)
def write_note(step):
    step.note = f"Catatan {next(serial)}"


@act(current(), performers)
def take_number(step):
    step.action_take_number()


@act(current("drafting", "revision"), performers)
def new_version(step):
    content = docx_bytes(f"Versi {next(serial)}")
    step._upload_document("report", content, "LAKIP.docx")


@act(current("drafting", "revision", "direction", "decree", "meeting", "discussion"), performers)
def generate(step):
    step.action_generate_document()


@act(current("archive", "task", "decision"), performers)
def attach(step):
    step._upload_document("other", docx_bytes(f"Lampiran {next(serial)}"), "lampiran.docx")


@act(current("direction"), performers)
def instruct(step):
    step.instruction = f"Siapkan SK Tim ({next(serial)})."


@act(current("meeting", "discussion"), performers)
def minute(step):
    step.action_mark_all_present()
    step.minutes = f"<p>Rapat {next(serial)} dibuka.</p>"


@act(current("archive"), performers)
def place(step):
    step.hardcopy_location = f"Lemari {next(serial)}"


@act(current("discussion"), performers)
def note_point(step):
    step.env["lakip.correction"].create({"step_id": step.id, "name": f"Perbaiki {next(serial)}"})


@act(
    lambda office, cycle: cycle.correction_ids.filtered(lambda point: point.state == "open"),
    lambda office, points: points.cycle_id.current_step_id.user_ids,
)
def resolve(points):
    points.action_resolve()


# ------------------------------------------------------------
# DECISIONS
# ------------------------------------------------------------


def was(decision):
    return lambda approval: approval.decision == decision


@act(pending("initial"), performers, trace=was("approved"))
def approve(approval):
    document = approval.document_id
    approval.action_card_approve(document.version, document.sha256)


@act(pending("initial"), performers, trace=was("returned"))
def give_back(approval):
    approval.action_return("Tabel salah", [{"section": "BAB III", "name": "Tabel 3.2"}])


@act(pending("signature"), performers, trace=was("approved"))
def sign(approval):
    context = approval.action_open_sign_wizard()["context"]
    wizards = approval.env["lakip.sign.wizard"].with_context(**context)
    wizards.create({"method": "drawn", "signature": signature_png()}).action_sign()


@act(pending("signature"), performers, trace=was("returned"))
def refuse(approval):
    approval.action_return("Lengkapi ikhtisar")


@act(last_given, author, trace=lambda given: given.state == "void")
def withdraw(approval):
    approval.action_withdraw("Salah baca")


# ------------------------------------------------------------
# DATA OF THE DIVISIONS
# ------------------------------------------------------------


@act(requests("draft", "waived"), performers, trace=lambda request: bool(request.date_sent))
def send(request):
    request.action_send()


@act(requests("draft"), performers)
def ask_more(request):
    request.item_ids = [Command.create({"name": f"Data {next(serial)}", "required": False})]


@act(requests("draft", "sent", "returned"), performers)
def number_request(request):
    request.action_take_number()


@act(item_to_fill, division)
def fill(item):
    item.note = f"Sesuai {next(serial)}"


@act(
    item_to_fill,
    division,
    trace=lambda item: bool(item.attachment_ids | item.old_attachment_ids),
)
def hand_file(item):
    name = f"data{next(serial)}.docx"
    item.request_id._receive_file(upload(name, docx_bytes(name)), item)


@act(
    lambda office, cycle: item_to_fill(office, cycle).filtered("attachment_ids"),
    division,
)
def replace_file(item):
    name = f"data{next(serial)}.docx"
    old = item.attachment_ids[:1]
    item.request_id._receive_file(upload(name, docx_bytes(name)), item, old)


@act(requests("sent", "returned"), division)
def post_file(request):
    name = f"foto{next(serial)}.docx"
    request.message_post(body="Tambahan", attachments=[(name, docx_bytes(name))])


@act(requests("sent", "returned"), division, trace=lambda request: bool(request.date_submitted))
def submit(request):
    request.action_submit()


@act(requests("submitted"), performers)
def mark_wrong(request):
    request.item_ids[0].write({"review": "not_ok", "review_note": "Angka lama"})


@act(requests("submitted"), performers)
def accept(request):
    request.action_accept()


@act(requests("submitted", "accepted"), performers)
def give_data_back(request):
    request.action_return("Angka triwulan IV belum ada")


@act(requests("draft", "sent", "submitted", "returned"), performers)
def waive(request):
    request.action_waive("Tidak ada data")


@act(lambda office, cycle: cycle.objective_ids.indicator_ids[:1], team)
def write_figure(indicator):
    indicator.realization = str(next(serial))


@act(lambda office, cycle: cycle.section_ids[:1], team)
def write_chapter(section):
    section.body = f"<p>Gambaran umum {next(serial)}</p>"


# ------------------------------------------------------------
# DELIVERY
# ------------------------------------------------------------


@act(deliveries("draft", "sent", ready=False), performers)
def attach_receipt(delivery):
    receipt = delivery.env["ir.attachment"].create(
        {"name": f"tanda{next(serial)}.jpg", "raw": jpg_bytes(), "res_model": delivery._name}
    )
    delivery.write(
        {
            "date": delivery.step_id._get_letter_today(),
            "receipt_attachment_ids": [Command.link(receipt.id)],
        }
    )


@act(deliveries("draft", "sent"), performers)
def write_cover(delivery):
    delivery.action_generate_letter()


@act(deliveries("draft", "sent"), performers)
def number_delivery(delivery):
    delivery.action_take_number()


@act(deliveries("draft", "sent"), performers)
def mail_report(delivery):
    delivery.medium = "softcopy"
    delivery.action_send_email()


@act(
    deliveries("draft", "sent", ready=True),
    performers,
    trace=lambda delivery: delivery.state == "delivered",
)
def deliver(delivery):
    delivery.action_deliver()


@act(deliveries("draft", ready=False), performers)
def drop_delivery(delivery):
    delivery.unlink()


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
