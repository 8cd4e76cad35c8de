"""A statement is shown by its own words, and by few of them."""

from __future__ import annotations

from collections.abc import Iterator

from ..base import Fault, StanceCheck
from ..tables import Record

LIMIT = 15


class QuoteLength(StanceCheck):
    """A statement has a quote, and no quote is longer than 15 words."""

    type = "quote-length"
    tables = ("positions", "resolution_issues")

    def faults(self, records: list[Record]) -> Iterator[Fault]:
        """Yield a fault for every statement without a quote and for every quote of more than 15 words."""
        for record in records:
            words = len(record["quote"].split())
            if record["kind"] == "statement" and not words:
                yield Fault(
                    record,
                    "quote",
                    "The statement has no quote.",
                    f"Copy the 1 to {LIMIT} words that carry the stance from the source.",
                )
            elif words > LIMIT:
                problem = f"The quote has {words} words."
                yield Fault(record, "quote", problem, f"Keep the {LIMIT} or fewer that carry the stance.")
