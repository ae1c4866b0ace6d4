"""Acts on the data of the divisions, the figures and chapters, and the deliveries."""

from odoo import Command

from .act_table import (
    act,
    deliveries,
    division,
    item_to_fill,
    item_with_file,
    performers,
    requests,
    serial,
    team,
)
from .office import docx_bytes, jpg_bytes, upload

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


@act(item_with_file, division)
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
