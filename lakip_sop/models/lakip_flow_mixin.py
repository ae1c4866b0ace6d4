from odoo import models
from odoo.tools.misc import babel_locale_parse, get_lang


class LakipFlowMixin(models.AbstractModel):
    """A row of a procedure, as the SOP page on screen shows it.

    The rows of an SOP and those of a running cycle carry the same texts; the latter add where
    each of them stands. The page itself is ``static/src/sop_flow``.
    """

    _name = "lakip.flow.mixin"
    _description = "Row of the SOP Page"

    # ------------------------------------------------------------
    # BUSINESS
    # ------------------------------------------------------------

    def _get_flow(self):
        """Return what the page shows of these rows: all of one procedure, in their order.

        A dict of ``actors``, the columns, and ``rows``; rows name actors and each other by their
        index. All texts are in the language and time zone of the user.
        """
        # The roles of an old version may be archived and are shown all the same.
        rows = self.with_context(active_test=False)
        # While a form is edited its rows are copies; what they are copies of tells them apart.
        roles = (rows.role_id._origin | rows.participant_role_ids._origin).sorted(
            lambda role: (role.sequence, role.id)
        )
        columns = {role: column for column, role in enumerate(roles)}
        places = {row._origin or row: place for place, row in enumerate(rows)}
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        return {
            "actors": [
                {"id": role.id, "name": role.name, "is_external": role.is_external}
                for role in roles
            ],
            "rows": [
                {
                    # A row that is not stored yet has an id of its own all the same.
                    "id": row._origin.id or -place - 1,
                    **row._get_flow_texts(kinds),
                    "actor": columns.get(row.role_id._origin),
                    # Whoever performs the row does not also take part in it.
                    "participants": [
                        columns[role]
                        for role in row.participant_role_ids._origin - row.role_id._origin
                    ],
                    **row._get_flow_ways(place, places),
                }
                for place, row in enumerate(rows)
            ],
        }

    def _get_flow_texts(self, kinds):
        """Return the texts of this row.

        :param kinds: ``{kind: label}``
        """
        self.ensure_one()
        return {
            "number": self.number or "",
            "name": self.name or "",
            "kind": self.kind or "",
            "kind_text": kinds.get(self.kind, ""),
            "requirement": self.requirement or "",
            "time": self.standard_text or "",
            "output": self.output or "",
            "remark": self.remark or "",
        }

    def _get_flow_ways(self, place, places):
        """Return to which rows 'no' leads from this one, which is at ``place``.

        A draft may name a row that is none of its own or lies the wrong way: nothing is drawn
        then, and putting it in force is refused.

        :param places: ``{row: index}``
        """
        self.ensure_one()
        back = places.get(self.return_step_id._origin or self.return_step_id)
        ahead = places.get(self.branch_step_id._origin or self.branch_step_id)
        return {
            "return_to": back if back is not None and back < place else None,
            "branch_to": ahead if ahead is not None and ahead > place else None,
        }

    def _get_locale(self):
        """Return the locale of the user, for words like '2 days'."""
        return babel_locale_parse(get_lang(self.env).code)
