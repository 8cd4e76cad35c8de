"""The documentation is under test: it says what is there now, completely."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest
from flask.testing import FlaskClient

from scripts.cli import main
from scripts.database import describe
from scripts.docs import pages
from scripts.package import ROOT, Row, read_descriptor

PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def made(database: Path) -> dict[str, str]:
    """The text of each generated page."""
    return pages(database, main)


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["codebook.md", "api-reference.md", "commands.md", "vocabulary.md", "reliability.md", "coverage.md"]
)
def test_a_generated_page_is_up_to_date(made: dict[str, str], name: str) -> None:
    assert page(name) == made[name], "run `make docs`"


def test_every_table_field_and_enumerated_value_is_in_the_codebook() -> None:
    text = page("codebook.md")
    for resource in describe(read_descriptor())["resources"]:
        assert f"### {resource['name']}" in text
        for field in resource["schema"]["fields"]:
            assert f"| `{field['name']}` |" in text
            for value in field.get("constraints", {}).get("enum", []):
                assert f"`{value}`" in text


def test_every_issue_is_in_the_codebook(tables: dict[str, list[Row]]) -> None:
    assert len(tables["issues"]) == 16
    for issue in tables["issues"]:
        assert f"### {issue['issue_id']}\n\n{issue['proposition']}" in page("codebook.md")


def test_every_path_and_parameter_is_in_the_reference(client: FlaskClient) -> None:
    specification: Any = client.get("/openapi.json").json
    for path, methods in specification["paths"].items():
        _, _, section = page("api-reference.md").partition(f"## GET {path}\n")
        assert section, path
        for parameter in methods["get"].get("parameters", []):
            assert f"| `{parameter['name']}` |" in section.partition("\n## ")[0], (path, parameter["name"])


def test_every_command_and_option_is_on_the_page_of_commands() -> None:
    for name, command in main.commands.items():
        _, _, section = page("commands.md").partition(f"## stances {name}\n")
        for parameter in command.params:
            shown = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.opts[0].upper()
            assert shown in section.partition("\n## ")[0], (name, parameter.opts)


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)]+)\)", path.read_text(encoding="utf-8")):
        name, _, anchor = target.partition("#")
        if "://" in target or not name:
            continue
        assert (path.parent / name).exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", (path.parent / name).read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in [heading.lower().replace(" ", "-") for heading in headings], target


def test_the_answers_in_the_readme_are_real(client: FlaskClient) -> None:
    shown = re.findall(r"curl -s '(\S+)'\n\n    (\{.*\})\n", README)
    assert shown
    for address, answer in shown:
        response = client.get(address.removeprefix("http://127.0.0.1:8000"))
        assert json.loads(answer) == json.loads(response.text)


@pytest.mark.parametrize("name", ["README.md", "docs/api.md"])
def test_every_request_in_the_guides_works(client: FlaskClient, name: str) -> None:
    requests = re.findall(r"curl (?:-s )?'http://127.0.0.1:8000(\S+)'", (ROOT / name).read_text(encoding="utf-8"))
    assert requests
    for request in requests:
        assert client.get(request).status_code == 200, request


def test_the_counts_in_the_readme_are_right(tables: dict[str, list[Row]]) -> None:
    for name, rows in tables.items():
        assert f"| `{name}` | {len(rows):,} |" in README


def test_the_two_commands_stand_at_the_top_of_the_readme_and_in_the_makefile() -> None:
    commands = re.findall(r"^    (make \w+) ", README, re.MULTILINE)
    assert commands == ["make serve", "make test"]
    makefile = (ROOT / "Makefile").read_text()
    for command in commands:
        assert re.search(rf"^{shlex.split(command)[1]}: setup", makefile, re.MULTILINE)


def test_the_changelog_has_its_three_parts() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^### (.+)$", text, re.MULTILINE)[:3] == ["Data", "API", "Code"]


def test_one_version_stands_in_every_file_that_names_it() -> None:
    version = read_descriptor()["version"]
    assert f'\nversion = "{version}"\n' in (ROOT / "pyproject.toml").read_text()
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text()
    assert f"\n## {version} " in (ROOT / "CHANGELOG.md").read_text()


def test_the_lock_file_names_no_address() -> None:
    assert "://" not in (ROOT / "requirements.lock").read_text()
