"""What every check of the package has in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import attrs
from frictionless import Check, Error, errors

from .tables import Record, read_records


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell, and how to mend it.

    `record` is the row, `field` the column in which the fault is shown, `problem` says what is wrong, `mend` what to
    do about it. Both are whole sentences.
    """

    record: Record
    field: str
    problem: str
    mend: str


@attrs.define(kw_only=True, repr=False)
class StanceCheck(Check):
    """A check that looks at whole tables of the package.

    A subclass names its code (`type`), the `tables` in which it finds faults, and yields them from `faults`.
    frictionless runs every check on every resource, so this class keeps a check to its own tables.
    """

    tables: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **options: Any) -> None:
        """Give the check an error of its own with the check's code, so that reports can be filtered by it."""
        super().__init_subclass__(**options)
        if "type" in vars(cls):
            names = {
                "type": cls.type,
                "title": cls.type.replace("-", " ").capitalize(),
                "description": (cls.__doc__ or "").partition("\n")[0],
                "template": 'Row at position "{rowNumber}", field "{fieldName}", value "{cell}": {note}',
            }
            cls.Errors = [type(f"{cls.__name__}Error", (errors.CellError,), names)]

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield the faults of the checked table (`self.resource`), whose rows are `records`."""
        raise NotImplementedError

    def table(self, name: str) -> list[Record]:
        """Return the rows of the package's table `name`; none if the package has no such table."""
        path = self.table_path(name)
        return read_records(path) if path else []

    def table_path(self, name: str) -> Path | None:
        """Return where the CSV file of the table `name` lies, or None if the package has no such file."""
        package = self.resource.package
        if package is None or not package.has_resource(name):
            return None
        path = Path(package.get_resource(name).normpath or "")
        return path if path.is_file() else None

    def index(self, name: str, key: str) -> dict[str, Record]:
        """Return the rows of the table `name` by their value in the field `key`."""
        return {record[key]: record for record in self.table(name)}

    def edtf_fields(self) -> list[str]:
        """Return the names of the checked table's fields that hold EDTF dates (by their `rdfType`)."""
        return [field.name for field in self.resource.schema.fields if "EDTF" in (field.rdf_type or "")]

    def validate_end(self) -> Iterable[Error]:
        """Yield one error for each fault, once frictionless has read the table to its end."""
        name = self.resource.name or ""
        if name in self.tables:
            for fault in self.faults(self.table(name)):
                yield self._error(fault)

    def _error(self, fault: Fault) -> Error:
        fields = self.resource.schema.field_names
        error: type[Any] = self.Errors[0]
        made: Error = error(
            note=f"{fault.problem} {fault.mend}",
            cells=[fault.record[field] for field in fields],
            row_number=fault.record.line,
            cell=fault.record[fault.field],
            field_name=fault.field,
            field_number=fields.index(fault.field) + 1,
        )
        return made
