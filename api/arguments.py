"""Query parameters: what they look like, what they mean, and what is said of a wrong one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, NoReturn

from flask import request
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from undate import Undate
from webargs.fields import DelimitedList
from webargs.flaskparser import FlaskParser

from .problems import nearest, suggestion, wrong_parameters

MAX_TERMS = 50
MAX_TEXT = 200
DATE_FORMS = "2022-09-30, 2022-09 or 2022"
_DATE = re.compile(r"[1-9]\d{3}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True)
class Terms:
    """The values that a list parameter asks for, and those that it excludes with `!`."""

    include: tuple[str, ...]
    exclude: tuple[str, ...]


class TermList(DelimitedList):
    """A comma-separated list of values, each negated by a `!` before it; loads to `Terms`.

    `known` maps the valid values to their names; None accepts any value.
    """

    def __init__(self, known: Mapping[str, str] | None = None, **options: Any) -> None:
        """Document a short list of known values as an enumeration."""
        metadata = options.pop("metadata", {})
        super().__init__(fields.String(), metadata=metadata, validate=None, **options)
        self.known = known

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        terms = [term.strip() for term in super()._deserialize(value, attr, data, **options)]  # type: ignore[no-untyped-call]
        if len(terms) > MAX_TERMS:
            raise ValidationError(f"The list has {len(terms)} values; the limit is {MAX_TERMS}.")
        for term in terms or [""]:
            bare = term.removeprefix("!")
            if not bare:
                raise ValidationError("A value is empty. Separate values by single commas.")
            if self.known is not None and bare not in self.known:
                listed = f" Known values: {', '.join(self.known)}." if len(self.known) <= 20 else ""
                raise ValidationError(f'"{bare}" is not known.{suggestion(bare, self.known)}{listed}')
        return Terms(
            tuple(term for term in terms if not term.startswith("!")),
            tuple(term[1:] for term in terms if term.startswith("!")),
        )


class EdtfDate(fields.String):
    """A day, a month or a year; loads to its first and last day as YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        text = super()._deserialize(value, attr, data, **options)
        if not _DATE.fullmatch(text):
            raise ValidationError(f'"{text}" is not a date. Accepted forms: {DATE_FORMS}.')
        try:
            day = Undate(*(int(part) for part in text.split("-")))
        except ValueError as error:
            raise ValidationError(f'"{text}" names a day that does not exist.') from error
        return str(day.earliest), str(day.latest)


def text_field(description: str, **options: Any) -> fields.String:
    """Return a parameter that takes a short text."""
    length = validate.Length(min=1, max=MAX_TEXT, error="Write 1 to {max} characters.")
    return fields.String(validate=length, metadata={"description": description}, **options)


def choice_field(choices: Iterable[str], description: str, **options: Any) -> fields.String:
    """Return a parameter that takes one of `choices`."""
    one_of = validate.OneOf(list(choices), error="{input} is not known. Known values: {choices}.")
    return fields.String(validate=one_of, metadata={"description": description}, **options)


def number_field(minimum: int, maximum: int, description: str, **options: Any) -> fields.Integer:
    """Return a parameter that takes a whole number from `minimum` to `maximum`."""
    advice = f"Write a whole number from {minimum} to {maximum}."
    limits = validate.Range(minimum, maximum, error=advice)
    messages: dict[str, Any] = {"invalid": advice}
    return fields.Integer(validate=limits, error_messages=messages, metadata={"description": description}, **options)


class QueryParser(FlaskParser):
    """Turns marshmallow's complaints about a query into a problem that says how to mend each."""

    DEFAULT_VALIDATION_STATUS = HTTPStatus.BAD_REQUEST

    def load_querystring(self, req: Any, schema: Schema) -> Any:
        """Return the query parameters; a parameter that is given twice is an error."""
        twice = [name for name, values in req.args.lists() if len(values) > 1]
        if twice:
            advice = "The parameter is given more than once. Separate several values by commas."
            raise wrong_parameters(dict.fromkeys(twice, advice))
        return super().load_querystring(req, schema)

    def handle_error(self, error: Any, req: Any, schema: Any, **options: Any) -> NoReturn:
        """Raise a Problem that names every parameter at fault."""
        messages = error.messages.get("query", error.messages)
        raise wrong_parameters({name: _sentence(name, found, schema) for name, found in messages.items()}) from error


def _sentence(name: str, found: Any, schema: Schema) -> str:
    if name not in schema.fields:
        match = nearest(name, schema.fields)
        known = f'Did you mean "{match}"?' if match else f"Known parameters: {', '.join(schema.fields) or 'none'}."
        return f"There is no such parameter at {request.path}. {known}"
    while isinstance(found, dict):
        found = next(iter(found.values()))
    return " ".join(str(message) for message in found)


class Blueprint(SmorestBlueprint):  # type: ignore[misc] # flask-smorest has no types
    """A blueprint whose query parameters are read by `QueryParser`."""

    ARGUMENTS_PARSER = QueryParser(unknown=RAISE)
