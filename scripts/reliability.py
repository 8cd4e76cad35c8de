"""`stances reliability`: how well independent coders agree, computed from the double codings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import krippendorff
import numpy as np

from .package import Row, read_table
from .validate import PACKAGE_OPTION

VALUES = ("none", "support", "oppose", "neutral", "mixed")
RESAMPLES = 500
SEED = 20261123


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha (nominal) of one issue, or of all (`overall`).

    `sources` were coded twice; `codings` counts the positions found by either coder; `low` and `high` bound the middle
    95 % of alpha over bootstrap samples of the sources. None where nothing was coded.
    """

    scope: str
    sources: int
    codings: int
    alpha: float | None
    low: float | None
    high: float | None


def agreements(codings: Iterable[Row]) -> list[Agreement]:
    """Return the agreement overall and on each issue.

    The unit is a source and an issue, its values are the stances that the coders found, or `none`
    (K. Krippendorff, Content Analysis, 4th ed. 2019, chapter 12; computed by the library `krippendorff`).
    """
    pairs = _pairs(codings)
    sources = sorted({source for source, _ in pairs})
    issues = sorted({issue for _, issue in pairs})
    counts = np.zeros((len(sources), len(issues), len(VALUES)))
    row = {source: index for index, source in enumerate(sources)}
    for (source, issue), values in pairs.items():
        for value in values:
            counts[row[source], issues.index(issue), VALUES.index(value)] += 1
    if not sources:
        return []
    samples = np.random.default_rng(SEED).integers(len(sources), size=(RESAMPLES, len(sources)))
    return [_agreement("overall", counts, samples)] + [
        _agreement(issue, counts[:, [index]], samples) for index, issue in enumerate(issues)
    ]


def confusion(codings: Iterable[Row]) -> Counter[tuple[str, str]]:
    """Return how often each pair of values (of the first and the second coder, by name) was given to one unit."""
    return Counter((first, second) for first, second in _pairs(codings).values())


def _pairs(codings: Iterable[Row]) -> Mapping[tuple[str, str], Sequence[str]]:
    units: dict[tuple[str, str], dict[str, str]] = {}
    for row in codings:
        unit = units.setdefault((str(row["source_id"]), str(row["issue_id"])), {})
        unit[str(row["coder"])] = str(row["stance"])
    return {unit: [values[coder] for coder in sorted(values)] for unit, values in units.items() if len(values) == 2}


def _agreement(scope: str, counts: np.ndarray, samples: Iterable[np.ndarray]) -> Agreement:
    codings = int(counts[:, :, 1:].sum())
    sampled = [value for sample in samples if (value := _alpha(counts[sample])) is not None] if codings else []
    low, high = (round(float(bound), 6) for bound in np.percentile(sampled, [2.5, 97.5])) if sampled else (None, None)
    return Agreement(scope, len(counts), codings, _alpha(counts), low, high)


def _alpha(counts: np.ndarray) -> float | None:
    units = counts.reshape(-1, len(VALUES))
    if np.count_nonzero(units.sum(axis=0)) < 2:
        return None  # alpha is not defined where only one value was given
    return round(float(krippendorff.alpha(value_counts=units, level_of_measurement="nominal")), 6)


@click.command()
@PACKAGE_OPTION
def reliability(descriptor: Path) -> None:
    """Print Krippendorff's alpha, overall and for each issue, and how often the coders' values met."""
    codings = read_table("codings", descriptor).rows()
    for row in agreements(codings):
        interval = f"{number(row.low)} to {number(row.high)}"
        click.echo(f"{row.scope:26}{row.codings:6} codings  alpha {number(row.alpha)} ({interval})")
    for (first, second), times in sorted(confusion(codings).items()):
        click.echo(f"{first:>8} / {second:8}{times:6}")


def number(value: float | None) -> str:
    """Return an alpha with three digits, or a dash where there is none."""
    return "-" if value is None else f"{value:.3f}"
