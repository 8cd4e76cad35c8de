"""What every answer has in common: validators, caching, CORS, compression, headers, a log line."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from flask.testing import FlaskClient

POSITIONS = "/api/v1/positions"
PATHS = [POSITIONS, "/api/v1/actors/ken", "/api/v1/snapshot?as_of=2022-09-30", "/openapi.json", "/", "/docs", "/readyz"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_names_the_data_version_and_is_safe_to_show(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["Data-Version"].startswith("0.1.0+")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"].split("script-src")[1].split(";")[0]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("encoding", ["", "gzip", "br", "zstd"])
def test_an_answer_that_the_client_has_is_304_without_a_body(client: FlaskClient, encoding: str) -> None:
    first = client.get(POSITIONS, headers={"Accept-Encoding": encoding})
    assert first.headers.get("Content-Encoding", "") == encoding
    assert first.headers["ETag"].startswith('"')
    assert first.headers["Last-Modified"]
    assert first.headers["Cache-Control"] == "public, max-age=60"
    again = client.get(POSITIONS, headers={"Accept-Encoding": encoding, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_different_answers_have_different_tags(client: FlaskClient) -> None:
    requests: list[dict[str, Any]] = [
        {"path": POSITIONS},
        {"path": f"{POSITIONS}?limit=2"},
        {"path": POSITIONS, "headers": {"Accept": "text/csv"}},
        {"path": POSITIONS, "headers": {"Accept-Encoding": "gzip"}},
        {"path": "/api/v1/actors"},
    ]
    tags = [client.get(**request).headers["ETag"] for request in requests]
    assert len(set(tags)) == len(tags)


def test_a_tag_of_other_data_gets_the_answer(client: FlaskClient) -> None:
    assert client.get(POSITIONS, headers={"If-None-Match": '"0123"'}).status_code == 200


def test_problems_are_not_cached(client: FlaskClient) -> None:
    headers = client.get(f"{POSITIONS}?limit=0").headers
    assert headers["Cache-Control"] == "no-store"
    assert "ETag" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(client: FlaskClient, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.headers.get("ETag") == get.headers.get("ETag")
    assert head.headers["Content-Length"] == get.headers["Content-Length"]


def test_options_says_what_browsers_may_do(client: FlaskClient) -> None:
    response = client.options(POSITIONS)
    assert response.status_code == 200
    assert set(response.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_the_answer_varies_by_what_was_asked_for(client: FlaskClient) -> None:
    vary = client.get(POSITIONS, headers={"Accept-Encoding": "gzip"}).headers["Vary"]
    assert {"Accept", "Accept-Encoding"} <= set(vary.split(", "))


def test_a_request_is_one_line_of_json_in_the_log_without_addresses(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("api.access")
    logger.addHandler(caplog.handler)
    try:
        client.get(f"{POSITIONS}?limit=2", headers={"X-Request-Id": "mine-1"})
    finally:
        logger.removeHandler(caplog.handler)
    entry = json.loads(caplog.messages[-1])
    assert entry.pop("milliseconds") >= 0
    assert entry == {"request_id": "mine-1", "method": "GET", "path": POSITIONS, "query": "limit=2", "status": 200}


def test_a_request_identifier_that_could_forge_log_lines_is_replaced(client: FlaskClient) -> None:
    forged = "a b{}" + "x" * 100
    assert client.get("/healthz", headers={"X-Request-Id": forged}).headers["X-Request-Id"] != forged


def test_liveness_and_readiness(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert ready.json is not None
    assert ready.json["data_version"] == ready.headers["Data-Version"]
    assert ready.json["row_counts"]["votes"] > 4000
