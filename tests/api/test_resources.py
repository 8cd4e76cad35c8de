"""Single resources: records with their sources, timelines, roll calls, snapshots."""

from __future__ import annotations

from typing import Any

from flask.testing import FlaskClient

from scripts import derive
from scripts.package import Row


def get(client: FlaskClient, path: str) -> Any:
    response = client.get(path)
    assert response.status_code == 200, response.text
    return response.json


def test_a_position_comes_with_its_source(client: FlaskClient) -> None:
    record = get(client, "/api/v1/positions/ken-sadr-recognition-2022-09-14-withdraw")["data"]
    assert (record["actor_name"], record["stance"], record["date"]) == ("Kenya", "oppose", "2022-09-14")
    assert record["superseded_by"] == "ken-sadr-recognition-2022-09-16-resume"
    assert record["source"]["source_id"] == record["source_id"]
    assert record["source"]["url"].startswith("https://")


def test_an_actor_comes_with_its_counts_and_memberships(client: FlaskClient) -> None:
    morocco = get(client, "/api/v1/actors/mar")["data"]
    assert (morocco["name"], morocco["un_member_from"]) == ("Morocco", "1956-11-12")
    periods = [(row["from_date"], row["to_date"]) for row in morocco["memberships"] if row["group_id"] == "au"]
    assert periods == [("1963-05-25", "1984-11-12"), ("2017-01-31", None)]


def test_a_timeline_has_the_spells_of_each_issue_with_their_evidence(client: FlaskClient) -> None:
    issues = get(client, "/api/v1/actors/ken/timeline?issue=sadr-recognition")["data"]
    assert [issue["issue_id"] for issue in issues] == ["sadr-recognition"]
    spells = issues[0]["spells"]
    assert [spell["stance"] for spell in spells[-3:]] == ["support", "oppose", "support"]
    for spell in spells:
        assert [record["stance"] for record in spell["evidence"]] == [spell["stance"]] * spell["positions"]
        assert spell["evidence"][0]["position_id"] == spell["first_position_id"]
        assert spell["evidence"][-1]["position_id"] == spell["last_position_id"]


def test_an_actor_without_a_position_has_an_empty_timeline(client: FlaskClient) -> None:
    assert get(client, "/api/v1/actors/un/timeline")["data"] == []


def test_members_of_a_group_can_be_asked_for_as_of_a_year(client: FlaskClient) -> None:
    body = get(client, "/api/v1/actors?group=eu&as_of=1988&limit=100")
    found = {row["actor_id"] for row in body["data"]}
    assert found == {"bel", "deu", "dnk", "esp", "fra", "gbr", "grc", "irl", "ita", "lux", "nld", "prt"}
    assert "gbr" not in {row["actor_id"] for row in get(client, "/api/v1/actors?group=eu&limit=100")["data"]}


def test_an_actor_is_found_by_part_of_its_name(client: FlaskClient) -> None:
    found = {row["actor_id"] for row in get(client, "/api/v1/actors?q=sahrawi")["data"]}
    assert found == {"sadr"}


def test_an_issue_comes_with_its_counts(client: FlaskClient) -> None:
    issue = get(client, "/api/v1/issues/sadr-recognition")["data"]
    assert issue["positions"] == issue["support"] + issue["oppose"] + issue["neutral"]
    assert issue["proposition"].startswith("The Sahrawi Arab Democratic Republic is a state")


def test_a_resolution_says_what_a_vote_in_favour_expresses(client: FlaskClient) -> None:
    resolution = get(client, "/api/v1/resolutions/sc-2797")["data"]
    assert [resolution[field] for field in ("yes", "no", "abstain", "not_voting")] == [11, 0, 3, 1]
    assert {issue["issue_id"] for issue in resolution["issues"]} >= {"autonomy-basis", "un-process"}


def test_a_roll_call_can_be_filtered(client: FlaskClient) -> None:
    votes = get(client, "/api/v1/resolutions/sc-2797/votes?vote=!yes")["data"]
    assert {row["actor_id"]: row["vote"] for row in votes} == {
        "chn": "abstain",
        "dza": "not-participating",
        "pak": "abstain",
        "rus": "abstain",
    }
    african = get(client, "/api/v1/resolutions/sc-2797/votes?group=au")["data"]
    assert {row["actor_id"] for row in african} == {"dza", "sle", "som"}


def test_resolutions_can_be_asked_for_by_issue_and_body(client: FlaskClient) -> None:
    found = {row["resolution_id"] for row in get(client, "/api/v1/resolutions?issue=autonomy-basis&limit=500")["data"]}
    assert "sc-2797" in found
    assert all(name.startswith("ga-") for name in (
        row["resolution_id"] for row in get(client, "/api/v1/resolutions?body=unga&limit=500")["data"]
    ))  # fmt: skip


def snapshot(client: FlaskClient, query: str) -> dict[str, str]:
    rows = get(client, f"/api/v1/snapshot?issue=sadr-recognition&limit=500&{query}")["data"]
    assert len({row["actor_id"] for row in rows}) == len(rows), "one record for each actor"
    return {row["actor_id"]: row["stance"] for row in rows}


def test_the_snapshot_gives_what_the_acts_imply_on_30_september_2022(client: FlaskClient) -> None:
    stances = snapshot(client, "as_of=2022-09-30")
    assert stances["ken"] == "support", "withdrawn on the 14th, restored on the 16th"
    assert stances["per"] == "support", "broken on 18 August, restored in September"
    assert stances["col"] == stances["hnd"] == stances["bol"] == "support", "restored earlier, suspended later"
    assert stances["ind"] == stances["swz"] == "oppose"
    assert stances["zaf"] == stances["dza"] == stances["mex"] == "support"
    assert "yug" not in stances, "Yugoslavia ceased to be"
    assert "ymd" not in stances, "Democratic Yemen ceased to be"
    assert "fra" not in stances, "silence is no stance"


def test_the_snapshot_agrees_with_a_reading_of_all_records(client: FlaskClient, tables: dict[str, list[Row]]) -> None:
    ended = {row["actor_id"] for row in tables["actors"] if row["existed_to"]}
    latest: dict[object, tuple[str, object]] = {}
    acted = set()
    for row in tables["positions"]:
        _, last = derive.date_bounds(str(row["date"]))
        if row["issue_id"] == "sadr-recognition" and last <= "2022-09-30" and row["actor_id"] not in ended:
            latest[row["actor_id"]] = max(latest.get(row["actor_id"], ("", None)), (last, row["stance"]))
            if row["act"]:
                acted.add(row["actor_id"])
    assert len(acted) == 82
    assert snapshot(client, "as_of=2022-09-30") == {actor: stance for actor, (_, stance) in latest.items()}


def test_a_later_statement_may_say_other_than_an_act(client: FlaskClient) -> None:
    assert snapshot(client, "as_of=2022-09-20&actor=ssd") == {"ssd": "support"}, "relations agreed on the 20th"
    assert snapshot(client, "as_of=2022-09-23&actor=ssd") == {"ssd": "oppose"}, "only members of the UN are recognised"


def test_the_snapshot_moves_with_the_day(client: FlaskClient) -> None:
    assert snapshot(client, "as_of=2022-09-13&actor=ken") == {"ken": "support"}
    assert snapshot(client, "as_of=2022-09-14&actor=ken") == {"ken": "oppose"}
    assert snapshot(client, "as_of=2022-09-16&actor=ken") == {"ken": "support"}
    assert snapshot(client, "as_of=1975&actor=ken") == {}
    assert snapshot(client, "as_of=1985&actor=yug,ymd") == {"yug": "support", "ymd": "support"}


def test_a_month_means_its_last_day(client: FlaskClient) -> None:
    assert snapshot(client, "as_of=2022-09&actor=per") == {"per": "support"}


def test_a_turn_of_unknown_day_is_shown_as_possible(client: FlaskClient) -> None:
    body = get(client, "/api/v1/snapshot?as_of=2012-03-29&actor=zmb&issue=sadr-recognition")
    (row,) = body["data"]
    assert (row["stance"], row["maybe_superseded_by"]) == ("oppose", "zmb-sadr-recognition-2012-to-2013-resume")
    assert row["age_days"] == 366


def test_max_age_leaves_out_what_is_old(client: FlaskClient) -> None:
    recent = snapshot(client, "as_of=2022-09-30&max_age=31")
    assert {"ken", "ssd", "per"} <= set(recent)
    assert "ind" not in recent


def test_the_snapshot_of_a_group_asks_for_membership_on_that_day(client: FlaskClient) -> None:
    assert "mar" not in snapshot(client, "as_of=2000&group=au")
    assert "ken" in snapshot(client, "as_of=2022-09-30&group=au")
