"""Dates are written in EDTF level 0 and name days that exist."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..edtf import FORMS, bounds
from ..tables import Record


class EdtfDate(StanceCheck):
    """A date is EDTF level 0 (a day, a month, a year, or an interval of them) and exists in the calendar."""

    type = "edtf-date"
    tables = ("actors", "memberships", "sources", "positions")

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every EDTF field whose text is not such a date."""
        for record in records:
            for field in self.edtf_fields():
                if record[field]:
                    try:
                        bounds(record[field])
                    except ValueError as error:
                        yield Fault(record, field, str(error), f"Write {FORMS}; leave out what is not known.")
