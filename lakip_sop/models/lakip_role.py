from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError


class LakipRole(models.Model):
    """One actor column of an SOP.

    What a role means to the app is said by two data fields, never by its code:
    ``holder_source`` (where its holders come from) and ``group_id`` (what they may see).
    """

    _name = "lakip.role"
    _description = "SOP Role"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    title = fields.Char(
        string="Title in Letters",
        translate=True,
        help="As a signature block prints it, e.g. Kepala Dinas. Empty: the name of the role.",
    )
    code = fields.Char(
        required=True,
        help="Short technical name, used by imports and data files.",
    )
    sequence = fields.Integer(default=10, help="Order of the columns on the SOP page.")
    active = fields.Boolean(default=True)
    holder_source = fields.Selection(
        selection=[
            ("officer", "Officers"),
            ("team", "Drafting team of the cycle"),
            ("division", "Heads and staff of the divisions"),
        ],
        string="Holders",
        required=True,
        default="officer",
        help="Where the people of this role come from: the officers list, the SK Tim of the "
        "cycle, or the departments that take part in it.",
    )
    is_single = fields.Boolean(
        string="One Holder Only",
        default=True,
        help="No two definitive officers may hold this role in one company at one time.",
    )
    is_external = fields.Boolean(
        string="Outside the Office",
        help="An actor outside the office: the owner of the cycle records for them.",
    )
    group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Access Group",
        domain=lambda self: self._get_group_domain(),
        help="Given to every person who comes to hold this role. Empty: they may see the cycles "
        "and act on their turn.",
    )

    _code_unique = models.Constraint(
        "UNIQUE(code)",
        "Another role has this code already.",
    )

    # ------------------------------------------------------------
    # CONSTRAINTS
    # ------------------------------------------------------------

    @api.model
    def _get_group_domain(self):
        privilege = self.env.ref("lakip_sop.res_groups_privilege_lakip")
        return [("privilege_id", "=", privilege.id)]

    @api.constrains("group_id")
    def _check_group(self):
        """A role gives its group away, so it must be one of this app's."""
        # sudo: which privilege a group belongs to is no secret
        groups = self.sudo().group_id
        foreign = groups - groups.filtered_domain(self._get_group_domain())
        if foreign:
            raise ValidationError(
                self.env._(
                    "A role cannot give the access right '%s': it is none of LAKIP.",
                    foreign[0].display_name,
                )
            )

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_title(self):
        """Return the title of the office as letters print it."""
        self.ensure_one()
        return self.title or self.name

    def _grant_group(self, users):
        """Give ``users`` the access group of this role where they lack it.

        A role without one gets the least: whoever has a turn must at least see it.
        """
        self.ensure_one()
        # sudo: naming a holder is the act that grants this one group, decided by the app's
        # administrator, the SK Tim or the department; it grants no other group.
        role = self.sudo()
        group = role.group_id or role.env.ref("lakip_sop.group_lakip_division")
        lacking = users.sudo().filtered(lambda user: group not in user.all_group_ids)
        if lacking:
            lacking.write({"group_ids": [Command.link(group.id)]})
