from odoo import api, fields, models


class LakipPeopleWizardMixin(models.AbstractModel):
    """A wizard of the first steps that names people, a line each, and can give them a login.

    The wizard brings ``line_ids``, whose lines are ``lakip.login.mixin``, and two methods:

    ``_check_can_apply()``
        raises what keeps the user from it.
    ``_do_apply()``
        does it; returns ``(title, sentences, users)``: what was done in words, and the new users.
    """

    _name = "lakip.people.wizard.mixin"
    _description = "Wizard That Names People"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    may_create_users = fields.Boolean(compute="_compute_may_create_users")
    invite = fields.Boolean(
        string="Invite by E-mail",
        help="Each new user gets an e-mail with a link to choose a password.",
    )

    # ------------------------------------------------------------
    # COMPUTE
    # ------------------------------------------------------------

    @api.depends_context("uid")
    def _compute_may_create_users(self):
        self.may_create_users = self.env["lakip.login.mixin"]._lakip_may_create_users()

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_apply(self):
        """Do what the lines say, say what was done, and close."""
        self.ensure_one()
        self._check_can_apply()
        title, sentences, users = self._do_apply()
        if users:
            names = ", ".join(f"{user.name} ({user.login})" for user in users)
            sentences.append(
                self.env._("Invited by e-mail: %s.", names)
                if self.invite
                else self.env._("New logins, which still need a password: %s.", names)
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "title": title,
                "message": " ".join(sentences),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
