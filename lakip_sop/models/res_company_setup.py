from odoo import fields, models
from odoo.exceptions import AccessError


class ResCompany(models.Model):
    """What a company has put aside of the first steps. What is done is told by its data."""

    _inherit = "res.company"

    lakip_setup_skipped = fields.Json(
        string="First Steps Put Aside",
        groups="lakip_sop.group_lakip_manager",
        help="Keys of the first steps that the administrator skipped.",
    )
    lakip_setup_closed = fields.Boolean(
        string="First Steps Closed",
        groups="lakip_sop.group_lakip_manager",
    )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _lakip_check_manager(self):
        """Raise ``AccessError`` unless the user administers LAKIP for these companies."""
        self.check_access("read")
        if not self.env.user.has_group("lakip_sop.group_lakip_manager"):
            raise AccessError(
                self.env._(
                    "Only the LAKIP administrator sets the app up. Ask the one who installed it "
                    "to give you the access right LAKIP: Administrator."
                )
            )
        if self - self.env.user.company_ids:
            raise AccessError(self.env._("You may set up LAKIP for your own companies only."))
