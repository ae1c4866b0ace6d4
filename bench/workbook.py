"""The data of a bidang with 1,000 indicators comes in: realization and four texts of each.

``lakip_sop``: the workbook that went out with the Nota Dinas, filled in Excel. Accepting it checks
    turn and rights, tells whether the file is the one that was sent and unharmed (macros, bombs,
    another bidang or year), judges each cell again, compares it with what is stored, writes what
    differs, computes capaian, ratings and means, and closes the request with its activities.
    Handing it in judges each cell before, and the file as a file.

``base_import``: the same rows as a plain sheet with the ids of the records, imported by Odoo's own
    import into the same model (so with the same checks and computes). With a dry run before, as the
    button 'Test' makes it.
"""

import io
from functools import partial

import openpyxl

from odoo import Command

from .approvals import create_sop, get_officer, get_user
from .harness import Case, Contender

OBJECTIVES = 40
INDICATORS = 25  # of each sasaran
FIELDS = ("realization", "cause", "obstacle", "follow_up", "evidence")


def _get_answers(place):
    """Return what the bidang answers to the indicator at ``place``."""
    return (
        70 + place % 30 + 0.25,
        f"Integrasi layanan tahap {place} selesai lebih cepat",
        "Anggaran terbatas",
        f"Menambah tenaga pada triwulan {place % 4 + 1}",
        f"https://contoh.go.id/bukti/{place}",
    )


class Performance(Contender):
    """A cycle that collects data of one bidang with all these indicators.

    :param year: of the cycle
    :param has_check: whether what comes before the import itself is an act too
    """

    def __init__(self, year, has_check=False):
        self.year = year
        self.has_check = has_check

    def prepare(self, env):
        team = get_user(env, "team_member")
        staff = get_user(env, "staff")
        officer = get_officer(env, "planning_head")
        get_officer(env, "agency_head")
        department = env["hr.department"].create(
            {"name": f"Bidang {self.year}", "manager_id": staff.employee_id.id}
        )
        sop = create_sop(
            env,
            f"W{self.year}",
            (
                ("Memulai", "task", "planning_head"),
                ("Mengumpulkan", "collection", "team"),
                ("Menyusun", "drafting", "team"),
                ("Pengesahan", "signature", "agency_head"),
            ),
        )
        sop.step_ids[-1].return_step_id = sop.step_ids[-2]
        sop.action_make_effective()
        cycle = env["lakip.cycle"].create(
            {
                "year": self.year,
                "department_ids": [Command.set(department.ids)],
                "member_ids": [
                    Command.create({"employee_id": team.employee_id.id, "position": "chair"})
                ],
            }
        )
        cycle.with_user(officer).action_start()
        cycle.current_step_id.with_user(officer).action_complete()
        env["lakip.objective"].with_user(team).create(
            [
                {
                    "cycle_id": cycle.id,
                    "name": f"Sasaran {place}",
                    "indicator_ids": [
                        Command.create(
                            {
                                "name": f"Persentase layanan publik yang terintegrasi {number}",
                                "department_id": department.id,
                                "unit": "%",
                                "direction": "higher",
                                "target": "80",
                            }
                        )
                        for number in range(INDICATORS)
                    ],
                }
                for place in range(OBJECTIVES)
            ]
        )
        self.cycle_id = cycle.id


class Workbook(Performance):
    """``lakip_sop``."""

    name = "lakip_sop"

    def prepare(self, env):
        super().prepare(env)
        request = env["lakip.cycle"].browse(self.cycle_id).current_step_id.request_ids
        request.with_user(get_user(env, "team_member")).action_send()
        staff = get_user(env, "staff")
        item = request.workbook_item_id.with_user(staff)
        file = (
            env["ir.attachment"]
            .with_user(staff)
            .create(
                {
                    "name": "isian.xlsx",
                    "raw": self._fill(item.form_id.raw),
                    "res_model": item._name,
                    "res_id": item.id,
                }
            )
        )
        item.attachment_ids = [Command.link(file.id)]
        for other in request.item_ids.filtered("required").with_user(staff):
            other.note = "Terlampir."
        self.request_id = request.id

    def _fill(self, content):
        """Return the workbook with an answer in every cell that asks for one."""
        book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = book["Indikator"]
        columns = {cell.value: cell.column for row in sheet.iter_rows(max_row=4) for cell in row}
        for place, row in enumerate(range(5, 5 + OBJECTIVES * INDICATORS)):
            for name, answer in zip(FIELDS, _get_answers(place), strict=True):
                sheet.cell(row, columns[name], answer)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    def acts(self, env):
        request = env["lakip.request"].browse(self.request_id)
        submit = request.with_user(get_user(env, "staff")).action_submit
        if self.has_check:
            yield submit
        else:
            submit()
        # another request of a browser begins with nothing read
        env.cr.cache.clear()
        env.invalidate_all()
        yield request.with_user(get_user(env, "team_member")).action_accept
        done = request.cycle_id.objective_ids.indicator_ids.filtered("is_measured")
        assert len(done) == OBJECTIVES * INDICATORS, "not all were imported"


class BaseImport(Performance):
    """``base_import``."""

    name = "base_import"

    def acts(self, env):
        indicators = env["lakip.cycle"].browse(self.cycle_id).objective_ids.indicator_ids
        book = openpyxl.Workbook()
        book.active.append((".id", *FIELDS))
        for place, indicator in enumerate(indicators):
            book.active.append((indicator.id, *_get_answers(place)))
        stream = io.BytesIO()
        book.save(stream)
        importer = (
            env["base_import.import"]
            .with_user(get_user(env, "team_member"))
            .create(
                {
                    "res_model": indicators._name,
                    "file": stream.getvalue(),
                    "file_name": "isian.xlsx",
                    "file_type": "application/vnd.openxmlformats-officedocument"
                    ".spreadsheetml.sheet",
                }
            )
        )
        for is_dry in (True, False) if self.has_check else (False,):
            env.invalidate_all()
            yield partial(self._import, importer, is_dry)
        done = indicators.filtered("is_measured")
        assert len(done) == OBJECTIVES * INDICATORS, "not all were imported"

    def _import(self, importer, is_dry):
        columns = [".id", *FIELDS]
        result = importer.execute_import(columns, columns, {"has_headers": True}, dryrun=is_dry)
        assert not result["messages"], result["messages"]


TITLE = f"workbook of {OBJECTIVES * INDICATORS:,} indicators"
CASES = (
    Case(f"{TITLE}: accept", Workbook(2033), (BaseImport(2034),), runs=7),
    Case(
        f"{TITLE}: check and accept",
        Workbook(2035, has_check=True),
        (BaseImport(2036, has_check=True),),
        runs=7,
    ),
)
