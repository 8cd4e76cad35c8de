"""Fixtures that several test modules share."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from scripts.database import write_database
from scripts.package import DESCRIPTOR, Row, read_descriptor, read_tables
from tests.packages import make_package


@pytest.fixture(scope="session")
def tables() -> dict[str, list[Row]]:
    """The rows of every table of the real package."""
    return {table.name: table.rows() for table in read_tables(DESCRIPTOR)}


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory, tables: dict[str, list[Row]]) -> Path:
    """The database built from the real package."""
    path = tmp_path_factory.mktemp("build") / "stances.db"
    write_database(path, descriptor=read_descriptor(), tables=tables)
    return path


@pytest.fixture(scope="session")
def app(database: Path) -> Flask:
    """The application over the real data."""
    return create_app(database)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of the application over the real data."""
    return app.test_client()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The descriptor of a small valid package in a folder of its own."""
    return make_package(tmp_path / "package")
