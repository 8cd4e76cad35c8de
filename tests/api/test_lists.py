"""Lists: pages, filters, formats, and rows that say what their schema says."""

from __future__ import annotations

import csv
import io
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient
from pybtex.database import parse_string

from scripts.package import Row

LISTS = {
    "/api/v1/positions": "date",
    "/api/v1/actors": "id",
    "/api/v1/issues": "id",
    "/api/v1/sources": "id",
    "/api/v1/resolutions": "date",
    "/api/v1/resolutions/ga-34-37/votes": "actor",
    "/api/v1/snapshot?as_of=2022-09-30": "id",
}


def get(client: FlaskClient, path: str, **query: object) -> Any:
    response = client.get(path, query_string=None if "?" in path and not query else query)
    assert response.status_code == 200, response.text
    return response.json


def ids(body: Any, column: str = "position_id") -> list[str]:
    return [row[column] for row in body["data"]]


def join(path: str, query: str) -> str:
    return path + ("&" if "?" in path else "?") + query


@pytest.mark.parametrize("path", LISTS)
def test_pages_by_cursor_give_every_row_once_and_in_order(client: FlaskClient, path: str) -> None:
    whole = [orjson.loads(line) for line in client.get(join(path, "format=ndjson")).data.splitlines()]
    rows, following = [], join(path, "limit=7")
    while following:
        body = get(client, following)
        assert body["meta"]["total"] == len(whole)
        assert body["meta"]["returned"] == len(body["data"]) <= 7
        rows += body["data"]
        assert len(rows) <= len(whole)
        following = body["links"]["next"]
    assert rows == whole


@pytest.mark.parametrize("path", LISTS)
def test_a_list_can_be_turned_round(client: FlaskClient, path: str) -> None:
    order = LISTS[path]
    there = [orjson.loads(line) for line in client.get(join(path, f"format=ndjson&sort={order}")).data.splitlines()]
    back = [orjson.loads(line) for line in client.get(join(path, f"format=ndjson&sort=-{order}")).data.splitlines()]
    assert there == back[::-1]


def test_a_turned_list_has_pages_too(client: FlaskClient) -> None:
    first = get(client, "/api/v1/positions", sort="-date", limit=5)
    second = get(client, first["links"]["next"])
    dates = [row["date_earliest"] for row in [*first["data"], *second["data"]]]
    assert dates == sorted(dates, reverse=True)
    assert not set(ids(first)) & set(ids(second))


def test_the_next_page_stands_in_a_link_header(client: FlaskClient) -> None:
    response = client.get("/api/v1/positions?limit=1")
    assert response.json is not None
    assert response.headers["Link"] == f'<{response.json["links"]["next"]}>; rel="next"'
    assert "Link" not in client.get("/api/v1/issues").headers


def test_a_cursor_of_another_order_is_refused(client: FlaskClient) -> None:
    cursor = get(client, "/api/v1/positions", limit=1)["links"]["next"].partition("cursor=")[2]
    assert client.get(f"/api/v1/positions?sort=id&cursor={cursor}").status_code == 400


@pytest.mark.parametrize("path", LISTS)
def test_csv_has_the_same_rows_as_json(client: FlaskClient, path: str) -> None:
    response = client.get(join(path, "format=csv"))
    assert response.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    lines = [orjson.loads(line) for line in client.get(join(path, "format=ndjson")).data.splitlines()]
    assert rows == [{key: "" if value is None else str(value) for key, value in row.items()} for row in lines]


def test_accept_works_as_well_as_format(client: FlaskClient) -> None:
    asked = client.get("/api/v1/issues", headers={"Accept": "text/csv"})
    assert asked.data == client.get("/api/v1/issues?format=csv").data
    browser = client.get("/api/v1/issues", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert browser.content_type == "application/json"


def test_fields_chooses_columns(client: FlaskClient) -> None:
    body = get(client, "/api/v1/positions", fields="stance,position_id", limit=2)
    assert [list(row) for row in body["data"]] == [["stance", "position_id"]] * 2
    assert body["links"]["next"]


@pytest.mark.parametrize(
    ("query", "field", "wanted"),
    [
        ("actor=ken", "actor_id", {"ken"}),
        ("actor=ken,usa", "actor_id", {"ken", "usa"}),
        ("issue=ceasefire,autonomy-basis&actor=usa", "issue_id", {"ceasefire", "autonomy-basis"}),
        ("stance=!support,!oppose&kind=act", "act", {"suspend", "close-consulate"}),
        ("act=withdraw", "stance", {"oppose"}),
        ("act=recognise,!resume", "act", {"recognise"}),
        ("kind=agreement", "kind", {"agreement"}),
        ("confidence=!high,!medium", "confidence", {"low"}),
        ("speaker=Joshua Harris", "actor_id", {"usa"}),
        ("source=pbs-2004-sadr-recognition-list", "source_id", {"pbs-2004-sadr-recognition-list"}),
    ],
)
def test_filters_include_and_exclude(client: FlaskClient, query: str, field: str, wanted: set[str]) -> None:
    assert {row[field] for row in get(client, f"/api/v1/positions?{query}&limit=500")["data"]} == wanted


def test_excluding_a_value_keeps_rows_that_have_none(client: FlaskClient, tables: dict[str, list[Row]]) -> None:
    total = get(client, "/api/v1/positions", act="!recognise")["meta"]["total"]
    assert total == sum(row["act"] != "recognise" for row in tables["positions"])


def test_a_filter_by_group_asks_for_membership_at_the_date_of_the_position(client: FlaskClient) -> None:
    found = ids(get(client, "/api/v1/positions", group="au", issue="sadr-recognition", limit=500))
    assert "ken-sadr-recognition-2022-09-14-withdraw" in found
    assert "ind-sadr-recognition-1985-10-01-recognise" not in found
    assert get(client, "/api/v1/positions", group="!au", actor="ken")["meta"]["total"] == 0


def test_a_filter_by_region_takes_regions_and_subregions(client: FlaskClient) -> None:
    eastern = get(client, "/api/v1/positions", region="Eastern Africa", limit=500)
    assert "ken" in {row["actor_id"] for row in eastern["data"]}
    assert get(client, "/api/v1/positions", region="Africa,!Eastern Africa", actor="ken")["meta"]["total"] == 0


def test_from_and_to_take_what_may_lie_between(client: FlaskClient) -> None:
    found = ids(get(client, "/api/v1/positions?actor=ken&kind=act&from=2022-09-15&to=2022"))
    assert found == ["ken-sadr-recognition-2022-09-16-resume"]
    assert "ken-sadr-recognition-2014-02-resume" in ids(get(client, "/api/v1/positions?actor=ken&from=2014-02-28"))


def test_a_search_for_a_word_with_a_hyphen_means_what_it_says(client: FlaskClient) -> None:
    body = get(client, "/api/v1/positions", q="Abraham Accords", limit=500)
    assert ids(body) == ["usa-moroccan-sovereignty-2020"]
    assert get(client, "/api/v1/positions", q="co-operation")["meta"]["total"] >= 0


def test_a_search_is_ranked_and_has_pages(client: FlaskClient) -> None:
    first = get(client, "/api/v1/positions", q="withdrew OR rescinded", limit=5)
    second = get(client, first["links"]["next"])
    assert len(first["data"]) == 5
    assert not set(ids(first)) & set(ids(second))


def test_bibtex_is_read_by_a_bibtex_library(client: FlaskClient) -> None:
    response = client.get("/api/v1/sources?format=bibtex")
    assert response.content_type == "application/x-bibtex; charset=utf-8"
    entries = parse_string(response.text, "bibtex").entries
    assert len(entries) == get(client, "/api/v1/sources")["meta"]["total"]
    assert entries["unvotes-0-2-0"].fields["url"] == "https://github.com/dgrtwo/unvotes"
    assert "\\_" not in response.text.partition("@misc{pbs-2004")[2].partition("url = ")[2].partition("\n")[0]


def test_csl_json_has_an_item_for_each_position(client: FlaskClient) -> None:
    items = client.get("/api/v1/positions?format=csl-json&actor=ken").get_json(force=True)
    assert [item["id"] for item in items] == ids(get(client, "/api/v1/positions?actor=ken&limit=500"))
    assert {"id", "type", "title", "publisher", "note"} <= set(items[0])


@pytest.mark.parametrize("path", LISTS)
def test_rows_are_what_their_schema_dumps(client: FlaskClient, path: str) -> None:
    """Lists go out as plain rows; marshmallow documents them. Both must say the same."""
    specification: Any = client.get("/openapi.json").json
    documented = path.partition("?")[0].replace("ga-34-37", "{resolution_id}")
    content = specification["paths"][documented]["get"]["responses"]["200"]["content"]["application/json"]
    page = specification["components"]["schemas"][content["schema"]["$ref"].rpartition("/")[2]]
    name = page["properties"]["data"]["items"]["$ref"].rpartition("/")[2]
    properties = specification["components"]["schemas"][name]["properties"]
    for row in get(client, join(path, "limit=500"))["data"]:
        assert list(row) == list(properties)


@pytest.mark.parametrize(
    ("path", "endpoint"),
    [
        ("/api/v1/positions", "positions.list_positions"),
        ("/api/v1/actors", "actors.list_actors"),
        ("/api/v1/issues", "issues.list_issues"),
        ("/api/v1/sources", "sources.list_sources"),
        ("/api/v1/resolutions", "resolutions.list_resolutions"),
        ("/api/v1/resolutions/ga-34-37/votes", "resolutions.list_votes"),
        ("/api/v1/snapshot?as_of=2022-09-30", "snapshot.get_snapshot"),
    ],
)
def test_marshmallow_finds_every_list_valid_and_dumps_it_unchanged(
    app: Flask, client: FlaskClient, path: str, endpoint: str
) -> None:
    view: Any = app.view_functions[endpoint]
    schema = view._apidoc["response"]["responses"][200][0]["schema"]
    body = get(client, join(path, "limit=500"))
    assert len(body["data"]) > 10
    assert schema.validate(body) == {}
    assert schema.dump(body) == body
