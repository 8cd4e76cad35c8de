"""The derived tables agree with a slow and obvious second implementation on the whole data set."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from itertools import pairwise, product

import pytest

from scripts import derive
from scripts.package import Row


def day(text: str, *, last: bool) -> str:
    """Complete one part of an EDTF date to its last or first day."""
    numbers = [int(number) for number in text.split("-")]
    if len(numbers) == 1:
        numbers.append(12 if last else 1)
    if len(numbers) == 2:
        numbers.append(calendar.monthrange(*numbers)[1] if last else 1)
    return date(*numbers).isoformat()


def span(edtf: str) -> tuple[str, str]:
    parts = edtf.split("/")
    return day(parts[0], last=False), day(parts[-1], last=True)


def standing_on(positions: list[Row], actors: list[Row], *, actor: str, issue: str, as_of: str) -> set[str]:
    """Return the records that are the latest certainly stated by `as_of`, by going through all of them."""
    end = next(row["existed_to"] for row in actors if row["actor_id"] == actor)
    if end and span(str(end))[1] < as_of:
        return set()
    stated = [
        (span(str(row["date"]))[1], span(str(row["date"]))[0], str(row["position_id"]))
        for row in positions
        if row["actor_id"] == actor
        and row["issue_id"] == issue
        and not row["retracted"]
        and span(str(row["date"]))[1] <= as_of
    ]
    latest = max(((late, early) for late, early, _ in stated), default=None)
    return {position for late, early, position in stated if (late, early) == latest}


def sampled_days() -> list[str]:
    return [date(year, month, 15).isoformat() for year, month in product(range(1970, 2027, 4), (1, 9))] + ["2022-09-30"]


def test_bounds_agree_on_every_date_of_the_data(tables: dict[str, list[Row]]) -> None:
    dates = {str(row["date"]) for row in tables["positions"]}
    dates |= {str(row["published"]) for row in tables["sources"] if row["published"]}
    dates |= {str(row[field]) for row in tables["memberships"] for field in ("from_date", "to_date") if row[field]}
    assert len(dates) > 100
    for text in dates:
        assert derive.date_bounds(text) == span(text)


def test_supersessions_give_the_records_that_stand_on_every_sampled_day(tables: dict[str, list[Row]]) -> None:
    positions, actors = tables["positions"], tables["actors"]
    later = derive.supersessions(positions)
    ends = {row["actor_id"]: span(str(row["existed_to"]))[1] for row in actors if row["existed_to"]}
    pairs = {(str(row["actor_id"]), str(row["issue_id"])) for row in positions}
    by_pair = {pair: [row for row in positions if (row["actor_id"], row["issue_id"]) == pair] for pair in pairs}
    for as_of in sampled_days():
        for (actor, issue), own in by_pair.items():
            fast = {
                str(row["position_id"])
                for row in own
                if not row["retracted"]
                and span(str(row["date"]))[1] <= as_of
                and later.get(str(row["position_id"]), ("", "9999"))[1] > as_of
                and ends.get(actor, "9999") >= as_of
            }
            assert fast == standing_on(own, actors, actor=actor, issue=issue, as_of=as_of)


def test_spells_give_the_stance_that_stands_on_every_sampled_day(tables: dict[str, list[Row]]) -> None:
    positions, actors = tables["positions"], tables["actors"]
    stances = {str(row["position_id"]): str(row["stance"]) for row in positions}
    spells = derive.stance_spells(positions, actors)
    assert spells
    pairs = {(str(row["actor_id"]), str(row["issue_id"])) for row in positions}
    assert {(row["actor_id"], row["issue_id"]) for row in spells} == pairs
    by_pair = {pair: [row for row in positions if (row["actor_id"], row["issue_id"]) == pair] for pair in pairs}
    for as_of, (actor, issue) in product(sampled_days(), sorted(pairs)):
        current = [
            row["stance"]
            for row in spells
            if (row["actor_id"], row["issue_id"]) == (actor, issue)
            and str(row["from_latest"]) <= as_of
            and (
                row["to_latest"] is None
                or as_of < str(row["to_latest"])
                or (row["ended_by"] == "actor" and as_of == row["to_latest"])
            )
        ]
        records = standing_on(by_pair[actor, issue], actors, actor=actor, issue=issue, as_of=as_of)
        expected = {stances[record] for record in records}
        assert current == ([] if not expected else [expected.pop()] if len(expected) == 1 else ["mixed"])


def test_changes_are_where_two_consecutive_stances_differ(tables: dict[str, list[Row]]) -> None:
    positions, actors = tables["positions"], tables["actors"]
    turns = derive.changes(derive.stance_spells(positions, actors))
    slow = []
    for actor, issue in sorted({(str(row["actor_id"]), str(row["issue_id"])) for row in positions}):
        own = [
            row for row in positions if (row["actor_id"], row["issue_id"]) == (actor, issue) and not row["retracted"]
        ]
        moments: dict[tuple[str, str], set[str]] = {}
        for row in own:
            early, late = span(str(row["date"]))
            moments.setdefault((late, early), set()).add(str(row["stance"]))
        story = [(key, stances.pop() if len(stances) == 1 else "mixed") for key, stances in sorted(moments.items())]
        for (_, before), ((late, early), after) in pairwise(story):
            if before != after:
                slow.append((actor, issue, before, after, early, late))
    fields = ("actor_id", "issue_id", "from_stance", "to_stance", "date_earliest", "date_latest")
    assert [tuple(row[field] for field in fields) for row in turns] == slow
    assert len(slow) > 50


def test_votes_in_favour_express_the_stances_of_their_resolution_and_no_others_do(tables: dict[str, list[Row]]) -> None:
    fast = {tuple(row.values()) for row in derive.vote_stances(tables["votes"], tables["resolution_issues"])}
    expressed: dict[object, list[Row]] = {}
    for row in tables["resolution_issues"]:
        expressed.setdefault(row["resolution_id"], []).append(row)
    slow = {
        (vote["resolution_id"], vote["actor_id"], issue["issue_id"], issue["yes_stance"])
        for vote in tables["votes"]
        for issue in expressed.get(vote["resolution_id"], [])
        if vote["vote"] == "yes"
    }
    assert fast == slow
    assert len(slow) > 3000


def test_counts_agree_with_counting(tables: dict[str, list[Row]]) -> None:
    positions = [row for row in tables["positions"] if not row["retracted"]]
    for row in derive.actor_counts(tables["actors"], tables["positions"], tables["votes"]):
        own = [position for position in positions if position["actor_id"] == row["actor_id"]]
        spans = [span(str(position["date"])) for position in own]
        assert row["positions"] == len(own)
        assert row["issues"] == len({position["issue_id"] for position in own})
        assert row["votes"] == sum(vote["actor_id"] == row["actor_id"] for vote in tables["votes"])
        assert row["first_date"] == min((early for early, _ in spans), default=None)
        assert row["last_date"] == max((late for _, late in spans), default=None)
    for row in derive.issue_counts(tables["issues"], tables["positions"]):
        own = [position for position in positions if position["issue_id"] == row["issue_id"]]
        assert row["positions"] == len(own)
        for stance in ("support", "oppose", "neutral"):
            assert row[stance] == sum(position["stance"] == stance for position in own)


def position(position_id: str, edtf: str, stance: str, retracted: str | None = None) -> Row:
    return {
        "position_id": position_id,
        "actor_id": "ken",
        "issue_id": "sadr-recognition",
        "stance": stance,
        "date": edtf,
        "retracted": retracted,
    }


KENYA: list[Row] = [{"actor_id": "ken", "existed_to": None}]


def test_a_record_of_unknown_day_counts_from_the_day_by_which_it_was_certainly_stated() -> None:
    records = [position("a", "1980", "support"), position("b", "1980-06-01", "oppose")]
    assert derive.supersessions(records) == {"b": ("a", "1980-12-31")}


def test_records_of_one_date_stand_side_by_side_and_make_a_mixed_spell() -> None:
    records = [position("a", "1980-06-01", "support"), position("b", "1980-06-01", "oppose")]
    (spell,) = derive.stance_spells(records, KENYA)
    assert (spell["stance"], spell["positions"]) == ("mixed", 2)
    assert derive.supersessions(records) == {}


def test_repeating_a_stance_lengthens_its_spell() -> None:
    records = [position("a", "1980", "support"), position("b", "1985", "support"), position("c", "1990", "neutral")]
    first, second = derive.stance_spells(records, KENYA)
    assert (first["positions"], first["last_position_id"], first["to_latest"]) == (2, "b", "1990-12-31")
    assert (second["stance"], second["to_latest"], second["ended_by"]) == ("neutral", None, None)


def test_retracted_records_count_nowhere() -> None:
    records = [position("a", "1980", "support"), position("b", "1985", "oppose", retracted="Misread.")]
    assert len(derive.stance_spells(records, KENYA)) == 1
    assert derive.supersessions(records) == {}


def test_a_spell_ends_with_its_actor() -> None:
    (spell,) = derive.stance_spells(
        [position("a", "1980", "support")], [{"actor_id": "ken", "existed_to": "1990-05-21"}]
    )
    assert (spell["to_latest"], spell["ended_by"]) == ("1990-05-21", "actor")


@pytest.mark.parametrize("text", ["1980-13", "1980-02-30", "1981/1980", "198X", "1980~", "", "80"])
def test_what_is_no_edtf_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match='"'):
        derive.date_bounds(text)


def test_a_leap_day_exists_only_in_leap_years() -> None:
    assert derive.date_bounds("1980-02-29") == ("1980-02-29", "1980-02-29")
    assert date(1981, 2, 28) + timedelta(days=1) == date(1981, 3, 1)
    with pytest.raises(ValueError, match="does not exist"):
        derive.date_bounds("1981-02-29")
