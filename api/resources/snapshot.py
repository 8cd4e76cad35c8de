"""Snapshot: each actor's latest stated stance on each issue, as of a day."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response

from ..arguments import Blueprint, EdtfDate, number_field
from ..database import Store
from ..listing import Column, Condition, among, answer
from ..problems import wrong_parameters
from ..schemas import page_schema, row_schema
from .common import in_group, in_region
from .positions import SOURCE, filters, position_listing

AGE = {
    "name": "age_days",
    "type": "integer",
    "title": "Age in days",
    "description": "Days from the last day that the position's date may mean to the day asked for.",
    "example": "14",
    "constraints": {"required": True},
}
MAYBE = {
    "name": "maybe_superseded_by",
    "type": "string",
    "title": "Maybe superseded by",
    "description": "Later position whose date is not known to the day and may lie on or before the day asked for.",
    "example": "per-sadr-recognition-ga77-per",
}
STANDING = (
    Condition("positions.retracted IS NULL"),
    Condition("positions.date_latest <= as_of.day"),
    Condition("positions.superseded_on IS NULL OR positions.superseded_on > as_of.day"),
    Condition("actors.exists_until IS NULL OR actors.exists_until >= as_of.day"),
)
"""A position stands from the day by which it had certainly been stated until the day by which the next one had."""


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the snapshot of `store`."""
    blueprint = Blueprint("snapshot", __name__, description="Latest stated stances as of a day")
    positions = position_listing(store)
    listing = replace(
        positions,
        source=f"(SELECT ? AS day) AS as_of CROSS JOIN {SOURCE}"
        " LEFT JOIN positions later ON later.position_id = positions.superseded_by",
        counted="(SELECT ? AS day) AS as_of CROSS JOIN positions JOIN actors ON actors.actor_id = positions.actor_id",
        columns={
            **positions.columns,
            "age_days": Column("CAST(julianday(as_of.day) - julianday(positions.date_latest) AS INTEGER)", AGE),
            "maybe_superseded_by": Column(
                "CASE WHEN later.date_earliest <= as_of.day THEN later.position_id END", MAYBE
            ),
        },
        sorts={"id": "positions.position_id", "date": "positions.date_latest"},
        default_sort="id",
    )
    query_schema = listing.query_schema(
        "SnapshotQuery",
        {
            "as_of": EdtfDate(
                required=True,
                metadata={"description": "The day; of a month or a year its last day. Not later than the data."},
                error_messages={"required": "Name the day, for example as_of=2022-09-30."},
            ),
            **filters(store, group_when="on the day asked for"),
            "max_age": number_field(
                0, 40_000, "Only positions stated at most this many days before the day asked for."
            ),
        },
    )
    built = store.metadata["built_at"][:10]

    @blueprint.get("/snapshot")
    @blueprint.arguments(query_schema, location="query")
    @blueprint.response(200, page_schema(row_schema("SnapshotRow", listing.descriptors)))
    def get_snapshot(query: dict[str, Any]) -> Response:
        """List each actor's latest stated stance on each issue as of a day, with the record that says so."""
        earliest, latest = query["as_of"]
        if earliest > built:
            detail = f"The data were built on {built}; nothing is known of later days."
            raise wrong_parameters({"as_of": detail})
        conditions = [
            *STANDING,
            *among("positions.actor_id", query.get("actor")),
            *among("positions.issue_id", query.get("issue")),
            *among("positions.stance", query.get("stance")),
            *in_region(query.get("region"), actor="positions.actor_id"),
            *in_group(query.get("group"), actor="positions.actor_id", first="as_of.day", last="as_of.day"),
        ]
        if "max_age" in query:
            conditions.append(
                Condition("julianday(as_of.day) - julianday(positions.date_latest) <= ?", (query["max_age"],))
            )
        return answer(store, replace(listing, values=(latest,)), query, conditions)

    return blueprint
