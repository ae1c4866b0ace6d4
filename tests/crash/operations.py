"""The acts of people: what there must be before, and what they click."""

import io
import os
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace

import openpyxl
from PIL import Image

from odoo import Command

from tests.common import docx_bytes, signature_png

from . import traces

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 150


def trace_cycle(agency, scene):
    return traces.take(agency.env["lakip.cycle"].browse(scene.cycle))


@dataclass(frozen=True)
class Operation:
    """One kind of work.

    :ivar prepare: ``(agency, people)`` returns the scene, a namespace with at least ``cycle``
    :ivar act: ``(people, scene)``, done by a person over HTTP
    :ivar trace: ``(agency, scene)`` returns a dict of what there is
    :ivar is_done: ``(agency, scene)``, for work that goes on when the answer has come; who is
        killed while at it goes on by itself after the start
    :ivar finish: ``(agency, scene)`` puts back what the next ones need
    """

    name: str
    prepare: Callable
    act: Callable
    trace: Callable = trace_cycle
    is_done: Callable | None = None
    finish: Callable | None = None


def click(login, model, method, *args):
    """Return an act: a button of the scene's record."""
    return lambda people, scene: people[login].call(model, method, [scene.record], *args)


def _scene(cycle, record=None, **more):
    return SimpleNamespace(cycle=cycle.id, record=(record or cycle).id, **more)


# ------------------------------------------------------------
# BEFORE
# ------------------------------------------------------------


def _draft(agency, _people):
    return _scene(agency.open_cycle())


def _running(agency, _people):
    return _scene(agency.reach())


def _drafting(agency, _people):
    cycle = agency.reach()
    return _scene(cycle, cycle.current_step_id)


def _drafted(agency, _people):
    cycle = agency.reach()
    agency._upload_report(cycle)
    return _scene(cycle, cycle.current_step_id)


def _uploading(agency, people):
    cycle = agency.reach()
    agency._upload_report(cycle)
    agency.commit()
    step = cycle.current_step_id
    wizard = people["team_member"].call(
        "lakip.upload.wizard",
        "create",
        {
            "step_id": step.id,
            "kind": "report",
            "file": b64encode(docx_bytes("Versi baru")).decode(),
            "filename": "LAKIP.docx",
        },
    )
    return SimpleNamespace(cycle=cycle.id, record=wizard)


def _paraf(agency, _people):
    cycle = agency.reach("drafting")
    return _scene(cycle, cycle.current_step_id.pending_approval_id)


def _withdrawable(agency, _people):
    cycle = agency.reach("drafting", "initial")
    return _scene(cycle, cycle.approval_ids.filtered(lambda row: row.state == "approved"))


def _signing(method):
    def prepare(agency, people):
        if method == "stored":
            agency.keep_signature()
        cycle = agency.reach("drafting", "initial")
        approval = cycle.current_step_id.pending_approval_id
        agency.commit()
        me = people["agency_head"]
        action = me.call("lakip.approval", "action_open_sign_wizard", [approval.id])
        vals = {"method": method}
        if method == "drawn":
            vals["signature"] = b64encode(signature_png()).decode()
        wizard = me.call("lakip.sign.wizard", "create", vals, context=action["context"])
        asked = me.call("lakip.sign.wizard", "action_sign", [wizard])
        # Each signature asks anew, whatever became of the server after the one before.
        assert asked.get("res_model") == "res.users.identitycheck", "signed without a password"
        return SimpleNamespace(cycle=cycle.id, record=asked["res_id"])

    return prepare


def _sign(people, scene):
    me = people["agency_head"]
    me.call("res.users.identitycheck", "run_check", [scene.record], context={"password": me.login})


def _delivery(agency):
    cycle = agency.reach("drafting", "initial", "signature")
    return cycle, cycle.current_step_id.delivery_ids


def _handing_over(agency, _people):
    cycle, delivery = _delivery(agency)
    own = delivery.with_user(agency.planning_head)
    own.write(
        {
            "date": agency.company._lakip_get_today(),
            "receiver": "Budi",
            "receipt_attachment_ids": [
                Command.create({"name": "tanda.jpg", "raw": photo(40), "res_model": own._name})
            ],
        }
    )
    return _scene(cycle, delivery)


def _mailing(agency, _people):
    cycle, delivery = _delivery(agency)
    delivery.with_user(agency.planning_head).medium = "softcopy"
    return _scene(cycle, delivery)


def _archiving(agency, people):
    scene = _handing_over(agency, people)
    delivery = agency.env["lakip.delivery"].browse(scene.record)
    delivery.with_user(agency.planning_head).action_deliver()
    step = delivery.step_id
    step.with_user(agency.planning_head).hardcopy_location = "Lemari 3"
    return _scene(step.cycle_id, step)


def _request(*acts):
    def prepare(agency, _people):
        data_request = agency.collect(*acts)
        return _scene(
            data_request.cycle_id,
            data_request,
            item=data_request.item_ids[0].id,
            file=photo(1200) if acts == ("send",) else None,
        )

    return prepare


def _filled(agency, people):
    scene = _request("send")(agency, people)
    data_request = agency.env["lakip.request"].browse(scene.record)
    for item in data_request.item_ids:
        item.with_user(agency.head_a).note = "Sudah sesuai."
    return scene


def _hand_in(people, scene):
    people["head_a"].upload(scene.record, "bukti.jpg", scene.file, item_id=str(scene.item))


def _importing(agency, _people):
    cycle = agency.collect("send").cycle_id
    objective = agency.env["lakip.objective"].with_user(agency.team_member)
    objective = objective.create({"cycle_id": cycle.id, "name": f"Sasaran {cycle.year}"})
    agency.commit()
    book = openpyxl.Workbook()
    book.active.append(["Sasaran", "Indikator", "Satuan", "Arah", "Target", "Realisasi", "Bidang"])
    for row in range(ROWS):
        book.active.append(
            [objective.name, f"Indikator {row}", "indeks", "higher", "80", f"{row},5",
             agency.division_a.name]
        )  # fmt: skip
    stream = io.BytesIO()
    book.save(stream)
    wizards = agency.env["base_import.import"].with_user(agency.team_member)
    wizard = wizards.create(
        {
            "res_model": "lakip.indicator",
            "file": stream.getvalue(),
            "file_name": "IKU.xlsx",
            "file_type": _XLSX,
        }
    )
    return _scene(cycle, wizard)


def _holidays(agency, people):
    agency.env["resource.calendar.leaves"].search([("company_id", "=", agency.company.id)]).unlink()
    agency.commit()
    wizard = people["manager"].call(
        "lakip.holiday.wizard", "create", {"year": 2027, "company_id": agency.company.id}
    )
    return SimpleNamespace(cycle=False, record=wizard)


def _trace_holidays(agency, _scene_):
    leaves = agency.env["resource.calendar.leaves"]
    return {"leaves": leaves.search_count([("company_id", "=", agency.company.id)])}


def photo(width):
    """Return a JPEG that nobody has handed in before; some bytes a pixel."""
    picture = Image.frombytes("RGB", (width, width), os.urandom(width * width * 3))
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=90)
    return stream.getvalue()


# ------------------------------------------------------------
# THE ACTS
# ------------------------------------------------------------

OPERATIONS = (
    Operation("start", _draft, click("planning_head", "lakip.cycle", "action_start")),
    Operation(
        "cancel", _running, click("planning_head", "lakip.cycle", "action_cancel", "Keliru.")
    ),
    Operation("number", _drafting, click("team_member", "lakip.step", "action_take_number")),
    Operation(
        "generate", _drafting, click("team_member", "lakip.step", "action_generate_document")
    ),
    Operation("version", _uploading, click("team_member", "lakip.upload.wizard", "action_confirm")),
    Operation("complete", _drafted, click("team_member", "lakip.step", "action_complete")),
    Operation("paraf", _paraf, click("secretary", "lakip.approval", "action_approve", "Setuju.")),
    Operation("return", _paraf, click("secretary", "lakip.approval", "action_return", "Kurang.")),
    Operation(
        "withdraw",
        _withdrawable,
        click("secretary", "lakip.approval", "action_withdraw", "Salah baca."),
    ),
    Operation("sign drawn", _signing("drawn"), _sign),
    Operation("sign stored", _signing("stored"), _sign),
    Operation(
        "deliver", _handing_over, click("planning_head", "lakip.delivery", "action_deliver")
    ),
    Operation("mail", _mailing, click("planning_head", "lakip.delivery", "action_send_email")),
    Operation("archive", _archiving, click("planning_head", "lakip.step", "action_complete")),
    Operation("send", _request(), click("team_member", "lakip.request", "action_send")),
    Operation("upload", _request("send"), _hand_in),
    Operation("submit", _filled, click("head_a", "lakip.request", "action_submit")),
    Operation(
        "accept",
        _request("send", "submit"),
        click("team_member", "lakip.request", "action_accept"),
    ),
    Operation(
        "give back",
        _request("send", "submit"),
        click("team_member", "lakip.request", "action_return", "Belum lengkap."),
    ),
    Operation(
        "import",
        _importing,
        click(
            "team_member",
            "base_import.import",
            "execute_import",
            ["objective_id", "name", "unit", "direction", "target", "realization",
             "department_id"],
            [],
            {"has_headers": True, "quoting": '"', "separator": ",", "sheet": "Sheet"},
        ),
    ),
    Operation(
        "holidays",
        _holidays,
        click("manager", "lakip.holiday.wizard", "action_apply"),
        trace=_trace_holidays,
    ),
)  # fmt: skip
