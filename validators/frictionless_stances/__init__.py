"""The rules of the package that a table schema cannot say, as a frictionless plugin.

frictionless imports every module named `frictionless_*` and looks for a class named after the rest of it, so
`frictionless validate datapackage.json --checklist validators/frictionless_stances/checklist.json` runs these checks
too.
"""

from __future__ import annotations

from frictionless import Check, Plugin

from .base import Fault, StanceCheck
from .checks import CHECKS
from .tables import Record, canonical_text, nearest, read_records

__all__ = ["CHECKS", "Fault", "Record", "StanceCheck", "StancesPlugin", "canonical_text", "nearest", "read_records"]


class StancesPlugin(Plugin):
    """Hands out the checks of this package by their code."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002 - named by frictionless
        """Return the check whose code is `type`, or None so that frictionless asks the next plugin."""
        return CHECKS.get(type or "")
