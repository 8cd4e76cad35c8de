"""`stances check-quotes`: look every quote up in the texts at hand."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click

from .faults import find_faults
from .package import read_table
from .validate import PACKAGE_OPTION, print_text


@click.command("check-quotes")
@PACKAGE_OPTION
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder of source texts (.txt).",
)
def check_quotes(descriptor: Path, texts: Path) -> None:
    """Look every quote up in the texts of a folder; print the nearest passage for one that is not there.

    A file belongs to the source whose text_sha256 is its SHA-256. Exits with 1 if a quote is not found.
    """
    hashes = {sha256(path.read_bytes()).hexdigest() for path in texts.rglob("*.txt")}
    at_hand = {row["source_id"] for row in read_table("sources", descriptor).rows() if row["text_sha256"] in hashes}
    quotes = [row["source_id"] in at_hand for row in read_table("positions", descriptor).rows() if row["quote"]]
    faults = [fault for fault in find_faults(descriptor, texts=texts) if fault.code == "quote-in-text"]
    if faults:
        print_text(faults)
    found, without = sum(quotes) - len(faults), len(quotes) - sum(quotes)
    click.echo(f"{found} of {sum(quotes)} quotes found; {without} without a text at hand.")
    if faults:
        raise SystemExit(1)
