from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Blocker:
    """One thing a row still lacks.

    :param message: a sentence in the user's words
    :param action: name of the ``lakip.step`` method that leads to the cure, or empty
    """

    message: str
    action: str = ""

    def as_dict(self):
        """Return the blocker as the client gets it."""
        return {"message": self.message, "action": self.action}
