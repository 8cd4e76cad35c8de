"""`stances format`: write the CSV files in their canonical form."""

from __future__ import annotations

import sys
from difflib import unified_diff
from pathlib import Path

import click
from frictionless_stances import canonical_text

from .package import Table, read_tables
from .validate import PACKAGE_OPTION


@click.command("format")
@PACKAGE_OPTION
@click.option("--check", is_flag=True, help="Change nothing: print the difference and exit with 1 if there is one.")
def format_(descriptor: Path, *, check: bool) -> None:
    """Write every CSV file in its canonical form: sorted, quoted alike, UTF-8, LF."""
    texts = [(table, *_forms(table)) for table in read_tables(descriptor)]  # read all before any is written
    changed = [(table, text, canonical) for table, text, canonical in texts if text != canonical]
    for table, text, canonical in changed:
        name = str(table.path.relative_to(descriptor.parent))
        if check:
            old, new = text.splitlines(keepends=True), canonical.splitlines(keepends=True)
            sys.stdout.writelines(unified_diff(old, new, fromfile=name, tofile=f"{name} (canonical)"))
        else:
            table.path.write_bytes(canonical.encode())
            click.echo(f"{name}: written in canonical form.")
    if check and changed:
        raise SystemExit(1)


def _forms(table: Table) -> tuple[str, str]:
    """Return the text of the table's file as it is, and in canonical form."""
    try:
        text = table.path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = table.path.read_bytes()[: error.start].count(b"\n") + 1
        raise click.ClickException(f"{table.path.name}, line {line}: not UTF-8. Save the file as UTF-8.") from error
    return text, canonical_text(_cells(table), fields=table.field_names, key=table.primary_key)


def _cells(table: Table) -> list[list[str]]:
    rows = table.texts()
    width = len(table.field_names)
    for number, row in enumerate(rows, start=2):
        if len(row) != width:
            wrong = f"{table.path.name}, row {number}: {len(row)} cells, the header has {width}."
            mend = "Put a cell that holds a comma between double quotes, and close every double quote."
            raise click.ClickException(f"{wrong} {mend}")
    return rows
