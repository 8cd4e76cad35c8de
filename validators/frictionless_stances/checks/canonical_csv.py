"""Files are written in one way, so that a change shows as a small difference."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate, zip_longest

from ..base import Fault, StanceCheck
from ..tables import Record, canonical_text


class CanonicalCsv(StanceCheck):
    """A file is canonical CSV: UTF-8, LF, RFC 4180 quoting, no white space around cells, sorted by primary key."""

    type = "canonical-csv"
    tables = (
        "actors",
        "codings",
        "issues",
        "memberships",
        "positions",
        "resolution_issues",
        "resolutions",
        "screenings",
        "sources",
        "votes",
    )

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield one fault, at the first line that differs, if the file is not in its canonical form."""
        path = self.table_path(self.resource.name or "")
        fields = self.resource.schema.field_names
        if path is None or not records or list(records[0].cells) != fields:
            return  # frictionless reports a header that is not the schema's
        is_text = path.read_bytes().decode("utf-8", errors="replace")
        rows = [[record[field] for field in fields] for record in records]
        wanted = canonical_text(rows, fields=fields, key=self.resource.schema.primary_key)
        if is_text == wanted:
            return
        key_fields = self.resource.schema.primary_key
        keys = [tuple(record[field] for field in key_fields) for record in records]
        for record, key, earlier in zip(records[1:], keys[1:], accumulate(keys, max), strict=False):
            if key < earlier:
                problem = f"The row stands in the wrong place: rows are sorted by {', '.join(key_fields)}."
                yield Fault(record, fields[0], problem, "Run `stances format`.")
                return
        pairs = zip_longest(is_text.splitlines(keepends=True), wanted.splitlines(keepends=True))
        line = next(number for number, (left, right) in enumerate(pairs, start=1) if left != right)
        record = next((record for record in records if record.line >= line), records[-1])
        problem = f"The file is not in canonical form from line {line} on (quoting, white space or line ends)."
        yield Fault(record, fields[0], problem, "Run `stances format`.")
