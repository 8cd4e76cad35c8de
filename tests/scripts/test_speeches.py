"""Speeches: texts become sheets, filled-in sheets become records, quotes are looked up in the texts."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from frictionless_stances.texts import locate, nearest_passage

from scripts.cli import main
from scripts.corpus import Speech, by_key, find_texts, ordinal, passages, speaking_actor
from scripts.faults import find_faults
from scripts.package import Row
from tests.packages import put_rows, read_rows

KENYA = (
    "Mr. President, the price of tea is low.\n\nKenya reaffirms the right of the people of Western\nSahara to"
    " self-deter\u00admination. We thank the Secretary-General."
)
CHINA = "Our farmers had a good year."
CORPUS = {
    "source_id": "made-up-corpus",
    "kind": "dataset",
    "title": "Made-up corpus",
    "publisher": "Nobody",
    "published": "2026",
    "url": "https://example.org/corpus",
    "checked": "full-text",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "KEN_80_2025.txt").write_text(KENYA, encoding="utf-8")
    (folder / "CHN_80_2025.txt").write_text(CHINA, encoding="utf-8")
    return folder


@pytest.fixture
def sheets(texts: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "sheets"
    result = run("sheets", texts, "--out", folder)
    assert result.output.startswith("2 speeches, 1 of them to be read")
    return folder


@pytest.fixture
def with_corpus(package: Path) -> Path:
    put_rows(package.parent, "sources", [CORPUS])
    return package


def fill(folder: Path, *, outcome: str = "coded", quote: str = "the right of the people of Western Sahara") -> None:
    screening = read_rows(folder / "screening.csv")
    for row in screening:
        if row["speech_id"].startswith("KEN"):
            row |= {"outcome": outcome, "date": "2025-09-22", "symbol": "A/80/PV.5", "speaker": "William Ruto"}
    write(folder / "screening.csv", screening)
    row = {"speech_id": "KEN_80_2025", "issue_id": "self-determination", "stance": "support", "quote": quote}
    row |= {"summary": "Kenya affirms the right of the people of Western Sahara to self-determination."}
    write(folder / "coding.csv", [row | {"confidence": "high", "note": ""}])


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def import_sheets(descriptor: Path, folder: Path, texts: Path) -> Result:
    options = ("--texts", texts, "--coder", "A reader", "--corpus", "made-up-corpus")
    return run("import-speeches", folder, "--package", descriptor, *options)


def test_sheets_tell_the_speeches_that_name_the_territory_from_the_others(sheets: Path) -> None:
    outcomes = {row["speech_id"]: row["outcome"] for row in read_rows(sheets / "screening.csv")}
    assert outcomes == {"CHN_80_2025": "no-mention", "KEN_80_2025": ""}
    assert [row["speech_id"] for row in read_rows(sheets / "coding.csv")] == ["KEN_80_2025"]
    assert "the people of Western Sahara" in (sheets / "passages.txt").read_text(encoding="utf-8")


def test_sheets_never_overwrite_a_coding(sheets: Path, texts: Path) -> None:
    result = run("sheets", texts, "--out", sheets)
    assert result.exit_code == 1
    assert "no coding is lost" in result.output


def test_a_file_that_is_not_named_like_a_speech_is_told(texts: Path, tmp_path: Path) -> None:
    (texts / "notes.txt").write_text("x")
    result = run("sheets", texts, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert '"notes" is not named like DZA_34_1979' in result.output


def test_filled_in_sheets_become_valid_records(with_corpus: Path, sheets: Path, texts: Path) -> None:
    fill(sheets)
    result = import_sheets(with_corpus, sheets, texts)
    assert result.exit_code == 0, result.output
    put_rows(with_corpus.parent, "sources", [{"source_id": "ungdc-ken-80-2025"}])
    folder = with_corpus.parent / "datapackage"
    (position,) = (row for row in read_rows(folder / "positions.csv") if row["source_id"] == "ungdc-ken-80-2025")
    assert position["position_id"] == "ken-self-determination-ga80-ken"
    assert (position["actor_id"], position["date"], position["speaker"]) == ("ken", "2025-09-22", "William Ruto")
    offset = int(position["locator"].removeprefix("char "))
    assert KENYA[offset:].startswith("the right of the people of Western\nSahara")
    screened = {row["actor_id"]: (row["outcome"], row["source_id"]) for row in read_rows(folder / "screenings.csv")}
    assert screened == {"chn": ("no-mention", "made-up-corpus"), "ken": ("coded", "ungdc-ken-80-2025")}
    assert [str(fault) for fault in find_faults(with_corpus, texts=texts)] == []


def test_importing_again_changes_nothing(with_corpus: Path, sheets: Path, texts: Path) -> None:
    fill(sheets)
    import_sheets(with_corpus, sheets, texts)
    before = {path.name: path.read_bytes() for path in (with_corpus.parent / "datapackage").iterdir()}
    assert import_sheets(with_corpus, sheets, texts).exit_code == 0
    assert {path.name: path.read_bytes() for path in (with_corpus.parent / "datapackage").iterdir()} == before


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({"outcome": "mention-only"}, 'the outcome is "mention-only", coding.csv has 1 positions'),
        ({"quote": "the right of the people of the moon"}, "is not in the text. Copy the words as they stand there."),
    ],
)
def test_a_sheet_that_does_not_hold_together_is_told_and_nothing_is_written(
    with_corpus: Path, sheets: Path, texts: Path, change: dict[str, str], advice: str
) -> None:
    fill(sheets, **change)
    before = (with_corpus.parent / "datapackage" / "positions.csv").read_bytes()
    result = import_sheets(with_corpus, sheets, texts)
    assert result.exit_code == 1
    assert advice in result.output
    assert (with_corpus.parent / "datapackage" / "positions.csv").read_bytes() == before


def test_a_position_that_was_published_cannot_be_dropped_from_a_sheet(
    with_corpus: Path, sheets: Path, texts: Path
) -> None:
    fill(sheets)
    import_sheets(with_corpus, sheets, texts)
    rows = read_rows(sheets / "coding.csv")
    write(sheets / "coding.csv", [rows[0] | {"issue_id": "referendum"}])
    result = import_sheets(with_corpus, sheets, texts)
    assert result.exit_code == 1
    assert "ken-self-determination-ga80-ken" in result.output


def test_a_speech_without_a_text_or_a_corpus_without_a_source_is_told(
    package: Path, with_corpus: Path, sheets: Path, texts: Path
) -> None:
    fill(sheets)
    (texts / "KEN_80_2025.txt").unlink()
    assert "KEN_80_2025 has no text" in import_sheets(with_corpus, sheets, texts).output
    result = run("import-speeches", sheets, "--package", package, "--texts", texts, "--coder", "x", "--corpus", "none")
    assert "'none' is not in the package" in result.output


def test_quotes_are_looked_up_with_white_space_hyphens_and_quotation_marks_folded() -> None:
    text = "He said: \u201cthe  right to\nself-deter\u00admination\u201d, and left."
    assert locate('"the right to self-determination"', text) == text.index("\u201c")
    assert locate("the right to independence", text) is None
    assert nearest_passage("the rights to independence", "They spoke of the right to independence at length") == (
        "the right to independence"
    )


def test_a_quote_is_found_under_footnote_and_emphasis_marks() -> None:
    text = "we support the **right to self-determination** of the people*"
    assert locate("the right to self-determination of the people", text) == text.index("the **")


def test_check_quotes_counts_what_it_found(with_corpus: Path, sheets: Path, texts: Path) -> None:
    fill(sheets)
    import_sheets(with_corpus, sheets, texts)
    good = run("check-quotes", "--package", with_corpus, "--texts", texts)
    assert good.exit_code == 0
    assert good.output.startswith("1 of 1 quotes found;")
    put_rows(with_corpus.parent, "positions", [{"position_id": "ken-self-determination-ga80-ken", "quote": "the rite"}])
    bad = run("check-quotes", "--package", with_corpus, "--texts", texts)
    assert bad.exit_code == 1
    assert "The nearest passage is" in bad.output
    assert bad.output.splitlines()[-1].startswith("0 of 1 quotes found;")


@pytest.mark.parametrize(
    ("speech_id", "actor"),
    [
        ("RUS_40_1985", "sun"),
        ("RUS_46_1991", "sun"),
        ("RUS_47_1992", "rus"),
        ("YUG_35_1980", "yug"),
        ("YUG_56_2001", "scg"),
        ("DEU_30_1975", "deu"),
        ("YMD_35_1980", "ymd"),
        ("COD_35_1980", "cod"),
        ("EU_70_2015", "eu"),
        ("DZA_34_1979", "dza"),
    ],
)
def test_the_actor_is_who_held_the_code_in_that_year(tables: dict[str, list[Row]], speech_id: str, actor: str) -> None:
    assert speaking_actor(Speech.parse(speech_id), by_key(tables["actors"], "actor_id")) == actor


def test_passages_that_overlap_are_one() -> None:
    text = "x" * 2000 + "Western Sahara" + "x" * 500 + "POLISARIO" + "x" * 3000 + "MINURSO"
    bounds = list(passages(text))
    assert len(bounds) == 2
    assert "Western Sahara" in text[slice(*bounds[0])]
    assert "POLISARIO" in text[slice(*bounds[0])]
    assert text[slice(*bounds[1])].endswith("MINURSO")
    assert list(passages("nothing of the sort")) == []


@pytest.mark.parametrize("name", ["Frente Polisario", "the Saharaui people", "MINURSO", "RASD", "W estern Sahara"])
def test_the_territory_is_found_under_its_other_names(name: str) -> None:
    assert list(passages(f"They spoke of {name} at length."))


def test_ordinals_are_english() -> None:
    assert [ordinal(number) for number in (1, 2, 3, 4, 11, 12, 13, 21, 42, 73, 80)] == (
        ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "42nd", "73rd", "80th"]
    )


def test_texts_are_found_in_folders_below(texts: Path) -> None:
    (texts / "more").mkdir()
    (texts / "KEN_80_2025.txt").rename(texts / "more" / "KEN_80_2025.txt")
    assert list(find_texts(texts)) == ["CHN_80_2025", "KEN_80_2025"]
