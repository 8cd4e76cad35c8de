"""Texts as quotes are compared with them: white space, soft hyphens, asterisks and quotation marks folded."""

from __future__ import annotations

from difflib import get_close_matches

_FOLDS = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00ab": '"', "\u00bb": '"', "\u00ad": "", "*": ""}
)


def fold(text: str) -> str:
    """Return `text` with runs of white space made one space, soft hyphens and asterisks dropped, quotes made plain.

    Asterisks are footnote marks and emphasis that transcripts carry.
    """
    return " ".join(text.translate(_FOLDS).split())


def locate(quote: str, text: str) -> int | None:
    """Return the offset, in characters of `text` as it is, at which `quote` begins; None if it is not there.

    Both are folded before they are compared.
    """
    offsets: list[int] = []
    folded: list[str] = []
    for offset, character in enumerate(text):
        plain = _FOLDS.get(ord(character), character)
        if character.isspace():
            plain = "" if not folded or folded[-1] == " " else " "
        if plain:
            folded.append(str(plain))
            offsets.append(offset)
    found = "".join(folded).find(fold(quote))
    return offsets[found] if found >= 0 else None


def nearest_passage(quote: str, text: str) -> str:
    """Return the run of as many words of the folded `text` as `quote` has that is most like the quote."""
    words, wanted = text.split(), fold(quote).split()
    runs = {" ".join(words[start : start + len(wanted)]) for start in range(max(1, len(words) - len(wanted) + 1))}
    return next(iter(get_close_matches(" ".join(wanted), runs, n=1, cutoff=0)), "")
