from odoo import http
from odoo.http import content_disposition, request

from ..documents import build_audit_docx, build_audit_xlsx

_FORMATS = {
    "xlsx": (
        build_audit_xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "docx": (
        build_audit_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


class LakipAudit(http.Controller):
    """The audit of a cycle as a page and as files. It only reads."""

    @http.route(
        "/lakip/audit/<int:cycle_id>", type="http", auth="user", methods=["GET"], readonly=True
    )
    def lakip_audit(self, cycle_id, **kwargs):
        cycle = self._get_cycle(cycle_id)
        return request.render(
            "lakip_sop.lakip_audit_page",
            {"cycle": cycle, "audit": cycle._get_audit()},
            headers={"Cache-Control": "no-store"},
        )

    @http.route(
        "/lakip/audit/<int:cycle_id>/<any(xlsx,docx):file_format>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def lakip_audit_file(self, cycle_id, file_format, **kwargs):
        cycle = self._get_cycle(cycle_id)
        build, mimetype = _FORMATS[file_format]
        name = f"Audit {cycle.name}.{file_format}"
        return request.make_response(
            build(cycle._get_audit()),
            headers=[
                ("Content-Type", mimetype),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
            ],
        )

    def _get_cycle(self, cycle_id):
        cycle = request.env["lakip.cycle"].browse(cycle_id)
        if not cycle.exists():
            raise request.not_found()
        # The user may have chosen other companies than the cycle's in the top bar.
        cycle = cycle.with_context(allowed_company_ids=request.env.user.company_ids.ids)
        cycle._check_can_audit()
        return cycle
