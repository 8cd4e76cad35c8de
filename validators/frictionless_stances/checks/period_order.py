"""A period does not end before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..edtf import known_bounds
from ..tables import Record

PERIODS = {
    "actors": (("existed_from", "existed_to"), ("un_member_from", "un_member_to")),
    "memberships": (("from_date", "to_date"),),
}


class PeriodOrder(StanceCheck):
    """A period (existence, membership) does not end before it begins."""

    type = "period-order"
    tables = tuple(PERIODS)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every period whose last possible day is earlier than its first possible one."""
        for record in records:
            for start, end in PERIODS[self.resource.name or ""]:
                first, last = known_bounds(record[start]), known_bounds(record[end])
                if first and last and last[1] < first[0]:
                    problem = f"The period ends on {record[end]}, before it begins on {record[start]}."
                    yield Fault(record, end, problem, f"Correct {start} or {end}.")
