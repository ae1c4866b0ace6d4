"""What the people of the demo agency do between the pictures.

A scene goes on where the scene before it ended, by the same acts as the demo data
(``lakip_sop/demo/story.py``): each is the public method that a button calls, by the user whose
turn it is.
"""

from datetime import datetime, timedelta, timezone

from odoo import fields

from odoo.addons.lakip_sop.demo import performance
from odoo.addons.lakip_sop.demo.agency import COMMUNICATION, INFORMATION, SECRETARIAT
from odoo.addons.lakip_sop.demo.chapters import CHAPTERS
from odoo.addons.lakip_sop.demo.clock import DemoClock
from odoo.addons.lakip_sop.demo.finished_cycle import ROOM
from odoo.addons.lakip_sop.demo.story import Story

AGENCY = "lakip_sop.res_company_diskominfo"


def collection(story, day):
    """As the demo data leave it: the divisions hand in their data."""


def discussion(story, day):
    """All data are there, the draft is written, and its discussion is called."""
    story.at(day, 14, 20)
    story.correct_budget(INFORMATION.next_year())
    story.submit(INFORMATION.next_year())
    story.fill(SECRETARIAT.next_year())
    story.submit(SECRETARIAT.next_year())
    for division in (COMMUNICATION, INFORMATION, SECRETARIAT):
        story.accept("tim", division.next_year())
    story.complete("tim", note="Data lima unit kerja lengkap.")
    performance.analyse(story, "tim")
    story.write_chapters("tim", CHAPTERS)
    story.step("tim").action_generate_document("report")
    story.complete("tim", note="Draft memuat 16 indikator dari lima unit kerja.")
    story.at(day, 14, 30)
    start = story.utc(day, 14, 40)
    story.invite(
        "tim",
        start,
        start + timedelta(minutes=50),
        letter_number=story.number("771"),
        meeting_place=ROOM,
        meeting_agenda=f"Pembahasan bersama draft LAKIP Tahun {story.cycle.year}",
    )
    story.at(day, 15, 20)
    story.note_corrections(
        "tim",
        (
            ("BAB I huruf A", "Tambahkan jumlah pegawai menurut golongan dan jabatan.",
             "sekretaris", "tim2", day),
            ("BAB III huruf A, sasaran 2 huruf e",
             "Jelaskan penyebab tindak lanjut aduan di bawah target.",
             "kabid_informasi", "tim", day),
            ("BAB III huruf B", "Cocokkan angka serapan dengan laporan realisasi anggaran.",
             "kasubbag_keuangan", "kasubbag_keuangan", day),
        ),
    )  # fmt: skip


def initials(story, day):
    """The points are worked in, and the first paraf is asked for."""
    story.at(day, 15, 31)
    story.hold_meeting(
        "tim",
        absent=("kasi_infrastruktur",),
        minutes=(
            "Draft LAKIP dipaparkan oleh Tim. Sebagian besar indikator mencapai target.",
            "Peserta membahas isi draft bab demi bab dan menyampaikan koreksi sebagaimana daftar.",
        ),
        decisions=("Setelah diperbaiki, draft langsung diajukan untuk paraf",),
    )
    story.at(day, 15, 40)
    story.resolve(
        "tim",
        (
            "Tabel pegawai ditambahkan pada BAB I huruf A.",
            "Penyebab dan tindak lanjut diuraikan pada huruf e.",
            "Angka sudah cocok dengan laporan realisasi anggaran.",
        ),
    )
    story.step("tim").action_generate_document("report")
    story.complete("tim")


def signature(story, day):
    """Both parafs are given, and the Kepala Dinas is asked to sign."""
    story.at(day, 15, 46)
    story.approve("kasubbag", "Sudah sesuai notulen pembahasan.")
    story.at(day, 15, 52)
    story.approve("sekretaris", "Setuju diajukan kepada Kepala Dinas.")


def archive(story, day):
    """The report is signed, and is to be archived and delivered."""
    story.at(day, 15, 56)
    story.approve("kadis")


def get_names(env):
    """Return what the catalogue may name: ids of records; ``{step_4}`` is that of row 4."""
    agency = env.ref(AGENCY)
    running, finished = env["lakip.cycle"].search([("company_id", "=", agency.id)])
    signed = finished.approval_ids.filtered("token")
    names = {
        "cycle": running.id,
        "finished": finished.id,
        "sop": running.sop_id.id,
        "channel": running.channel_id.id,
        "token": signed[-1:].token,
        "agency": agency.id,
        "module": env.ref("base.module_lakip_sop").id,
        "report": running._get_report()[running].attachment_id.id,
        "signed_report": finished._get_report()[finished].attachment_id.id,
    }
    names.update((f"step_{step.number}", step.id) for step in running.step_ids)
    names.update((f"finished_step_{step.number}", step.id) for step in finished.step_ids)
    for request in running.request_ids:
        key = request.department_id.get_external_id()[request.department_id.id]
        names["request_" + key.partition("hr_department_")[2]] = request.id
    for document in (finished | running).document_ids.sorted("version"):
        prefix = "finished_" if document.cycle_id == finished else ""
        names[f"{prefix}document_{document.kind}"] = document.attachment_id.id
    for section in running.section_ids:
        names["section_" + section.code.replace(".", "_")] = section.id
    return names


def play(name, env):
    """Play the scene ``name`` on the last working day that is over, in the agency's hours.

    In the evening that is today, so that those whose turn it is are not late overnight.
    """
    agency = env.ref(AGENCY)
    env = env(
        context={
            "allowed_company_ids": agency.ids,
            "lang": agency.partner_id.lang,
            "tz": agency.resource_calendar_id.tz,
        }
    )
    day = _get_last_day(agency.with_env(env))
    with DemoClock(env, agency.resource_calendar_id.tz) as clock:
        story = Story(env, clock)
        story.cycle = env["lakip.cycle"].search([("company_id", "=", agency.id)], limit=1)
        globals()[name](story, day)


def _get_last_day(agency):
    """Return the last working day (a date) whose working hours have passed."""
    calendar = agency.resource_calendar_id
    now = datetime.now(timezone.utc)
    first = fields.Datetime.now() - timedelta(days=30)
    work_days = calendar._lakip_work_days(first, 31, agency)
    return [day.date for day in work_days if day.end <= now][-1]
