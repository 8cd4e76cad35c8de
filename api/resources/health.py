"""Health: whether the process lives, and whether it can answer."""

from __future__ import annotations

from collections.abc import Mapping

from marshmallow import Schema, fields

from ..arguments import Blueprint
from ..database import Store


class Health(Schema):
    """Liveness."""

    status = fields.String(metadata={"description": "`ok`."})


class Readiness(Health):
    """Readiness."""

    data_version = fields.String(metadata={"description": "Version of the data."})
    built_at = fields.String(metadata={"description": "When the database was built (ISO 8601, UTC)."})
    row_counts = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "Number of rows of each table."}
    )


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the health checks of `store`."""
    blueprint = Blueprint("health", __name__, description="Liveness and readiness")

    @blueprint.get("/healthz")
    @blueprint.response(200, Health)
    def get_health() -> Mapping[str, object]:
        """Say that the process lives."""
        return {"status": "ok"}

    @blueprint.get("/readyz")
    @blueprint.response(200, Readiness)
    def get_readiness() -> Mapping[str, object]:
        """Ask the database for its data version and row counts."""
        metadata = {
            row["key"]: row["value"] for row in store.rows("SELECT key, value FROM metadata WHERE key != 'descriptor'")
        }
        return {
            "status": "ok",
            "data_version": metadata["data_version"],
            "built_at": metadata["built_at"],
            "row_counts": {row["table"]: row["rows"] for row in store.rows("SELECT * FROM row_counts")},
        }

    return blueprint
