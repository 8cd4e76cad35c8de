"""Actors: who takes positions, how much is recorded of each, and the timeline of an actor's stances."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from flask import Response
from marshmallow import Schema, fields

from ..arguments import Blueprint, EdtfDate, TermList, text_field
from ..database import Row, Store
from ..listing import Condition, Listing, among, answer, find
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
    region_parameter,
    taken,
)
from .positions import position_listing

COUNTS = ("positions", "issues", "votes", "first_date", "last_date")
TODAY = ("9999-12-31", "9999-12-31")


def make_blueprint(store: Store) -> Blueprint:
    """Return the blueprint of the actors in `store`."""
    blueprint = Blueprint("actors", __name__, description="Who takes positions")
    listing = Listing(
        source="actors JOIN actor_counts USING (actor_id)",
        key="actors.actor_id",
        columns=columns(store, "actors") | taken(store, {name: f"actor_counts.{name}" for name in COUNTS}),
        sorts={"id": "actors.actor_id", "name": "actors.name", "positions": "actor_counts.positions"},
        default_sort="id",
    )
    known = names_of(store, "actors", "actor_id", "name")
    row = row_schema("Actor", listing.descriptors)
    membership = row_schema("Membership", store.fields("memberships"))
    detail = Schema.from_dict(
        row().fields | {"memberships": fields.List(fields.Nested(membership))},
        name="ActorWithMemberships",
    )
    records = position_listing(store)
    position = row_schema("Evidence", records.descriptors)
    spell = Schema.from_dict(
        row_schema("Spell", store.fields("stance_spells"))().fields
        | {"evidence": fields.List(fields.Nested(position), metadata={"description": "The positions it rests on."})},
        name="StanceSpell",
    )
    timeline = Schema.from_dict(
        {
            "issue_id": fields.String(metadata={"description": "Issue."}),
            "issue_title": fields.String(metadata={"description": "Its title."}),
            "spells": fields.List(fields.Nested(spell), metadata={"description": "Spells, in order of time."}),
        },
        name="IssueTimeline",
    )
    query_schema = listing.query_schema(
        "ActorQuery",
        {
            "kind": enumerated(store, "actors", "kind"),
            "region": region_parameter(store),
            "group": group_parameter(store, "today, or as of the day of `as_of`"),
            "as_of": EdtfDate(
                metadata={"description": "With `group`: members at some time of this day, month or year."}
            ),
            "q": text_field("Part of the name."),
        },
    )
    timeline_query = Schema.from_dict(
        {
            "issue": TermList(
                names_of(store, "issues", "issue_id", "title"),
                metadata={"description": f"Issue identifiers. {LIST_HELP}"},
            )
        },
        name="TimelineQuery",
    )

    @blueprint.get("/actors")
    @blueprint.arguments(query_schema, location="query")
    @blueprint.response(200, page_schema(row))
    def list_actors(query: dict[str, Any]) -> Response:
        """List actors, each with how much is recorded of it."""
        first, last = query.get("as_of", TODAY)
        conditions = [
            *among("actors.kind", query.get("kind")),
            *in_region(query.get("region"), actor="actors.actor_id"),
            *in_group(query.get("group"), actor="actors.actor_id", first=f"'{first}'", last=f"'{last}'"),
        ]
        if "q" in query:
            conditions.append(Condition("instr(lower(actors.name), lower(?)) > 0", (query["q"],)))
        return answer(store, listing, query, conditions)

    @blueprint.get("/actors/<actor_id>")
    @blueprint.response(200, item_schema(detail))
    def get_actor(actor_id: str) -> Mapping[str, object]:
        """Get one actor with its counts and memberships."""
        if actor_id not in known:
            raise not_found("actor", actor_id, known)
        record = find(store, listing, actor_id)
        groups = store.rows("SELECT * FROM memberships WHERE actor_id = ? ORDER BY from_earliest, group_id", [actor_id])
        return {"data": record | {"memberships": groups}, "meta": {"data_version": store.data_version}}

    @blueprint.get("/actors/<actor_id>/timeline")
    @blueprint.arguments(timeline_query, location="query")
    @blueprint.response(200, item_schema(timeline, many=True))
    def get_timeline(query: dict[str, Any], actor_id: str) -> Mapping[str, object]:
        """Get the spells of an actor's stances, issue by issue, each with the positions that it rests on."""
        if actor_id not in known:
            raise not_found("actor", actor_id, known)
        terms = query.get("issue")
        evidence = iter(_select_positions(store, records, actor_id, among("positions.issue_id", terms)))
        chosen = [Condition("actor_id = ?", (actor_id,)), *among("issue_id", terms)]
        where = " AND ".join(condition.sql for condition in chosen)
        spells = store.rows(
            "SELECT stance_spells.*, issues.title AS issue_title FROM stance_spells JOIN issues USING (issue_id)"
            f" WHERE {where} ORDER BY issue_id, spell",
            [value for condition in chosen for value in condition.values],
        )
        # Spells and positions come in the same order, and each spell knows how many positions it rests on.
        for row_ in spells:
            row_["evidence"] = [next(evidence) for _ in range(row_["positions"])]
        data = [
            {"issue_id": issue_id, "issue_title": title, "spells": list(group)}
            for (issue_id, title), group in groupby(spells, key=lambda row_: (row_["issue_id"], row_["issue_title"]))
        ]
        return {"data": data, "meta": {"data_version": store.data_version}}

    return blueprint


def _select_positions(store: Store, records: Listing, actor_id: str, conditions: list[Condition]) -> list[Row]:
    chosen = [Condition("positions.actor_id = ?", (actor_id,)), Condition("positions.retracted IS NULL"), *conditions]
    where = " AND ".join(condition.sql for condition in chosen)
    return store.rows(
        f"SELECT {records.selected()} FROM {records.source} WHERE {where}"
        " ORDER BY positions.issue_id, positions.date_latest, positions.date_earliest, positions.position_id",
        [value for condition in chosen for value in condition.values],
    )
