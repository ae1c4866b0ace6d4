"""What is tried on the lines of ``access_table.py`` for windows and for records of Odoo."""

from base64 import b64encode

from odoo import Command

from .access_world import AccessWorld, Sample
from .common import docx_bytes, signature_png

PICTURE = b64encode(signature_png()).decode()
FILE = b64encode(docx_bytes("unggahan")).decode()


class AccessWindows(AccessWorld):
    # ------------------------------------------------------------
    # RECORDS OF ODOO
    # ------------------------------------------------------------

    def _get_file_sample(self, record, file):
        vals = {
            "name": "susupan.docx",
            "raw": FILE,
            "res_model": record._name,
            "res_id": record.id,
        }
        return Sample(file, vals, {"name": "lain.docx"})

    def _sample_ir_attachment_report(self):
        report = self.cycle._get_report()[self.cycle]
        return self._get_file_sample(report, report.attachment_id)

    def _sample_ir_attachment_letter(self):
        letter = self.request_a.document_ids[0]
        return self._get_file_sample(letter, letter.attachment_id)

    def _sample_ir_attachment_answer(self):
        return self._get_file_sample(self.request_a.item_ids[0], self.file)

    def _sample_ir_attachment_receipt(self):
        return self._get_file_sample(self.delivery, self.delivery.receipt_attachment_ids[0])

    def _sample_mail_message_card(self):
        approval = self.cycle.approval_ids.sorted("id")[-1]
        channel = self.cycle.channel_id
        card = self.env["mail.message"].search(
            [
                ("lakip_approval_id", "=", approval.id),
                ("model", "=", channel._name),
                ("res_id", "=", channel.id),
            ]
        )
        vals = {
            "model": channel._name,
            "res_id": channel.id,
            "body": "Palsu",
            "lakip_approval_id": approval.id,
        }
        return Sample(card, vals, {"body": "Lain"})

    def _sample_mail_message_history(self):
        note = self.cycle.step_ids[0].message_ids.sorted("id")[0]
        vals = {"model": "lakip.step", "res_id": note.res_id, "body": "Lain"}
        return Sample(note, vals, {"body": "Lain"})

    def _sample_mail_message_talk(self):
        talk = self.request_a.with_user(self.staff_a).message_post(
            body="Pembicaraan", message_type="comment"
        )
        vals = {"model": self.request_a._name, "res_id": self.request_a.id, "body": "Lain"}
        return Sample(talk, vals, {"subject": "Lain"})

    def _sample_mail_activity(self):
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "lakip.step"), ("res_id", "=", self.step.id)], limit=1
        )
        vals = {
            "res_model_id": self.env["ir.model"]._get_id("lakip.step"),
            "res_id": self.step.id,
            "summary": "Ingatkan",
        }
        return Sample(activity, vals, {"note": "Catatan"})

    def _sample_discuss_channel(self):
        vals = {"name": "Saluran", "channel_type": "group"}
        return Sample(self.cycle.channel_id, vals, {"name": "Lain"})

    def _sample_discuss_channel_member(self):
        channel = self.cycle.channel_id
        vals = {"channel_id": channel.id, "partner_id": self.colleague.partner_id.id}
        own = channel.channel_member_ids.filtered(
            lambda member: member.partner_id == self.team_member.partner_id
        )
        return Sample(own, vals, {"custom_channel_name": "Lain"})

    def _sample_calendar_event(self):
        vals = {
            "name": "Rapat",
            "start": "2026-01-05 02:00:00",
            "stop": "2026-01-05 04:00:00",
            "res_model_id": self.env["ir.model"]._get_id("lakip.step"),
            "res_id": self.step.id,
        }
        return Sample(self.step.event_id, vals, {"location": "Aula"})

    def _sample_hr_employee_nip(self):
        return Sample(
            self.staff_a.employee_id,
            {"name": "Pegawai", "company_id": self.company.id},
            {"rank": "Pembina"},
            "nip",
        )

    def _sample_hr_department(self):
        vals = {"name": "Bidang baru", "company_id": self.company.id}
        return Sample(self.division_a, vals, {"is_lakip_division": True})

    def _sample_res_company(self):
        return Sample(self.company, {"name": "Dinas baru"}, {"lakip_agency": "DINAS"})

    def _sample_res_users_groups(self):
        group = self.env.ref("lakip_sop.group_lakip_manager")
        return Sample(
            self.staff_a,
            {"name": "Baru", "login": "baru"},
            {"group_ids": [Command.link(group.id)]},
        )

    # ------------------------------------------------------------
    # WINDOWS
    # ------------------------------------------------------------

    def _get_window_line(self, name):
        """Return the ``Sample`` of a line in a window of its opener."""
        opener, values, _change = self._get_windows()[name.removesuffix(".line")]
        window = self.env[name.removesuffix(".line")].with_user(opener).create(values)
        vals = {
            "wizard_id": window.id,
            "name": "Baris",
            "date": "2026-01-05",
            "role_id": self.roles["secretary"].id,
        }
        model = self.env[name].with_user(opener)
        vals = {field: value for field, value in vals.items() if field in model}
        change = {"name": "Lain"} if "name" in vals else {"employee_id": False}
        # Those that the window proposes, if it does: it would drop another one.
        return Sample(window.line_ids[:1] or model.create(vals), vals, change)

    def _get_windows(self):
        """Return ``{model: (who opened it, its values, a change)}`` of the wizards."""
        manager = self.manager
        step = self.step or self.cancelled.step_ids[0]
        approval = self.cycle.approval_ids[-1:] or self.env["lakip.approval"].search([], limit=1)
        return {
            "lakip.reason.wizard": (
                self.planning_head,
                {"operation": "cycle_cancel", "res_ids": self.cycle.ids, "reason": "Sebab"},
                {"reason": "Sebab lain"},
            ),
            "lakip.upload.wizard": (
                self.planning_head,
                {"step_id": step.id, "kind": "report", "file": FILE, "filename": "LAKIP.docx"},
                {"filename": "lain.docx"},
            ),
            "lakip.acting.wizard": (
                self.planning_head,
                {
                    "step_id": step.id,
                    "employee_id": self.acting.employee_id.id,
                    "date_from": "2026-01-05",
                    "date_to": "2026-01-06",
                },
                {"date_to": "2026-01-07"},
            ),
            "lakip.sign.wizard": (
                self.agency_head,
                {"approval_id": approval.id, "method": "drawn", "signature": PICTURE},
                {"comment": "Lain"},
            ),
            "lakip.archive.wizard": (
                self.planning_head,
                {"cycle_id": self.cycle.id, "head": "0" * 64},
                {"head": "1" * 64},
            ),
            "lakip.division.wizard": (manager, {}, {"invite": True}),
            "lakip.officer.wizard": (
                manager,
                {
                    "line_ids": [
                        Command.create(
                            {
                                "role_id": self.roles["secretary"].id,
                                "employee_id": self.acting.employee_id.id,
                                "capacity": "plt",
                            }
                        )
                    ]
                },
                {"invite": True},
            ),
            "lakip.team.wizard": (manager, {}, {"invite": True}),
            "lakip.letterhead.wizard": (
                manager,
                {"government": "PEMERINTAH", "agency": "DINAS", "address": "Jalan", "city": "Kota"},
                {"city": "Pontianak"},
            ),
            "lakip.holiday.wizard": (manager, {"year": 2026}, {"has_ramadan": False}),
            "lakip.worktime.wizard": (manager, {}, {"zone": "Asia/Jakarta"}),
        }
