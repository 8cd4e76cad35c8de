"""Reading the built SQLite file: immutable connections, a time limit for queries, what the file says of itself."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""A row of a result: each column's value by its name."""

STEPS_BETWEEN_CHECKS = 10_000
"""SQLite virtual machine steps after which the clock is read."""


class DatabaseMissingError(Exception):
    """There is no built database; the message says how to build one."""


class DatabaseChangedError(Exception):
    """The file is no longer the one that was opened."""


class QueryTimeoutError(Exception):
    """A query ran longer than it may."""


class Store:
    """The built database at `path`, read-only, for as long as the process runs.

    A query that takes longer than `seconds` is stopped.
    """

    def __init__(self, path: Path, *, seconds: float) -> None:
        """Read what the database says of itself; raise DatabaseMissingError if there is none at `path`."""
        if not path.is_file():
            raise DatabaseMissingError(f"There is no database at {path}. Build it with: stances build")
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._seconds = seconds
        self._local = threading.local()
        self._content: str | None = None
        self.metadata: dict[str, str] = {
            row["key"]: row["value"] for row in self.rows("SELECT key, value FROM metadata")
        }
        self.row_counts: dict[str, int] = {row["table"]: row["rows"] for row in self.rows("SELECT * FROM row_counts")}
        descriptor = json.loads(self.metadata["descriptor"])
        self.resources: dict[str, dict[str, Any]] = {resource["name"]: resource for resource in descriptor["resources"]}

    @property
    def data_version(self) -> str:
        """The version of the data: the package's version and the beginning of the content's SHA-256."""
        return self.metadata["data_version"]

    def fields(self, table: str) -> dict[str, dict[str, Any]]:
        """Return the field descriptors of `table` by name, in the order of its columns."""
        return {field["name"]: field for field in self.resources[table]["schema"]["fields"]}

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """Return the rows of the query `sql` with the bound `values`; raise QueryTimeoutError if it takes too long."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
            weakref.finalize(self, connection.close)
        return list(self._run(connection, sql, values))

    def stream(self, sql: str, values: Sequence[object] = ()) -> Iterator[Row]:
        """Return the rows of the query `sql`, to be read one by one over a connection of their own."""
        connection = self._connect()

        def rows() -> Iterator[Row]:
            with closing(connection):
                yield from self._run(connection, sql, values)

        return rows()

    def _connect(self) -> sqlite3.Connection:
        try:
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
            connection.execute("PRAGMA query_only = 1")
            (content,) = connection.execute("SELECT value FROM metadata WHERE key = 'content_hash'").fetchone()
        except sqlite3.OperationalError as error:
            raise DatabaseChangedError(self._uri) from error
        if self._content is None:
            self._content = content  # the first connection says which content is served
        if content != self._content:
            connection.close()
            raise DatabaseChangedError(self._uri)
        return connection

    def _run(self, connection: sqlite3.Connection, sql: str, values: Sequence[object]) -> Iterator[Row]:
        end = time.monotonic() + self._seconds
        connection.set_progress_handler(lambda: time.monotonic() > end, STEPS_BETWEEN_CHECKS)
        try:
            cursor = connection.execute(sql, values)
            names = [column[0] for column in cursor.description or ()]
            for row in cursor:
                given = time.monotonic()
                yield dict(zip(names, row, strict=True))
                end += time.monotonic() - given  # what the reader of a stream takes is not the query's time
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise QueryTimeoutError(sql) from error
            raise
