"""All acts, entered by their modules into one table: see ``act_table.py``."""

from . import acts_cycle, acts_data, acts_office  # noqa: F401
from .act_table import ACTS, author, division, performers

__all__ = ["ACTS", "author", "division", "performers"]
