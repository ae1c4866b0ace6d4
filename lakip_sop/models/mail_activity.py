from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        """Marking an activity done decides nothing: while the turn lasts, it comes back."""
        ids = {
            model: self.sudo().filtered(lambda act, model=model: act.res_model == model)
            for model in ("lakip.step", "lakip.request")
        }
        ids = {model: activities.mapped("res_id") for model, activities in ids.items()}
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        for model, res_ids in ids.items():
            if res_ids:
                # sudo: the activities of a turn are kept by the app
                self.env[model].sudo().browse(res_ids).exists()._sync_activities()
        return result
