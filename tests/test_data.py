"""What a reader who knows the sources finds in the data, and nothing that they do not say."""

from __future__ import annotations

from collections import Counter

import pytest

from scripts import derive
from scripts.package import Row

Tables = dict[str, list[Row]]

SEEDS = {
    "moroccolatestnews-us-deputy-assistant-secretary-2023-09": {
        ("usa", "un-process", "support", "2023-09-01/2023-09-07"),
        ("usa", "ceasefire", "support", "2023-09-01/2023-09-02"),
    },
    "newarab-us-diplomat-morocco-2023-12": {
        ("usa", "autonomy-credible", "support", "2023-12-06/2023-12-09"),
        ("usa", "un-process", "support", "2023-12-06/2023-12-09"),
        ("usa", "autonomy-basis", "support", "2023-12-17"),
        ("usa", "moroccan-sovereignty", "support", "2020"),
        ("mar", "moroccan-sovereignty", "support", "2023-12"),
        ("mar", "autonomy-basis", "support", "2006"),
        ("dza", "independence", "support", "2023-12"),
        ("polisario", "independence", "support", "2023-12"),
    },
}


@pytest.mark.parametrize("source", SEEDS)
def test_an_article_that_the_project_began_with_is_coded_completely(tables: Tables, source: str) -> None:
    found = {
        (row["actor_id"], row["issue_id"], row["stance"], row["date"])
        for row in tables["positions"]
        if row["source_id"] == source
    }
    assert found == SEEDS[source]


def test_every_act_of_recognition_is_there(tables: Tables) -> None:
    acts = Counter(row["act"] for row in tables["positions"] if row["issue_id"] == "sadr-recognition" and row["act"])
    assert acts == {"recognise": 84, "withdraw": 52, "suspend": 26, "resume": 25, "establish-relations": 10}


@pytest.mark.parametrize(
    ("resolution_id", "date", "totals"),
    [
        ("ga-2072", "1965-12-16", (100, 2, 4)),
        ("ga-3458-a", "1975-12-10", (88, 0, 41)),
        ("ga-3458-b", "1975-12-10", (56, 42, 34)),
        ("ga-34-37", "1979-11-21", (85, 6, 41)),
        ("ga-35-19", "1980-11-11", (88, 8, 43)),
        ("ga-59-131", "2004-12-10", (50, 0, 100)),
        ("ga-61-125", "2006-12-14", (70, 0, 91)),
        ("sc-1301", "2000-05-31", (12, 1, 2)),
        ("sc-2285", "2016-04-29", (10, 2, 3)),
        ("sc-2797", "2025-10-31", (11, 0, 3)),
        ("sc-2756-amendment-1", "2024-10-31", (6, 0, 9)),
    ],
)
def test_a_roll_call_has_its_official_day_and_totals(
    tables: Tables, resolution_id: str, date: str, totals: tuple[int, int, int]
) -> None:
    (row,) = (row for row in tables["resolutions"] if row["resolution_id"] == resolution_id)
    assert (row["date"], (row["yes"], row["no"], row["abstain"])) == (date, totals)


def test_where_members_votes_differ_from_the_totals_the_note_gives_both(tables: Tables) -> None:
    counted = Counter((row["resolution_id"], row["vote"]) for row in tables["votes"])
    differing = {
        str(row["resolution_id"]): str(row["note"])
        for row in tables["resolutions"]
        for kind in ("yes", "no", "abstain")
        if row[kind] is not None
        and counted[row["resolution_id"], "yes"]
        and row[kind] != counted[row["resolution_id"], kind]
    }
    assert set(differing) == {"ga-33-31-a", "ga-33-31-b", "ga-34-37", "ga-37-28", "ga-41-16"}
    assert all("Members' votes as given in the data set count" in note for note in differing.values())


def test_a_council_vote_has_fifteen_members(tables: Tables) -> None:
    members = Counter(row["resolution_id"] for row in tables["votes"] if str(row["resolution_id"]).startswith("sc-"))
    assert set(members.values()) == {15}
    assert len(members) == 77


def test_every_council_member_since_2007_but_two_has_a_position_since_2007(tables: Tables) -> None:
    council = {
        row["resolution_id"] for row in tables["resolutions"] if row["body"] == "unsc" and str(row["date"]) >= "2007"
    }
    members = {row["actor_id"] for row in tables["votes"] if row["resolution_id"] in council}
    spoke = {row["actor_id"] for row in tables["positions"] if str(row["date"]) >= "2007"}
    assert len(members) == 87
    assert members - spoke <= {"ltu", "mys"}, "no public text of Lithuania and Malaysia was found: docs/method.md"


def test_all_members_and_observers_of_the_united_nations_are_actors(tables: Tables) -> None:
    states = [row for row in tables["actors"] if row["kind"] == "state"]
    assert sum(row["un_member_from"] is not None and row["un_member_to"] is None for row in states) == 193
    identifiers = {row["actor_id"] for row in tables["actors"]}
    assert {
        "vat",
        "pse",
        "sun",
        "yug",
        "scg",
        "csk",
        "ddr",
        "ymd",
        "sadr",
        "polisario",
        "au",
        "unsc",
        "cjeu",
    } <= identifiers


def test_no_vote_of_a_former_state_is_given_to_its_successor(tables: Tables) -> None:
    voters = {(row["resolution_id"], row["actor_id"]) for row in tables["votes"]}
    assert {("ga-34-37", former) for former in ("sun", "yug", "csk", "ddr", "ymd")} <= voters
    assert not {("ga-34-37", later) for later in ("rus", "scg", "srb", "cze", "svk")} & voters


def test_records_made_by_a_language_model_say_so(tables: Tables) -> None:
    assert {row["coder"] for row in tables["positions"]} == {"Claude (language model)"}


def test_every_speech_of_the_corpus_was_screened(tables: Tables) -> None:
    outcomes = Counter(row["outcome"] for row in tables["screenings"])
    assert sum(outcomes.values()) == 11_108
    assert outcomes["no-mention"] == 9_646
    assert outcomes["coded"] > 1_000


def test_a_speech_has_positions_if_and_only_if_it_was_coded(tables: Tables) -> None:
    coded = {row["source_id"] for row in tables["screenings"] if row["outcome"] == "coded"}
    spoken = {row["source_id"] for row in tables["positions"] if "-ga" in str(row["position_id"])}
    assert coded == spoken


def test_every_speech_that_holds_a_position_can_be_checked(tables: Tables) -> None:
    speeches = {row["source_id"] for row in tables["screenings"]}
    texts = {row["source_id"]: row["text_sha256"] for row in tables["sources"]}
    for row in tables["positions"]:
        if row["source_id"] in speeches:
            assert texts[row["source_id"]]
            assert str(row["locator"]).startswith("char ")
            assert row["quote"]


def test_a_random_fifth_of_the_speeches_was_coded_twice(tables: Tables) -> None:
    twice = {row["source_id"] for row in tables["codings"]}
    read = [row for row in tables["screenings"] if row["outcome"] != "no-mention"]
    assert len(twice) == round(len(read) / 5)
    assert twice <= {row["source_id"] for row in read}
    assert Counter(row["coder"] for row in tables["codings"]) == {
        "first-reader": len(twice) * 16,
        "second-reader": len(twice) * 16,
    }


def test_no_state_flips_between_support_and_opposition_within_a_year_but_by_acts(tables: Tables) -> None:
    acts = {row["position_id"] for row in tables["positions"] if row["kind"] == "act"}
    by_id = {str(row["position_id"]): row for row in tables["positions"]}
    turns = derive.changes(derive.stance_spells(tables["positions"], tables["actors"]))
    for turn in turns:
        ends = (str(turn["from_position_id"]), str(turn["to_position_id"]))
        if {turn["from_stance"], turn["to_stance"]} == {"support", "oppose"} and not set(ends) & acts:
            years = [int(str(by_id[end]["date"])[:4]) for end in ends]
            assert years[1] - years[0] >= 2, ends
