"""What the build derives from the tables: pure functions from rows to rows, without input or output.

A position is placed in time by the bounds of its EDTF date. Two positions of one actor on one issue are ordered by the
last day that their dates may mean, then by the first; positions with equal bounds form one moment. A turn is placed
where it has certainly happened: on the last possible day of the later record.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import cast

from frictionless_stances.edtf import bounds

from .package import Row

MIXED = "mixed"


@dataclass(frozen=True)
class Moment:
    """The positions of one actor on one issue whose dates have the same bounds, in the order of their identifiers."""

    earliest: str
    latest: str
    positions: tuple[Row, ...]

    @property
    def stance(self) -> str:
        """The stance of all of them, or `mixed` if they differ."""
        stances = {str(position["stance"]) for position in self.positions}
        return stances.pop() if len(stances) == 1 else MIXED


def date_bounds(edtf: str) -> tuple[str, str]:
    """Return the first and the last day (YYYY-MM-DD) that the EDTF level 0 date `edtf` may mean.

    Raises ValueError if it is no such date.
    """
    first, last = bounds(edtf)
    return first.isoformat(), last.isoformat()


def moments(positions: Iterable[Row]) -> dict[tuple[str, str], list[Moment]]:
    """Return the moments of each (actor_id, issue_id), in order of time; retracted positions are left out."""
    dated = defaultdict(list)
    for position in positions:
        if not position["retracted"]:
            earliest, latest = date_bounds(cast("str", position["date"]))
            pair = (str(position["actor_id"]), str(position["issue_id"]))
            dated[pair].append((latest, earliest, str(position["position_id"]), position))
    return {
        pair: [
            Moment(earliest, latest, tuple(row for *_, row in group))
            for (latest, earliest), group in groupby(sorted(rows, key=lambda row: row[:3]), key=lambda row: row[:2])
        ]
        for pair, rows in dated.items()
    }


def supersessions(positions: Iterable[Row]) -> dict[str, tuple[str, str]]:
    """Return, for each position that a later one supersedes, that one's position_id and the day it certainly had.

    A position is superseded by the next moment of the same actor and issue, whatever its stance.
    """
    return {
        str(position["position_id"]): (str(later.positions[0]["position_id"]), later.latest)
        for sequence in moments(positions).values()
        for moment, later in pairwise(sequence)
        for position in moment.positions
    }


def stance_spells(positions: Iterable[Row], actors: Iterable[Row]) -> list[Row]:
    """Return the spells of each actor and issue: the intervals during which the latest stated stance stood.

    A spell runs from its first moment to the first moment of another stance, or to the end of the actor. Both ends are
    given by the bounds of the dates that set them (`from_earliest`, `from_latest`, `to_earliest`, `to_latest`); an open
    end is None. `ended_by` is `change` or `actor`.
    """
    ends = {str(actor["actor_id"]): date_bounds(str(actor["existed_to"])) for actor in actors if actor["existed_to"]}
    rows: list[Row] = []
    for (actor_id, issue_id), sequence in sorted(moments(positions).items()):
        spells = [list(group) for _, group in groupby(sequence, key=lambda moment: moment.stance)]
        for number, (spell, later) in enumerate(zip(spells, [*spells[1:], None], strict=True), start=1):
            if later:
                end, ended_by = (later[0].earliest, later[0].latest), "change"
            elif actor_id in ends:
                end, ended_by = ends[actor_id], "actor"
            else:
                end, ended_by = (None, None), None  # type: ignore[assignment]
            evidence = [position for moment in spell for position in moment.positions]
            rows.append(
                {
                    "actor_id": actor_id,
                    "issue_id": issue_id,
                    "spell": number,
                    "stance": spell[0].stance,
                    "from_earliest": spell[0].earliest,
                    "from_latest": spell[0].latest,
                    "to_earliest": end[0],
                    "to_latest": end[1],
                    "ended_by": ended_by,
                    "first_position_id": evidence[0]["position_id"],
                    "last_position_id": evidence[-1]["position_id"],
                    "positions": len(evidence),
                }
            )
    return rows


def changes(spells: Sequence[Row]) -> list[Row]:
    """Return the turns between the consecutive `spells` (in the order of `stance_spells`) of each actor and issue."""
    return [
        {
            "actor_id": before["actor_id"],
            "issue_id": before["issue_id"],
            "change": before["spell"],
            "from_stance": before["stance"],
            "to_stance": after["stance"],
            "date_earliest": after["from_earliest"],
            "date_latest": after["from_latest"],
            "from_position_id": before["last_position_id"],
            "to_position_id": after["first_position_id"],
        }
        for before, after in pairwise(spells)
        if (before["actor_id"], before["issue_id"]) == (after["actor_id"], after["issue_id"])
    ]


def vote_stances(votes: Iterable[Row], resolution_issues: Iterable[Row]) -> Iterator[Row]:
    """Yield the stance that each vote in favour expresses on each issue of its resolution.

    Only votes in favour express a stance: states vote against or abstain for reasons that a roll call does not give.
    """
    expressed = defaultdict(list)
    for row in resolution_issues:
        expressed[row["resolution_id"]].append((row["issue_id"], row["yes_stance"]))
    for vote in votes:
        if vote["vote"] == "yes":
            for issue_id, stance in expressed[vote["resolution_id"]]:
                yield {
                    "resolution_id": vote["resolution_id"],
                    "actor_id": vote["actor_id"],
                    "issue_id": issue_id,
                    "stance": stance,
                }


def actor_counts(actors: Iterable[Row], positions: Iterable[Row], votes: Iterable[Row]) -> Iterator[Row]:
    """Yield how many standing positions, issues and votes each actor has, and the first and last date of a position."""
    by_actor = _standing(positions, "actor_id")
    cast_votes = Counter(vote["actor_id"] for vote in votes)
    for actor in actors:
        own = by_actor.get(actor["actor_id"], [])
        spans = [date_bounds(str(position["date"])) for position in own]
        yield {
            "actor_id": actor["actor_id"],
            "positions": len(own),
            "issues": len({position["issue_id"] for position in own}),
            "votes": cast_votes[actor["actor_id"]],
            "first_date": min((earliest for earliest, _ in spans), default=None),
            "last_date": max((latest for _, latest in spans), default=None),
        }


def issue_counts(issues: Iterable[Row], positions: Iterable[Row]) -> Iterator[Row]:
    """Yield, for each issue, how many standing positions of each stance and how many actors are recorded."""
    by_issue = _standing(positions, "issue_id")
    for issue in issues:
        own = by_issue.get(issue["issue_id"], [])
        stances = Counter(position["stance"] for position in own)
        yield {
            "issue_id": issue["issue_id"],
            "positions": len(own),
            "support": stances["support"],
            "oppose": stances["oppose"],
            "neutral": stances["neutral"],
            "actors": len({position["actor_id"] for position in own}),
        }


def _standing(positions: Iterable[Row], field: str) -> Mapping[object, list[Row]]:
    groups: dict[object, list[Row]] = defaultdict(list)
    for position in positions:
        if not position["retracted"]:
            groups[position[field]].append(position)
    return groups
