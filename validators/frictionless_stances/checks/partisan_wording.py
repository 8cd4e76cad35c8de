"""No word of ours takes a side."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from ..base import Fault, StanceCheck
from ..tables import Record

TERMS = json.loads((Path(__file__).parent.parent / "terms.json").read_text(encoding="utf-8"))
OWN_WORDS = {
    "actors": ("name", "note"),
    "issues": ("title",),
    "sources": ("note",),
    "positions": ("summary", "occasion", "note"),
    "resolutions": ("title", "note"),
    "resolution_issues": ("reason",),
}
_NOT_OURS = re.compile(r"https?://\S+|\"[^\"]*\"|\u201c[^\u201d]*\u201d|\u00ab[^\u00bb]*\u00bb")


class PartisanWording(StanceCheck):
    """Our own words are free of the partisan vocabulary listed in `terms.json`; quoted words may use it."""

    type = "partisan-wording"
    tables = tuple(OWN_WORDS)

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every listed term outside quotation marks."""
        for record in records:
            for field in OWN_WORDS[self.resource.name or ""]:
                text = _NOT_OURS.sub("", record[field])
                for entry in TERMS:
                    found = re.search(rf"\b{entry['term']}\b", text, re.IGNORECASE)
                    if found:
                        problem = f'"{found[0]}" is partisan: {entry["why"]}'
                        yield Fault(
                            record,
                            field,
                            problem,
                            f"Write {entry['instead']}, or put a party's words in quotation marks.",
                        )
