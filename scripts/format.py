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
    changed = False
    for table in read_tables(descriptor):
        text = table.path.read_bytes().decode("utf-8-sig")
        canonical = canonical_text(_cells(table), fields=table.field_names, key=table.primary_key)
        if text == canonical:
            continue
        changed = True
        name = str(table.path.relative_to(descriptor.parent))
        if check:
            lines = unified_diff(
                text.splitlines(keepends=True),
                canonical.splitlines(keepends=True),
                fromfile=name,
                tofile=f"{name} (canonical)",
            )
            sys.stdout.writelines(lines)
        else:
            table.path.write_bytes(canonical.encode())
            click.echo(f"{name}: written in canonical form.")
    if check and changed:
        raise SystemExit(1)


def _cells(table: Table) -> list[list[str]]:
    rows = table.texts()
    width = len(table.field_names)
    for number, row in enumerate(rows, start=2):
        if len(row) != width:
            raise click.ClickException(f"{table.path.name}, row {number}: {len(row)} cells, the header has {width}.")
    return rows
