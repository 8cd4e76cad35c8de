"""frictionless finds the checks, and the traps around it stay closed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import dplib
import jsonschema
import pytest
from frictionless import Resource, system
from frictionless_stances import CHECKS

from scripts.faults import CHECKLIST, find_faults
from scripts.package import DESCRIPTOR, ROOT, read_descriptor
from tests.packages import FIXTURES, make_package

RESOURCES: list[dict[str, Any]] = read_descriptor()["resources"]


def test_frictionless_finds_every_check_by_its_code() -> None:
    assert {code: system.select_check_class(code) for code in CHECKS} == CHECKS


def test_a_field_of_format_email_still_validates_with_the_repository_root_on_the_path() -> None:
    """The folder validators/ must not hide the library of that name, which frictionless needs for formats."""
    script = (
        "from frictionless import Resource, Schema;"
        "schema = Schema.from_descriptor({'fields': [{'name': 'mail', 'type': 'string', 'format': 'email'}]});"
        "print([Resource(data=[['mail'], [mail]], schema=schema).validate().valid for mail in ('a@example.org', 'no')])"
    )
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.stdout.strip() == "[True, False]", result.stderr


def run_frictionless(descriptor: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(Path(sys.executable).with_name("frictionless")), "validate", descriptor.name, *options]
    return subprocess.run(command, cwd=descriptor.parent, capture_output=True, text=True, check=False)


def test_plain_frictionless_finds_the_real_package_valid() -> None:
    result = run_frictionless(DESCRIPTOR)
    assert result.returncode == 0, result.stdout


def test_plain_frictionless_runs_the_checks_from_the_checklist(tmp_path: Path) -> None:
    shutil.copy(CHECKLIST, tmp_path)
    descriptor = make_package(tmp_path, FIXTURES / "checks" / "act-stance" / "bad")
    assert run_frictionless(descriptor).returncode == 0
    result = run_frictionless(descriptor, "--checklist", CHECKLIST.name, "--json")
    assert result.returncode == 1
    assert "act-stance" in result.stdout


def test_frictionless_still_ignores_unique_keys_and_categories() -> None:
    """If this fails, frictionless has learnt them, and `enum` and `unique` need not be written beside them any more."""
    schema = {
        "fields": [{"name": "a", "type": "string", "categories": ["x"]}],
        "uniqueKeys": [["a"]],
    }
    resource = Resource.from_descriptor({"name": "t", "data": [["a"], ["y"], ["y"]], "schema": schema})
    assert resource.validate().valid


@pytest.mark.parametrize("resource", RESOURCES, ids=[resource["name"] for resource in RESOURCES])
def test_what_frictionless_ignores_is_written_a_second_time(resource: dict[str, Any]) -> None:
    fields = {field["name"]: field for field in resource["schema"]["fields"]}
    for field in fields.values():
        if "categories" in field:
            assert [category["value"] for category in field["categories"]] == field["constraints"]["enum"]
    unique = {name for name, field in fields.items() if field.get("constraints", {}).get("unique")}
    keys = [key for key in (resource["schema"]["primaryKey"],) if len(key) == 1]
    assert unique == {key[0] for key in [*keys, *resource["schema"].get("uniqueKeys", [])]}


def test_the_descriptor_follows_the_data_package_standard() -> None:
    profile = Path(dplib.__file__).parent / "profiles" / "2.0"
    package = read_descriptor()
    parts: list[tuple[str, Any]] = [("datapackage", package)]
    parts += [("dataresource", resource) for resource in package["resources"]]
    parts += [("tableschema", resource["schema"]) for resource in package["resources"]]
    for name, part in parts:
        jsonschema.Draft7Validator(json.loads((profile / f"{name}.json").read_text())).validate(part)


def test_faults_beyond_the_limit_of_frictionless_are_collected(tmp_path: Path) -> None:
    descriptor = make_package(tmp_path)
    path = tmp_path / "datapackage" / "screenings.csv"
    rows = (f"ungdc-{number:05},nobody,34,1979,coded,nowhere,\n" for number in range(1500))
    path.write_text(path.read_text() + "".join(rows))
    faults = find_faults(descriptor)
    assert len(faults) == 3000
    assert {fault.code for fault in faults} == {"foreign-key"}


@pytest.mark.parametrize("resource", RESOURCES, ids=[resource["name"] for resource in RESOURCES])
def test_every_field_says_what_goes_in(resource: dict[str, Any]) -> None:
    assert resource["title"]
    assert resource["description"].endswith(".")
    for field in resource["schema"]["fields"]:
        assert field["title"]
        assert field["description"].endswith(".")
        assert field["example"]
        assert field["type"] in ("string", "integer", "date")
