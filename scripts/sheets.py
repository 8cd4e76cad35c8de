"""`stances sheets`: make the screening sheet, the coding sheet and the passages to read from the texts of speeches."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from .corpus import MENTION, Speech, find_texts, passages

SCREENING = ("speech_id", "outcome", "on_behalf_of", "date", "symbol", "speaker", "speaker_role", "note")
CODING = ("speech_id", "issue_id", "stance", "quote", "summary", "confidence", "note")


@click.command()
@click.argument("texts", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the sheets, outside the project: the passages are third-party text.",
)
def sheets(texts: Path, out: Path) -> None:
    """Make sheets from the speeches in the folder TEXTS (files named like DZA_34_1979.txt).

    screening.csv has a row for each speech; its outcome is filled in where the territory is not mentioned. coding.csv
    has one empty row for each speech that mentions it: one row for each position goes there. passages.txt is to be
    read.
    """
    try:
        found = find_texts(texts)
    except ValueError as error:
        raise click.ClickException(f"{texts}: {error}") from error
    if list(out.glob("*.csv")):
        raise click.ClickException(f"{out} holds sheets already; name an empty folder, so that no coding is lost.")
    out.mkdir(parents=True, exist_ok=True)
    mentioned = 0
    with (
        (out / "screening.csv").open("w", encoding="utf-8", newline="") as screening,
        (out / "coding.csv").open("w", encoding="utf-8", newline="") as coding,
        (out / "passages.txt").open("w", encoding="utf-8") as reading,
    ):
        screened, coded = csv.writer(screening, lineterminator="\n"), csv.writer(coding, lineterminator="\n")
        screened.writerow(SCREENING)
        coded.writerow(CODING)
        for speech_id, path in found.items():
            text = path.read_text(encoding="utf-8")
            outcome = "" if MENTION.search(text) else "no-mention"
            screened.writerow([speech_id, outcome, "", Speech.parse(speech_id).year, "", "", "", ""])
            if not outcome:
                mentioned += 1
                coded.writerow([speech_id, "", "", "", "", "", ""])
                reading.write(f"##### {speech_id}\n")
                for start, end in passages(text):
                    reading.write(f"[{start}-{end}] {' '.join(text[start:end].split())}\n")
    click.echo(f"{len(found)} speeches, {mentioned} of them to be read: sheets in {out}.")
