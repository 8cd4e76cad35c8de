"""Dates of the Extended Date/Time Format (Library of Congress, ISO 8601-2:2019), level 0."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from undate import Undate

FORMS = "1988-10-13, 1988-10, 1988, or an interval such as 1988-09-26/1988-10-13"

_PART = r"[1-9]\d{3}(?:-\d{2}(?:-\d{2})?)?"
_LEVEL_0 = re.compile(rf"{_PART}(?:/{_PART})?")


@lru_cache(maxsize=65536)
def bounds(text: str) -> tuple[date, date]:
    """Return the first and the last day that the EDTF level 0 date or interval `text` may mean.

    Raises ValueError, with a sentence that says what is wrong, if `text` has another form, names a day that does not
    exist, or is an interval that ends before it begins.
    """
    if not _LEVEL_0.fullmatch(text):
        raise ValueError(f'"{text}" is not in an accepted form.')
    start, _, end = text.partition("/")
    try:
        first, last = _undate(start).earliest, _undate(end or start).latest
    except ValueError as error:
        raise ValueError(f'"{text}" names a day that does not exist.') from error
    if last < first:
        raise ValueError(f'"{text}" ends before it begins.')
    return date.fromisoformat(str(first)), date.fromisoformat(str(last))


def _undate(part: str) -> Undate:
    # From numbers: undate's EDTF grammar gives the same a thousand times slower.
    return Undate(*(int(number) for number in part.split("-")))


def known_bounds(text: str) -> tuple[date, date] | None:
    """Return the bounds of `text`, or None where it is empty or faulty (which the check `edtf-date` reports)."""
    try:
        return bounds(text) if text else None
    except ValueError:
        return None
