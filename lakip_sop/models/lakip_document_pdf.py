import logging
import time
from datetime import timedelta
from functools import partial

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config

from ..documents import print_paged
from ..tools import libreoffice
from ..tools.filecheck import ALLOWED
from ..tools.libreoffice import ConversionFailed, Problem

_logger = logging.getLogger(__name__)

PATH_PARAMETER = "lakip_sop.libreoffice_path"
SECONDS_PARAMETER = "lakip_sop.libreoffice_seconds"
DEFAULT_SECONDS = 120
MIN_SECONDS = 5
#: What a worker needs beside the conversion before the server stops it, in seconds.
_MARGIN = 20
#: So often a file is tried whose worker died with it.
_MAX_ATTEMPTS = 2
#: Nothing is being made so long after somebody asked: the scheduled actions do not run.
_STUCK = timedelta(minutes=2)
#: MIME type -> extension of the files that a PDF can be made of.
EXTENSIONS = {ALLOWED[extension]: extension for extension in libreoffice.CONVERTIBLE}


class LakipDocumentPdf(models.Model):
    """The PDF of one version of a document: asked for, made outside the request, and kept.

    LibreOffice makes one at a time, in a scheduled action. Those who asked are told by
    ``lakip_progress``, a notice on the bus, and ``get_progress`` says the rest: each person in
    their own language and with their own rights.
    """

    _name = "lakip.document.pdf"
    _description = "PDF of a Document"
    _inherit = ["lakip.protected.mixin"]
    _order = "date_requested, id"
    _rec_name = "document_id"

    document_id = fields.Many2one(
        comodel_name="lakip.document",
        required=True,
        ondelete="restrict",
    )
    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("working", "Being Made"),
            ("done", "Ready"),
            ("failed", "Failed"),
        ],
        required=True,
        default="waiting",
        index=True,
    )
    user_ids = fields.Many2many(
        comodel_name="res.users",
        string="Requested By",
        help="Who is told when it is ready.",
    )
    date_requested = fields.Datetime(string="Requested On")
    attempts = fields.Integer()
    problem = fields.Selection(
        selection=[
            (Problem.MISSING.value, "LibreOffice is missing"),
            (Problem.SLOW.value, "Took too long"),
            (Problem.UNREADABLE.value, "Cannot be read"),
            ("lost", "The server stopped"),
            ("full", "The disk is full"),
        ],
    )
    seconds = fields.Integer(help="Time limit that it was given.")
    attachment_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="PDF",
        index="btree_not_null",
        ondelete="set null",
    )

    _document_unique = models.UniqueIndex("(document_id)", "This version has a PDF already.")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def get_progress(self):
        """Return what the web client shows of each of these, as a list of dicts.

        ``model`` and ``id``, ``state`` (waiting, working, done or failed), ``title`` and
        ``message``; ``url`` and ``link`` lead to the result, or to what there is in its stead.
        """
        self.check_access("read")
        before = {}
        if any(pdf.state == "waiting" for pdf in self):
            # sudo: how many there are before it, also of others
            queue = self.sudo().search_fetch([("state", "in", ("working", "waiting"))], ["state"])
            queue = queue.sorted(lambda pdf: pdf.state != "working")
            before = {pdf.id: (place, queue[0].state) for place, pdf in enumerate(queue)}
        return [pdf._get_progress(*before.get(pdf.id, (0, "working"))) for pdf in self]

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_progress(self, place, first):
        """Return the dict of ``get_progress``.

        :param place: how many are made before it
        :param first: the state of the first of these
        """
        self.ensure_one()
        document = self.document_id
        is_done = self.state == "done" and self.attachment_id
        return {
            "model": self._name,
            "id": self.id,
            "state": "failed" if self.state == "done" and not is_done else self.state,
            "title": document.display_name,
            "message": self._get_message(place, first),
            "url": f"/web/content/{self.attachment_id.id}"
            if is_done
            else f"/web/content/{document.attachment_id.id}?download=true",
            "link": self.env._("Open the PDF") if is_done else self.env._("Download the file"),
        }

    def _get_message(self, place, first):
        if self.state == "waiting":
            late = self.date_requested and self.date_requested < fields.Datetime.now() - _STUCK
            if late and first == "waiting":
                return self.env._(
                    "Still waiting: the scheduled actions of the server do not seem to run. "
                    "Please tell your administrator."
                )
            return (
                self.env._("Waiting: %s before it.", place)
                if place
                else self.env._("Waiting: it is the next one.")
            )
        if self.state == "working":
            return self.env._("The PDF is being made. You can go on with other work.")
        if self.state == "done" and self.attachment_id:
            return self.env._("The PDF is ready.")
        if self.problem == Problem.MISSING.value:
            return self.env._(
                "There is no LibreOffice on the server, so no PDF can be made here. Download the "
                "file and save it as PDF on your computer."
            )
        if self.problem == Problem.SLOW.value:
            return self.env._(
                "LibreOffice was stopped after %s seconds without a PDF. Download the file and "
                "save it as PDF on your computer.",
                self.seconds,
            )
        if self.problem == Problem.UNREADABLE.value:
            return self.env._(
                "LibreOffice cannot make a PDF of this file. Download the file and save it as PDF "
                "on your computer."
            )
        if self.problem == "full":
            return self.env._(
                "The server could not store the PDF: its disk is full. Please tell your "
                "administrator, and ask for it again later."
            )
        return self.env._("The server was stopped before the PDF was made. Ask for it again.")

    @api.model
    def _get_program(self):
        """Return the path of LibreOffice, or None."""
        # sudo: a setting of the server, which nobody else may read
        path = self.env["ir.config_parameter"].sudo().get_param(PATH_PARAMETER)
        return libreoffice.find_program(path or "")

    @api.model
    def _get_time_limit(self):
        """Return after how many seconds LibreOffice is stopped: before the server stops us."""
        # sudo: as above
        value = self.env["ir.config_parameter"].sudo().get_param(SECONDS_PARAMETER) or ""
        seconds = int(value) if value.isdecimal() else DEFAULT_SECONDS
        server = config["limit_time_real_cron"]
        if server < 0:
            server = config["limit_time_real"]
        if server:
            seconds = min(seconds, server - _MARGIN)
        return max(seconds, MIN_SECONDS)

    def _do_ask(self):
        """Put this into the queue unless it is there or done; tell the user what comes of it."""
        self.ensure_one()
        if self.state == "done" and self.attachment_id:
            return
        vals = {}
        if self.env.user not in self.user_ids:
            vals["user_ids"] = [Command.link(self.env.uid)]
        # No date: it was not asked for yet.
        if self.state not in ("waiting", "working") or not self.date_requested:
            has_program = bool(self._get_program())
            vals |= {
                "state": "waiting" if has_program else "failed",
                "problem": False if has_program else Problem.MISSING.value,
                "date_requested": fields.Datetime.now(),
                "attempts": 0,
            }
        if vals:
            self._lakip_unlocked().write(vals)
        if self.state == "waiting":
            self.env.ref("lakip_sop.ir_cron_print_pdf")._trigger()

    @api.model
    def _cron_convert(self):
        """Make the PDFs that are asked for, one after the other.

        Odoo never runs a scheduled action twice at a time. So what is 'working' now was left by a
        worker that died, and is tried again.
        """
        cron = self.env["ir.cron"]
        rows = self._lakip_unlocked().search([("state", "in", ("working", "waiting"))])
        lost = rows.filtered(lambda pdf: pdf.attempts >= _MAX_ATTEMPTS)
        for pdf in lost:
            pdf._finish({"state": "failed", "problem": "lost"})
        rows -= lost
        cron._commit_progress(len(lost), remaining=len(rows))
        for pdf in rows:
            convert = pdf._start()
            # No transaction is open while LibreOffice works: others may ask for the same file.
            cron._commit_progress()
            result = convert()
            try:
                with self.env.cr.savepoint():
                    pdf._finish(dict(result))
            except UserError:  # there is no room for the file
                pdf._finish({"state": "failed", "problem": "full"})
            if not cron._commit_progress(1):
                break

    def _start(self):
        """Note that this is being made; return the function that makes it, without the database."""
        self.ensure_one()
        self.write({"state": "working", "attempts": self.attempts + 1})
        self._tell()
        file = self.document_id.attachment_id
        return partial(
            _convert, file.raw, file.mimetype, self._get_program(), self._get_time_limit()
        )

    def _finish(self, result):
        """Keep what ``_convert`` returned and tell those who asked."""
        self.ensure_one()
        content = result.pop("content", None)
        if content:
            name = self.document_id.attachment_id.name.rpartition(".")[0]
            result["attachment_id"] = (
                self._lakip_clean()
                .env["ir.attachment"]
                .create(
                    {
                        "name": f"{name}.pdf",
                        "raw": content,
                        "mimetype": ALLOWED["pdf"],
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                )
                .id
            )
        self.write(result)
        self._tell()
        self.user_ids = [Command.clear()]

    def _tell(self):
        """Tell those who asked that there is news."""
        self.user_ids._bus_send("lakip_progress", {"model": self._name, "id": self.id})


def _convert(content, mimetype, program, seconds):
    """Return what is to be written on the row of a PDF, and its ``content`` (bytes)."""
    extension = EXTENSIONS[mimetype]
    deadline = time.monotonic() + seconds

    def convert(file):
        left = max(deadline - time.monotonic(), 0)
        return libreoffice.to_pdf(file, extension, program=program, seconds=left)

    try:
        pdf = print_paged(content, convert) if extension == "docx" else convert(content)
    except OSError as error:
        _logger.error("There is no room for LibreOffice to work: %s", error)
        return {"state": "failed", "problem": "full"}
    except ConversionFailed as failure:
        _logger.warning("LibreOffice made no PDF: %s", failure)
        return {"state": "failed", "problem": failure.problem.value, "seconds": seconds}
    return {"state": "done", "problem": False, "content": pdf}
