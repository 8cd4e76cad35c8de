"""Sources: the documents that records are taken from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from ..arguments import Blueprint, EdtfDate, TermList, text_field
from ..database import Store
from ..listing import CITED_FORMATS, Condition, Listing, among, answer, find
from ..problems import not_found
from ..schemas import item_schema, page_schema, row_schema
from .common import LIST_HELP, columns, enumerated, names_of, overlapping, values_of


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the sources in `store`."""
    blueprint = Blueprint("sources", __name__, description="The documents that records are taken from")
    listing = Listing(
        source="sources",
        key="sources.source_id",
        columns=columns(store, "sources"),
        sorts={"id": "sources.source_id", "published": "coalesce(sources.published_earliest, '')"},
        default_sort="id",
        formats=CITED_FORMATS,
    )
    row = row_schema("SourceRow", listing.descriptors)
    known = names_of(store, "sources", "source_id", "title")
    query_schema = listing.query_schema(
        "SourceQuery",
        {
            "kind": enumerated(store, "sources", "kind"),
            "checked": enumerated(store, "sources", "checked"),
            "publisher": TermList(
                values_of(store, "sources", "publisher"), metadata={"description": f"Publishers. {LIST_HELP}"}
            ),
            "language": TermList(
                values_of(store, "sources", "language"), metadata={"description": f"ISO 639-1 codes. {LIST_HELP}"}
            ),
            "from": EdtfDate(metadata={"description": "Only sources that may be published on or after this date."}),
            "to": EdtfDate(metadata={"description": "Only sources that may be published on or before this date."}),
            "q": text_field("Part of the title, the publisher or the symbol."),
        },
    )

    @blueprint.get("/sources")
    @blueprint.arguments(query_schema, location="query")
    @blueprint.response(200, page_schema(row))
    def list_sources(query: dict[str, Any]) -> Response:
        """List sources."""
        conditions = [
            *among("sources.kind", query.get("kind")),
            *among("sources.checked", query.get("checked")),
            *among("sources.publisher", query.get("publisher")),
            *among("sources.language", query.get("language")),
            *overlapping(query, first="sources.published_earliest", last="sources.published_latest"),
        ]
        if "q" in query:
            text = "sources.title || char(10) || sources.publisher || char(10) || coalesce(sources.symbol, '')"
            conditions.append(Condition(f"instr(lower({text}), lower(?)) > 0", (query["q"],)))
        return answer(store, listing, query, conditions)

    @blueprint.get("/sources/<source_id>")
    @blueprint.response(200, item_schema(row))
    def get_source(source_id: str) -> Mapping[str, object]:
        """Get one source."""
        if source_id not in known:
            raise not_found("source", source_id, dict.fromkeys(known, ""))
        return {"data": find(store, listing, source_id), "meta": {"data_version": store.data_version}}

    return blueprint
