"""Only an actor that exists can take a position."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..edtf import known_bounds
from ..tables import Record


class ActorExistence(StanceCheck):
    """A position falls within the existence of its actor."""

    type = "actor-existence"
    tables = ("positions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every position that cannot have been taken while its actor existed."""
        actors = self.index("actors", "actor_id")
        for record in records:
            days = known_bounds(record["date"])
            actor = actors.get(record["actor_id"])
            if not days or not actor:
                continue
            born, died = known_bounds(actor["existed_from"]), known_bounds(actor["existed_to"])
            if born and days[1] < born[0]:
                problem = f"{actor['name']} came into being on {actor['existed_from']}, after {record['date']}."
            elif died and days[0] > died[1]:
                problem = f"{actor['name']} ceased to be on {actor['existed_to']}, before {record['date']}."
            else:
                continue
            yield Fault(record, "date", problem, "Correct the date, or name the predecessor or successor as the actor.")
