"""The one shape of every error, asserted in one place."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse


def assert_problem(response: TestResponse, status: int, *, parameter: str | None = None) -> str:
    """Assert that `response` is a problem document of this `status`; return its detail."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    body: Any = response.json
    assert body["type"] == "about:blank"
    assert body["status"] == status
    assert body["title"]
    assert body["instance"] == response.request.path
    assert body["request_id"] == response.headers["X-Request-Id"]
    assert [error["parameter"] for error in body.get("errors", [])] == ([parameter] if parameter else [])
    detail: str = body["detail"]
    return detail
