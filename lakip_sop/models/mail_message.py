from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mail.tools.discuss import Store

#: A message becomes an approval card only while the context holds this very object. It is not
#: the key of ``lakip.protected.mixin``: posting a card must not unlock anything else.
_CARD_SENTINEL = object()
_CARD_KEY = "_lakip_card_sentinel"
#: What a posted card says, and where.
_CARD_FIELDS = frozenset(
    {
        "attachment_ids",
        "author_id",
        "body",
        "date",
        "email_from",
        "message_type",
        "model",
        "res_id",
        "subject",
        "subtype_id",
    }
)


def card_context():
    """Return the context that lets a message be posted as a card. No client can forge it."""
    return {_CARD_KEY: _CARD_SENTINEL}


class MailMessage(models.Model):
    """A message may be the card of an approval: the web client draws it with its buttons."""

    _inherit = "mail.message"

    lakip_approval_id = fields.Many2one(
        comodel_name="lakip.approval",
        string="Approval Card",
        index="btree_not_null",
        readonly=True,
        ondelete="cascade",
    )

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self._lakip_may_post_card():
            if any(vals.get("lakip_approval_id") for vals in vals_list):
                raise UserError(self.env._("An approval card is posted by the app only."))
            if "default_lakip_approval_id" in self.env.context:
                self = self.with_context(default_lakip_approval_id=False)
        return super().create(vals_list)

    def write(self, vals):
        if not self._lakip_may_post_card():
            # sudo: whether a message is a card, to protect it
            if "lakip_approval_id" in vals or (
                not _CARD_FIELDS.isdisjoint(vals) and self.sudo().lakip_approval_id
            ):
                raise UserError(
                    self.env._("An approval card stays as it was posted and cannot be edited.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_card(self):
        # sudo: whether a message is a card, to protect it
        if self.sudo().lakip_approval_id and not self._lakip_may_post_card():
            raise UserError(self.env._("An approval card is kept and cannot be deleted."))

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_may_post_card(self):
        return self.env.context.get(_CARD_KEY) is _CARD_SENTINEL

    def _to_store_defaults(self, target):
        # sudo: whoever may read the message may see the card; it holds no more than the card shows
        return super()._to_store_defaults(target) + [Store.One("lakip_approval_id", sudo=True)]
