"""What is tried on each line of ``access_table.py``: which record, with which values."""

from odoo import Command

from .access_windows import PICTURE, AccessWindows
from .access_world import Sample
from .test_protection import MAGIC_COLUMNS


class AccessSamples(AccessWindows):
    # ------------------------------------------------------------
    # RECORDS
    # ------------------------------------------------------------

    def _get_sample(self, name):
        """Return the ``Sample`` of ``name``: a model, or 'model:which record of it'."""
        if window := self._get_windows().get(name):
            opener, vals, change = window
            record = self.env[name].with_user(opener).create(vals)
            return Sample(record, vals, change)
        if name.endswith(".wizard.line"):
            return self._get_window_line(name)
        return getattr(self, f"_sample_{name.replace('.', '_').replace(':', '_')}")()

    def _sample_lakip_role(self):
        return Sample(
            self.env["lakip.role"].create({"name": "Peran", "code": "peran"}),
            {"name": "Peran lain", "code": "lain"},
            {"name": "Peran baru"},
        )

    def _sample_lakip_officer(self):
        vals = {
            "role_id": self.roles["secretary"].id,
            "company_id": self.company.id,
            "employee_id": self.reader.employee_id.id,
            "capacity": "plt",
            "date_from": "2000-01-01",
            "date_to": "2000-12-31",
        }
        return Sample(self.env["lakip.officer"].create(vals), vals, {"date_to": "2001-12-31"})

    def _get_draft_sop(self):
        return self.env["lakip.sop"].create(
            {
                "number": "10",
                "name": "SOP draf",
                "company_id": self.company.id,
                "owner_role_id": self.roles["planning_head"].id,
                "step_ids": [
                    Command.create({"name": kind, "kind": kind, "role_id": self.roles[role].id})
                    for kind, role in (("drafting", "team"), ("signature", "agency_head"))
                ],
            }
        )

    def _sample_lakip_sop_draft(self):
        vals = {"number": "11", "name": "SOP", "company_id": self.company.id}
        return Sample(self._get_draft_sop(), vals, {"name": "SOP lain"})

    def _sample_lakip_sop_effective(self):
        return self._sample_lakip_sop_draft()._replace(record=self.sop)

    def _sample_lakip_sop_shared(self):
        shared = self._get_draft_sop()
        shared.company_id = False
        return Sample(shared, {"number": "12", "name": "SOP bersama"}, {"name": "SOP lain"})

    def _sample_lakip_sop_step_draft(self):
        sop = self._get_draft_sop()
        vals = {
            "sop_id": sop.id,
            "name": "Baris",
            "kind": "task",
            "role_id": self.roles["team"].id,
        }
        return Sample(sop.step_ids[0], vals, {"name": "Baris lain"})

    def _sample_lakip_sop_step_effective(self):
        sample = self._sample_lakip_sop_step_draft()
        return Sample(self.sop.step_ids[0], {**sample.create, "sop_id": self.sop.id}, sample.write)

    def _sample_lakip_cycle(self):
        return Sample(
            self.cycle,
            {"year": 2031, "company_id": self.company.id},
            {"date_due": "2027-01-31"},
        )

    def _sample_lakip_cycle_cancelled(self):
        return self._sample_lakip_cycle()._replace(record=self.cancelled)

    def _sample_lakip_cycle_member(self):
        vals = {"cycle_id": self.cycle.id, "employee_id": self.reader.employee_id.id}
        return Sample(self.cycle.member_ids[0], vals, {"sequence": 5})

    def _sample_lakip_step(self):
        return Sample(
            self.step or self.cycle.step_ids[-1],
            {"cycle_id": self.cycle.id, "name": "Baris", "kind": "task"},
            {"note": "Catatan"},
        )

    def _sample_lakip_step_waiting(self):
        return self._sample_lakip_step()._replace(record=self.cycle.step_ids[-1])

    def _get_ledger_sample(self, record):
        """Return the ``Sample`` of a record that the app alone writes."""
        writable = next(
            field.name
            for field in record._fields.values()
            if field.store and field.name not in MAGIC_COLUMNS
            and field.type in ("char", "text", "integer", "float", "datetime")
        )  # fmt: skip
        readable = "create_date" if record._auto else writable
        return Sample(record, {}, {writable: False}, readable)

    def _sample_lakip_step_round(self):
        return self._get_ledger_sample(self.cycle.step_ids.round_ids[0])

    def _sample_lakip_step_hold(self):
        return self._get_ledger_sample(self.cycle.step_ids.hold_ids[0])

    def _sample_lakip_step_analysis(self):
        return self._get_ledger_sample(self.env["lakip.step.analysis"].browse(self.step.id))

    def _sample_lakip_request_analysis(self):
        analysis = self.env["lakip.request.analysis"].browse(self.request_a.id)
        return self._get_ledger_sample(analysis)

    def _sample_lakip_agenda(self):
        agenda = self.env["lakip.agenda"].search([("step_id", "=", self.step.id)], limit=1)
        return self._get_ledger_sample(agenda)

    def _sample_lakip_work(self):
        work = self.env["lakip.work"].with_user(self.team_member)
        return self._get_ledger_sample(work.search([("step_id", "=", self.step.id)], limit=1))

    def _sample_lakip_reminder(self):
        reminder = self.env["lakip.reminder"]._lakip_unlocked().create(
            {
                "res_model": self.cycle._name,
                "res_id": self.cycle.id,
                "date_deadline": "2026-01-05",
                "moment": "late",
                "days_late": 0,
                "date": "2026-01-05",
            }
        )  # fmt: skip
        return self._get_ledger_sample(reminder)

    def _get_meeting(self):
        return self.cycle.step_ids.filtered(lambda step: step.kind == "meeting")

    def _sample_lakip_attendance(self):
        step = self._get_meeting()
        return Sample(
            step.attendance_ids[0], {"step_id": step.id, "name": "Tamu"}, {"title": "Tamu"}
        )

    def _sample_lakip_follow_up(self):
        step = self._get_meeting()
        line = step.follow_up_ids or self.env["lakip.follow.up"].create(
            {"step_id": step.id, "name": "Kirim data"}
        )
        return Sample(line[0], {"step_id": step.id, "name": "Lain"}, {"name": "Lain"})

    def _sample_lakip_correction(self):
        # What may be answered while points are worked in, and rewritten where they are raised
        return Sample(
            self.point,
            {"step_id": self.point.step_id.id, "name": "Titik lain"},
            {"answer": "Sudah"},
        )

    def _get_section_sample(self, section):
        vals = {"cycle_id": self.cycle.id, "code": "III.X", "title": "X. Lain"}
        return Sample(section, vals, {"body": "<p>Isi.</p>"})

    def _sample_lakip_section(self):
        return self._get_section_sample(self.section)

    def _sample_lakip_section_own(self):
        # Not a chapter of the outline, which nobody deletes
        return self._get_section_sample(self.own_section)

    def _sample_lakip_document(self):
        return self._get_ledger_sample(self.cycle.step_ids[0].document_ids[0])

    def _sample_lakip_document_report(self):
        return self._get_ledger_sample(self.cycle._get_report()[self.cycle])

    def _sample_lakip_document_letter(self):
        return self._get_ledger_sample(self.request_a.document_ids[0])

    def _sample_lakip_document_pdf(self):
        return self._get_ledger_sample(
            self.cycle.step_ids[0].document_ids[0].sudo()._do_print_pdf()
        )

    def _sample_lakip_document_pdf_letter(self):
        return self._get_ledger_sample(self.request_a.document_ids[0].sudo()._do_print_pdf())

    def _sample_lakip_approval(self):
        return self._get_ledger_sample(self.cycle.approval_ids.sorted("id")[-1])

    def _sample_lakip_signature(self):
        vals = {"image": PICTURE}
        record = self.env["lakip.signature"].with_user(self.planning_head).create(vals)
        return Sample(record, vals, vals)

    def _sample_lakip_request(self):
        return Sample(self.request_a, {"step_id": self.step.id}, {"note": "Mohon segera"})

    def _get_item_sample(self, **change):
        vals = {"request_id": self.request_a.id, "name": "Data lain"}
        return Sample(self.request_a.item_ids[0], vals, change)

    def _sample_lakip_request_item(self):
        return self._get_item_sample(description="Tahun 2026")

    def _sample_lakip_request_item_answer(self):
        return self._get_item_sample(note="Jawaban")

    def _sample_lakip_request_item_review(self):
        return self._get_item_sample(review="ok")

    def _sample_lakip_request_template(self):
        vals = {"name": "Data", "company_id": self.company.id}
        return Sample(self.env["lakip.request.template"].create(vals), vals, {"name": "Lain"})

    def _sample_lakip_request_template_shared(self):
        vals = {"name": "Data bersama", "company_id": False}
        return Sample(self.env["lakip.request.template"].create(vals), vals, {"name": "Lain"})

    def _sample_lakip_delivery(self):
        vals = {"step_id": self.cycle.step_ids[-1].id, "partner_id": self.bappeda.id}
        return Sample(self.delivery, vals, {"receiver": "Petugas"})

    def _sample_lakip_scale(self):
        vals = {
            "name": "Skala",
            "company_id": self.company.id,
            "line_ids": [Command.create({"name": "Baik", "lower": "80"})],
        }
        return Sample(self.env["lakip.scale"].create(vals), vals, {"name": "Skala lain"})

    def _sample_lakip_scale_shared(self):
        scale = self._sample_lakip_scale()
        scale.record.company_id = False
        return scale._replace(create={**scale.create, "company_id": False})

    def _sample_lakip_scale_line(self):
        scale = self._sample_lakip_scale().record
        line = self.env["lakip.scale.line"].create(
            {"scale_id": scale.id, "name": "Cukup", "lower": "60"}
        )
        vals = {"scale_id": scale.id, "name": "Kurang", "lower": "20"}
        return Sample(line, vals, {"name": "Sedang"})

    def _sample_lakip_objective(self):
        vals = {"cycle_id": self.cycle.id, "name": "Sasaran lain"}
        return Sample(self.indicator.objective_id, vals, {"name": "Sasaran baru"})

    def _get_indicator_sample(self, **change):
        vals = {
            "objective_id": self.indicator.objective_id.id,
            "department_id": self.division_a.id,
            "name": "Indikator lain",
            "direction": "higher",
        }
        return Sample(self.indicator, vals, change)

    def _sample_lakip_indicator_target(self):
        return self._get_indicator_sample(target="4")

    def _sample_lakip_indicator_realization(self):
        return self._get_indicator_sample(realization="2,5")

    def _sample_lakip_indicator_year(self):
        vals = {"indicator_id": self.indicator.id, "year": 2023}
        return Sample(self.indicator.year_ids[0], vals, {"realization": "2"})

    def _get_program_sample(self, **change):
        vals = {
            "cycle_id": self.cycle.id,
            "department_id": self.division_a.id,
            "name": "Program lain",
        }
        return Sample(self.program, vals, change)

    def _sample_lakip_program_budget(self):
        return self._get_program_sample(budget=1000)

    def _sample_lakip_program_realization(self):
        return self._get_program_sample(realization=900)

    def _get_selfcheck_sample(self, cycle):
        line = cycle.sudo().selfcheck_ids.filtered("is_by_hand")[0]
        return Sample(line, {"cycle_id": cycle.id, "code": "drafted"}, {"note": "Surat"})

    def _sample_lakip_selfcheck(self):
        return self._get_selfcheck_sample(self.cycle)

    def _sample_lakip_selfcheck_cancelled(self):
        return self._get_selfcheck_sample(self.cancelled)
