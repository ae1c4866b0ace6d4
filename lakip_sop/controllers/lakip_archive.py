from odoo import http
from odoo.http import content_disposition, request


class LakipArchive(http.Controller):
    """The archive of a cycle, sent while it is made."""

    @http.route(
        "/lakip/archive/<int:cycle_id>", type="http", auth="user", methods=["GET"], readonly=True
    )
    def lakip_archive(self, cycle_id, **kwargs):
        """Send everything about a cycle as one ZIP; the chatter of the cycle says who took it."""
        cycle = request.env["lakip.cycle"].browse(cycle_id)
        if not cycle.exists():
            raise request.not_found()
        # The user may have chosen other companies than the cycle's in the top bar.
        cycle = cycle.with_context(allowed_company_ids=request.env.user.company_ids.ids)
        cycle._check_can_export_archive()
        archive = cycle._get_archive()
        return request.make_response(
            cycle._send_archive(archive),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(f"{archive.name}.zip")),
                ("Cache-Control", "no-store"),
            ],
        )
