"""Resolutions: texts put to a vote, what a vote in favour expresses, and the roll calls."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from ..arguments import Blueprint, EdtfDate, TermList
from ..database import Store
from ..listing import Condition, Listing, among, answer, find, matching
from ..problems import not_found
from ..schemas import item_schema, page_schema, row_schema
from .common import (
    LIST_HELP,
    columns,
    enumerated,
    group_parameter,
    in_group,
    in_region,
    names_of,
    overlapping,
    region_parameter,
    taken,
    values_of,
)


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the resolutions and roll calls in `store`."""
    blueprint = Blueprint("resolutions", __name__, description="Texts put to a vote, and the roll calls")
    listing = Listing(
        source="resolutions JOIN actors ON actors.actor_id = resolutions.body",
        key="resolutions.resolution_id",
        columns=columns(store, "resolutions") | taken(store, {"body_name": "actors.name"}),
        sorts={"date": "resolutions.date", "id": "resolutions.resolution_id"},
        default_sort="date",
    )
    roll_call = Listing(
        source="votes JOIN actors ON actors.actor_id = votes.actor_id"
        " JOIN resolutions ON resolutions.resolution_id = votes.resolution_id",
        key="votes.actor_id",
        columns=columns(store, "votes") | taken(store, {"actor_name": "actors.name"}),
        sorts={"actor": "votes.actor_id", "name": "actors.name", "vote": "votes.vote"},
        default_sort="actor",
    )
    row = row_schema("Resolution", listing.descriptors)
    expressed = row_schema("ResolutionIssue", store.fields("resolution_issues"))
    detail = Schema.from_dict(
        row().fields | {"issues": fields.List(fields.Nested(expressed))},
        name="ResolutionWithIssues",
    )
    known = names_of(store, "resolutions", "resolution_id", "title")
    query_schema = listing.query_schema(
        "ResolutionQuery",
        {
            "body": TermList(
                values_of(store, "resolutions", "body"), metadata={"description": f"Organs that voted. {LIST_HELP}"}
            ),
            "modality": enumerated(store, "resolutions", "modality"),
            "outcome": enumerated(store, "resolutions", "outcome"),
            "issue": TermList(
                names_of(store, "issues", "issue_id", "title"),
                metadata={"description": f"Issues on which a vote in favour expresses a stance. {LIST_HELP}"},
            ),
            "from": EdtfDate(metadata={"description": "Only votes on or after this date."}),
            "to": EdtfDate(metadata={"description": "Only votes on or before this date."}),
        },
    )
    vote_query = roll_call.query_schema(
        "VoteQuery",
        {
            "vote": enumerated(store, "votes", "vote"),
            "basis": enumerated(store, "votes", "basis"),
            "group": group_parameter(store, "on the day of the vote"),
            "region": region_parameter(store),
        },
    )

    @blueprint.get("/resolutions")
    @blueprint.arguments(query_schema, location="query")
    @blueprint.response(200, page_schema(row))
    def list_resolutions(query: dict[str, Any]) -> Response:
        """List resolutions and votes on parts and amendments."""
        conditions = [
            *among("resolutions.body", query.get("body")),
            *among("resolutions.modality", query.get("modality")),
            *among("resolutions.outcome", query.get("outcome")),
            *matching(
                query.get("issue"),
                lambda marks: (
                    "EXISTS (SELECT 1 FROM resolution_issues i WHERE i.resolution_id = resolutions.resolution_id"
                    f" AND i.issue_id IN ({marks}))"
                ),
            ),
            *overlapping(query, first="resolutions.date", last="resolutions.date"),
        ]
        return answer(store, listing, query, conditions)

    @blueprint.get("/resolutions/<resolution_id>")
    @blueprint.response(200, item_schema(detail))
    def get_resolution(resolution_id: str) -> Mapping[str, object]:
        """Get one resolution with what a vote in favour of it expresses."""
        if resolution_id not in known:
            raise not_found("resolution", resolution_id, dict.fromkeys(known, ""))
        record = find(store, listing, resolution_id)
        issues = store.rows(
            "SELECT * FROM resolution_issues WHERE resolution_id = ? ORDER BY issue_id", [resolution_id]
        )
        return {"data": record | {"issues": issues}, "meta": {"data_version": store.data_version}}

    @blueprint.get("/resolutions/<resolution_id>/votes")
    @blueprint.arguments(vote_query, location="query")
    @blueprint.response(200, page_schema(row_schema("Vote", roll_call.descriptors)))
    def list_votes(query: dict[str, Any], resolution_id: str) -> Response:
        """List the votes of a roll call; empty where members' votes are not recorded."""
        if resolution_id not in known:
            raise not_found("resolution", resolution_id, dict.fromkeys(known, ""))
        conditions = [
            Condition("votes.resolution_id = ?", (resolution_id,)),
            *among("votes.vote", query.get("vote")),
            *among("votes.basis", query.get("basis")),
            *in_group(query.get("group"), actor="votes.actor_id", first="resolutions.date", last="resolutions.date"),
            *in_region(query.get("region"), actor="votes.actor_id"),
        ]
        return answer(store, roll_call, query, conditions)

    return blueprint
