"""The API describes itself, completely, and its pages work without a network."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

OUTSIDE = {"/", "/docs", "/openapi.json", "/static/<path:filename>", "/static/swagger-ui/<path:name>"}


@pytest.fixture
def specification(client: FlaskClient) -> Any:
    return client.get("/openapi.json").json


def test_the_document_is_valid_openapi_3_1(specification: Any) -> None:
    assert specification["openapi"] == "3.1.0"
    validate(specification)


def test_every_route_is_in_the_document(app: Flask, specification: Any) -> None:
    routes = {re.sub(r"<(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules() if rule.rule not in OUTSIDE}
    assert routes == set(specification["paths"])


def test_every_parameter_and_field_is_described(specification: Any) -> None:
    for path, methods in specification["paths"].items():
        assert methods["get"]["summary"], path
        for parameter in methods["get"].get("parameters", []):
            assert parameter["in"] == "path" or parameter["description"], (path, parameter["name"])
    for name, schema in specification["components"]["schemas"].items():
        for field, described in schema["properties"].items():
            is_envelope = field in ("data", "meta", "links", "source", "memberships", "issues") or "$ref" in described
            assert is_envelope or described.get("description"), (name, field)


def test_problems_are_documented(specification: Any) -> None:
    responses = specification["paths"]["/api/v1/positions"]["get"]["responses"]
    assert {"400", "default"} <= set(responses)
    for response in specification["components"]["responses"].values():
        assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        page = response.get_data(as_text=True)
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    for address in loaded:
        with client.get(address.replace("&amp;", "&")) as response:
            assert response.status_code == 200, address
    assert "<script>" not in page
