from odoo import http
from odoo.http import content_disposition, request

from ..documents import build_compliance, build_selfcheck, build_sop_page

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class LakipDownload(http.Controller):
    """Word files that are made when asked for and kept nowhere. It only reads."""

    @http.route(
        "/lakip/sop/<int:sop_id>/page", type="http", auth="user", methods=["GET"], readonly=True
    )
    def lakip_sop_page(self, sop_id, **kwargs):
        sop = self._get_record("lakip.sop", sop_id)
        sop._check_can_print_page()
        return self._send(build_sop_page(sop._get_page()), sop.display_name)

    @http.route(
        "/lakip/cycle/<int:cycle_id>/compliance",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def lakip_compliance(self, cycle_id, **kwargs):
        cycle = self._get_record("lakip.cycle", cycle_id)
        cycle._check_can_print_compliance()
        content = build_compliance(cycle._get_compliance())
        return self._send(content, "Kepatuhan SOP", cycle.name)

    @http.route(
        "/lakip/cycle/<int:cycle_id>/selfcheck",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def lakip_selfcheck(self, cycle_id, **kwargs):
        cycle = self._get_record("lakip.cycle", cycle_id)
        cycle._check_can_selfcheck()
        content = build_selfcheck(cycle._get_selfcheck())
        return self._send(content, "Swa-periksa", cycle.name)

    @http.route(
        "/lakip/company/<int:company_id>/sample",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def lakip_sample(self, company_id, **kwargs):
        company = self._get_record("res.company", company_id)
        company._lakip_check_can_set_up()
        return self._send(company._lakip_build_sample(), "Contoh Surat")

    def _get_record(self, model, record_id):
        record = request.env[model].browse(record_id)
        if not record.exists():
            raise request.not_found()
        # The user may have chosen other companies than the record's in the top bar.
        user = request.env.user
        companies = user.company_id | user.company_ids
        return record.with_context(allowed_company_ids=companies.ids)

    def _send(self, content, *name):
        filename = request.env["lakip.step"]._get_filename(*name)
        return request.make_response(
            content,
            headers=[
                ("Content-Type", _DOCX),
                ("Content-Disposition", content_disposition(filename)),
                ("Cache-Control", "no-store"),
            ],
        )
