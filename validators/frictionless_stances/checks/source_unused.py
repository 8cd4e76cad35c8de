"""Every source is there for something."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record

USERS = {
    "actors": ("source_id",),
    "positions": ("source_id",),
    "memberships": ("source_id",),
    "resolutions": ("source_id", "votes_source_id"),
    "resolution_issues": ("source_id",),
    "screenings": ("source_id",),
    "codings": ("source_id",),
}


class SourceUnused(StanceCheck):
    """A source is used by a position, an actor, a membership, a resolution, a screening or a coding."""

    type = "source-unused"
    tables = ("sources",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every source that no row refers to."""
        used = {row[field] for name, fields in USERS.items() for row in self.table(name) for field in fields}
        for record in records:
            if record["source_id"] not in used:
                yield Fault(
                    record,
                    "source_id",
                    "No row refers to this source.",
                    "Record what it says, correct the identifier where it is meant, or leave it out.",
                )
