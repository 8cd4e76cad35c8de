"""Positions: stated stances, with date and source."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from ..arguments import Blueprint, EdtfDate, TermList, text_field
from ..database import Store
from ..listing import CITED_FORMATS, Condition, Listing, among, answer, find
from ..problems import not_found, wrong_parameters
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

JOINED = (
    "JOIN actors ON actors.actor_id = positions.actor_id JOIN issues ON issues.issue_id = positions.issue_id"
    " JOIN sources ON sources.source_id = positions.source_id"
)
SOURCE = f"positions {JOINED}"
FOUND = "positions_search JOIN positions ON positions.position_id = positions_search.position_id"
TAKEN = {
    "actor_name": "actors.name",
    "issue_title": "issues.title",
    "source_kind": "sources.kind",
    "source_title": "sources.title",
    "source_publisher": "sources.publisher",
    "source_published": "sources.published",
    "source_url": "sources.url",
    "source_symbol": "sources.symbol",
}


def position_listing(store: Store) -> Listing:
    """Return the list of positions, each with the names of its actor and issue and what identifies its source."""
    return Listing(
        source=SOURCE,
        counted="positions",
        key="positions.position_id",
        columns=columns(store, "positions") | taken(store, TAKEN),
        sorts={"date": "positions.date_earliest", "id": "positions.position_id", "relevance": "positions_search.rank"},
        default_sort="date",
        formats=CITED_FORMATS,
    )


def filters(store: Store, *, group_when: str) -> dict[str, fields.Field[Any]]:
    """Return the parameters that filter positions by what stands in a record."""
    return {
        "actor": TermList(
            names_of(store, "actors", "actor_id", "name"), metadata={"description": f"Actor identifiers. {LIST_HELP}"}
        ),
        "issue": TermList(
            names_of(store, "issues", "issue_id", "title"), metadata={"description": f"Issue identifiers. {LIST_HELP}"}
        ),
        "stance": enumerated(store, "positions", "stance"),
        "group": group_parameter(store, group_when),
        "region": region_parameter(store),
    }


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the positions in `store`."""
    blueprint = Blueprint("positions", __name__, description="Stated stances, with date and source")
    listing = position_listing(store)
    row = row_schema("Position", listing.descriptors)
    detail = Schema.from_dict(
        row().fields | {"source": fields.Nested(row_schema("Source", store.fields("sources")))},
        name="PositionWithSource",
    )
    known_sources = names_of(store, "sources", "source_id", "title")
    known = names_of(store, "positions", "position_id", "summary")
    query_schema = listing.query_schema(
        "PositionQuery",
        filters(store, group_when="at the date of the position")
        | {
            "kind": enumerated(store, "positions", "kind"),
            "act": enumerated(store, "positions", "act"),
            "source": TermList(known_sources, metadata={"description": f"Source identifiers. {LIST_HELP}"}),
            "speaker": TermList(
                values_of(store, "positions", "speaker"), metadata={"description": f"Speakers' names. {LIST_HELP}"}
            ),
            "confidence": enumerated(store, "positions", "confidence"),
            "from": EdtfDate(metadata={"description": "Only positions whose date may lie on or after this one."}),
            "to": EdtfDate(metadata={"description": "Only positions whose date may lie on or before this one."}),
            "q": text_field(
                "Full text over summaries, quotes, speakers, occasions and source titles. Words are combined with AND;"
                ' `"..."`, `*`, AND, OR, NOT work as in SQLite FTS5.'
            ),
        },
    )

    @blueprint.get("/positions")
    @blueprint.arguments(query_schema, location="query")
    @blueprint.response(200, page_schema(row))
    def list_positions(query: dict[str, Any]) -> Response:
        """List positions; retracted ones are listed and say so."""
        conditions = [
            *among("positions.actor_id", query.get("actor")),
            *among("positions.issue_id", query.get("issue")),
            *among("positions.stance", query.get("stance")),
            *among("positions.kind", query.get("kind")),
            *among("positions.act", query.get("act")),
            *among("positions.source_id", query.get("source")),
            *among("positions.speaker", query.get("speaker")),
            *among("positions.confidence", query.get("confidence")),
            *in_region(query.get("region"), actor="positions.actor_id"),
            *in_group(
                query.get("group"),
                actor="positions.actor_id",
                first="positions.date_earliest",
                last="positions.date_latest",
            ),
            *overlapping(query, first="positions.date_earliest", last="positions.date_latest"),
        ]
        if "q" not in query:
            if query.get("sort") == "relevance":
                detail = "Sorting by relevance needs the parameter q."
                raise wrong_parameters({"sort": detail})
            return answer(store, listing, query, conditions)
        conditions.insert(0, search_condition(store, query["q"]))
        return answer(
            store,
            replace(listing, source=f"{FOUND} {JOINED}", counted=FOUND),
            {"sort": "relevance"} | query,
            conditions,
        )

    @blueprint.get("/positions/<position_id>")
    @blueprint.response(200, item_schema(detail))
    def get_position(position_id: str) -> Mapping[str, object]:
        """Get one position with its source."""
        if position_id not in known:
            raise not_found("position", position_id, dict.fromkeys(known, ""))
        record = find(store, listing, position_id)
        (source,) = store.rows("SELECT * FROM sources WHERE source_id = ?", [record["source_id"]])
        return {"data": record | {"source": source}, "meta": {"data_version": store.data_version}}

    return blueprint


def search_condition(store: Store, text: str) -> Condition:
    """Return the condition that a position matches the full-text query `text`.

    Text without FTS5 syntax is taken word by word, so that "self-determination" means what it says. Raises Problem if
    the query cannot be read.
    """
    plain = not re.search(r'["*()^:]|\b(?:AND|OR|NOT|NEAR)\b', text)
    expression = " ".join(f'"{word}"' for word in text.split()) if plain else text
    try:
        store.rows("SELECT 1 FROM positions_search WHERE positions_search MATCH ? LIMIT 1", [expression])
    except sqlite3.OperationalError as error:
        detail = f'This search cannot be read ({error}). Put a phrase with punctuation between double quotes: "...".'
        raise wrong_parameters({"q": detail}) from error
    return Condition("positions_search MATCH ?", (expression,))
