"""An identifier that was published stays, and keeps its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import attrs

from ..base import Fault, StanceCheck
from ..tables import Record, read_records

MEANING = {
    "actors": ("kind", "iso3"),
    "issues": ("proposition",),
    "sources": ("url", "symbol"),
    "positions": ("actor_id", "issue_id", "source_id"),
    "resolutions": ("body", "symbol"),
    "screenings": ("actor_id", "source_id"),
}


@attrs.define(kw_only=True, repr=False)
class LostIdentifier(StanceCheck):
    """No identifier of the base version is lost, and none has changed what it stands for.

    `base` is the folder of the package's base version: the one with its `datapackage.json`.
    """

    type = "lost-identifier"
    tables = tuple(MEANING)
    metadata_profile_patch: ClassVar[dict[str, Any]] = {"properties": {"base": {"type": "string"}}}

    base: str | None = None

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every identifier of the base version that is missing or means something else."""
        path = Path(self.base) / "datapackage" / f"{self.resource.name}.csv" if self.base else None
        if path is None or not path.exists():
            return
        key = self.resource.schema.primary_key[0]
        now = {record[key]: record for record in records}
        for old in read_records(path):
            new = now.get(old[key])
            if new is None:
                lost = Record(len(records) + 1, {name: old[name] for name in self.resource.schema.field_names})
                mend = "Put the row back; retract a mistaken position with a reason instead of deleting it."
                yield Fault(lost, key, f'The identifier "{old[key]}" of the base version is gone.', mend)
                continue
            for field in MEANING[self.resource.name or ""]:
                if old[field] and old[field] != new[field]:
                    problem = f'"{old[key]}" stood for "{old[field]}" in the base version.'
                    yield Fault(new, field, problem, "Give the new record a new identifier and keep the old row.")
