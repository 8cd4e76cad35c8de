"""`stances validate`: check the package and print every fault."""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from .faults import PackageFault, find_faults
from .package import DESCRIPTOR, read_tables

DOCS = "docs/checks.md"
PACKAGE_OPTION = click.option(
    "--package",
    "descriptor",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=DESCRIPTOR,
    show_default="datapackage.json of this project",
    help="Descriptor of the package.",
)


@click.command()
@PACKAGE_OPTION
@click.option(
    "--format",
    "style",
    type=click.Choice(["text", "json", "github", "sarif", "markdown"]),
    default="text",
    show_default=True,
    help="How to print the faults.",
)
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of source texts (.txt) in which the quotes are looked up.",
)
@click.option("--base", metavar="REVISION", help="Git revision whose identifiers must still be there.")
def validate(descriptor: Path, style: str, texts: Path | None, base: str | None) -> None:
    """Check the package against its schema and every rule; exit with 1 if there is a fault."""
    with tempfile.TemporaryDirectory() as folder:
        if base:
            _extract(base, package=descriptor.parent, into=Path(folder))
        faults = find_with_progress(descriptor, texts=texts, base=Path(folder) if base else None)
    STYLES[style](faults)
    if faults:
        raise SystemExit(1)


def find_with_progress(descriptor: Path, **options: Path | None) -> list[PackageFault]:
    """Return the faults of the package at `descriptor`; show a progress bar on standard error if it is a terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        try:
            total = len(read_tables(descriptor))
        except (KeyError, ValueError, TypeError):
            total = 1  # find_faults says what is wrong with the descriptor
        task = progress.add_task("Validating", total=total)
        return find_faults(
            descriptor,
            on_table=lambda name: progress.update(task, advance=1, description=f"Validating {name}"),
            **options,
        )


def print_text(faults: list[PackageFault]) -> None:
    """Print a line for each fault and a last line that counts them; coloured on a terminal."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for fault in faults:
        console.print(f"{fault.file}:{fault.line}: ", style="cyan", end="")
        console.print(f"{fault.id}: " if fault.id else "", style="bold", end="")
        console.print(fault.wrong, end=" ")
        console.print(fault.mend, style="green", end=" " if fault.mend else "")
        console.print(f"[{fault.code}]", style="dim")
    if faults:
        console.print(
            f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}. {DOCS} explains each code.", style="red"
        )
    else:
        console.print("The package is valid.", style="green")


def _print_json(faults: list[PackageFault]) -> None:
    click.echo(json.dumps({"valid": not faults, "faults": [fault.as_dict() for fault in faults]}, indent=2))


def _print_github(faults: list[PackageFault]) -> None:
    for fault in faults:
        message = f"{fault.id}: {fault.message}".replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        click.echo(f"::error file={fault.file},line={fault.line},title={fault.code}::{message}")


def _print_markdown(faults: list[PackageFault]) -> None:
    if not faults:
        click.echo("The package is valid.")
        return
    click.echo("| where | record | what is wrong and how to mend it | check |\n| --- | --- | --- | --- |")
    for fault in faults:
        message = fault.message.replace("|", "\\|")
        click.echo(f"| {fault.file}:{fault.line} | {fault.id} | {message} | [{fault.code}]({DOCS}#{fault.code}) |")


def _print_sarif(faults: list[PackageFault]) -> None:
    results: list[dict[str, Any]] = [
        {
            "ruleId": fault.code,
            "level": "error",
            "message": {"text": f"{fault.id}: {fault.message}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": fault.file},
                        "region": {"startLine": fault.line},
                    }
                }
            ],
        }
        for fault in faults
    ]
    rules = [{"id": code} for code in sorted({fault.code for fault in faults})]
    run = {"tool": {"driver": {"name": "stances validate", "rules": rules}}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    click.echo(json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, indent=2))


STYLES: dict[str, Callable[[list[PackageFault]], None]] = {
    "text": print_text,
    "json": _print_json,
    "github": _print_github,
    "sarif": _print_sarif,
    "markdown": _print_markdown,
}


def _extract(revision: str, *, package: Path, into: Path) -> None:
    command = ["git", "-C", str(package), "archive", revision, "--", "datapackage"]
    archive = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - no shell, fixed command
    if archive.returncode:
        raise click.BadParameter(archive.stderr.decode().strip(), param_hint="--base")
    with tarfile.open(fileobj=BytesIO(archive.stdout)) as tar:
        tar.extractall(into, filter="data")
