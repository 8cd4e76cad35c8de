"""The start page and the documentation page, which work without a network."""

from __future__ import annotations

from pathlib import Path

import flask_swagger_ui
from flask import Blueprint, Response, render_template, send_from_directory

from .database import Store

SWAGGER_UI = Path(flask_swagger_ui.__file__).with_name("dist")
EXAMPLES = {
    "/api/v1/snapshot?as_of=2022-09-30&issue=sadr-recognition": "Recognition of the SADR as of 30 September 2022",
    "/api/v1/actors/ken/timeline": "Kenya's stances, with the evidence of each",
    "/api/v1/positions?actor=usa&sort=-date": "Positions of the United States, latest first",
    "/api/v1/resolutions/sc-2797/votes": "The roll call on Security Council resolution 2797 (2025)",
    "/api/v1/positions?format=csv": "Every position, as CSV",
    "/api/v1/issues": "The propositions that positions are about",
}


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the pages about `store`."""
    blueprint = Blueprint("docs", __name__)
    tables = {
        name: (resource["title"], store.row_counts[name], resource["description"])
        for name, resource in store.resources.items()
    }

    @blueprint.get("/")
    def show_start() -> str:
        return render_template("start.html", metadata=store.metadata, tables=tables, examples=EXAMPLES)

    @blueprint.get("/docs")
    def show_docs() -> str:
        return render_template("docs.html")

    @blueprint.get("/static/swagger-ui/<path:name>")
    def send_swagger_ui(name: str) -> Response:
        return send_from_directory(SWAGGER_UI, name)

    return blueprint
