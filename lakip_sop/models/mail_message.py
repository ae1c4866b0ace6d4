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
#: What people write themselves; all other messages are notes of the app or of Odoo.
_OWN_TYPES = ("comment", "email")


def card_context():
    """Return the context that lets a message be posted as a card. No client can forge it."""
    return {_CARD_KEY: _CARD_SENTINEL}


class MailMessage(models.Model):
    """A message may be the card of an approval: the web client draws it with its buttons.

    What stands in the chatter of the app's records is their history: Odoo lets everybody who may
    write to a record rewrite and delete its messages, here people do so with their own words only.
    """

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
        if not _CARD_FIELDS.isdisjoint(vals):
            # Odoo adds the files of a note that it has just posted for its author.
            self._lakip_check_own(only_files=vals.keys() == {"attachment_ids"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_card(self):
        # sudo: whether a message is a card, to protect it
        if self.sudo().lakip_approval_id and not self._lakip_may_post_card():
            raise UserError(self.env._("An approval card is kept and cannot be deleted."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        self._lakip_check_own()

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_check_own(self, only_files=False):
        """Raise ``UserError`` when one of these messages is the history of a record of the app,
        and not what the user wrote.

        :param only_files: nothing but files are added, which authors of notes may
        """
        if self.env.su:
            return
        for message in self.sudo():  # sudo: whose message it is decides, not who may see it
            is_own = message.author_id == self.env.user.partner_id and (
                only_files or message.message_type in _OWN_TYPES
            )
            if (message.model or "").startswith("lakip.") and not is_own:
                raise UserError(
                    self.env._(
                        "What was noted in the history of a record is kept. You can change what "
                        "you wrote yourself."
                    )
                )

    def _lakip_may_post_card(self):
        return self.env.context.get(_CARD_KEY) is _CARD_SENTINEL

    def _to_store_defaults(self, target):
        # sudo: whoever may read the message may see the card; it holds no more than the card shows
        return super()._to_store_defaults(target) + [Store.One("lakip_approval_id", sudo=True)]
