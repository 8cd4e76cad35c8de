"""Lists: filters become bound SQL, pages go by keyset cursor, rows go out as JSON, CSV, NDJSON or citations."""

from __future__ import annotations

import base64
import binascii
import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, current_app, request
from marshmallow import Schema, ValidationError, fields
from webargs.fields import DelimitedList

from .arguments import Terms, choice_field, number_field, text_field
from .citations import bibtex, csl_json
from .database import Row, Store
from .problems import Problem, suggestion, wrong_parameters

DEFAULT_LIMIT = 50
MAX_LIMIT = 500
MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "bibtex": "application/x-bibtex",
    "csl-json": "application/vnd.citationstyles.csl+json",
}
PLAIN_FORMATS = ("json", "csv", "ndjson")
CITED_FORMATS = tuple(MEDIA_TYPES)


@dataclass(frozen=True)
class Condition:
    """A piece of a WHERE clause and the values bound in it."""

    sql: str
    values: tuple[object, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column of a list: the SQL that gives it and the Table Schema field that describes it."""

    sql: str
    descriptor: Mapping[str, Any]


@dataclass(frozen=True)
class Listing:
    """A list of rows: where they come from (`source`, the FROM clause), their columns, and how they can be sorted.

    `key` is the column that identifies a row. `sorts` maps each sort order to the SQL of its first key; a `-` before
    its name in a request turns it round. `counted` is a FROM clause with the same rows that is enough for counting
    them; by default it is `source`. `values` are bound in either.
    """

    source: str
    key: str
    columns: Mapping[str, Column]
    sorts: Mapping[str, str]
    default_sort: str
    formats: tuple[str, ...] = PLAIN_FORMATS
    counted: str | None = None
    values: tuple[object, ...] = field(default=())

    @property
    def descriptors(self) -> dict[str, Mapping[str, Any]]:
        """The field descriptors of the columns."""
        return {name: column.descriptor for name, column in self.columns.items()}

    def selected(self, names: Iterable[str] | None = None) -> str:
        """Return the SQL that selects the columns `names`, by default all."""
        return ", ".join(f"{self.columns[name].sql} AS [{name}]" for name in names or self.columns)

    def query_schema(self, name: str, parameters: Mapping[str, fields.Field[Any]]) -> type[Schema]:
        """Return the schema `name` of the list's query: its own `parameters` and those that every list has."""
        orders = [order for name in self.sorts for order in ((name,) if name == "relevance" else (name, f"-{name}"))]
        common: dict[str, fields.Field[Any]] = {
            "sort": choice_field(orders, f"Sort order: {', '.join(orders)}. Default: {self.default_sort}."),
            "fields": FieldList(self.columns),
            "limit": number_field(1, MAX_LIMIT, f"Rows per page, at most {MAX_LIMIT}. Default: {DEFAULT_LIMIT}."),
            "cursor": text_field("Where to go on: the cursor in `links.next` of the page before."),
            "format": choice_field(
                self.formats,
                f"Format of the answer: {', '.join(self.formats)}; the `Accept` header works as well."
                " All but json give the list whole.",
            ),
        }
        return Schema.from_dict({**parameters, **common}, name=name)


class FieldList(DelimitedList):
    """The columns to return, separated by commas."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        """`columns` are those that can be asked for."""
        super().__init__(
            fields.String(), metadata={"description": "Columns to return, separated by commas. Default: all."}
        )
        self.columns = columns

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        names = super()._deserialize(value, attr, data, **options)  # type: ignore[no-untyped-call]
        for name in names:
            if name not in self.columns:
                match = suggestion(name, dict.fromkeys(self.columns, "")) or f" Columns: {', '.join(self.columns)}."
                raise ValidationError(f'"{name}" is no column.{match}')
        return list(dict.fromkeys(names))


def among(column: str, terms: Terms | None) -> list[Condition]:
    """Return the conditions that the SQL expression `column` is among the included terms and not among the excluded."""
    return matching(terms, lambda marks: f"{column} IN ({marks})")


def matching(terms: Terms | None, predicate: Callable[[str], str]) -> list[Condition]:
    """Return the conditions that `predicate` holds of the included terms and does not hold of the excluded.

    `predicate` makes SQL of a list of placeholders. Where it gives NULL, it does not hold.
    """
    conditions = []
    if terms and terms.include:
        conditions.append(Condition(predicate(_marks(terms.include)), terms.include))
    if terms and terms.exclude:
        conditions.append(Condition(f"NOT coalesce({predicate(_marks(terms.exclude))}, 0)", terms.exclude))
    return conditions


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def answer(store: Store, listing: Listing, query: Mapping[str, Any], conditions: Sequence[Condition]) -> Response:
    """Return the answer to a list request: a page of JSON, or the whole list in another format.

    `query` is the loaded query, `conditions` what it asks of the rows. Raises Problem for a cursor that does not belong
    to the query and for an `Accept` header that asks for none of the formats.
    """
    style = _format(listing, query.get("format"))
    sort = query.get("sort") or listing.default_sort
    names = query.get("fields") or list(listing.columns)
    limit: int = query.get("limit") or (DEFAULT_LIMIT if style == "json" else -1)  # SQLite: negative is no limit
    where = list(conditions)
    if "cursor" in query:
        where.append(_after(listing, sort, query["cursor"]))
    if style in ("bibtex", "csl-json"):
        names = list(listing.columns)
    sql, values = _select(listing, names, where, sort)
    if style != "json":
        return _export(style, names, store.stream(f"{sql} LIMIT ?", [*values, limit]))
    rows_ = store.rows(f"{sql} LIMIT ?", [*values, limit + 1])
    total_sql, total_values = _from(listing, conditions, source=listing.counted)
    total = store.rows(f"SELECT count(*) AS total {total_sql}", total_values)[0]["total"]
    following = None
    if len(rows_) > limit:
        rows_ = rows_[:limit]
        following = _page_link({"cursor": _encode(sort, rows_[-1])})
    for row in rows_:
        del row["_first"], row["_key"]
    meta = {"data_version": store.data_version, "total": total, "returned": len(rows_)}
    response = json_response({"data": rows_, "meta": meta, "links": {"self": _page_link({}), "next": following}})
    if following:
        response.headers.add("Link", f'<{following}>; rel="next"')
    return response


def find(store: Store, listing: Listing, key: str) -> Row:
    """Return the row of the list whose key is `key`, with all columns. There must be one."""
    sql = f"SELECT {listing.selected()} FROM {listing.source} WHERE {listing.key} = ?"
    (row,) = store.rows(sql, [key])
    return row


def json_response(body: object) -> Response:
    """Return `body` as a JSON response."""
    return current_app.response_class(orjson.dumps(body), mimetype="application/json")


def _format(listing: Listing, asked: str | None) -> str:
    if asked:
        return asked
    types = {MEDIA_TYPES[style]: style for style in listing.formats}
    best = request.accept_mimetypes.best_match(types) if request.accept_mimetypes else "application/json"
    if best is None:
        raise Problem(
            HTTPStatus.NOT_ACCEPTABLE, f"This list can be had as {', '.join(types)}; ask for one of them in Accept."
        )
    return types[best]


def _select(
    listing: Listing, names: Sequence[str], conditions: Sequence[Condition], sort: str
) -> tuple[str, list[object]]:
    direction = "DESC" if sort.startswith("-") else "ASC"
    first = listing.sorts[sort.removeprefix("-")]
    clause, values = _from(listing, conditions)
    return (
        f"SELECT {listing.selected(names)}, {first} AS _first, {listing.key} AS _key {clause}"
        f" ORDER BY _first {direction}, _key {direction}",
        values,
    )


def _from(listing: Listing, conditions: Sequence[Condition], *, source: str | None = None) -> tuple[str, list[object]]:
    clause = f"FROM {source or listing.source}"
    if conditions:
        clause += " WHERE " + " AND ".join(f"({condition.sql})" for condition in conditions)
    return clause, [*listing.values, *(value for condition in conditions for value in condition.values)]


def _encode(sort: str, row: Row) -> str:
    return base64.urlsafe_b64encode(orjson.dumps([sort, row["_first"], row["_key"]])).decode().rstrip("=")


def _after(listing: Listing, sort: str, cursor: str) -> Condition:
    try:
        found, first, key = orjson.loads(
            base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
        )
        if found != sort or not isinstance(first, str | int | float) or not isinstance(key, str):
            raise ValueError(cursor)
    except (ValueError, TypeError, binascii.Error) as error:
        detail = "The cursor does not belong to this query. Take links.next of the page before as it is."
        raise wrong_parameters({"cursor": detail}) from error
    comparison = "<" if sort.startswith("-") else ">"
    return Condition(f"({listing.sorts[sort.removeprefix('-')]}, {listing.key}) {comparison} (?, ?)", (first, key))


def _page_link(changes: Mapping[str, str]) -> str:
    query = urlencode({**request.args.to_dict(), **changes}, safe=",!")
    return f"{request.path}?{query}" if query else request.path


def _export(style: str, names: Sequence[str], rows: Iterator[Row]) -> Response:
    writers: dict[str, Callable[[], Iterator[Any]]] = {
        "csv": lambda: _csv(names, rows),
        "ndjson": lambda: (orjson.dumps({name: row[name] for name in names}) + b"\n" for row in rows),
        "bibtex": lambda: bibtex(rows),
        "csl-json": lambda: csl_json(rows),
    }
    return current_app.response_class(writers[style](), content_type=f"{MEDIA_TYPES[style]}; charset=utf-8")


def _csv(names: Sequence[str], rows: Iterator[Row]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([row[name] for name in names])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()
