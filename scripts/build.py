"""`stances build`: validate the package and write the database that the API serves."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import click

from .database import BuildError, write_database
from .package import DATABASE, read_descriptor, read_tables
from .validate import PACKAGE_OPTION, find_with_progress, print_text

DATABASE_OPTION = click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    default=DATABASE,
    show_default="build/stances.db of this project",
    help="SQLite file.",
)


@click.command()
@PACKAGE_OPTION
@DATABASE_OPTION
def build(descriptor: Path, database: Path) -> None:
    """Validate the package, then write the database; a failed build leaves the old one untouched."""
    build_database(descriptor, database)
    click.echo(f"Built {_shown(database)}: {_summary(database)}")


def build_database(descriptor: Path, database: Path) -> None:
    """Write the database of the package at `descriptor` to the file `database`, replacing it in one step.

    Exits with 1, after printing every fault, if the package is not valid; raises click.ClickException if what was
    written does not hold together.
    """
    faults = find_with_progress(descriptor)
    if faults:
        print_text(faults)
        raise SystemExit(1)
    database.parent.mkdir(parents=True, exist_ok=True)
    temporary = database.with_name(f"{database.name}.{os.getpid()}.tmp")
    temporary.unlink(missing_ok=True)
    try:
        tables = {table.name: table.rows() for table in read_tables(descriptor)}
        write_database(temporary, descriptor=read_descriptor(descriptor), tables=tables)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        temporary.replace(database)
    except (BuildError, sqlite3.Error) as error:
        raise click.ClickException(f"The database was not built: {error}") from error
    finally:
        temporary.unlink(missing_ok=True)


def is_outdated(database: Path, descriptor: Path) -> bool:
    """Say whether `database` is missing, or older than the descriptor, a CSV file or the code of the build."""
    if not database.exists():
        return True
    inputs = [descriptor, *(table.path for table in read_tables(descriptor)), *Path(__file__).parent.glob("*.*")]
    return any(path.stat().st_mtime > database.stat().st_mtime for path in inputs if path.exists())


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _summary(database: Path) -> str:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        counts = dict(connection.execute("SELECT [table], rows FROM row_counts"))
        (version,) = connection.execute("SELECT value FROM metadata WHERE key = 'data_version'").fetchone()
    finally:
        connection.close()
    return ", ".join(f"{rows} {table}" for table, rows in counts.items()) + f"; data version {version}."
