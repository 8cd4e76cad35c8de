"""Speeches of the General Assembly's general debate: how they are named, who spoke, where they name the territory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from .package import Row

MENTION = re.compile(
    r"(?<!sub[- ])\bsaharan?\b|\bsaha?ra?(?:ou|u|w)i|w\s?estern\s+sahar|polisario|minurso|\brasd\b|\bsadr\b|"
    r"saguia|seguiet|sakiet|r[ií]o\s+de\s+oro|la[aâ]youne|el\s+aai[uú]n|tindouf|green\s+march",
    re.IGNORECASE,
)
"""Names of the territory, its people and its parties, with the spellings that the corpus has; the desert too."""

CONTEXT = 700
"""Characters shown before and after a mention."""

_NAME = re.compile(r"([A-Z]{2,3})_(\d{1,3})_(\d{4})")


@dataclass(frozen=True)
class Speech:
    """A speech, named as in the UN General Debate Corpus: `DZA_34_1979` is Algeria in session 34, in 1979."""

    speech_id: str
    code: str
    session: int
    year: int

    @classmethod
    def parse(cls, speech_id: str) -> Speech:
        """Return the speech that `speech_id` names; raise ValueError if it is no such name."""
        match = _NAME.fullmatch(speech_id)
        if not match:
            raise ValueError(f'"{speech_id}" is not named like DZA_34_1979 (ISO code, session, year).')
        return cls(speech_id, match[1], int(match[2]), int(match[3]))

    @property
    def slug(self) -> str:
        """The identifier of the speech's source and screening."""
        return f"ungdc-{self.code.lower()}-{self.session}-{self.year}"


def find_texts(folder: Path) -> dict[str, Path]:
    """Return the text files below `folder` by the names of their speeches.

    Raises ValueError if a file is not named like a speech.
    """
    return {Speech.parse(path.stem).speech_id: path for path in sorted(folder.rglob("*.txt"))}


def speaking_actor(speech: Speech, actors: Mapping[str, Row]) -> str:
    """Return the actor that held the code of `speech` in its year.

    The corpus gives former states the codes of their successors: RUS is the Soviet Union up to 1991. An actor that was
    not yet a member of the United Nations is replaced by its predecessor, one that was no longer by its successor.
    Raises KeyError if there is no such actor.
    """
    actor = actors[speech.code.lower()]
    first, last = str(actor["un_member_from"] or ""), str(actor["un_member_to"] or "9999")
    if first and first > f"{speech.year}-12-01":
        earlier = [row for row in actors.values() if row["successor_id"] == actor["actor_id"]]
        return str(earlier[0]["actor_id"]) if earlier else str(actor["actor_id"])
    if last < f"{speech.year}-09-01" and actor["successor_id"]:
        return str(actor["successor_id"])
    return str(actor["actor_id"])


def passages(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the passages of `text` around each mention of the territory; overlapping ones are joined."""
    start = end = -1
    for match in MENTION.finditer(text):
        first, last = max(0, match.start() - CONTEXT), min(len(text), match.end() + CONTEXT)
        if first > end >= 0:
            yield start, end
            start = first
        start = first if start < 0 else start
        end = last
    if end >= 0:
        yield start, end


def ordinal(number: int) -> str:
    """Return `number` as an English ordinal: 1st, 42nd, 80th."""
    endings = {1: "st", 2: "nd", 3: "rd"}
    return f"{number}{'th' if 10 <= number % 100 <= 20 else endings.get(number % 10, 'th')}"


def by_key(rows: Iterable[Row], key: str) -> dict[str, Row]:
    """Return `rows` by their value of `key`."""
    return {str(row[key]): row for row in rows}
