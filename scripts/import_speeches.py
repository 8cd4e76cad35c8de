"""`stances import-speeches`: turn filled-in sheets into sources, screenings and positions."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

import click
from frictionless_stances import canonical_text
from frictionless_stances.texts import locate

from .corpus import Speech, by_key, find_texts, ordinal, speaking_actor
from .package import Row, Table, read_tables
from .sheets import CODING, SCREENING
from .validate import PACKAGE_OPTION

Sheet = list[dict[str, str]]


class SheetError(Exception):
    """A sheet cannot be imported; the message says which row, what is wrong and how to mend it."""


@click.command("import-speeches")
@PACKAGE_OPTION
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--texts",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    required=True,
    help="Folder with the texts of the speeches that mention the territory.",
)
@click.option("--coder", required=True, help="Who coded the sheet; say so if a language model did.")
@click.option("--corpus", required=True, help="source_id of the corpus in sources.csv.")
def import_speeches(descriptor: Path, folder: Path, texts: Path, coder: str, corpus: str) -> None:
    """Read screening.csv and coding.csv in FOLDER and write their records into the package.

    A speech that was imported before is replaced. Run `stances validate` afterwards.
    """
    tables = {table.name: table for table in read_tables(descriptor)}
    rows = {name: tables[name].rows() for name in ("actors", "sources", "screenings", "positions")}
    try:
        made = make_records(
            read_sheet(folder / "screening.csv", SCREENING),
            read_sheet(folder / "coding.csv", CODING),
            texts={name: path.read_text(encoding="utf-8") for name, path in find_texts(texts).items()},
            actors=by_key(rows["actors"], "actor_id"),
            corpus=by_key(rows["sources"], "source_id")[corpus],
            coder=coder,
        )
        keep_identifiers(rows["positions"], made["positions"])
    except (SheetError, ValueError) as error:
        raise click.ClickException(str(error)) from error
    except KeyError as error:
        raise click.ClickException(f"{error} is not in the package; add it there first.") from error
    for name, new in made.items():
        write_rows(tables[name], rows[name], new)
        click.echo(f"{name}: {len(new)} rows written.")


def read_sheet(path: Path, columns: tuple[str, ...]) -> Sheet:
    """Return the rows of the CSV sheet at `path`; raise SheetError if its columns are not `columns`."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != columns:
            raise SheetError(f"{path.name}: the columns are not {', '.join(columns)}. Start from `stances sheets`.")
        return [{name: (cell or "").strip() for name, cell in row.items()} for row in reader]


def make_records(
    screening: Sheet, coding: Sheet, *, texts: Mapping[str, str], actors: Mapping[str, Row], corpus: Row, coder: str
) -> dict[str, list[Row]]:
    """Return the rows of `sources`, `screenings` and `positions` that the two sheets make.

    `texts` are the whole speeches by name. A speech that mentions the territory becomes a source of its own; the others
    are screened in the source `corpus`. Raises SheetError for an outcome that does not fit the coding, a speech without
    a text, or a quote that is not in it.
    """
    coded: dict[str, Sheet] = {}
    for row in coding:
        if row["issue_id"]:
            coded.setdefault(row["speech_id"], []).append(row)
    unknown = set(coded) - {row["speech_id"] for row in screening}
    if unknown:
        raise SheetError(f"coding.csv: {min(unknown)} is not in screening.csv. Add a row for it there.")
    made: dict[str, list[Row]] = {"sources": [], "screenings": [], "positions": []}
    for row in screening:
        speech = Speech.parse(row["speech_id"])
        positions = coded.get(speech.speech_id, [])
        if (row["outcome"] == "coded") != bool(positions):
            raise SheetError(
                f'screening.csv, {speech.speech_id}: the outcome is "{row["outcome"]}", coding.csv has {len(positions)}'
                " positions. Correct the outcome or the coding."
            )
        speaker = speaking_actor(speech, actors)
        actor = row["on_behalf_of"] or speaker
        own_source = row["outcome"] != "no-mention"
        made["screenings"].append(
            {
                "screening_id": speech.slug,
                "actor_id": actor,
                "session": speech.session,
                "year": speech.year,
                "outcome": row["outcome"],
                "source_id": speech.slug if own_source else corpus["source_id"],
                "note": row["note"] if not positions else None,
            }
        )
        if own_source:
            if speech.speech_id not in texts:
                raise SheetError(
                    f"{speech.speech_id} has no text. Put {speech.speech_id}.txt into the folder of texts."
                )
            text = texts[speech.speech_id]
            made["sources"].append(_source(speech, row, text, name=str(actors[speaker]["name"]), corpus=corpus))
            made["positions"] += _positions(speech, row, positions, text=text, actor=actor, coder=coder)
    return made


def _source(speech: Speech, row: Mapping[str, str], text: str, *, name: str, corpus: Row) -> Row:
    title = f"Statement by {name} in the general debate, {ordinal(speech.session)} session of the General Assembly"
    return {
        "source_id": speech.slug,
        "kind": "speech",
        "title": title,
        "publisher": "United Nations",
        "published": row["date"],
        "url": corpus["url"],
        "symbol": row["symbol"] or corpus["symbol"],
        "language": "en",
        "archive_url": None,
        "checked": "excerpt",
        "text_sha256": sha256(text.encode()).hexdigest(),
        "note": row["note"],
    }


def _positions(
    speech: Speech, row: Mapping[str, str], positions: Sheet, *, text: str, actor: str, coder: str
) -> Iterable[Row]:
    taken: dict[str, int] = {}
    for position in positions:
        issue = position["issue_id"]
        taken[issue] = taken.get(issue, 0) + 1
        offset = locate(position["quote"], text)
        if offset is None:
            raise SheetError(
                f'coding.csv, {speech.speech_id}, {issue}: the quote "{position["quote"]}" is not in the text.'
                " Copy the words as they stand there."
            )
        number = f"-{taken[issue]}" if taken[issue] > 1 else ""
        yield {
            "position_id": f"{actor}-{issue}-ga{speech.session}-{speech.code.lower()}{number}",
            "actor_id": actor,
            "issue_id": issue,
            "stance": position["stance"],
            "date": row["date"],
            "kind": "statement",
            "act": None,
            "summary": position["summary"],
            "quote": position["quote"],
            "speaker": row["speaker"],
            "speaker_role": row["speaker_role"],
            "occasion": f"General debate, {ordinal(speech.session)} session of the General Assembly",
            "source_id": speech.slug,
            "locator": f"char {offset}",
            "confidence": position["confidence"],
            "coder": coder,
            "note": position["note"],
            "retracted": None,
        }


def keep_identifiers(old: Iterable[Row], new: Iterable[Row]) -> None:
    """Raise SheetError if a statement of a speech in `new` that stands in `old` is missing from `new`."""
    made = {row["position_id"] for row in new}
    speeches = {row["source_id"] for row in new}
    lost = [
        str(row["position_id"])
        for row in old
        if row["source_id"] in speeches and row["kind"] == "statement" and row["position_id"] not in made
    ]
    if lost:
        raise SheetError(
            f"{len(lost)} published positions are not in the sheet, the first is {lost[0]}. Put them back, or retract"
            " them in positions.csv and move them to another source."
        )


def write_rows(table: Table, old: Iterable[Row], new: Iterable[Row]) -> None:
    """Write the rows of `old` and `new` into the file of `table`; a row of `new` replaces the one with its key."""
    keyed = {tuple(row[name] for name in table.primary_key): row for row in [*old, *new]}
    cells = [["" if row[name] is None else str(row[name]) for name in table.field_names] for row in keyed.values()]
    table.path.write_text(canonical_text(cells, fields=table.field_names, key=table.primary_key), encoding="utf-8")
