from odoo import models
from odoo.exceptions import ValidationError

from ..tools.number_id import NumberProblem, NumberRefused


class LakipFigureMixin(models.AbstractModel):
    """Figures that people type, as they typed them: the text is kept and the figure read from it.

    So a reader finds in the database what stands in the Perjanjian Kinerja ('>= 85 %', '8,5-9,5',
    'BB', 'belum rilis'), and no figure is rounded or turned into zero on its way.
    """

    _name = "lakip.figure.mixin"
    _description = "Typed Figures"

    def _raise_figure(self, record_name, name, refused):
        """Raise ``ValidationError`` for a text that is no figure.

        :param record_name: of what the figure is
        :param name: of the field
        :param refused: the ``NumberRefused`` of its text
        """
        raise ValidationError(
            self.env._(
                "%(record)s: %(field)s: %(sentence)s",
                record=record_name,
                field=self._fields[name]._description_string(self.env),
                sentence=self._get_number_sentence(refused),
            )
        ) from refused

    def _get_number_sentence(self, refused):
        """Return why ``refused``, a ``NumberRefused``, is no figure and what to write."""
        text, details = refused.text, refused.details
        match refused.problem:
            case NumberProblem.HIDDEN_CHARACTER:
                return self.env._(
                    "'%(text)s' has hidden characters in it (%(codes)s). Type it anew.",
                    text=text,
                    codes=", ".join(details["codes"]),
                )
            case NumberProblem.NOT_FINITE | NumberProblem.NOT_A_NUMBER:
                return self.env._(
                    "'%s' is no number. Write it like 85,5 or 1.234,56, or 'n.a.' while there is "
                    "none.",
                    text,
                )
            case NumberProblem.TOO_LARGE:
                return self.env._(
                    "'%(text)s' is too large: at most %(limit)s digits can be kept.",
                    text=text,
                    limit=details["limit"],
                )
            case NumberProblem.TOO_MANY_DECIMALS:
                return self.env._(
                    "'%(text)s' has too many decimals: at most %(limit)s can be kept.",
                    text=text,
                    limit=details["limit"],
                )
            case NumberProblem.NOT_A_GRADE:
                return self.env._(
                    "'%(text)s' is none of the predicates of its scale: %(grades)s.",
                    text=text,
                    grades=", ".join(details["grades"]),
                )
            case NumberProblem.NEGATIVE:
                return self.env._("%s is below zero, which has no meaning here.", text)
            case NumberProblem.EMPTY_RANGE:
                return self.env._("The range %s ends below its start.", text)

    def _read_figure(self, reader, *args, **kwargs):
        """Return what ``reader`` makes of its arguments; None when it refuses them.

        For computes: what is refused is said by the constraint, when the text is saved.
        """
        try:
            return reader(*args, **kwargs)
        except NumberRefused:
            return None
