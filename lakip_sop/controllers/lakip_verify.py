from odoo import http
from odoo.http import request

from ..tools.ratelimit import RateLimit

#: So many pages a minute from one address: a person with a pile of documents needs fewer.
LIMIT = RateLimit(30, 60)
_HEADERS = {
    # Nothing leaves the browser: a dropped file can be read by the page and sent nowhere.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}


class LakipVerify(http.Controller):
    """The public page behind the QR code of a signed report. It only reads."""

    @http.route(
        "/lakip/verify/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def lakip_verify(self, token, **kwargs):
        """Tell whether the signature with this token holds, and of whom."""
        # sudo: the reader may have no login; what is shown is chosen below
        approvals = request.env["lakip.approval"].sudo()
        approvals = approvals.with_context(lang=approvals._get_verify_lang())
        if not LIMIT.allows(request.httprequest.remote_addr):
            return self._render({"state": "limited"}, 429, approvals.env)
        approval = approvals._find_signature(token)
        if not approval:
            return self._render({"state": "unknown"}, 404, approvals.env)
        return self._render(approval._get_verification(), 200, approvals.env)

    def _render(self, values, status, env):
        # not "lang": that name is QWeb's own, for the code of Odoo (id_ID)
        values["page_lang"] = (env.lang or "en_US").partition("_")[0]
        body = env["ir.qweb"]._render("lakip_sop.lakip_verify_page", values)
        headers = {**_HEADERS, "Content-Type": "text/html; charset=utf-8"}
        if status == 429:
            headers["Retry-After"] = "60"
        return request.make_response(
            f"<!DOCTYPE html>\n{body}", headers=list(headers.items()), status=status
        )
