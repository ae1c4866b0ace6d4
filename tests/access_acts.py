"""The acts of ``access_table.py``: on which record each is tried, and with what."""

from typing import NamedTuple

from .access_samples import AccessSamples
from .common import docx_bytes

#: Acts that open a window to ask for a reason when none is given.
REASONED = ("action_return", "action_cancel", "action_hold", "action_waive", "action_withdraw")


class Act(NamedTuple):
    """A method called on records, or a request of the address ``method``.

    A window (wizard) is made first, with ``values``, by the user who acts.
    """

    record: object
    method: str
    kwargs: dict
    values: dict | None = None


class AccessActs(AccessSamples):
    def _get_act(self, name):
        """Return the ``Act`` of ``name``: 'model.method', 'model.method:of what' or an address."""
        if name.startswith("/"):
            return self._get_routes()[name]
        path, _colon, which = name.partition(":")
        model, _dot, method = path.rpartition(".")
        if self.env[model]._transient:
            values = self._get_confirmed()[model]
            return Act(self.env[model], method, {}, values)
        kwargs = {"reason": "Sebab"} if method in REASONED else {}
        if method.startswith("action_card"):
            document = self.cycle._get_report()[self.cycle]
            kwargs = {"version": document.version, "sha256": document.sha256}
        if method == "export_data":
            kwargs = {"fields_to_export": ["id", "state"]}
        if model == "lakip.setup" and method != "action_close":
            kwargs = {"key": "team"}
        return Act(self._get_act_record(model, which), method, kwargs)

    def _get_act_record(self, model, which):
        """Return the record of ``model`` that an act of this moment is about."""
        if which:
            return getattr(self, f"_which_{which}")(model)
        cycle = self.cycle
        records = {
            "lakip.approval": lambda: (
                self.step.pending_approval_id or cycle.approval_ids.sorted("id")[-1]
            ),
            "lakip.correction": lambda: self.point,
            "lakip.cycle": lambda: cycle,
            "lakip.delivery": lambda: self.delivery,
            "lakip.document": lambda: cycle._get_report()[cycle],
            "lakip.request": lambda: self.request_a,
            "lakip.request.item": lambda: self.request_a.item_ids[0],
            "lakip.section": lambda: self.section,
            "lakip.setup": lambda: self.env["lakip.setup"],
            "lakip.sop": lambda: self.sop,
            "lakip.step": lambda: self.step or cycle.step_ids[-1],
            "res.company": lambda: self.company,
        }
        return records[model]()

    def _get_given(self):
        """Return the decisions that stand, in order."""
        given = self.cycle.approval_ids.filtered(lambda row: row.state == "approved")
        return given.sorted("sequence")

    def _which_cancelled(self, _model):
        return self.cancelled

    def _which_decided(self, _model):
        return self._get_given()[-1]

    def _which_draft(self, _model):
        return self._get_draft_sop()

    def _which_first(self, _model):
        return self._get_given()[0]

    def _which_letter(self, _model):
        return self.request_a.document_ids[0]

    def _which_own(self, _model):
        return self.own_section

    def _which_shared(self, _model):
        return self._sample_lakip_sop_shared().record

    def _get_confirmed(self):
        """Return ``{model: values}`` of the windows in which something is done."""
        return {
            **{model: values for model, (_who, values, _change) in self._get_windows().items()},
            "lakip.acting.wizard": {
                "step_id": self.step.id,
                "employee_id": self.acting.employee_id.id,
                "date_from": str(self.company._lakip_get_today()),
                "date_to": str(self.company._lakip_get_today()),
            },
            "lakip.upload.wizard": {
                **self._get_windows()["lakip.upload.wizard"][1],
                "kind": self._get_upload_kind(),
            },
        }

    def _get_upload_kind(self):
        kinds = {
            "direction": "disposition",
            "decree": "decree",
            "meeting": "minutes",
            "discussion": "minutes",
            "archive": "other",
        }
        return kinds.get(self.step.kind, "report")

    def _get_routes(self):
        """Return ``{name: Act}`` of the addresses that give or take a file."""
        cycle = self.cycle.id
        routes = {
            "/lakip/archive": Act(None, f"/lakip/archive/{cycle}", {}),
            "/lakip/audit": Act(None, f"/lakip/audit/{cycle}", {}),
            "/lakip/audit/xlsx": Act(None, f"/lakip/audit/{cycle}/xlsx", {}),
            "/lakip/cycle/compliance": Act(None, f"/lakip/cycle/{cycle}/compliance", {}),
            "/lakip/cycle/selfcheck": Act(None, f"/lakip/cycle/{cycle}/selfcheck", {}),
            "/lakip/sop/page": Act(None, f"/lakip/sop/{self.sop.id}/page", {}),
            "/lakip/company/sample": Act(None, f"/lakip/company/{self.company.id}/sample", {}),
        }
        if report := self.cycle._get_report()[self.cycle]:
            routes["/web/content:report"] = Act(None, f"/web/content/{report.attachment_id.id}", {})
        if letter := self.cycle.document_ids.filtered("request_id")[:1]:
            file = self.request_a.document_ids[:1].attachment_id or letter.attachment_id
            routes["/web/content:letter"] = Act(None, f"/web/content/{file.id}", {})
        if getattr(self, "file", None):
            routes["/web/content:answer"] = Act(None, f"/web/content/{self.file.id}", {})
            item = self.request_a.item_ids[0]
            routes["/lakip/request/file"] = Act(
                None,
                f"/lakip/request/{self.request_a.id}/file",
                {
                    "data": {"item_id": item.id},
                    "files": {"ufile": ("data.docx", docx_bytes("data"))},
                },
            )
        if signed := self.cycle.approval_ids.filtered("signed_document_id")[:1]:
            routes["/lakip/verify"] = Act(None, f"/lakip/verify/{signed.sudo().token}", {})
        return routes
