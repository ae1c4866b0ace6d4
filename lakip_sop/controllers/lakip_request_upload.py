from odoo import http
from odoo.exceptions import AccessError, MissingError, UserError
from odoo.http import request


class LakipRequestUpload(http.Controller):
    """Files from the page on which a division hands in its data, one in a call."""

    @http.route("/lakip/request/<int:request_id>/file", type="http", auth="user", methods=["POST"])
    def lakip_request_file(self, request_id, ufile, item_id="", replaced_id="", **kwargs):
        """Keep a file; return ``{"file": id}``, or ``{"refusal": sentence}`` when it is not.

        :param item_id: what it answers; empty: a file for no item
        :param replaced_id: the file that it takes the place of
        """
        data_request = request.env["lakip.request"].browse(request_id).exists()
        if not data_request:
            raise request.not_found()
        item = request.env["lakip.request.item"].browse(_to_ids(item_id))
        replaced = request.env["ir.attachment"].browse(_to_ids(replaced_id))
        try:
            with request.env.cr.savepoint():
                attachment = data_request._receive_file(ufile, item, replaced)
        except (AccessError, MissingError, UserError) as error:
            return request.make_json_response({"refusal": str(error)})
        return request.make_json_response({"file": attachment.id})


def _to_ids(text):
    """Return the id that a form field holds, in a list; an empty list for anything else."""
    # No id of PostgreSQL has more digits, and Python reads no number of thousands of them.
    return [int(text)] if text.isdecimal() and len(text) < 10 else []
