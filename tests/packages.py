"""Small packages for tests: a base of real rows, with rows of a fixture put over it."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from frictionless_stances import canonical_text

from scripts.package import DESCRIPTOR, read_table

FIXTURES = Path(__file__).with_name("fixtures")


def make_package(folder: Path, *overlays: Path) -> Path:
    """Write the base package to `folder`, with the rows of the CSV files in `overlays`; return its descriptor.

    A row of an overlay replaces the row with the same primary key, or is added. A file named `TABLE.raw` replaces the
    whole file as it is.
    """
    shutil.copytree(FIXTURES / "package", folder, dirs_exist_ok=True)
    shutil.copy(DESCRIPTOR, folder)
    for overlay in overlays:
        for path in overlay.glob("*.csv"):
            put_rows(folder, path.stem, read_rows(path))
        for path in overlay.glob("*.raw"):
            shutil.copy(path, folder / "datapackage" / f"{path.stem}.csv")
    return folder / "datapackage.json"


def read_rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of the CSV file at `path`."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def put_rows(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    """Put `rows` over those of the table `name` of the package in `folder`, and write it in canonical form."""
    table = read_table(name, folder / "datapackage.json")
    by_key = {tuple(row[field] for field in table.primary_key): row for row in read_rows(table.path)}
    for row in rows:
        key = tuple(row[field] for field in table.primary_key)
        by_key[key] = by_key.get(key, dict.fromkeys(table.field_names, "")) | row
    cells = [[row[field] for field in table.field_names] for row in by_key.values()]
    table.path.write_text(canonical_text(cells, fields=table.field_names, key=table.primary_key), encoding="utf-8")
