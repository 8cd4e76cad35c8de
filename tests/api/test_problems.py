"""Every wrong request gets a clear problem document and nothing is silently ignored."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from api import create_app
from api.database import DatabaseMissingError, QueryTimeoutError, Store
from scripts.cli import main
from tests.api.problems import assert_problem

POSITIONS = "/api/v1/positions"


@pytest.mark.parametrize(
    ("query", "parameter", "advice"),
    [
        ("isue=ceasefire", "isue", 'Did you mean "issue"?'),
        ("xyz=1", "xyz", "Known parameters: actor, issue,"),
        ("actor=kenya", "actor", 'Did you mean "ken" (Kenya)?'),
        ("actor=kenn", "actor", 'Did you mean "ken" (Kenya)?'),
        ("actor=!kenya", "actor", 'Did you mean "ken" (Kenya)?'),
        ("actor=ken,,usa", "actor", "A value is empty."),
        ("actor=", "actor", "A value is empty."),
        ("actor=ken&actor=usa", "actor", "Separate several values by commas."),
        ("issue=cease-fire", "issue", 'Did you mean "ceasefire"'),
        ("stance=against", "stance", "Known values: support, oppose, neutral."),
        ("group=aau", "group", 'Did you mean "au"'),
        ("region=african", "region", 'Did you mean "Africa"'),
        ("from=yesterday", "from", "Accepted forms: 2022-09-30, 2022-09 or 2022."),
        ("to=2022-02-30", "to", "names a day that does not exist"),
        ("to=198X", "to", "Accepted forms"),
        ("from=2022&to=2020", "from", "Exchange from and to."),
        ("limit=0", "limit", "Write a whole number from 1 to 500."),
        ("limit=many", "limit", "Write a whole number from 1 to 500."),
        ("limit=501", "limit", "Write a whole number from 1 to 500."),
        ("sort=length", "sort", "Known values: date, -date, id, -id, relevance."),
        ("sort=relevance", "sort", "needs the parameter q"),
        ("fields=positon_id", "fields", 'Did you mean "position_id"?'),
        ("format=xml", "format", "Known values: json, csv, ndjson, bibtex, csl-json."),
        ("cursor=nonsense", "cursor", "does not belong to this query"),
        ("cursor=WyJpZCIsMSwyXQ", "cursor", "does not belong to this query"),
        ('q="open', "q", "This search cannot be read"),
        ("q=AND", "q", "This search cannot be read"),
        ("q=nocolumn:x", "q", "This search cannot be read"),
        ("q=" + "a" * 201, "q", "Write 1 to 200 characters."),
        ("q=", "q", "Write 1 to 200 characters."),
        ("actor=" + ",".join(["ken"] * 51), "actor", "The list has 51 values; the limit is 50."),
    ],
)
def test_a_wrong_parameter_is_named_with_advice(client: FlaskClient, query: str, parameter: str, advice: str) -> None:
    assert advice in assert_problem(client.get(f"{POSITIONS}?{query}"), 400, parameter=parameter)


@pytest.mark.parametrize(
    ("path", "advice"),
    [
        (f"{POSITIONS}/ken-sadr-recognition-2022-09-14-withdrew", '"ken-sadr-recognition-2022-09-14-withdraw"'),
        ("/api/v1/actors/Kenya", 'Did you mean "ken" (Kenya)?'),
        ("/api/v1/actors/kenya/timeline", 'Did you mean "ken" (Kenya)?'),
        ("/api/v1/issues/referenda", 'Did you mean "referendum"'),
        ("/api/v1/sources/unvotes", 'Did you mean "unvotes-0-2-0"?'),
        ("/api/v1/resolutions/sc-2979", 'There is no resolution "sc-2979".'),
        ("/api/v1/resolutions/sc-2979/votes", 'There is no resolution "sc-2979".'),
        ("/api/v1/nothing", "/openapi.json lists every path."),
        ("/nothing", "/openapi.json lists every path."),
    ],
)
def test_what_is_not_there_is_404_with_the_nearest_that_is(client: FlaskClient, path: str, advice: str) -> None:
    assert advice in assert_problem(client.get(path), 404)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_is_405_and_says_what_is_allowed(client: FlaskClient, method: str) -> None:
    response = client.open(POSITIONS, method=method)
    assert "read-only" in assert_problem(response, 405)
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_a_snapshot_needs_its_day(client: FlaskClient) -> None:
    detail = assert_problem(client.get("/api/v1/snapshot"), 400, parameter="as_of")
    assert "as_of=2022-09-30" in detail


def test_a_snapshot_of_the_future_is_refused(client: FlaskClient) -> None:
    assert "nothing is known" in assert_problem(client.get("/api/v1/snapshot?as_of=2999"), 400, parameter="as_of")


def test_a_format_that_the_list_has_not_is_406(client: FlaskClient) -> None:
    response = client.get("/api/v1/issues", headers={"Accept": "image/png"})
    assert "text/csv" in assert_problem(response, 406)


def test_a_query_that_takes_too_long_is_503_and_no_hang(database: Path) -> None:
    app = create_app(database)

    @app.get("/slow")
    def slow() -> str:
        raise QueryTimeoutError("SELECT 1")

    response = app.test_client().get("/slow")
    assert "took too long" in assert_problem(response, 503)
    assert response.headers["Retry-After"] == "60"


def test_a_runaway_query_is_stopped(database: Path) -> None:
    store = Store(database, seconds=0.05)
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    with pytest.raises(QueryTimeoutError):
        store.rows(endless)
    assert store.rows("SELECT 1 AS one") == [{"one": 1}]


def test_the_database_cannot_be_written(database: Path) -> None:
    store = Store(database, seconds=1)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        store.rows("DELETE FROM positions")


def test_without_a_database_the_way_to_build_one_is_told(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissingError, match="stances build"):
        create_app(tmp_path / "none.db")


def test_an_error_of_ours_is_a_problem_too(database: Path) -> None:
    app = create_app(database)

    @app.get("/broken")
    def broken() -> str:
        raise RuntimeError("broken on purpose")

    assert "request_id" in assert_problem(app.test_client().get("/broken"), 500)


@pytest.mark.parametrize("style", ["csv", "ndjson"])
def test_a_database_rebuilt_under_a_running_server_is_never_mixed_with_the_old_one(
    database: Path, package: Path, tmp_path: Path, style: str
) -> None:
    served = tmp_path / "served.db"
    shutil.copy(database, served)
    client = create_app(served).test_client()
    old = client.get("/api/v1/issues").json
    other = tmp_path / "other.db"
    CliRunner().invoke(main, ["build", "--package", str(package), "--database", str(other)])
    other.replace(served)
    assert client.get("/api/v1/issues").json == old
    assert "restarted" in assert_problem(client.get(f"/api/v1/issues?format={style}"), 503)
    served.unlink()
    assert "restarted" in assert_problem(client.get(f"/api/v1/issues?format={style}"), 503)
