"""Nothing is recorded before it has happened."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ..base import Fault, StanceCheck
from ..edtf import known_bounds
from ..tables import Record


class FutureDate(StanceCheck):
    """A date does not lie in the future."""

    type = "future-date"
    tables = ("sources", "positions", "resolutions")

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every date whose first possible day is later than today."""
        field = "published" if self.resource.name == "sources" else "date"
        today = date.today()
        for record in records:
            days = known_bounds(record[field])
            if days and days[0] > today:
                problem = "The date lies in the future."
                yield Fault(record, field, problem, "Write the day on which it was stated, published or voted on.")
