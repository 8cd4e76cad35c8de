"""The data package on disk: where it lies, what its descriptor says, and its rows."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Row = dict[str, str | int | float | None]
"""A row of a table: each field's value, None where it is missing."""

ROOT = Path(__file__).resolve().parent.parent
DESCRIPTOR = ROOT / "datapackage.json"
DATABASE = ROOT / "build" / "stances.db"


@dataclass(frozen=True)
class Table:
    """A table of the package: its name, where its CSV file lies, and its Table Schema."""

    name: str
    path: Path
    schema: dict[str, Any]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """The field descriptors, in the order of the columns."""
        return list(self.schema["fields"])

    @property
    def field_names(self) -> list[str]:
        """The names of the columns, in their order."""
        return [field["name"] for field in self.fields]

    @property
    def primary_key(self) -> list[str]:
        """The names of the columns that identify a row."""
        return list(self.schema["primaryKey"])

    def texts(self) -> list[list[str]]:
        """Return the rows as text, in the order of the file, without the header."""
        with self.path.open(encoding="utf-8", newline="") as file:
            return list(csv.reader(file))[1:]

    def rows(self) -> list[Row]:
        """Return the rows of a valid file: integers for integer fields, None for missing values, else text.

        Raises ValueError if an integer field holds something else.
        """
        casts = [int if field["type"] == "integer" else str for field in self.fields]
        return [
            {
                name: cast(cell) if cell else None
                for name, cast, cell in zip(self.field_names, casts, cells, strict=True)
            }
            for cells in self.texts()
        ]


def read_descriptor(path: Path = DESCRIPTOR) -> dict[str, Any]:
    """Return the package descriptor at `path`.

    Raises FileNotFoundError, or json.JSONDecodeError if it is not JSON.
    """
    descriptor: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return descriptor


def read_tables(path: Path = DESCRIPTOR) -> list[Table]:
    """Return the tables that the package descriptor at `path` lists, in its order."""
    resources = read_descriptor(path)["resources"]
    return [Table(resource["name"], path.parent / resource["path"], resource["schema"]) for resource in resources]


def read_table(name: str, path: Path = DESCRIPTOR) -> Table:
    """Return the table `name` of the package whose descriptor is `path`; raise KeyError if there is none."""
    return {table.name: table for table in read_tables(path)}[name]
