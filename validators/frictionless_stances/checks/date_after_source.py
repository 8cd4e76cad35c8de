"""A source cannot report what had not happened when it was published."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..edtf import known_bounds
from ..tables import Record


class DateAfterSource(StanceCheck):
    """A position is not later than the publication of the source that reports it."""

    type = "date-after-source"
    tables = ("positions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every position whose first possible day is after its source's last possible one."""
        sources = self.index("sources", "source_id")
        for record in records:
            days = known_bounds(record["date"])
            source = sources.get(record["source_id"])
            published = known_bounds(source["published"]) if source else None
            if days and source and published and days[0] > published[1]:
                problem = f"The position is dated {record['date']}, its source {source['published']}."
                yield Fault(record, "date", problem, "Correct one of the dates, or name a source that can report it.")
