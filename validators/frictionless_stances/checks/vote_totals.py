"""Members' votes add up to the official totals, or the note says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record

COUNTED = {"yes": ("yes",), "no": ("no",), "abstain": ("abstain",), "not_voting": ("absent", "not-participating")}


class VoteTotals(StanceCheck):
    """Members' votes add up to the official totals, unless the resolution's note says why they do not."""

    type = "vote-totals"
    tables = ("resolutions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every total without a note that is not the number of members who voted so."""
        counts = Counter((vote["resolution_id"], vote["vote"]) for vote in self.table("votes"))
        with_votes = {resolution_id for resolution_id, _ in counts}
        for record in records:
            if record["note"] or record["resolution_id"] not in with_votes:
                continue
            for field, kinds in COUNTED.items():
                counted = sum(counts[record["resolution_id"], kind] for kind in kinds)
                if record[field] and int(record[field]) != counted and (field != "not_voting" or counted):
                    problem = f"The official total is {record[field]}, the members' votes are {counted}."
                    yield Fault(
                        record, field, problem, "Correct the total or the votes, or say in the note why they differ."
                    )
