"""Writing the SQLite database: tables as the descriptor describes them, keys, constraints, indexes, full text."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from . import derive
from .package import Row
from .reliability import agreements

DERIVED = Path(__file__).with_name("derived.json")
SQL_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "number": "REAL"}
INDEXES = {
    "actors": (["kind"], ["region"], ["subregion"], ["parent_id"]),
    "memberships": (["group_id", "actor_id"],),
    "positions": (
        ["actor_id", "issue_id", "date_latest"],
        ["issue_id", "stance"],
        ["source_id"],
        ["date_earliest", "position_id"],
        ["date_latest"],
        ["kind"],
        ["act"],
        ["stance"],
        ["confidence"],
        ["speaker"],
    ),
    "resolutions": (["body"], ["date", "resolution_id"], ["modality"], ["outcome"]),
    "resolution_issues": (["issue_id"],),
    "votes": (["actor_id"], ["vote"]),
    "sources": (["kind"], ["publisher"], ["language"], ["published_earliest"]),
    "vote_stances": (["actor_id", "issue_id"], ["issue_id"]),
    "stance_spells": (["issue_id"],),
    "changes": (["issue_id"], ["date_latest"]),
}
"""Columns to index in each table, for every filter and sort order of the API."""


class BuildError(Exception):
    """The database does not hold together; the message says what SQLite found."""


def write_database(path: Path, *, descriptor: dict[str, Any], tables: dict[str, list[Row]]) -> None:
    """Write a new SQLite file at `path` that holds `tables` and what is derived from them.

    `descriptor` is the package descriptor, `tables` maps the name of each of its resources to rows of a valid package.
    Raises FileExistsError if there is a file at `path`, and BuildError if SQLite finds a fault in what was written.
    """
    if path.exists():
        raise FileExistsError(path)
    described = describe(descriptor)
    rows = tables | _derived_columns(tables) | _derived_tables(tables)
    database = Database(sqlite3.connect(path))
    try:
        with database.conn:
            for resource in described["resources"]:
                database.execute(create_table(resource["name"], resource["schema"]))
                if rows[resource["name"]]:
                    database.table(resource["name"]).insert_all(rows[resource["name"]])
                for columns in INDEXES.get(resource["name"], ()):
                    database.table(resource["name"]).create_index(columns)
            _write_search(database)
            _write_metadata(database, described, counts={name: len(rows[name]) for name in rows})
        _verify(database)
    finally:
        database.close()


def describe(descriptor: dict[str, Any]) -> dict[str, Any]:
    """Return the descriptor of the database: that of the package, with the derived columns and tables added."""
    derived = json.loads(DERIVED.read_text(encoding="utf-8"))
    resources = []
    for resource in descriptor["resources"]:
        added = derived["columns"].get(resource["name"], [])
        fields = [*resource["schema"]["fields"], *added]
        resources.append(resource | {"schema": resource["schema"] | {"fields": fields}})
    return descriptor | {"resources": resources + derived["resources"]}


def create_table(name: str, schema: dict[str, Any]) -> str:
    """Return the SQL that creates the table `name` with the columns, keys and constraints of the Table Schema `schema`.

    Types, `required`, `unique`, `enum` and `minimum`, the primary key and the foreign keys become constraints.
    """
    lines = [_column(field) for field in schema["fields"]]
    lines.append(f"PRIMARY KEY ({_names(schema['primaryKey'])})")
    for key in schema.get("foreignKeys", []):
        target = f"[{key['reference']['resource']}] ({_names(key['reference']['fields'])})"
        lines.append(f"FOREIGN KEY ({_names(key['fields'])}) REFERENCES {target} DEFERRABLE INITIALLY DEFERRED")
    return f"CREATE TABLE [{name}] (\n  " + ",\n  ".join(lines) + "\n) STRICT"


def _column(field: dict[str, Any]) -> str:
    constraints = field.get("constraints", {})
    sql = f"[{field['name']}] {SQL_TYPES[field['type']]}"
    if constraints.get("required"):
        sql += " NOT NULL"
    if constraints.get("unique"):
        sql += " UNIQUE"
    if "enum" in constraints:
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in constraints["enum"])
        sql += f" CHECK ([{field['name']}] IN ({values}))"
    if "minimum" in constraints:
        sql += f" CHECK ([{field['name']}] >= {int(constraints['minimum'])})"
    return sql


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"[{column}]" for column in columns)


def _derived_columns(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    later = derive.supersessions(tables["positions"])
    positions = []
    for row in tables["positions"]:
        earliest, latest = derive.date_bounds(str(row["date"]))
        by, on = later.get(str(row["position_id"]), (None, None))
        positions.append(
            row | {"date_earliest": earliest, "date_latest": latest, "superseded_by": by, "superseded_on": on}
        )
    memberships = [
        row | {"from_earliest": _earliest(row["from_date"]), "to_latest": _latest(row["to_date"])}
        for row in tables["memberships"]
    ]
    actors = [row | {"exists_until": _latest(row["existed_to"])} for row in tables["actors"]]
    sources = [
        row | {"published_earliest": _earliest(row["published"]), "published_latest": _latest(row["published"])}
        for row in tables["sources"]
    ]
    return {"positions": positions, "memberships": memberships, "actors": actors, "sources": sources}


def _earliest(edtf: str | int | float | None) -> str | None:
    return derive.date_bounds(str(edtf))[0] if edtf else None


def _latest(edtf: str | int | float | None) -> str | None:
    return derive.date_bounds(str(edtf))[1] if edtf else None


def _derived_tables(tables: dict[str, list[Row]]) -> dict[str, list[Row]]:
    positions, votes, actors = tables["positions"], tables["votes"], tables["actors"]
    spells = derive.stance_spells(positions, actors)
    return {
        "stance_spells": spells,
        "changes": derive.changes(spells),
        "vote_stances": list(derive.vote_stances(votes, tables["resolution_issues"])),
        "actor_counts": list(derive.actor_counts(actors, positions, votes)),
        "issue_counts": list(derive.issue_counts(tables["issues"], positions)),
        "reliability": [asdict(row) for row in agreements(tables["codings"])],
    }


def _write_search(database: Database) -> None:
    # The index keeps its text: external content would save space and tie it to row numbers, which VACUUM may change.
    database.execute(
        "CREATE VIRTUAL TABLE positions_search USING fts5(position_id UNINDEXED, summary, quote, speaker, occasion,"
        " title, tokenize='unicode61 remove_diacritics 2')"
    )
    database.execute(
        "INSERT INTO positions_search SELECT p.position_id, p.summary, p.quote, p.speaker, p.occasion, s.title"
        " FROM positions p JOIN sources s USING (source_id) ORDER BY p.position_id"
    )
    weights = "bm25(0, 4, 2, 2, 1, 1)"
    database.execute("INSERT INTO positions_search (positions_search, rank) VALUES ('rank', ?)", [weights])


def _write_metadata(database: Database, described: dict[str, Any], *, counts: dict[str, int]) -> None:
    digest = hashlib.sha256(json.dumps(described, sort_keys=True).encode())
    for resource in described["resources"]:
        order = _names(resource["schema"]["primaryKey"])
        for row in database.execute(f"SELECT * FROM [{resource['name']}] ORDER BY {order}"):
            digest.update(json.dumps(row, ensure_ascii=False).encode())
    content_hash = digest.hexdigest()
    values = {
        "name": described["name"],
        "title": described["title"],
        "version": described["version"],
        "content_hash": content_hash,
        "data_version": f"{described['version']}+{content_hash[:12]}",
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "descriptor": json.dumps(described, ensure_ascii=False),
    }
    database.execute("CREATE TABLE metadata ([key] TEXT PRIMARY KEY, [value] TEXT NOT NULL) STRICT")
    database.table("metadata").insert_all({"key": key, "value": value} for key, value in values.items())
    database.execute("CREATE TABLE row_counts ([table] TEXT PRIMARY KEY, [rows] INTEGER NOT NULL) STRICT")
    database.table("row_counts").insert_all({"table": name, "rows": number} for name, number in sorted(counts.items()))


def _verify(database: Database) -> None:
    integrity = [row[0] for row in database.execute("PRAGMA integrity_check")]
    orphans = list(database.execute("PRAGMA foreign_key_check"))
    if integrity != ["ok"] or orphans:
        raise BuildError(f"integrity_check: {integrity}; foreign_key_check: {orphans[:10]}")
    database.execute("PRAGMA optimize")
    database.execute("ANALYZE")
    database.conn.commit()
