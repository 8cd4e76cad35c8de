"""One stance, one record."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record


class DuplicatePosition(StanceCheck):
    """No two records have the same actor, issue, source, date and act, unless each of them has a note."""

    type = "duplicate-position"
    tables = ("positions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every record after the first of its actor, issue, source, date and act."""
        first: dict[tuple[str, ...], Record] = {}
        for record in records:
            if record["retracted"]:
                continue
            key = tuple(record[field] for field in ("actor_id", "issue_id", "source_id", "date", "act"))
            twin = first.setdefault(key, record)
            if twin is not record and not (twin["note"] and record["note"]):
                problem = f"{twin['position_id']} (line {twin.line}) has the same actor, issue, source and date."
                mend = "Keep the clearer of the two; if they differ in earnest, say in the note of each how."
                yield Fault(record, "position_id", problem, mend)
