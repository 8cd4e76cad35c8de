"""Every check has a code, a good and a bad fixture and a paragraph of documentation, and finds what it is for."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from frictionless_stances import CHECKS

from scripts.faults import CHECKLIST, PackageFault, find_faults
from scripts.package import ROOT
from tests.packages import FIXTURES, make_package

CODES = sorted(CHECKS)


def faults_of(fixture: Path, folder: Path) -> list[PackageFault]:
    texts, base = fixture / "texts", fixture / "base"
    return find_faults(
        make_package(folder, fixture),
        texts=texts if texts.exists() else None,
        base=base if base.exists() else None,
    )


@pytest.mark.parametrize("code", CODES)
def test_a_good_fixture_has_no_fault(code: str, tmp_path: Path) -> None:
    assert [str(fault) for fault in faults_of(FIXTURES / "checks" / code / "good", tmp_path)] == []


@pytest.mark.parametrize("code", CODES)
def test_a_bad_fixture_has_exactly_the_faults_it_expects(code: str, tmp_path: Path) -> None:
    fixture = FIXTURES / "checks" / code / "bad"
    found = "".join(f"{fault}\n" for fault in faults_of(fixture, tmp_path))
    if os.environ.get("WRITE_EXPECTED"):
        (fixture / "expected.txt").write_text(found, encoding="utf-8")
    assert found == (fixture / "expected.txt").read_text(encoding="utf-8")
    assert f"[{code}]" in found


@pytest.mark.parametrize("code", CODES)
def test_a_check_has_a_paragraph_of_documentation(code: str) -> None:
    _, _, after = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8").partition(f"## {code}\n")
    paragraph = after.partition("\n## ")[0]
    assert len(paragraph.split()) >= 20


def test_no_fixture_or_paragraph_is_left_of_a_check_that_is_gone() -> None:
    assert sorted(path.name for path in (FIXTURES / "checks").iterdir()) == CODES
    documented = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert [line[3:] for line in documented.splitlines() if line.startswith("## ") and line[3:] in CHECKS] == CODES


def test_the_checklist_names_every_check() -> None:
    assert [check["type"] for check in json.loads(CHECKLIST.read_text())["checks"]] == CODES


def test_a_module_is_named_after_its_check() -> None:
    assert {check.__module__.rpartition(".")[2].replace("_", "-") for check in CHECKS.values()} == set(CODES)
