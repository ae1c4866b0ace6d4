"""The work of scheduled actions, which goes on by itself after the start."""

from datetime import timedelta
from types import SimpleNamespace

import psycopg2

from odoo import fields

from . import traces
from .operations import Operation, trace_cycle
from .web import Failed

_ENDED = "2020-12-31"


def _trigger(name):
    """Return an act: the scheduled action is due, and the server is told."""

    def act(people, _scene):
        agency = people["agency"]
        try:
            agency.env.ref(f"lakip_sop.ir_cron_{name}")._trigger()
            agency.commit()
        except psycopg2.Error as error:
            raise Failed(str(error)) from error

    return act


# ------------------------------------------------------------
# A PDF
# ------------------------------------------------------------


def _printable(agency, _people):
    cycle = agency.reach()
    step = cycle.current_step_id.with_user(agency.team_member)
    step.action_generate_document()
    return SimpleNamespace(cycle=cycle.id, record=cycle._get_report()[cycle].id)


def _print(people, scene):
    people["team_member"].call("lakip.document", "action_print_pdf", [scene.record])


def _is_printed(agency, scene):
    pdf = agency.env["lakip.document"].browse(scene.record).pdf_ids
    return pdf.state in ("done", "failed")


def _trace_pdf(agency, scene):
    """Return the trace, with whether the PDF is whole."""
    content = agency.env["lakip.document"].browse(scene.record).pdf_ids.attachment_id.raw or b""
    whole = content.startswith(b"%PDF") and content.rstrip().endswith(b"%%EOF")
    return {**trace_cycle(agency, scene), "whole": whole}


# ------------------------------------------------------------
# REMINDERS: more turns than one transaction tells
# ------------------------------------------------------------


def _late(agency, _people):
    cycles = agency.env["lakip.cycle"].search(
        [("department_ids", "in", agency.many[:1].ids), ("state", "=", "running")]
    )
    if not cycles:
        data_request = agency.collect(
            departments=agency.many | agency.division_a | agency.division_b
        )
        data_request.step_id.request_ids.with_user(agency.team_member).action_send()
        cycles = data_request.cycle_id
    # A deadline that moved, and has passed since they were told of the one before, is news.
    deadline = fields.Datetime.now() - timedelta(seconds=1)
    step = cycles.current_step_id
    step._lakip_unlocked().date_deadline = deadline
    agency.env.cr.execute("SELECT COALESCE(MAX(id), 0) FROM mail_message")
    return SimpleNamespace(
        cycle=cycles.id,
        deadline=deadline,
        turns=1 + len(step.request_ids),
        last_message=agency.env.cr.fetchone()[0],
    )


def _plan_again(agency, scene):
    """The deadline is again what the working time gives."""
    step = agency.env["lakip.cycle"].browse(scene.cycle).current_step_id
    step._plan_deadline(starting=True)
    step._sync_activities()


def _count_told(agency, scene):
    return agency.env["lakip.reminder"].search_count(
        [("date_deadline", "=", scene.deadline), ("moment", "=", "late"), ("days_late", "=", 0)]
    )


def _trace_told(agency, scene):
    notices = agency.env["mail.message"].search(
        [
            ("id", ">", scene.last_message),
            ("model", "in", ("lakip.step", "lakip.request")),
            ("message_type", "=", "user_notification"),
        ]
    )
    return {
        "told": _count_told(agency, scene),
        "notices": len(notices),
        "told of": len({(one.model, one.res_id) for one in notices}),
    }


# ------------------------------------------------------------
# AN OFFICE THAT PASSES TO SOMEBODY ELSE
# ------------------------------------------------------------


def _swap(agency, leaving, coming):
    """Let the office end as when midnight has passed: nothing has been handed over yet."""
    agency.env.flush_all()
    for user, end in ((leaving, _ENDED), (coming, None)):
        agency.env.cr.execute(
            "UPDATE lakip_officer SET date_to = %s WHERE role_id = %s AND user_id = %s",
            [end, agency.roles["secretary"].id, user.id],
        )
    agency.env.invalidate_all()


def _ended(agency, _people):
    officers = agency.env["lakip.officer"].search([("user_id", "=", agency.staff_a.id)])
    if not officers:
        agency._create_officer("secretary", agency.staff_a, capacity="plh", date_to=_ENDED)
    cycle = agency.reach("drafting")
    _swap(agency, agency.secretary, agency.staff_a)
    return SimpleNamespace(cycle=cycle.id)


def _is_handed_over(agency, scene):
    cycle = agency.env["lakip.cycle"].browse(scene.cycle)
    return cycle.current_step_id.user_ids == agency.staff_a


def _trace_turn(agency, scene):
    cycle = agency.env["lakip.cycle"].browse(scene.cycle)
    return {**traces.take(cycle), "turn": sorted(cycle.current_step_id.user_ids.mapped("name"))}


def _take_back(agency, _scene):
    _swap(agency, agency.staff_a, agency.secretary)
    agency.env["lakip.step"]._cron_sync_performers()


CRONS = (
    Operation("pdf cron", _printable, _print, trace=_trace_pdf, is_done=_is_printed),
    Operation(
        "reminder cron",
        _late,
        _trigger("remind"),
        trace=_trace_told,
        is_done=lambda agency, scene: _count_told(agency, scene) >= scene.turns,
        finish=_plan_again,
    ),
    Operation(
        "hand-over cron",
        _ended,
        _trigger("sync_performers"),
        trace=_trace_turn,
        is_done=_is_handed_over,
        finish=_take_back,
    ),
)
