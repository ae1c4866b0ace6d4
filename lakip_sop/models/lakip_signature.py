import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError


class LakipSignature(models.Model):
    """A person's own stored signature. Nobody but its owner can read or change it.

    The picture is a column and no attachment, so no rule but the one of this model leads to it.
    """

    _name = "lakip.signature"
    _description = "Own Signature"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="cascade",
    )
    image = fields.Binary(string="Signature", attachment=False, required=True)

    _user_unique = models.UniqueIndex("(user_id)", "You have stored a signature already.")

    # ------------------------------------------------------------
    # ORM OVERRIDES
    # ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._get_clean_vals(vals) for vals in vals_list]
        if not self.env.su:
            # Refused by the rule as well, but only after the database has told who has one.
            for vals in vals_list:
                if vals.get("user_id", self.env.uid) != self.env.uid:
                    raise AccessError(self.env._("You can store your own signature only."))
        return super().create(vals_list)

    def write(self, vals):
        return super().write(self._get_clean_vals(vals))

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    @api.model
    def action_open_own(self):
        """Open the user's own signature, to draw it anew or delete it."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("My Signature"),
            "res_model": self._name,
            "res_id": self._get_own().id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    @api.model
    def _get_own(self):
        """Return the stored signature of the user, or none."""
        return self.search([("user_id", "=", self.env.uid)], limit=1)

    @api.model
    def _keep(self, picture):
        """Store ``picture`` (base64) as the user's own signature."""
        own = self._get_own()
        if own:
            own.image = picture
        else:
            self.create({"image": picture, "user_id": self.env.uid})

    def _get_clean_vals(self, vals):
        """Return ``vals`` with the picture checked."""
        if "image" not in vals:
            return vals
        content = self.env["lakip.approval"]._check_picture(vals["image"])
        return {**vals, "image": base64.b64encode(content)}
