"""`stances serve`: serve the API with granian, building the database first where that is needed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import click
from granian import Granian
from granian.constants import Interfaces

from .build import DATABASE_OPTION, build_database, is_outdated
from .validate import PACKAGE_OPTION


@click.command()
@PACKAGE_OPTION
@DATABASE_OPTION
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1), help="Number of processes.")
def serve(descriptor: Path, database: Path, host: str, port: int, workers: int) -> None:
    """Serve the API; build the database first if it is missing or older than the data."""
    if is_outdated(database, descriptor):
        click.echo("Building the database.")
        build_database(descriptor, database)
    _require_free(host, port)
    os.environ["STANCES_DATABASE"] = str(database.resolve())
    click.echo(f"Serving http://{host}:{port} (stop with Ctrl-C).")
    Granian(
        "api:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=workers,
        blocking_threads=1,
        log_access=False,
    ).serve()


def _require_free(host: str, port: int) -> None:
    # granian shares a port that another server holds, and requests would reach now one, now the other.
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        try:
            probe.bind((host, port))
        except OSError as error:
            advice = "Stop the server that holds it, or choose another with --port."
            raise click.ClickException(f"Port {port} of {host} cannot be used ({error.strerror}). {advice}") from error
