from decimal import Decimal

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.number_id import exact_text
from ..tools.workbook import (
    Identity,
    Severity,
    Workbook,
    differences,
    read_workbook,
    write_workbook,
)

#: Name of the item for the workbook. It is data, as are item names.
WORKBOOK_ITEM = "Lembar isian kinerja"
_WORKBOOK_DETAILS = (
    "Buku kerja Excel dengan indikator dan program bidang: isi sel berwarna, lalu unggah kembali."
)
_MOST_SHOWN = 30  # sentences of one workbook


class LakipRequest(models.Model):
    """The workbook of a division: sent with the Nota Dinas, judged when it comes back, and taken
    over into indicators and programs when the data is accepted.

    ``tools/workbook`` writes and reads the file.
    """

    _inherit = "lakip.request"

    workbook_item_id = fields.Many2one(
        comodel_name="lakip.request.item",
        compute="_compute_workbook_item_id",
    )
    workbook_result = fields.Html(
        string="What the Workbook Says",
        compute="_compute_workbook_result",
        # sudo: who reads the request may read the performance data of its division
        compute_sudo=True,
        sanitize=False,
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends("item_ids.is_workbook")
    def _compute_workbook_item_id(self):
        for request in self:
            request.workbook_item_id = request.item_ids.filtered("is_workbook")[:1]

    @api.depends("item_ids.attachment_ids", "state")
    def _compute_workbook_result(self):
        for request in self:
            request.workbook_result = (
                request.state in ("sent", "returned", "submitted")
                and request._get_workbook_result()
            )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_download_workbook(self):
        """Download the workbook of the division, with what is stored now."""
        self.ensure_one()
        self.check_access("read")
        if not self.workbook_item_id:
            raise UserError(
                self.env._(
                    "%s answers for no indicator and no program, so there is no workbook for it.",
                    self.department_id.display_name,
                )
            )
        # sudo: a file of the request, made of what its readers may read
        form = self.sudo()._write_workbooks()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{form.id}?download=true"}

    # ------------------------------------------------------------
    # BUSINESS: hooks of the request
    # ------------------------------------------------------------

    def _do_send(self):
        self._add_workbook_items()
        self._write_workbooks()
        return super()._do_send()

    def _get_notice_files(self):
        return super()._get_notice_files() | self.workbook_item_id.form_id

    def _check_complete(self):
        result = super()._check_complete()
        self._check_workbooks()
        return result

    def _check_reviewed(self):
        result = super()._check_reviewed()
        self._check_workbooks()
        return result

    def _do_accept(self):
        for request in self:
            request._apply_workbook()
        return super()._do_accept()

    # ------------------------------------------------------------
    # BUSINESS: the file
    # ------------------------------------------------------------

    def _add_workbook_items(self):
        """Ask each of these divisions that answers for a figure for its workbook."""
        rows = self._get_performance()
        self.env["lakip.request.item"]._lakip_unlocked().create(
            [
                {
                    "request_id": request.id,
                    "name": WORKBOOK_ITEM,
                    "description": _WORKBOOK_DETAILS,
                    "is_workbook": True,
                    "sequence": 0,
                }
                for request in self
                if not request.workbook_item_id and any(rows[request])
            ]
        )
        self.invalidate_recordset(["workbook_item_id"])

    def _write_workbooks(self):
        """Write the workbooks of these requests anew; return their files."""
        secret = self._get_workbook_secret()
        for request in self.filtered("workbook_item_id"):
            item = request.workbook_item_id
            name = f"{WORKBOOK_ITEM} {request.department_id.name} {request.cycle_id.year}"
            content = write_workbook(request._get_workbook(), secret)
            if item.form_id:
                item.form_id._lakip_unlocked().raw = content
                continue
            item._lakip_unlocked().form_id = self.env["ir.attachment"].create(
                {
                    "name": f"{name.replace('/', '-')}.xlsx",
                    "raw": content,
                    "res_model": item._name,
                    "res_id": item.id,
                }
            )
        return self.workbook_item_id.form_id

    @api.model
    def _get_workbook_secret(self):
        """Return what seals the workbooks of this database."""
        # sudo: a workbook is sealed for whoever it is sent to; the secret itself is not shown
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param("database.secret").encode()

    def _get_performance(self):
        """Return ``{request: (indicators, programs)}`` of its division in its cycle."""
        domain = [
            ("cycle_id", "in", self.cycle_id.ids),
            ("department_id", "in", self.department_id.ids),
        ]
        found = [
            self.env[model].search(domain).grouped(lambda one: (one.cycle_id, one.department_id))
            for model in ("lakip.indicator", "lakip.program")
        ]
        none = self.env["lakip.indicator"], self.env["lakip.program"]
        return {
            request: tuple(
                rows.get((request.cycle_id, request.department_id), empty)
                for rows, empty in zip(found, none, strict=True)
            )
            for request in self
        }

    def _get_workbook(self):
        """Return the ``Workbook`` of this request, as the database has it now."""
        self.ensure_one()
        indicators, programs = self._get_performance()[self]
        # sudo: it tells the databases apart, and is not secret
        uuid = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        return Workbook(
            identity=Identity(
                company=f"{uuid}:{self.company_id.id}",
                cycle=str(self.cycle_id.id),
                department=str(self.department_id.id),
                year=self.cycle_id.year,
                company_name=self.company_id.name,
                department_name=self.department_id.name,
            ),
            indicators=tuple(
                indicator._get_workbook_row(*figures)
                for indicator, figures in indicators._get_figures().items()
            ),
            programs=tuple(program._get_workbook_row() for program in programs),
        )

    # ------------------------------------------------------------
    # BUSINESS: what came back
    # ------------------------------------------------------------

    def _read_workbook(self):
        """Return ``(workbook, reading)``: what is stored, and what the latest .xlsx in the
        workbook's item says; (None, None) when there is none.

        What a file says against what is stored is read once in a transaction: an accepted workbook
        is judged first and taken over then.
        """
        self.ensure_one()
        files = self.workbook_item_id.attachment_ids.filtered(
            lambda file: (file.name or "").lower().endswith(".xlsx")
        )
        if not files:
            return None, None
        file = files.sorted("id")[-1]
        book = self._get_workbook()
        limit = self.company_id.lakip_max_file_size * 1024 * 1024
        key = "lakip.workbook", file.name, file.checksum, book, limit
        cache = self.env.cr.cache
        if key not in cache:
            secret = self._get_workbook_secret()
            # A form is read with the size of a file in place of its bytes.
            content = file.with_context(bin_size=False).raw or b""
            cache[key] = read_workbook(file.name, content, book, secret, max_bytes=limit)
        return book, cache[key]

    def _check_workbooks(self):
        """Raise ``UserError`` with each thing in a workbook of these requests that cannot be
        taken, by the address of its cell."""
        sentences = []
        # sudo: the files of the items are read whoever added them
        for request in self.sudo():
            item = request.workbook_item_id
            _book, reading = request._read_workbook()
            if reading is None:
                if item.attachment_ids:
                    sentences.append(
                        self.env._("'%s' takes the workbook (.xlsx) that was sent.", item.name)
                    )
                continue
            wrong = [
                finding
                for finding in reading.findings
                if finding.severity in (Severity.REFUSED, Severity.ERROR)
            ]
            sentences += map(self._get_finding_sentence, wrong)
        if sentences:
            raise UserError("\n".join(self._shorten(sentences)))

    def _get_finding_sentence(self, finding):
        """Return a ``Finding`` in the user's language, with the address of its cell."""
        sentence = self.env._(finding.template, **finding.arguments)
        return f"{finding.address}: {sentence}" if finding.address else sentence

    def _shorten(self, sentences):
        rest = len(sentences) - _MOST_SHOWN
        if rest <= 0:
            return sentences
        return [*sentences[:_MOST_SHOWN], self.env._("... and %s more.", rest)]

    def _get_workbook_result(self):
        """Return what was found in the workbook and what it would change, as HTML; False when
        none came back."""
        book, reading = self._read_workbook()
        if reading is None:
            return False
        found = self._shorten([self._get_finding_sentence(one) for one in reading.findings])
        changes = [
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
            % (
                change.name,
                change.label,
                self._to_cell(change.old) or "-",
                self._to_cell(change.new),
            )
            for change in differences(book, reading)
        ]
        blocks = []
        if found:
            items = Markup().join(Markup("<li>%s</li>") % sentence for sentence in found)
            blocks.append(Markup("<ul>%s</ul>") % items)
        if changes:
            heading = Markup("<tr><th>%s</th><th>%s</th><th>%s</th><th>%s</th></tr>") % (
                self.env._("Of"),
                self.env._("Field"),
                self.env._("Stored"),
                self.env._("In the Workbook"),
            )
            blocks.append(
                Markup('<table class="table table-sm text-break">%s%s</table>')
                % (heading, Markup().join(changes))
            )
        elif not reading.has_errors:
            blocks.append(Markup("<p>%s</p>") % self.env._("It says what is stored already."))
        return Markup().join(blocks)

    @api.model
    def _to_cell(self, value):
        """Return a value of a workbook as the database keeps it: text, as people type it."""
        return exact_text(value) if isinstance(value, Decimal) else value

    def _apply_workbook(self):
        """Write what the workbook answers into the indicators and programs of the division."""
        self.ensure_one()
        book, reading = self._read_workbook()
        if reading is None:
            return
        models_by_sheet = {"indicator": "lakip.indicator", "program": "lakip.program"}
        vals_by_row = {}
        for change in differences(book, reading):
            vals = vals_by_row.setdefault((change.sheet, int(change.key)), {})
            vals[change.field] = self._to_cell(change.new)
        for (sheet, key), vals in vals_by_row.items():
            self.env[models_by_sheet[sheet]].browse(key).write(vals)
