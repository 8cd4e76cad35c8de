"""Citations of sources and positions, as BibTeX and as CSL-JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson
from pybtex.database import BibliographyData, Entry
from pybtex.database.output.bibtex import Writer

from .database import Row

CSL_TYPES = {
    "speech": "speech",
    "news": "article-newspaper",
    "press-release": "article",
    "resolution": "legislation",
    "judgment": "legal_case",
    "letter": "personal_communication",
    "report": "report",
    "dataset": "dataset",
    "reference": "entry-encyclopedia",
    "web-page": "webpage",
}
"""CSL item types (CSL specification 1.0.2, appendix III) of our kinds of source; others are a `document`."""


def bibtex(rows: Iterable[Row]) -> Iterator[str]:
    """Yield a BibTeX entry for each of `rows` (sources, or positions with the columns of their sources)."""
    writer = Writer()
    for row in rows:
        cited = _cited(row)
        fields = {
            "title": f"{{{cited['title']}}}",
            "author": f"{{{cited['author']}}}",
            "year": (cited["issued"] or "")[:4],
            "date": cited["issued"],
            "number": cited["symbol"],
            "note": cited["note"],
        }
        entry = Entry("misc", [(name, value) for name, value in fields.items() if value])
        text = writer.to_string(BibliographyData({cited["id"]: entry}))
        if cited["url"]:  # verbatim: the writer would escape _ and % as in running text
            address = cited["url"].replace('"', "%22")
            text = text.removesuffix("\n}\n") + f',\n    url = "{address}"\n}}\n'
        yield text + "\n"


def csl_json(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a CSL-JSON array with an item for each of `rows` (sources, or positions with their sources' columns)."""
    yield b"["
    for number, row in enumerate(rows):
        cited = _cited(row)
        item = {
            "id": cited["id"],
            "type": CSL_TYPES.get(cited["kind"], "document"),
            "title": cited["title"],
            "publisher": cited["author"],
            "URL": cited["url"],
            "number": cited["symbol"],
            "note": cited["note"],
            "issued": {"date-parts": [[int(part) for part in end.split("-")] for end in cited["issued"].split("/")]}
            if cited["issued"]
            else None,
        }
        yield (b",\n" if number else b"") + orjson.dumps({key: value for key, value in item.items() if value})
    yield b"]\n"


def _cited(row: Row) -> Row:
    """Return what is cited of a source, or of a position by way of its source, under one set of names."""
    if "position_id" in row:
        return {
            "id": row["position_id"],
            "kind": row["source_kind"],
            "title": row["source_title"],
            "author": row["source_publisher"],
            "issued": row["source_published"],
            "url": row["source_url"],
            "symbol": row["source_symbol"],
            "note": f"{row['summary']} ({row['date']})",
        }
    return {
        "id": row["source_id"],
        "kind": row["kind"],
        "title": row["title"],
        "author": row["publisher"],
        "issued": row["published"],
        "url": row["url"],
        "symbol": row["symbol"],
        "note": None,
    }
