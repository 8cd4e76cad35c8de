"""`stances build` writes a whole and consistent database, or nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scripts.build import is_outdated
from scripts.cli import main
from scripts.database import BuildError, create_table, write_database
from scripts.package import ROOT, Row, read_descriptor, read_tables
from tests.packages import put_rows


def build(descriptor: Path, database: Path) -> Result:
    return CliRunner().invoke(main, ["build", "--package", str(descriptor), "--database", str(database)])


def query(database: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(database)) as connection:
        return connection.execute(sql).fetchall()


def test_a_build_says_what_it_wrote(package: Path, tmp_path: Path) -> None:
    result = build(package, tmp_path / "stances.db")
    assert result.exit_code == 0, result.output
    assert " 17 positions," in result.output
    assert "data version 0.1.0+" in result.output


def test_a_build_of_a_package_with_a_fault_leaves_the_old_database_untouched(package: Path, tmp_path: Path) -> None:
    database = tmp_path / "stances.db"
    build(package, database)
    before = database.read_bytes()
    put_rows(package.parent, "positions", [{"position_id": "usa-un-process-2023-12-06", "stance": "praise"}])
    result = build(package, database)
    assert result.exit_code == 1
    assert 'stance "praise" is not one of' in result.output
    assert database.read_bytes() == before
    assert [path.name for path in tmp_path.glob("stances.db*")] == ["stances.db"]


def test_a_build_that_is_killed_leaves_the_old_database_untouched(package: Path, tmp_path: Path) -> None:
    database = tmp_path / "stances.db"
    build(package, database)
    before = database.read_bytes()
    command = [
        str(Path(sys.executable).with_name("stances")),
        "build",
        "--package",
        str(package),
        "--database",
        str(database),
    ]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("stances.db.*.tmp")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert process.returncode == -signal.SIGKILL, "the build ended before it could be killed"
    assert database.read_bytes() == before


def test_the_same_input_gives_the_same_content_hash(
    database: Path, tables: dict[str, list[Row]], tmp_path: Path
) -> None:
    again = tmp_path / "again.db"
    write_database(again, descriptor=read_descriptor(), tables=tables)
    sql = "SELECT value FROM metadata WHERE key = 'content_hash'"
    assert query(again, sql) == query(database, sql)


def test_another_input_gives_another_content_hash(package: Path, tmp_path: Path) -> None:
    sql = "SELECT value FROM metadata WHERE key = 'content_hash'"
    build(package, tmp_path / "one.db")
    put_rows(package.parent, "positions", [{"position_id": "usa-un-process-2023-12-06", "note": "Another note."}])
    build(package, tmp_path / "two.db")
    assert query(tmp_path / "one.db", sql) != query(tmp_path / "two.db", sql)


def test_every_row_of_the_package_is_in_the_database(database: Path, tables: dict[str, list[Row]]) -> None:
    for name, rows in tables.items():
        assert query(database, f"SELECT count(*) FROM [{name}]") == [(len(rows),)]
        assert query(database, f"SELECT rows FROM row_counts WHERE [table] = '{name}'") == [(len(rows),)]


def test_every_table_is_strict_and_keyed(database: Path) -> None:
    listed = query(
        database, "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
    )
    assert {name for name, strict in listed if not strict and not name.startswith("positions_search")} == set()
    for table in read_descriptor()["resources"]:
        keys = query(database, f"SELECT name FROM pragma_table_info('{table['name']}') WHERE pk ORDER BY pk")
        assert [name for (name,) in keys] == table["schema"]["primaryKey"]


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE positions SET stance = 'praise'", "CHECK constraint failed"),
        ("UPDATE positions SET summary = NULL", "NOT NULL constraint failed"),
        ("UPDATE actors SET name = 'Kenya'", "UNIQUE constraint failed"),
        ("UPDATE positions SET actor_id = 'nobody'", "FOREIGN KEY constraint failed"),
        ("UPDATE resolutions SET yes = -1", "CHECK constraint failed"),
        ("UPDATE resolutions SET yes = 'many'", "cannot store TEXT value in INTEGER column"),
    ],
)
def test_sql_constraints_back_the_schema(database: Path, statement: str, broken: str) -> None:
    with closing(sqlite3.connect(database)) as connection, pytest.raises(sqlite3.IntegrityError, match=broken):  # noqa: PT012
        connection.execute("PRAGMA foreign_keys = 1")
        connection.execute(statement)
        connection.commit()


def test_a_database_that_does_not_hold_together_is_an_error(tables: dict[str, list[Row]], tmp_path: Path) -> None:
    orphaned = tables | {"issues": tables["issues"][:3]}
    with pytest.raises((BuildError, sqlite3.Error), match=r"FOREIGN KEY|foreign_key_check"):
        write_database(tmp_path / "orphans.db", descriptor=read_descriptor(), tables=orphaned)


def test_every_filter_and_sort_order_has_an_index(database: Path) -> None:
    plans = {
        "SELECT * FROM positions WHERE actor_id = 'ken'": "positions_actor_id",
        "SELECT * FROM positions WHERE issue_id = 'ceasefire'": "positions_issue_id",
        "SELECT * FROM positions WHERE source_id = 'x'": "positions_source_id",
        "SELECT * FROM positions ORDER BY date_earliest, position_id": "positions_date_earliest",
        "SELECT * FROM resolutions ORDER BY date, resolution_id": "resolutions_date",
        "SELECT * FROM votes WHERE actor_id = 'ken'": "votes_actor_id",
    }
    for sql, index in plans.items():
        assert index in str(query(database, f"EXPLAIN QUERY PLAN {sql}"))


def test_full_text_finds_words_without_their_accents(database: Path) -> None:
    found = query(database, "SELECT count(*) FROM positions_search WHERE positions_search MATCH 'reconnaît'")
    assert found == query(database, "SELECT count(*) FROM positions_search WHERE positions_search MATCH 'reconnait'")


def test_the_schema_becomes_sql() -> None:
    schema = {
        "fields": [
            {"name": "id", "type": "string", "constraints": {"required": True}},
            {"name": "kind", "type": "string", "constraints": {"enum": ["it's", "b"]}},
            {"name": "n", "type": "integer", "constraints": {"minimum": 0}},
        ],
        "primaryKey": ["id"],
        "foreignKeys": [{"fields": ["kind"], "reference": {"resource": "kinds", "fields": ["kind_id"]}}],
    }
    assert create_table("things", schema) == (
        "CREATE TABLE [things] (\n"
        "  [id] TEXT NOT NULL,\n"
        "  [kind] TEXT CHECK ([kind] IN ('it''s', 'b')),\n"
        "  [n] INTEGER CHECK ([n] >= 0),\n"
        "  PRIMARY KEY ([id]),\n"
        "  FOREIGN KEY ([kind]) REFERENCES [kinds] ([kind_id]) DEFERRABLE INITIALLY DEFERRED\n"
        ") STRICT"
    )


def test_a_database_is_outdated_when_it_is_missing_or_older_than_the_data(package: Path, tmp_path: Path) -> None:
    database = tmp_path / "stances.db"
    assert is_outdated(database, package)
    database.touch()
    assert not is_outdated(database, package)
    newer = database.stat().st_mtime + 10
    os.utime(read_tables(package)[0].path, (newer, newer))
    assert is_outdated(database, package)
