"""Acts come in an order that is possible."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..edtf import known_bounds
from ..tables import Record

NEEDS = {
    "withdraw": "recognise",
    "suspend": "recognise",
    "resume": "withdraw or suspend",
    "close-consulate": "open-consulate",
}


class ActOrder(StanceCheck):
    """An act that undoes or restores another comes after it: no withdrawal or suspension before a recognition."""

    type = "act-order"
    tables = ("positions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every act that no earlier act of its actor or a predecessor makes possible.

        An act counts as earlier if its first possible day is not after the other's last possible one.
        """
        predecessors: dict[str, set[str]] = {}
        for actor in self.table("actors"):
            predecessors.setdefault(actor["successor_id"], set()).add(actor["actor_id"])
        acts = [record for record in records if record["act"] and not record["retracted"]]
        for record in acts:
            need = NEEDS.get(record["act"])
            days = known_bounds(record["date"])
            if not need or not days:
                continue
            actors = {record["actor_id"]} | predecessors.get(record["actor_id"], set())
            earlier = (
                known_bounds(act["date"])
                for act in acts
                if act["actor_id"] in actors
                and act["issue_id"] == record["issue_id"]
                and act["act"] in need.split(" or ")
            )
            if not any(start and start[0] <= days[1] for start in earlier):
                problem = f'"{record["act"]}" on {record["date"]} follows no earlier "{need}" of the same actor.'
                yield Fault(record, "act", problem, "Correct the act or its date, or record the act that came before.")
