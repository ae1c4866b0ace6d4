"""Acts on a cycle, its rows and its decisions."""

from base64 import b64encode

from odoo import Command

from .act_table import (
    act,
    author,
    current,
    cycle_itself,
    last_given,
    owner,
    pending,
    performers,
    serial,
    team,
)
from .office import docx_bytes, signature_png

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
    wizards.create({"method": "drawn", "signature": b64encode(signature_png())}).action_sign()


@act(pending("signature"), performers, trace=was("returned"))
def refuse(approval):
    approval.action_return("Lengkapi ikhtisar")


@act(last_given, author, trace=lambda given: given.state == "void")
def withdraw(approval):
    approval.action_withdraw("Salah baca")
