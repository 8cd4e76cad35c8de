"""Issues: the propositions of the codebook."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from ..arguments import Blueprint
from ..database import Store
from ..listing import Listing, among, answer, find
from ..problems import not_found
from ..schemas import item_schema, page_schema, row_schema
from .common import columns, enumerated, names_of, taken

COUNTS = ("positions", "support", "oppose", "neutral", "actors")


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the issues in `store`."""
    blueprint = Blueprint("issues", __name__, description="The propositions of the codebook")
    listing = Listing(
        source="issues JOIN issue_counts USING (issue_id)",
        key="issues.issue_id",
        columns=columns(store, "issues") | taken(store, {name: f"issue_counts.{name}" for name in COUNTS}),
        sorts={"id": "issues.issue_id", "positions": "issue_counts.positions"},
        default_sort="id",
    )
    row = row_schema("Issue", listing.descriptors)
    known = names_of(store, "issues", "issue_id", "title")
    query_schema = listing.query_schema("IssueQuery", {"pole": enumerated(store, "issues", "pole")})

    @blueprint.get("/issues")
    @blueprint.arguments(query_schema, location="query")
    @blueprint.response(200, page_schema(row))
    def list_issues(query: dict[str, Any]) -> Response:
        """List the issues, each with its number of positions by stance."""
        return answer(store, listing, query, among("issues.pole", query.get("pole")))

    @blueprint.get("/issues/<issue_id>")
    @blueprint.response(200, item_schema(row))
    def get_issue(issue_id: str) -> Mapping[str, object]:
        """Get one issue with its counts."""
        if issue_id not in known:
            raise not_found("issue", issue_id, known)
        return {"data": find(store, listing, issue_id), "meta": {"data_version": store.data_version}}

    return blueprint
