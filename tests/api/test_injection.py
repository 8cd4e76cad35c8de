"""What a user writes never becomes SQL."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

HOSTILE = [
    "' OR 1=1 --",
    '"; DROP TABLE positions; --',
    "x') UNION SELECT key, value FROM metadata --",
    "%00",
    "\\",
    "*",
]
LISTS = ["positions", "actors", "issues", "sources", "resolutions", "snapshot", "resolutions/sc-2797/votes"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", LISTS)
def test_hostile_text_is_a_value_or_a_400_in_every_parameter(client: FlaskClient, name: str, text: str) -> None:
    path = f"/api/v1/{name}"
    specification = client.get("/openapi.json").json
    assert specification
    documented = path.replace("sc-2797", "{resolution_id}")
    parameters = [parameter["name"] for parameter in specification["paths"][documented]["get"]["parameters"]]
    assert len(parameters) >= 5
    for parameter in parameters:
        query = {"as_of": "2020"} if name == "snapshot" else {}
        response = client.get(path, query_string=query | {parameter: text})
        assert response.status_code in (200, 400), (parameter, response.text)
        if response.status_code == 200:
            assert response.json is not None
            assert response.json["meta"]["total"] <= response.json["meta"]["returned"]
