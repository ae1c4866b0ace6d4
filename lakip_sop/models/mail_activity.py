from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Marking an activity done decides nothing: while the turn lasts, it comes back."""
        step_ids = self.sudo().filtered(lambda act: act.res_model == "lakip.step").mapped("res_id")
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        if step_ids:
            # sudo: the activities of a step are kept by the app
            self.env["lakip.step"].sudo().browse(step_ids).exists()._sync_activities()
        return result
