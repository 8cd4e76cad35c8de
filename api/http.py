"""What every answer has in common: validators for caches, security headers, CORS, an identifier and a log line."""

from __future__ import annotations

import hashlib
import logging
import re
import time
import uuid
from datetime import datetime
from http import HTTPStatus

import orjson
from flask import Flask, Response, g, request

from .database import DatabaseChangedError, QueryTimeoutError, Store
from .problems import Problem, respond

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
CORS_HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, X-Request-Id",
    "Access-Control-Expose-Headers": "Data-Version, ETag, Link, X-Request-Id",
    "Access-Control-Max-Age": "86400",
}
CACHED = ("/api/", "/openapi.json")
LOG = logging.getLogger("api.access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")


def add_headers(app: Flask, store: Store) -> None:
    """Give the answers of `app` their headers, and answer 304 before any query where the client has the answer."""
    built = datetime.fromisoformat(store.metadata["built_at"])

    @app.before_request
    def answer_not_modified() -> Response | None:
        if not request.path.startswith(CACHED) or request.method not in ("GET", "HEAD"):
            return None
        g.etag = hashlib.sha256(
            "\n".join(
                (
                    store.metadata["content_hash"],
                    store.metadata["built_at"],
                    request.full_path,
                    request.headers.get("Accept", ""),
                )
            ).encode()
        ).hexdigest()[:32]
        # Compression appends its name to the tag; the answer behind it is the same.
        known = {tag.partition(":")[0]: tag for tag in request.if_none_match.as_set(include_weak=True)}
        if g.etag not in known:
            return None
        response = app.response_class(status=HTTPStatus.NOT_MODIFIED)
        response.set_etag(known[g.etag])
        return response

    @app.after_request
    def set_headers(response: Response) -> Response:
        response.headers.update(SECURITY_HEADERS)
        response.headers.update(CORS_HEADERS)
        response.headers["Data-Version"] = store.data_version
        response.headers["X-Request-Id"] = g.request_id
        response.vary.add("Accept")
        if "etag" in g and response.status_code in (HTTPStatus.OK, HTTPStatus.NOT_MODIFIED):
            if response.status_code == HTTPStatus.OK:
                response.set_etag(g.etag)
            response.last_modified = built
            response.headers["Cache-Control"] = "public, max-age=60"
        elif not request.path.startswith("/static"):
            response.headers["Cache-Control"] = "no-store"
        return response


def log_requests(app: Flask) -> None:
    """Log each request of `app` as one line of JSON, with the identifier that the answer carries. No addresses."""
    if not LOG.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(message)s"))
        LOG.addHandler(handler)
        LOG.setLevel(logging.INFO)
        LOG.propagate = False

    @app.before_request
    def identify() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        g.started = time.perf_counter()

    @app.after_request
    def log(response: Response) -> Response:
        entry = {
            "request_id": g.request_id,
            "method": request.method,
            "path": request.path,
            "query": request.query_string.decode(errors="replace"),
            "status": response.status_code,
            "milliseconds": round((time.perf_counter() - g.started) * 1000, 2),
        }
        LOG.info(orjson.dumps(entry).decode())
        return response


def respond_to_change(_error: DatabaseChangedError) -> Response:
    """Return the problem document for a database that was replaced while the server ran."""
    detail = "The data were rebuilt and the server still has to be restarted. Please try again later."
    response = respond(Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail))
    response.headers["Retry-After"] = "60"
    return response


def respond_to_timeout(_error: QueryTimeoutError) -> Response:
    """Return the problem document for a query that took too long."""
    detail = "The query took too long and was stopped. Narrow it by filters, or download the whole package."
    response = respond(Problem(HTTPStatus.SERVICE_UNAVAILABLE, detail))
    response.headers["Retry-After"] = "60"
    return response
