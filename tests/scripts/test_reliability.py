"""Agreement between coders is computed from the double codings alone."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

import pytest
from click.testing import CliRunner

from scripts.cli import main
from scripts.package import Row
from scripts.reliability import agreements, confusion


def codings(*pairs: tuple[str, str], issue: str = "ceasefire") -> list[Row]:
    return [
        {"source_id": f"s{number:02}", "coder": coder, "issue_id": issue, "stance": stance}
        for number, pair in enumerate(pairs)
        for coder, stance in zip(("first", "second"), pair, strict=True)
    ]


def slow_alpha(pairs: list[tuple[str, str]]) -> float:
    """Krippendorff's alpha for two coders and nominal values, by the book: 1 - observed / expected disagreement."""
    observed = sum(first != second for first, second in pairs) / len(pairs)
    values = [value for pair in pairs for value in pair]
    expected = sum(a != b for a, b in permutations(values, 2)) / (len(values) * (len(values) - 1))
    return 1 - observed / expected


def test_alpha_agrees_with_the_definition() -> None:
    pairs = [("support", "support"), ("none", "none"), ("support", "none"), ("oppose", "support"), ("none", "none")] * 3
    overall, issue = agreements(codings(*pairs))
    assert overall.alpha == pytest.approx(slow_alpha(pairs), abs=1e-6)
    assert issue.alpha == overall.alpha
    assert None not in (overall.alpha, overall.low, overall.high)
    assert float(overall.low or 0) <= float(overall.alpha or 0) <= float(overall.high or 0)
    assert (overall.sources, overall.codings) == (15, 15)


def test_alpha_agrees_with_the_definition_on_the_real_codings(tables: dict[str, list[Row]]) -> None:
    units: dict[tuple[object, object], list[str]] = {}
    for row in sorted(tables["codings"], key=lambda row: str(row["coder"])):
        units.setdefault((row["source_id"], row["issue_id"]), []).append(str(row["stance"]))
    overall, *issues = agreements(tables["codings"])
    assert overall.sources == 292
    # The definition goes through all pairs of values, so it is tried on the issue with most codings.
    hardest = [(first, second) for (_, issue), (first, second) in units.items() if issue == "un-process"]
    found = next(row for row in issues if row.scope == "un-process")
    assert found.alpha == pytest.approx(slow_alpha(hardest), abs=1e-6)


def test_the_published_agreement_reaches_the_target(tables: dict[str, list[Row]]) -> None:
    overall, *issues = agreements(tables["codings"])
    assert overall.alpha is not None
    assert overall.alpha >= 0.80
    assert all(row.alpha is not None and row.alpha >= 0.67 for row in issues if row.codings >= 30)


def test_perfect_agreement_is_1_and_a_single_value_has_no_alpha() -> None:
    assert agreements(codings(("support", "support"), ("none", "none")))[0].alpha == 1
    assert agreements(codings(("none", "none"), ("none", "none")))[0].alpha is None


def test_a_source_that_one_coder_read_alone_counts_nowhere() -> None:
    rows = codings(("support", "support"), ("none", "none"))
    assert agreements([*rows, rows[0] | {"source_id": "alone"}]) == agreements(rows)


def test_without_double_codings_there_is_nothing_to_say() -> None:
    assert agreements([]) == []


def test_confusion_counts_the_pairs() -> None:
    assert confusion(codings(("support", "none"), ("support", "none"), ("oppose", "oppose"))) == Counter(
        {("support", "none"): 2, ("oppose", "oppose"): 1}
    )


def test_the_command_prints_alpha_and_the_pairs() -> None:
    output = CliRunner().invoke(main, ["reliability"]).output
    assert output.startswith("overall ")
    assert " alpha 0." in output
    assert "support / support" in output
