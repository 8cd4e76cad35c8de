"""Identifiers are lower-case slugs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SlugForm(StanceCheck):
    """An identifier is a lower-case slug: letters a-z, digits, single hyphens between them."""

    type = "slug-form"
    tables = ("actors", "issues", "sources", "positions", "resolutions", "screenings")

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault, with the slug to write instead, for every identifier that is not one."""
        field = self.resource.schema.primary_key[0]
        for record in records:
            if record[field] and not _SLUG.fullmatch(record[field]):
                plain = unicodedata.normalize("NFKD", record[field]).encode("ascii", "ignore").decode().lower()
                slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
                yield Fault(record, field, "The identifier is not a lower-case slug.", f'Write "{slug}".')
