"""The read-only API over the built database: `create_app` makes the Flask application."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from flask import Flask
from flask_compress import Compress

from . import docs, http
from .database import DatabaseChangedError, QueryTimeoutError, Store
from .problems import Problem, StancesApi
from .problems import respond as respond_to_problem
from .resources import actors, health, issues, positions, resolutions, snapshot, sources

DATABASE = Path(__file__).resolve().parent.parent / "build" / "stances.db"
PREFIX = "/api/v1"
RESOURCES = (positions, actors, issues, sources, resolutions, snapshot)


def create_app(database: Path | None = None, *, query_seconds: float = 5.0) -> Flask:
    """Return the application that serves the SQLite file `database`.

    `database` is by default what the environment variable STANCES_DATABASE names, else build/stances.db of this
    project. A query that takes longer than `query_seconds` is answered with 503. Raises DatabaseMissingError if there
    is no such file.
    """
    store = Store(database or Path(os.environ.get("STANCES_DATABASE", DATABASE)), seconds=query_seconds)
    app = Flask(__name__)
    app.config.update(_settings(store))
    app.url_map.strict_slashes = False
    app.register_error_handler(Problem, respond_to_problem)
    app.register_error_handler(QueryTimeoutError, http.respond_to_timeout)
    app.register_error_handler(DatabaseChangedError, http.respond_to_change)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    # What runs after a request runs in reverse order: the headers, then compression, then the log.
    http.log_requests(app)
    Compress(app)
    http.add_headers(app, store)
    api = StancesApi(app)
    for resource in RESOURCES:
        api.register_blueprint(resource.make_blueprint(store), url_prefix=PREFIX)
    api.register_blueprint(health.make_blueprint(store))
    api.document_media_type()
    app.register_blueprint(docs.make_blueprint(store))
    return app


def _settings(store: Store) -> dict[str, Any]:
    return {
        "API_TITLE": "Western Sahara Stances",
        "API_VERSION": store.metadata["version"],
        "OPENAPI_VERSION": "3.1.0",
        "OPENAPI_URL_PREFIX": "/",
        "OPENAPI_JSON_PATH": "openapi.json",
        "API_SPEC_OPTIONS": {
            "info": {
                "description": "Stated positions on Western Sahara, with date and source. Read-only; data CC BY 4.0.",
                "license": {"name": "MIT (code), CC BY 4.0 (data)", "identifier": "MIT AND CC-BY-4.0"},
            },
            "servers": [{"url": "/"}],
        },
        "COMPRESS_MIMETYPES": [
            "application/json",
            "application/problem+json",
            "application/x-ndjson",
            "application/x-bibtex",
            "application/vnd.citationstyles.csl+json",
            "text/csv",
            "text/html",
            "text/css",
            "text/javascript",
        ],
        "COMPRESS_ALGORITHM": ["zstd", "br", "gzip"],
        "COMPRESS_ALGORITHM_STREAMING": ["zstd", "br"],
        "COMPRESS_LEVEL": 1,
        "SEND_FILE_MAX_AGE_DEFAULT": 86400,
    }
