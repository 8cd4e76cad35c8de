"""marshmallow schemas of what the API answers, made from the field descriptors in the database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

TYPES: dict[str, type[fields.Field[Any]]] = {"string": fields.String, "date": fields.String, "integer": fields.Integer}


def row_schema(name: str, descriptors: Mapping[str, Mapping[str, Any]]) -> type[Schema]:
    """Return the schema `name` of a row whose columns the Table Schema field `descriptors` describe."""
    return Schema.from_dict({column: field(descriptor) for column, descriptor in descriptors.items()}, name=name)


def field(descriptor: Mapping[str, Any]) -> fields.Field[Any]:
    """Return the marshmallow field of a Table Schema field `descriptor`, with its title, description and example."""
    constraints = descriptor.get("constraints", {})
    metadata = {key: descriptor[key] for key in ("title", "description") if key in descriptor}
    if "example" in descriptor:
        integer = descriptor["type"] == "integer"
        metadata["example"] = int(descriptor["example"]) if integer else descriptor["example"]
    if descriptor["type"] == "date":
        metadata["format"] = "date"
    checks = [validate.OneOf(constraints["enum"])] if "enum" in constraints else []
    optional = not constraints.get("required")
    if optional and checks:
        checks = [validate.OneOf([*constraints["enum"], None])]
    return TYPES[descriptor["type"]](metadata=metadata, validate=checks, allow_none=optional)


class Meta(Schema):
    """What is said of every answer."""

    data_version = fields.String(metadata={"description": "Version of the data; also in the Data-Version header."})


class PageMeta(Meta):
    """What is said of a page of a list."""

    total = fields.Integer(metadata={"description": "Number of rows that the filters match."})
    returned = fields.Integer(metadata={"description": "Number of rows on this page."})


class Links(Schema):
    """Where to go from a page of a list."""

    self = fields.String(metadata={"description": "Address of this page."})
    next = fields.String(allow_none=True, metadata={"description": "Address of the next page; null on the last."})


def page_schema(row: type[Schema]) -> type[Schema]:
    """Return the schema of a page of rows: the envelope `data`, `meta`, `links`."""
    envelope = {
        "data": fields.List(fields.Nested(row), metadata={"description": "The rows."}),
        "meta": fields.Nested(PageMeta),
        "links": fields.Nested(Links),
    }
    return Schema.from_dict(envelope, name=f"{row.__name__}Page")


def item_schema(item: type[Schema], *, many: bool = False) -> type[Schema]:
    """Return the schema of one item, or of a list that comes whole: the envelope `data`, `meta`."""
    data = fields.List(fields.Nested(item)) if many else fields.Nested(item)
    return Schema.from_dict({"data": data, "meta": fields.Nested(Meta)}, name=f"{item.__name__}Item")
