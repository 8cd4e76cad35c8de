"""An act has the issue and the stance that it implies."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record

IMPLIED = {
    "recognise": "support",
    "resume": "support",
    "establish-relations": "support",
    "open-consulate": "support",
    "withdraw": "oppose",
    "suspend": "neutral",
}
SADR, SOVEREIGNTY = "sadr-recognition", "moroccan-sovereignty"
ISSUES = {
    "establish-relations": [SADR],
    "open-consulate": [SOVEREIGNTY],
    "close-consulate": [SOVEREIGNTY],
}


class ActStance(StanceCheck):
    """A record of kind `act` names its act, no other does, and issue and stance are those that the act implies."""

    type = "act-stance"
    tables = ("positions",)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every missing or superfluous act and for every issue or stance that its act rules out."""
        for record in records:
            act = record["act"]
            if (record["kind"] == "act") != bool(act):
                problem = f'The kind is "{record["kind"]}", the act is "{act}".'
                yield Fault(record, "act", problem, "Name the act where the kind is act, and only there.")
            elif act and record["issue_id"] not in (issues := ISSUES.get(act, [SADR, SOVEREIGNTY])):
                problem = f'The act "{act}" belongs to {" or ".join(issues)}.'
                yield Fault(record, "issue_id", problem, "Correct the issue, or record a statement.")
            elif record["stance"] != IMPLIED.get(act, record["stance"]):
                problem = f'The act "{act}" implies "{IMPLIED[act]}".'
                yield Fault(record, "stance", problem, "Correct the stance or the act.")
