"""The command `stances` and its subcommands."""

from __future__ import annotations

import click

from .build import build
from .docs import docs
from .format import format_
from .serve import serve
from .validate import validate


@click.group()
def main() -> None:
    """Work on the data package: check it, format it, build its database, serve it."""


for command in (validate, format_, build, serve, docs):
    main.add_command(command)
