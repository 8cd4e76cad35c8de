"""What several resources share: columns taken from other tables, and the filters by group and region."""

from __future__ import annotations

from collections.abc import Mapping

from ..arguments import TermList, Terms
from ..database import Store
from ..listing import Column, Condition, matching
from ..problems import wrong_parameters

LIST_HELP = "Separate several by commas; `!` before one excludes it."


def columns(store: Store, table: str) -> dict[str, Column]:
    """Return the columns of `table`."""
    return {name: Column(f"{table}.{name}", field) for name, field in store.fields(table).items()}


def taken(store: Store, names: Mapping[str, str]) -> dict[str, Column]:
    """Return columns taken from other tables: `names` maps each to its `table.column`."""
    origins = {name: origin.split(".") for name, origin in names.items()}
    return {name: Column(names[name], store.fields(table)[column]) for name, (table, column) in origins.items()}


def names_of(store: Store, table: str, key: str, name: str) -> dict[str, str]:
    """Return the names of the rows of `table` by their `key`."""
    return {row["id"]: row["name"] for row in store.rows(f"SELECT {key} AS id, {name} AS name FROM {table}")}


def values_of(store: Store, table: str, column: str) -> dict[str, str]:
    """Return the values that occur in a column, as a mapping whose values are empty."""
    rows = store.rows(f"SELECT DISTINCT {column} AS value FROM {table} WHERE value IS NOT NULL ORDER BY value")
    return {row["value"]: "" for row in rows}


def enumerated(store: Store, table: str, column: str) -> TermList:
    """Return the list parameter of a column whose values the descriptor enumerates."""
    descriptor = store.fields(table)[column]
    values = descriptor["constraints"]["enum"]
    description = f"{descriptor['description']} One of {', '.join(values)}. {LIST_HELP}"
    return TermList(dict.fromkeys(values, ""), metadata={"description": description})


def group_parameter(store: Store, when: str) -> TermList:
    """Return the parameter that asks for the members of groups at the time that `when` names."""
    groups = store.rows(
        "SELECT DISTINCT group_id AS id, name FROM memberships JOIN actors ON actors.actor_id = group_id ORDER BY id"
    )
    known = {row["id"]: row["name"] for row in groups}
    description = f"Members of a group {when}: {', '.join(known)}. {LIST_HELP}"
    return TermList(known, metadata={"description": description})


def region_parameter(store: Store) -> TermList:
    """Return the parameter that asks for actors by M49 region or subregion."""
    known = values_of(store, "actors", "region") | values_of(store, "actors", "subregion")
    return TermList(known, metadata={"description": f"M49 region or subregion of the actor. {LIST_HELP}"})


def in_region(terms: Terms | None, *, actor: str) -> list[Condition]:
    """Return the conditions that the actor (an SQL expression) lies in one of the regions or subregions."""
    return matching(
        terms,
        lambda marks: (
            f"{actor} IN (SELECT actor_id FROM (SELECT actor_id, region AS place FROM actors"
            f" UNION ALL SELECT actor_id, subregion FROM actors) WHERE place IN ({marks}))"
        ),
    )


def in_group(terms: Terms | None, *, actor: str, first: str, last: str) -> list[Condition]:
    """Return the conditions that the actor was a member of one of the groups at some time from `first` to `last`.

    `actor`, `first` and `last` are SQL expressions: an actor identifier and two days (YYYY-MM-DD).
    """
    return matching(
        terms,
        lambda marks: (
            f"EXISTS (SELECT 1 FROM memberships m WHERE m.actor_id = {actor} AND m.group_id IN ({marks})"
            f" AND m.from_earliest <= {last} AND coalesce(m.to_latest, '9999') >= {first})"
        ),
    )


def overlapping(query: Mapping[str, tuple[str, str]], *, first: str, last: str) -> list[Condition]:
    """Return the conditions that the days `first` to `last` (SQL) overlap the query's `from` and `to`."""
    if "from" in query and "to" in query and query["from"][0] > query["to"][1]:
        detail = "The period ends before it begins. Exchange from and to."
        raise wrong_parameters({"from": detail})
    conditions = []
    if "from" in query:
        conditions.append(Condition(f"{last} >= ?", (query["from"][0],)))
    if "to" in query:
        conditions.append(Condition(f"{first} <= ?", (query["to"][1],)))
    return conditions
