"""Tables as the checks see them: rows of plain strings that know where they stand."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Record:
    """One row of a CSV file.

    `line` is the number of the line in the file on which the row ends (the header is line 1), `cells` maps each field
    to its text; a missing value is the empty string.
    """

    line: int
    cells: dict[str, str]

    def __getitem__(self, field: str) -> str:
        """Return the text of `field`, empty where the file has no such column."""
        return self.cells.get(field, "")


def read_records(path: Path) -> list[Record]:
    """Return the rows of the UTF-8 CSV file at `path`, read once for as long as the file does not change.

    Bytes that are not UTF-8 become U+FFFD, for frictionless reports them. Raises FileNotFoundError if there is no
    such file.
    """
    stat = path.stat()
    return _read_records(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=64)
def _read_records(path: Path, _modified: int, _size: int) -> list[Record]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        header = next(reader, [])
        return [Record(reader.line_num, dict(zip(header, row, strict=False))) for row in reader if row]


def canonical_text(rows: Sequence[Sequence[str]], *, fields: Sequence[str], key: Sequence[str]) -> str:
    """Return the canonical CSV text of a table.

    `rows` are the data rows in the order of `fields`; `key` names the fields of the primary key. The text has LF line
    ends, commas, quotes only where RFC 4180 needs them, runs of white space inside cells made one space and dropped at
    their ends, and rows sorted by the key (Unicode code points).
    """
    order = [fields.index(name) for name in key]
    folded = [[" ".join(cell.split()) for cell in row] for row in rows]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(fields)
    folded.sort(key=lambda row: [row[index] for index in order])
    writer.writerows(folded)
    return buffer.getvalue()


def nearest(value: str, valid: Iterable[str]) -> str:
    """Return a hint that names the valid value most like `value`, or an empty string if none is like it."""
    matches = get_close_matches(value, list(valid), n=1, cutoff=0.6)
    return f' The nearest valid value is "{matches[0]}".' if matches else ""
