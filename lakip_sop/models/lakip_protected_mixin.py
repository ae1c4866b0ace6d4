from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

#: Protected records and fields can be written only while the context holds this very
#: object. JSON cannot carry it, so no client can forge it (the idea is queue_job's).
EDIT_SENTINEL = object()
#: In the context of an act inside another one, with the key as its value, so that no client can
#: forge it: the outer act tells what came of it.
QUIET = "_lakip_quiet"
_CONTEXT_KEY = "_lakip_edit_sentinel"
#: All that an act of the app takes over from the context of a client. Anything else, like
#: ``default_state``, ``active_test`` or ``tracking_disable``, would let the client have a say.
_CLIENT_CONTEXT = ("lang", "tz", "uid", "allowed_company_ids")


class LakipProtectedMixin(models.AbstractModel):
    """Records, or some of their fields, that only the app's own methods may write.

    The protection holds for every user and for ``sudo()``: what is decided is decided.
    A superuser of the database can still change rows with SQL; see the hash chain of
    ``lakip.approval`` for how that is noticed.
    """

    _name = "lakip.protected.mixin"
    _description = "Protected Record"
    _inherit = ["lakip.reference.mixin"]

    #: Names of protected fields. ``None`` protects the whole record: create, write, unlink.
    _lakip_protected_fields = None

    def _lakip_unlocked(self):
        """Return ``self`` able to write what is protected. Private: RPC cannot call it."""
        return self.with_context(**{_CONTEXT_KEY: EDIT_SENTINEL})

    def _lakip_locked(self):
        """Return ``self`` without the key, for calls that leave the app's own methods."""
        return self.with_context(**{_CONTEXT_KEY: None})

    def _lakip_clean(self):
        """Return ``self`` without what a client may have forged: each record once, none that is
        not in the database, and of the context no more than language, time zone and companies."""
        self._lakip_check_stored()
        context = self.env.context
        # pylint: disable-next=context-overridden  # the rest is dropped on purpose
        return self.union().with_context(
            {key: context[key] for key in _CLIENT_CONTEXT if key in context}
        )

    def _lakip_lock(self):
        """Let nobody else decide on these records until the transaction ends.

        What others have decided since this transaction began is not overlooked: see
        ``_lakip_touch``.

        :raises UserError: when somebody is at it, who may take long
        """
        self._lakip_check_stored()
        if not self.ids:
            return
        # Not NOWAIT, which would abort the transaction and with it the sentence
        locked = self.env.execute_query(
            SQL(
                "UPDATE %(table)s SET id = id WHERE id IN (SELECT id FROM %(table)s"
                " WHERE id IN %(ids)s FOR NO KEY UPDATE SKIP LOCKED) RETURNING id",
                table=SQL.identifier(self._table),
                ids=tuple(self.ids),
            )
        )
        if len(locked) < len(set(self.ids)):
            raise UserError(
                self.env._(
                    "Somebody else is working on %s at this moment. Reload the page to see what "
                    "was done.",
                    ", ".join(self.mapped("display_name")),
                )
            )

    def _lakip_touch(self):
        """Take turns with all who decide on these records or write what hangs on them.

        A write of the same value: a transaction that began before another one ended, and comes to
        the same record after it, fails to serialize and is tried again by Odoo. A mere lock would
        let it go on with what it saw before.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET id = id WHERE id IN %s",
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )

    def _lakip_share(self):
        """Write beside others what hangs on these records, while nobody decides on them.

        What was decided since this transaction began makes it fail, as in ``_lakip_touch``.
        """
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "SELECT FROM %s WHERE id IN %s FOR SHARE",
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )

    @api.model
    def _lakip_check_text(self, text):
        """Raise ``UserError`` for what a client sent in the place of a text to be kept."""
        if text and (not isinstance(text, str) or "\x00" in text):
            raise UserError(self.env._("This is no text that can be kept. Type it once more."))

    def _lakip_is_unlocked(self):
        return self.env.context.get(_CONTEXT_KEY) is EDIT_SENTINEL

    def _lakip_check_protected(self, names):
        """Raise ``UserError`` when ``names`` holds a protected field and nothing unlocks it."""
        if self._lakip_is_unlocked():
            return
        protected = self._lakip_protected_fields
        hit = sorted(names if protected is None else protected.intersection(names))
        if hit or protected is None:
            raise UserError(
                self.env._(
                    "%(model)s: these values are set by the steps of the SOP and cannot be "
                    "edited (%(fields)s).",
                    model=self._description,
                    fields=", ".join(
                        self._fields[name].string or name for name in hit if name in self._fields
                    ),
                )
            )

    def _lakip_without_forged_defaults(self):
        """Return ``self`` without ``default_<field>`` keys a client may have sent.

        What the app creates with the key holds what the app says; what a client creates may
        take defaults for fields that are not protected.
        """
        names = self._fields if self._lakip_is_unlocked() else self._lakip_protected_fields or ()
        forged = {f"default_{name}" for name in names}
        if forged.isdisjoint(self.env.context):
            return self
        context = {key: value for key, value in self.env.context.items() if key not in forged}
        # pylint: disable-next=context-overridden  # the forged keys are dropped on purpose
        return self.with_context(context)

    @api.model
    def default_get(self, fields):
        # Also what a client calls a method on without having created it, see _lakip_check_stored
        return super(LakipProtectedMixin, self._lakip_without_forged_defaults()).default_get(fields)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._lakip_check_protected(vals)
        return super(LakipProtectedMixin, self._lakip_without_forged_defaults()).create(vals_list)

    def write(self, vals):
        self._lakip_check_protected(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_protected(self):
        if self._lakip_protected_fields is None and not self._lakip_is_unlocked():
            raise UserError(
                self.env._(
                    "%(model)s records are kept for good and cannot be deleted.",
                    model=self._description,
                )
            )
