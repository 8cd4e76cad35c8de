"""`stances validate` says every fault, in a form for people and in forms for machines."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from scripts.cli import main
from scripts.faults import find_faults
from tests.packages import FIXTURES, make_package, put_rows

KENYA = "ken-sadr-recognition-2022-09-14-withdraw"


def validate(descriptor: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["validate", "--package", str(descriptor), *options])


def plant(descriptor: Path, table: str, old: str, new: str) -> None:
    path = descriptor.parent / "datapackage" / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_real_package_is_valid() -> None:
    result = CliRunner().invoke(main, ["validate"])
    assert (result.exit_code, result.output) == (0, "The package is valid.\n")


def test_a_fault_ends_with_exit_code_1_and_a_count(package: Path) -> None:
    plant(package, "positions", ",oppose,2022-09-14,", ",opose,2022-09-14,")
    result = validate(package)
    assert result.exit_code == 1
    assert result.output.endswith("2 faults. docs/checks.md explains each code.\n")


@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        pytest.param(
            "positions",
            ",oppose,2022-09-14,",
            ",opose,2022-09-14,",
            f'datapackage/positions.csv:6: {KENYA}: stance "opose" is not one of support, oppose, neutral.'
            ' Write one of them. The nearest valid value is "oppose". [constraint-error]',
            id="a value outside the list",
        ),
        pytest.param(
            "positions",
            f"{KENYA},ken,",
            f"{KENYA},kenia,",
            f'datapackage/positions.csv:6: {KENYA}: actor_id "kenia" is not in the table actors.'
            ' Correct it, or add it there first. The nearest valid value is "ken". [foreign-key]',
            id="an unknown actor",
        ),
        pytest.param(
            "positions",
            f"{KENYA},ken,sadr-recognition,",
            f"{KENYA},ken,,",
            f"datapackage/positions.csv:6: {KENYA}: issue_id is empty. Write a value such as sadr-recognition."
            " [constraint-error]",
            id="an empty cell that is required",
        ),
        pytest.param(
            "resolutions",
            ",85,6,41,",
            ",85,six,41,",
            'datapackage/resolutions.csv:2: ga-34-37: no "six": this is no integer. Write it like 6. [type-error]',
            id="a word for a number",
        ),
        pytest.param(
            "resolutions",
            ",85,6,41,",
            ",85,-6,41,",
            'datapackage/resolutions.csv:2: ga-34-37: no "-6" breaks the limit minimum 0. Bring it within the limit.'
            " [constraint-error]",
            id="a number below the limit",
        ),
        pytest.param(
            "actors",
            ",Q114,",
            ",q114,",
            'datapackage/actors.csv:7: ken: wikidata_id "q114" has not the form of this field. Write it like Q262.'
            " [constraint-error]",
            id="a malformed identifier of another data base",
        ),
        pytest.param(
            "memberships",
            "\nesp,",
            "\n\nesp,",
            'datapackage/memberships.csv:3: Row at position "3" is completely blank.'
            " Remove the empty line. [blank-row]",
            id="an empty line",
        ),
    ],
)
def test_a_fault_says_where_it_is_what_is_wrong_and_how_to_mend_it(
    package: Path, table: str, old: str, new: str, said: str
) -> None:
    plant(package, table, old, new)
    assert said in validate(package).output.splitlines()


def test_a_row_with_a_cell_too_many_is_told_about_quotes(package: Path) -> None:
    plant(package, "memberships", "\nesp,eu,", "\nesp,eu,again,")
    codes = {fault.code for fault in find_faults(package)}
    assert "extra-cell" in codes


def test_two_rows_with_one_identifier_are_found(package: Path) -> None:
    path = package.parent / "datapackage" / "memberships.csv"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join([*lines, lines[-1]]))
    assert "primary-key" in {fault.code for fault in find_faults(package)}


def test_a_missing_file_is_a_fault_and_no_crash(package: Path) -> None:
    (package.parent / "datapackage" / "votes.csv").unlink()
    faults = find_faults(package)
    assert ("datapackage/votes.csv", "scheme-error") in {(fault.file, fault.code) for fault in faults}


def test_a_file_that_is_not_utf_8_is_a_fault_and_no_crash(package: Path) -> None:
    path = package.parent / "datapackage" / "actors.csv"
    path.write_bytes(path.read_bytes() + "civ,C\xf4te d'Ivoire,state\n".encode("latin-1"))
    assert "encoding-error" in {fault.code for fault in find_faults(package)}


def test_a_broken_descriptor_is_a_fault_and_no_crash(package: Path) -> None:
    package.write_text("{")
    result = validate(package)
    assert result.exit_code == 1
    assert result.output.startswith("datapackage.json:1: ")


def test_json_is_for_programs(package: Path) -> None:
    assert json.loads(validate(package, "--format", "json").output) == {"valid": True, "faults": []}
    plant(package, "positions", ",oppose,2022-09-14,", ",support,2022-09-14,")
    report = json.loads(validate(package, "--format", "json").output)
    assert report["valid"] is False
    (fault,) = report["faults"]
    assert (fault["file"], fault["line"], fault["id"]) == ("datapackage/positions.csv", 6, KENYA)
    assert (fault["field"], fault["code"]) == ("stance", "act-stance")


def test_github_annotations_point_at_the_line(package: Path) -> None:
    plant(package, "positions", ",oppose,2022-09-14,", ",support,2022-09-14,")
    output = validate(package, "--format", "github").output
    assert output.startswith(f"::error file=datapackage/positions.csv,line=6,title=act-stance::{KENYA}: stance ")


def test_sarif_names_the_rule_and_the_place(package: Path) -> None:
    plant(package, "positions", ",oppose,2022-09-14,", ",support,2022-09-14,")
    run = json.loads(validate(package, "--format", "sarif").output)["runs"][0]
    assert run["tool"]["driver"]["rules"] == [{"id": "act-stance"}]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "datapackage/positions.csv"}, "region": {"startLine": 6}}


def test_markdown_is_a_table_with_links_to_the_explanations(package: Path) -> None:
    assert validate(package, "--format", "markdown").output == "The package is valid.\n"
    plant(package, "positions", ",oppose,2022-09-14,", ",support,2022-09-14,")
    output = validate(package, "--format", "markdown").output
    assert "[act-stance](docs/checks.md#act-stance) |" in output.splitlines()[-1]


def test_the_texts_at_hand_are_named_by_an_option(tmp_path: Path) -> None:
    fixture = FIXTURES / "checks" / "quote-in-text" / "bad"
    descriptor = make_package(tmp_path, fixture)
    assert validate(descriptor).exit_code == 0
    assert "[quote-in-text]" in validate(descriptor, "--texts", str(fixture / "texts")).output


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


def test_an_identifier_of_the_base_branch_that_is_gone_is_found(package: Path) -> None:
    git(package.parent, "init", "-b", "main")
    git(package.parent, "add", ".")
    git(package.parent, "commit", "-m", "base")
    assert validate(package, "--base", "main").exit_code == 0
    put_rows(package.parent, "issues", [{"issue_id": "ceasefire", "proposition": "Something else."}])
    output = validate(package, "--base", "main").output
    assert "[lost-identifier]" in output
    assert "datapackage/issues.csv:" in output


def test_an_unknown_base_revision_is_told(package: Path) -> None:
    git(package.parent, "init")
    result = validate(package, "--base", "nowhere")
    assert result.exit_code == 2
    assert "--base" in result.output


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            "\nesp,eu,again,",
            "The row has 7 cells, the header has 6. Put a cell that holds a comma between",
        ),
        ("\nesp,", "The row has 5 cells, the header has 6. A missing value is an empty cell;"),
    ],
)
def test_a_row_of_a_wrong_length_is_one_fault_and_not_ten(package: Path, new: str, said: str) -> None:
    plant(package, "memberships", "\nesp,eu,", new)
    (fault,) = (fault for fault in find_faults(package) if fault.file == "datapackage/memberships.csv")
    assert fault.message.startswith(said)
