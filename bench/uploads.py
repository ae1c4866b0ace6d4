"""One file comes in: a spreadsheet of 100 kB, and a photo of 2 MB.

``lakip_sop``: the route of the request page. The file is judged by its content (macros, bombs, what
    its name claims), kept under its item with what was there before, and bound to the request.

``/mail/attachment/upload``: Odoo's own route for a file on a record, a task. Nothing is judged.

``/web/binary/upload_attachment``: Odoo's older route, for the same task.
"""

from functools import cache, partial
from io import BytesIO
from types import SimpleNamespace

from openpyxl import Workbook
from werkzeug.datastructures import FileStorage, MultiDict

from odoo.http import _request_stack, request

from odoo.addons.lakip_sop.controllers.lakip_request_upload import LakipRequestUpload
from odoo.addons.mail.controllers.attachment import AttachmentController
from odoo.addons.web.controllers.binary import Binary

from tests.real_files import jpg_bytes

from .harness import Case, Contender
from .reading import as_user

STAFF, OWNER = "staff.1", "planning_head.1"


@cache
def get_content(name):
    """Return the bytes of the file ``name``."""
    if name.endswith(".jpg"):
        return jpg_bytes()
    book = Workbook()
    for number in range(2500):
        book.active.append([number, f"Layanan {number * 7919 % 10007}", number % 97, number / 3])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


class Upload(Contender):
    """One call of a route, as the user who is logged in."""

    def __init__(self, filename, cycles=None):
        self.filename = filename
        self.cycles = cycles

    def acts(self, env):
        file = FileStorage(BytesIO(get_content(self.filename)), filename=self.filename)
        env = as_user(env, self.login)
        _request_stack.top.__dict__.update(
            env=env,
            db=env.cr.dbname,
            make_json_response=lambda data, **options: data,
            update_context=lambda **context: None,
            best_lang="en_US",
        )
        request.httprequest.files = MultiDict([("ufile", file)])
        request.httprequest.user_agent = SimpleNamespace(browser="chrome")
        answer = {}
        yield from (partial(self._call, env, act, answer) for act in self.calls(env, file))
        assert "refusal" not in answer and "error" not in answer, answer

    def _call(self, env, act, answer):
        found = act()
        if isinstance(found, dict):
            answer.update(found)


class RequestPage(Upload):
    name = "lakip_sop"
    login = STAFF

    def calls(self, env, file):
        found = env["lakip.request"].search([("state", "=", "sent")], limit=1)
        item = found.item_ids[0]
        route = LakipRequestUpload.lakip_request_file.original_endpoint
        yield partial(route, LakipRequestUpload(), found.id, file, str(item.id))


class MailRoute(Upload):
    name = "/mail/attachment/upload"
    login = OWNER

    def calls(self, env, file):
        task = env["project.task"].search([("user_ids", "in", env.uid)], limit=1)
        route = AttachmentController.mail_attachment_upload.original_endpoint
        yield partial(route, AttachmentController(), file, task.id, "project.task")


class BinaryRoute(MailRoute):
    name = "/web/binary/upload_attachment"

    def calls(self, env, file):
        task = env["project.task"].search([("user_ids", "in", env.uid)], limit=1)
        route = Binary.upload_attachment.original_endpoint
        yield partial(route, Binary(), "project.task", task.id, file)


CASES = tuple(
    Case(
        f"upload of a {kind}",
        RequestPage(filename),
        (MailRoute(filename), BinaryRoute(filename)),
        cold=True,
    )
    for kind, filename in (
        ("spreadsheet of 100 kB", "Realisasi.xlsx"),
        ("photo of 1600 x 1200", "rapat.jpg"),
    )
)
