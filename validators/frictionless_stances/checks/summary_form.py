"""A summary is one sentence of at most 240 characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record

LIMIT = 240
_ABBREVIATION = re.compile(r"\b(?:[A-Z]|Mr|Ms|Mrs|Dr|St|No|Nos|vs|etc|cf|para|paras|Art)\.(?=\s)")
_INNER_END = re.compile(r"[.!?]\s+\S")


class SummaryForm(StanceCheck):
    """A summary is one sentence: a capital at its beginning, a full stop at its end, none between."""

    type = "summary-form"
    tables = ("positions", "resolution_issues")

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every summary or reason that is not one sentence of at most 240 characters."""
        field = "summary" if self.resource.name == "positions" else "reason"
        for record in records:
            text = record[field]
            if not text:
                continue
            if len(text) > LIMIT:
                yield Fault(record, field, f"The text has {len(text)} characters.", f"Shorten it to {LIMIT}.")
            if not text[0].isupper() or not text.endswith("."):
                problem = "The text is not a whole sentence."
                yield Fault(record, field, problem, "Begin it with a capital and end it with a full stop.")
            elif _INNER_END.search(_ABBREVIATION.sub("", text)):
                yield Fault(
                    record, field, "The text has more than one sentence.", "Say it in one; the rest goes in the note."
                )
