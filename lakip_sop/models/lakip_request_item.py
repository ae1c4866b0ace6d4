from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..tools.filename import plain_name
from .lakip_protected_mixin import EDIT_SENTINEL

#: In the context of a write that adds a file which was judged and made for the item just now, with
#: the key of the protected mixin as its value, so that no client can forge it.
JUDGED = "_lakip_judged"
#: Written by the division while it fills the request.
_FILL_FIELDS = frozenset({"note", "attachment_ids"})
#: Written by the team while it looks the data through.
_REVIEW_FIELDS = frozenset({"review", "review_note"})


class LakipRequestItem(models.Model):
    """One thing asked of a division: its files and its words.

    A file that is replaced or removed moves to ``old_attachment_ids``; none is ever deleted.
    All files of an item belong to its request, so that the request's rules say who reads them.
    """

    _name = "lakip.request.item"
    _description = "Requested Item"
    _inherit = ["lakip.protected.mixin"]
    _order = "request_id, sequence, id"

    _lakip_protected_fields = frozenset(
        {"company_id", "is_loose", "is_workbook", "form_id", "old_attachment_ids"}
    )

    # ------------------------------------------------------------
    # FIELDS
    # ------------------------------------------------------------

    request_id = fields.Many2one(
        comodel_name="lakip.request",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="request_id.company_id", store=True, precompute=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Data", required=True)
    description = fields.Text(
        string="Details",
        help="Printed beside the item in the Nota Dinas.",
    )
    required = fields.Boolean(
        default=True,
        help="The division cannot hand in without a file or a note for it.",
    )
    is_loose = fields.Boolean(
        string="For Other Files",
        readonly=True,
        help="Made by the app for files that came by the chatter or by drag and drop.",
    )
    is_workbook = fields.Boolean(
        string="For the Workbook",
        readonly=True,
        help="Made by the app for a division that answers for indicators or programs.",
    )
    form_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="Form to Fill In",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        # sudo: a file of the request too
        bypass_search_access=True,
    )
    note = fields.Text(string="Answer", help="In the division's own words.")
    attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="lakip_request_item_attachment_rel",
        string="Files",
        # sudo: all are files of the request, see _take_over: who reads the item may read them
        bypass_search_access=True,
    )
    old_attachment_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="lakip_request_item_old_attachment_rel",
        string="Earlier Files",
        readonly=True,
        bypass_search_access=True,  # sudo: as above
        help="Files that were replaced or removed. They are kept.",
    )
    review = fields.Selection(
        selection=[("ok", "In order"), ("not_ok", "Not in order")],
        string="Team's View",
    )
    review_note = fields.Char(string="Remark of the Team")
    state = fields.Selection(related="request_id.state", string="Request State")

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        items = super().create(vals_list)
        if not self.env.su and not self._lakip_is_unlocked():
            items.request_id._lakip_touch()
            items.request_id._check_can("ask")
            filled = [vals for vals in vals_list if vals.keys() & _FILL_FIELDS]
            if filled:
                items.request_id._check_can("fill")
        for item in items.filtered("attachment_ids"):
            item._keep_files(item.attachment_ids.browse())
        return items

    def write(self, vals):
        if not self.env.su and not self._lakip_is_unlocked():
            self._check_can_write(vals)
        if "attachment_ids" not in vals:
            return super().write(vals)
        before = {item: item.attachment_ids for item in self}
        result = super().write(vals)
        for item in self:
            item._keep_files(before[item])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if not self.env.su:
            self.request_id._lakip_touch()
            self.request_id._check_can("ask")

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_mark_ok(self):
        """Mark these items as in order."""
        self.write({"review": "ok"})
        return True

    # ------------------------------------------------------------
    # BUSINESS: checks
    # ------------------------------------------------------------

    def _check_can_write(self, vals):
        """Raise ``UserError`` unless the user may write these fields of these items now."""
        names = set(vals)
        if "request_id" in names:
            raise UserError(self.env._("An item stays with its request."))
        if names <= _FILL_FIELDS:
            # Colleagues fill in side by side, until one of them hands in.
            self.request_id._lakip_share()
        else:
            self.request_id._lakip_touch()
        if names & _FILL_FIELDS:
            self.request_id._check_can("fill")
        if names & _REVIEW_FIELDS:
            self.request_id._check_can("review")
        if names - _FILL_FIELDS - _REVIEW_FIELDS:
            self.request_id._check_can("ask")

    def _is_empty(self):
        """Return whether the division gave neither a file nor a word."""
        self.ensure_one()
        return not self.attachment_ids and not (self.note or "").strip()

    def _check_files(self):
        """Raise ``UserError`` with a sentence for each file of these items that is refused."""
        sentences = []
        for company, items in self.grouped("company_id").items():
            for item in items:
                sentences += item._get_count_refusal()
            refusals = items.attachment_ids._lakip_get_refusals(company)
            sentences += refusals.values()
        if sentences:
            raise UserError("\n".join(sentences))

    def _get_count_refusal(self):
        """Return the sentence for too many files, in a list; an empty list when all is well."""
        self.ensure_one()
        limit = self.company_id.lakip_max_file_count
        count = len(self.attachment_ids)
        if count <= limit:
            return []
        return [
            self.env._(
                "'%(item)s' holds %(count)s files, and %(limit)s at most are allowed. Put some "
                "of them into one zip file.",
                item=self.name,
                count=count,
                limit=limit,
            )
        ]

    # ------------------------------------------------------------
    # BUSINESS: files
    # ------------------------------------------------------------

    def _keep_files(self, before):
        """Take over the files added to this item since ``before``, keep those that left it."""
        self.ensure_one()
        # sudo: files and their history are the app's; who may write the item is checked before
        item = self.sudo()
        added, removed = item.attachment_ids - before, before - item.attachment_ids
        is_judged = self.env.context.get(JUDGED) is EDIT_SENTINEL
        if added:
            item._take_over(added, is_judged)
        # A file of just now is in no list of earlier ones.
        returned = added.browse() if is_judged else added
        if returned or removed:
            item._lakip_unlocked().old_attachment_ids = [
                *(Command.link(attachment.id) for attachment in removed),
                *(Command.unlink(attachment.id) for attachment in returned),
            ]

    def _take_over(self, attachments, is_judged=False):
        """Judge ``attachments`` and make them files of this item.

        :param is_judged: whether their content was accepted already
        :raises UserError: for a file of another record, and for content that is not accepted;
            one sentence a file
        """
        self.ensure_one()
        fresh = attachments.browse()
        for attachment in attachments:
            home = attachment.res_model, attachment.res_id
            if home in ((self._name, self.id), ("lakip.request", self.request_id.id)) or (
                attachment.res_model == self._name
                and attachment.res_id in self.request_id.item_ids.ids
            ):
                continue
            # What the user has just uploaded has no record yet.
            if attachment.res_id or attachment.res_field or attachment.create_uid != self.env.user:
                raise UserError(
                    self.env._(
                        "The file '%s' belongs to something else. Upload it here once more.",
                        attachment.name,
                    )
                )
            fresh += attachment
        sentences = self._get_count_refusal()
        if not is_judged:
            sentences += attachments._lakip_get_refusals(self.company_id).values()
        if sentences:
            raise UserError("\n".join(sentences))
        for attachment in fresh._lakip_unlocked():
            attachment.write(
                {
                    "name": plain_name(attachment.name),
                    "res_model": self._name,
                    "res_id": self.id,
                    "public": False,
                }
            )

    def _get_item_vals(self):
        """Return the values to ask the same again next year."""
        return [
            {
                "name": item.name,
                "description": item.description,
                "required": item.required,
                "sequence": item.sequence,
            }
            for item in self
            if not item.is_loose and not item.is_workbook
        ]
