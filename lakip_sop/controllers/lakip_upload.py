import json

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.mail.tools.discuss import add_guest_to_context
from odoo.addons.web.controllers.binary import Binary

from ..models.ir_attachment import REQUEST_MODELS


class LakipBinary(Binary):
    """The button 'Files' of an item: refused files are named at once, the others are added."""

    @http.route()
    def upload_attachment(self, model, id, ufile, callback=None):
        if model not in REQUEST_MODELS:
            return super().upload_attachment(model, id, ufile, callback=callback)
        record = request.env[model].browse(int(id))
        files = request.httprequest.files.getlist("ufile")
        try:
            record.check_access("write")
            data_request = record if model == "lakip.request" else record.request_id
            data_request._check_can("fill")
        except (AccessError, UserError) as error:
            return json.dumps([{"error": str(error)}])
        # Photos are evidence: Odoo would shrink them and drop when and where they were taken.
        files_model = request.env["ir.attachment"].with_context(image_no_postprocess=True)
        kept, sentences = [], []
        for file in files:
            refusal = files_model._lakip_get_upload_refusal(file, data_request.company_id)
            if refusal:
                sentences.append(refusal)
                continue
            vals = {
                "name": file.filename,
                "raw": file.read(),
                "res_model": model,
                "res_id": record.id,
            }
            try:
                with request.env.cr.savepoint():
                    attachment = files_model.create(vals)
                    attachment._post_add_create()
            except UserError as error:  # there is no room for the file
                sentences.append(str(error))
                continue
            kept.append(
                {
                    "filename": attachment.name,
                    "mimetype": attachment.mimetype,
                    "id": attachment.id,
                    "size": attachment.file_size,
                }
            )
        # The web client stops at the first error, so errors come last.
        if sentences:
            kept.append({"error": "\n".join(sentences)})
        return json.dumps(kept)


class LakipAttachmentController(AttachmentController):
    """Files dropped on a request or added to a message in its chatter."""

    @http.route()
    @add_guest_to_context
    def mail_attachment_upload(self, ufile, thread_id, thread_model, is_pending=False, **kwargs):
        if thread_model == "lakip.request":
            data_request = self._get_thread_with_access_for_post(thread_model, thread_id, **kwargs)
            refusal = data_request and (
                # A file in a message is talk as long as the request is not open.
                (not is_pending or is_pending == "false")
                and data_request._get_upload_refusal()
                or request.env["ir.attachment"]._lakip_get_upload_refusal(
                    ufile, data_request.company_id
                )
            )
            if refusal:
                return request.make_json_response({"error": refusal})
            request.update_context(image_no_postprocess=True)  # as in LakipBinary
        try:
            with request.env.cr.savepoint():
                return super().mail_attachment_upload(
                    ufile, thread_id, thread_model, is_pending=is_pending, **kwargs
                )
        except UserError as error:  # Odoo would answer with a page, which nobody is shown
            return request.make_json_response({"error": str(error)})
