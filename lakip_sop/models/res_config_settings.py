from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools import libreoffice
from .lakip_document_pdf import DEFAULT_SECONDS, MIN_SECONDS, PATH_PARAMETER, SECONDS_PARAMETER


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    lakip_calendar_id = fields.Many2one(
        related="company_id.resource_calendar_id",
        string="LAKIP Working Time",
        readonly=False,
    )
    lakip_government = fields.Char(related="company_id.lakip_government", readonly=False)
    lakip_agency = fields.Char(related="company_id.lakip_agency", readonly=False)
    lakip_address = fields.Text(related="company_id.lakip_address", readonly=False)
    lakip_city = fields.Char(related="company_id.lakip_city", readonly=False)
    lakip_paper = fields.Selection(related="company_id.lakip_paper", readonly=False)
    lakip_base_docx = fields.Binary(related="company_id.lakip_base_docx", readonly=False)
    lakip_base_docx_name = fields.Char(related="company_id.lakip_base_docx_name", readonly=False)
    lakip_emblem = fields.Binary(related="company_id.lakip_emblem", readonly=False)
    lakip_number_pattern = fields.Char(related="company_id.lakip_number_pattern", readonly=False)
    lakip_number_class = fields.Char(related="company_id.lakip_number_class", readonly=False)
    lakip_number_unit = fields.Char(related="company_id.lakip_number_unit", readonly=False)
    lakip_number_digits = fields.Integer(related="company_id.lakip_number_digits", readonly=False)
    lakip_number_next = fields.Integer(related="company_id.lakip_number_next", readonly=False)
    lakip_recipient_ids = fields.Many2many(related="company_id.lakip_recipient_ids", readonly=False)
    lakip_max_file_size = fields.Integer(related="company_id.lakip_max_file_size", readonly=False)
    lakip_max_file_count = fields.Integer(related="company_id.lakip_max_file_count", readonly=False)
    lakip_remind_days = fields.Integer(related="company_id.lakip_remind_days", readonly=False)
    lakip_escalate_days = fields.Integer(related="company_id.lakip_escalate_days", readonly=False)
    lakip_scale_id = fields.Many2one(related="company_id.lakip_scale_id", readonly=False)
    lakip_lower_formula = fields.Selection(related="company_id.lakip_lower_formula", readonly=False)
    lakip_cap = fields.Float(related="company_id.lakip_cap", readonly=False)
    lakip_is_floored = fields.Boolean(related="company_id.lakip_is_floored", readonly=False)
    lakip_overall_by = fields.Selection(related="company_id.lakip_overall_by", readonly=False)
    lakip_absorption_way = fields.Selection(
        related="company_id.lakip_absorption_way", readonly=False
    )
    lakip_libreoffice_path = fields.Char(
        string="LibreOffice", config_parameter=PATH_PARAMETER, groups="base.group_system"
    )
    lakip_libreoffice_seconds = fields.Integer(
        string="Time Limit for a PDF",
        config_parameter=SECONDS_PARAMETER,
        default=DEFAULT_SECONDS,
        groups="base.group_system",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.constrains("lakip_libreoffice_path")
    def _check_lakip_libreoffice_path(self):
        for settings in self:
            path = (settings.lakip_libreoffice_path or "").strip()
            if path and not libreoffice.is_program(path):
                raise ValidationError(
                    self.env._(
                        "'%s' is not LibreOffice: give the whole path of the program soffice or "
                        "libreoffice on the server, or leave it empty to have it looked up.",
                        path,
                    )
                )

    @api.constrains("lakip_libreoffice_seconds")
    def _check_lakip_libreoffice_seconds(self):
        for settings in self:
            if settings.lakip_libreoffice_seconds < MIN_SECONDS:
                raise ValidationError(
                    self.env._("LibreOffice needs at least %s seconds for a PDF.", MIN_SECONDS)
                )

    # ------------------------------------------------------------
    # ACTIONS
    # ------------------------------------------------------------

    def action_lakip_sample(self):
        """Download a sample letter in the page style of the current company."""
        return self.company_id.action_lakip_sample()
