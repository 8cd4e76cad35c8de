"""The command `stances` and its subcommands."""

from __future__ import annotations

import click

from .build import build
from .check_quotes import check_quotes
from .docs import docs
from .format import format_
from .import_speeches import import_speeches
from .reliability import reliability
from .serve import serve
from .sheets import sheets
from .validate import validate


@click.group()
def main() -> None:
    """Work on the data package: check it, format it, build its database, serve it, code speeches into it."""


for command in (validate, format_, build, serve, docs, sheets, import_speeches, check_quotes, reliability):
    main.add_command(command)
