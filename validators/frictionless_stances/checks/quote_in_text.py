"""A quote stands in the text that it is taken from, wherever that text is at hand."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import attrs

from ..base import Fault, StanceCheck
from ..tables import Record
from ..texts import fold, nearest_passage


@attrs.define(kw_only=True, repr=False)
class QuoteInText(StanceCheck):
    """A quote stands word for word in its source's text, for the sources whose texts are at hand.

    `texts` is a folder of UTF-8 `.txt` files. A file belongs to the source whose `text_sha256` is the SHA-256 of the
    file. White space, soft hyphens and typographic quotation marks are folded before texts are compared.
    """

    type = "quote-in-text"
    tables = ("positions",)
    metadata_profile_patch: ClassVar[dict[str, Any]] = {"properties": {"texts": {"type": "string"}}}

    texts: str | None = None

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault, with the nearest passage, for every quote that is not in its source's text."""
        if self.texts is None:
            return
        texts = {sha256(path.read_bytes()).hexdigest(): path for path in Path(self.texts).rglob("*.txt")}
        hashes = {source["source_id"]: source["text_sha256"] for source in self.table("sources")}
        for record in records:
            path = texts.get(hashes.get(record["source_id"], ""))
            if path is None or not record["quote"]:
                continue
            text = fold(path.read_text(encoding="utf-8"))
            if fold(record["quote"]) not in text:
                passage = nearest_passage(record["quote"], text)
                problem = f'The quote is not in {path.name}. The nearest passage is "{passage}".'
                yield Fault(record, "quote", problem, "Copy the words as they stand in the source.")
