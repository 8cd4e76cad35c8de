"""Finding every fault of the package and saying where it is, what is wrong and how to mend it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from pathlib import Path

import frictionless_stances
from frictionless import Checklist, Error, FrictionlessException, Package, Resource

CHECKLIST = Path(frictionless_stances.__file__).with_name("checklist.json")

WRONG_LENGTH = ("extra-cell", "missing-cell")
SHOWN = 60
"""Longest value, in characters, that is repeated in a message."""

MENDS = {
    "blank-header": "Restore the header line from the base branch.",
    "blank-label": "Restore the header line from the base branch.",
    "blank-row": "Remove the empty line.",
    "duplicate-label": "Restore the header line from the base branch.",
    "encoding-error": "Save the file as UTF-8.",
    "extra-cell": 'Put a cell that holds a comma between double quotes ("), and separate cells by commas.',
    "extra-label": "Restore the header line from the base branch.",
    "incorrect-label": "Restore the header line from the base branch.",
    "missing-cell": "A missing value is an empty cell; close every double quote, and separate cells by commas.",
    "missing-label": "Restore the header line from the base branch.",
    "primary-key": "Remove the row if it is double, else give it an identifier of its own.",
    "scheme-error": "Restore the file; every table of datapackage.json has one.",
    "unique-error": "Write a value that no other row has.",
}
"""How to mend the faults that frictionless itself reports, by its code, where its values do not matter."""


@dataclass(frozen=True)
class PackageFault:
    """One fault: where it is (`file`, `line`, `id` of the row, `field`), its `code`, what is `wrong`, its `mend`."""

    file: str
    line: int
    id: str
    field: str
    code: str
    wrong: str
    mend: str

    def __str__(self) -> str:
        """Return the fault on one line: `file:line: id: what is wrong. How to mend it. [code]`."""
        place = f"{self.file}:{self.line}: " + (f"{self.id}: " if self.id else "")
        return f"{place}{self.message} [{self.code}]"

    @property
    def message(self) -> str:
        """What is wrong and how to mend it."""
        return f"{self.wrong} {self.mend}".strip()

    def as_dict(self) -> dict[str, str | int]:
        """Return the fault as a JSON object."""
        return asdict(self) | {"message": self.message}


def find_faults(
    descriptor: Path,
    *,
    texts: Path | None = None,
    base: Path | None = None,
    on_table: Callable[[str], None] = lambda _name: None,
) -> list[PackageFault]:
    """Return every fault of the package whose descriptor lies at `descriptor`, in the order of its tables and lines.

    `texts` is a folder of source texts for `quote-in-text`, `base` the folder of a base version for
    `lost-identifier`; without them these two checks find nothing. `on_table` is told the name of each table before
    it is read.
    """
    try:
        package = Package(str(descriptor))
        package.to_descriptor(validate=True)
    except FrictionlessException as exception:
        return [_descriptor_fault(descriptor, error) for error in exception.to_errors()]
    checklist = Checklist.from_descriptor(str(CHECKLIST))
    for code, option, folder in (("quote-in-text", "texts", texts), ("lost-identifier", "base", base)):
        setattr(checklist.get_check(code), option, str(folder) if folder else None)
    faults: list[PackageFault] = []
    for resource in package.resources:
        on_table(resource.name or "")
        report = resource.validate(checklist, limit_errors=0)
        found = sorted((_fault(resource, error) for error in report.tasks[0].errors), key=lambda fault: fault.line)
        faults += _without_consequences(found, Path(resource.normpath or ""))
    return faults


def _without_consequences(faults: list[PackageFault], path: Path) -> list[PackageFault]:
    """Return `faults` with a single one for each row of a wrong length: its cells are in the wrong columns."""
    wrong = {fault.line: fault for fault in faults if fault.code in WRONG_LENGTH}
    if not wrong:
        return faults
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        reader = csv.reader(file)
        lengths = dict((reader.line_num, len(row)) for row in reader)  # noqa: C402 - the line number moves with the row
    kept = [fault for fault in faults if fault.line not in wrong]
    for line, fault in wrong.items():
        said = f"The row has {lengths.get(line, 'another number of')} cells, the header has {lengths[1]}."
        kept.append(replace(fault, id=fault.id[:SHOWN], field="", wrong=said, mend=MENDS[fault.code]))
    return sorted(kept, key=lambda fault: fault.line)


def _descriptor_fault(descriptor: Path, error: Error) -> PackageFault:
    return PackageFault(descriptor.name, 1, "", "", error.type, error.message, "Correct the descriptor.")


def _fault(resource: Resource, error: Error) -> PackageFault:
    line = getattr(error, "row_number", 1)
    cells: list[str] = getattr(error, "cells", [])
    names = resource.schema.field_names
    key = [cells[names.index(name)] for name in resource.schema.primary_key if len(cells) > names.index(name)]
    field: str = getattr(error, "field_name", "") or ", ".join(getattr(error, "field_names", []))
    wrong, mend = _wording(resource, error, field)
    return PackageFault(str(resource.path), line, "/".join(key), field, error.type, wrong, mend)


def _wording(resource: Resource, error: Error, field: str) -> tuple[str, str]:
    value = getattr(error, "cell", "")
    if error.type in frictionless_stances.CHECKS:
        shown = f' "{value}"' if 0 < len(value) <= SHOWN else ""
        return f"{field}{shown}: {error.note}", ""
    if error.type == "type-error":
        described = resource.schema.get_field(field)
        return f'{field} "{value}": this is no {described.type}.', f"Write it like {described.example}."
    if error.type == "constraint-error":
        return _constraint_wording(resource, error.note, field, value)
    if error.type == "foreign-key":
        cells: list[str] = error.field_cells  # type: ignore[attr-defined]
        table: str = error.reference_name or resource.name  # type: ignore[attr-defined]
        hint = _nearest_row(resource, table, cells[0])
        return f'{field} "{", ".join(cells)}" is not in the table {table}.', f"Correct it, or add it there first.{hint}"
    message = error.message.rstrip(".") + "."
    return f"{field}: {message}" if field else message, MENDS.get(error.type, "See docs/checks.md.")


def _constraint_wording(resource: Resource, note: str, field: str, value: str) -> tuple[str, str]:
    described = resource.schema.get_field(field)
    constraint = note.split('"')[1]
    rule = described.constraints[constraint]
    if constraint == "required":
        return f"{field} is empty.", f"Write a value such as {str(described.example).rstrip('.')}."
    if constraint == "enum":
        return (
            f'{field} "{value}" is not one of {", ".join(rule)}.',
            f"Write one of them.{frictionless_stances.nearest(value, rule)}",
        )
    if constraint == "pattern":
        return f'{field} "{value}" has not the form of this field.', f"Write it like {described.example}."
    if constraint == "unique":
        return f'{field} "{value}" stands in an earlier row too.', MENDS["unique-error"]
    return f'{field} "{value}" breaks the limit {constraint} {rule}.', "Bring it within the limit."


def _nearest_row(resource: Resource, table: str, value: str) -> str:
    """Return a hint that names the row of `table` whose identifier or name is most like `value`, or nothing."""
    package = resource.package
    target = package.get_resource(table) if package and package.has_resource(table) else None
    if target is None or not Path(target.normpath or "").is_file():
        return ""
    records = frictionless_stances.read_records(Path(target.normpath or ""))
    key = target.schema.primary_key[0]
    labels = {record[key]: record[key] for record in records} | {
        record["name"].lower(): record[key] for record in records
    }
    match = get_close_matches(value.lower(), labels, n=1, cutoff=0.6)
    return f' The nearest valid value is "{labels[match[0]]}".' if match else ""
