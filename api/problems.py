"""Errors as problem details (RFC 9457): what is wrong with a request, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from http import HTTPStatus
from typing import Any

import orjson
from flask import Response, current_app, g, request
from flask_smorest import Api
from marshmallow import Schema, fields
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"


class ParameterProblem(Schema):
    """What is wrong with one parameter."""

    parameter = fields.String(metadata={"description": "Name of the parameter."})
    detail = fields.String(metadata={"description": "What is wrong with it and how to mend it."})


class ProblemSchema(Schema):
    """A problem (RFC 9457)."""

    type = fields.String(metadata={"description": "Always `about:blank`: the status says what kind of problem it is."})
    title = fields.String(metadata={"description": "The status in words."})
    status = fields.Integer(metadata={"description": "The HTTP status."})
    detail = fields.String(metadata={"description": "What is wrong and how to mend it."})
    instance = fields.String(metadata={"description": "The path that was asked for."})
    request_id = fields.String(metadata={"description": "Identifier of the request in the server's log."})
    errors = fields.List(fields.Nested(ParameterProblem), metadata={"description": "The parameters at fault."})


class Problem(Exception):
    """A request that cannot be answered; becomes a problem document with `status` and `detail`."""

    def __init__(self, status: HTTPStatus, detail: str, *, errors: Mapping[str, str] | None = None) -> None:
        """`errors` says, for each parameter at fault, what is wrong with it and how to mend it."""
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors or {}


class StancesApi(Api):  # type: ignore[misc] # flask-smorest has no types
    """flask-smorest, with problem documents for its errors."""

    ERROR_SCHEMA = ProblemSchema

    def document_media_type(self) -> None:
        """Say in the OpenAPI document that errors are problem documents: flask-smorest takes them for plain JSON."""
        for response in self.spec.components.responses.values():
            response["content"] = {MEDIA_TYPE: response["content"].pop("application/json")}

    def handle_http_exception(self, error: HTTPException) -> Response:
        """Return the problem document of an exception that Flask or flask-smorest raised."""
        messages: Any = getattr(error, "data", {}).get("messages", {})
        status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
        details = {
            HTTPStatus.NOT_FOUND: f"There is nothing at {request.path}. /openapi.json lists every path.",
            HTTPStatus.METHOD_NOT_ALLOWED: "The API is read-only: use GET, HEAD or OPTIONS.",
            HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side; please report it with the request_id.",
        }
        response = respond(
            Problem(status, details.get(status, error.description or status.description), errors=messages)
        )
        response.headers.extend({key: value for key, value in error.get_headers() if key in ("Allow", "Retry-After")})
        return response


def respond(problem: Problem) -> Response:
    """Return `problem` as a response of media type `application/problem+json`."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": problem.status.phrase,
        "status": problem.status,
        "detail": problem.detail,
        "instance": request.path,
        "request_id": g.get("request_id"),
    }
    if problem.errors:
        body["errors"] = [{"parameter": name, "detail": detail} for name, detail in problem.errors.items()]
    return current_app.response_class(
        orjson.dumps(body, option=orjson.OPT_INDENT_2), status=problem.status, content_type=MEDIA_TYPE
    )


def wrong_parameters(errors: Mapping[str, str]) -> Problem:
    """Return the problem of parameters at fault; `errors` says of each what is wrong and how to mend it."""
    named = " ".join(f"{name}: {detail}" for name, detail in errors.items())
    return Problem(HTTPStatus.BAD_REQUEST, named, errors=errors)


def nearest(value: str, valid: Iterable[str]) -> str:
    """Return the valid value that is most like `value`, or an empty string if none is."""
    cutoff = 0.6 if len(value) < 20 else 0.85  # long identifiers share much by chance
    return next(iter(get_close_matches(value, list(valid), n=1, cutoff=cutoff)), "")


def not_found(kind: str, value: str, known: Mapping[str, str]) -> Problem:
    """Return the problem of an unknown `value` among the `known` identifiers (each with its name) of a `kind`."""
    match = suggestion(value, known)
    return Problem(HTTPStatus.NOT_FOUND, f'There is no {kind} "{value}".{match}')


def suggestion(value: str, known: Mapping[str, str]) -> str:
    """Return a sentence that names the known identifier nearest to `value`, by identifier or by name; or nothing."""
    names = {name.lower(): identifier for identifier, name in known.items() if name}
    key = value.lower()
    match = names.get(key) or nearest(key, known) or names.get(nearest(key, names), "")
    name = known.get(match, "")
    return f' Did you mean "{match}"{f" ({name})" if name and name != match else ""}?' if match else ""
