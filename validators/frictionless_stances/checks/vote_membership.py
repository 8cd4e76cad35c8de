"""Only a member of the United Nations of that day can vote in its organs."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record


class VoteMembership(StanceCheck):
    """A vote in the United Nations is cast by a state that was a member on that day."""

    type = "vote-membership"
    tables = ("votes",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every vote in an organ of the United Nations by an actor that was not a member."""
        actors = self.index("actors", "actor_id")
        resolutions = self.index("resolutions", "resolution_id")
        for record in records:
            actor, resolution = actors.get(record["actor_id"]), resolutions.get(record["resolution_id"])
            body = actors.get(resolution["body"]) if resolution else None
            if not actor or not resolution or not body or body["parent_id"] != "un":
                continue
            day, first, last = resolution["date"], actor["un_member_from"], actor["un_member_to"] or "9999"
            if not first or not first <= day <= last:
                period = f"from {first} to {actor['un_member_to'] or 'today'}" if first else "at no time"
                problem = f"{actor['name']} was a member of the United Nations {period}, not on {day}."
                yield Fault(record, "actor_id", problem, "Name the state that held the seat on that day.")
