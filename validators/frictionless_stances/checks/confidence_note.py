"""A doubtful coding says why."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record


class ConfidenceNote(StanceCheck):
    """A record of low confidence has a note that says how a careful reader could code it otherwise."""

    type = "confidence-note"
    tables = ("positions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every record of low confidence without a note."""
        for record in records:
            if record["confidence"] == "low" and not record["note"]:
                mend = "Say in the note how a careful reader could code it otherwise."
                yield Fault(record, "confidence", "Low confidence is not explained.", mend)
