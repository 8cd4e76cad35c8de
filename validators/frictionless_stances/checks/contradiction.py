"""Two contrary stances on one day need a word of explanation."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record


class Contradiction(StanceCheck):
    """Support and opposition by one actor on one issue on one date stand only with a note."""

    type = "contradiction"
    tables = ("positions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every record without a note that a record of the same date contradicts."""
        groups: dict[tuple[str, ...], list[Record]] = {}
        for record in records:
            if not record["retracted"]:
                key = tuple(record[field] for field in ("actor_id", "issue_id", "date"))
                groups.setdefault(key, []).append(record)
        for group in groups.values():
            if {"support", "oppose"} <= {record["stance"] for record in group}:
                for record in group:
                    if not record["note"]:
                        others = ", ".join(r["position_id"] for r in group if r["stance"] != record["stance"])
                        problem = f"{others} has another stance of the same actor on the same issue and date."
                        yield Fault(
                            record, "stance", problem, "Correct the stance, or say in the note how both can be."
                        )
