"""`stances format` writes one canonical form, and changes nothing but the form."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from scripts.cli import main
from tests.packages import read_rows


def run(descriptor: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["format", "--package", str(descriptor), *options])


def scramble(path: Path) -> None:
    """Write the file in another order, with every cell quoted, CRLF line ends and a byte order mark."""
    header, rows = list(read_rows(path)[0]), [list(row.values()) for row in read_rows(path)]
    lines = [",".join(f'"  {cell.replace(chr(34), chr(34) * 2)} "' for cell in row) for row in reversed(rows)]
    path.write_bytes(("\ufeff" + "\r\n".join([",".join(header), *lines, ""])).encode())


def test_a_canonical_package_stays_as_it_is(package: Path) -> None:
    result = run(package)
    assert (result.exit_code, result.output) == (0, "")


def test_another_form_of_the_same_rows_becomes_the_same_file(package: Path) -> None:
    path = package.parent / "datapackage" / "positions.csv"
    canonical = path.read_bytes()
    scramble(path)
    result = run(package)
    assert (result.exit_code, result.output) == (0, "datapackage/positions.csv: written in canonical form.\n")
    assert path.read_bytes() == canonical


def test_check_prints_the_difference_and_changes_nothing(package: Path) -> None:
    path = package.parent / "datapackage" / "memberships.csv"
    header, first, second, *others = path.read_text().splitlines(keepends=True)
    path.write_text("".join([header, second, first, *others]))
    before = path.read_bytes()
    result = run(package, "--check")
    assert result.exit_code == 1
    assert f"+{first}" in result.output
    assert "+++ datapackage/memberships.csv (canonical)" in result.output
    assert path.read_bytes() == before


def test_a_row_of_another_width_is_told_and_nothing_is_lost(package: Path) -> None:
    path = package.parent / "datapackage" / "memberships.csv"
    path.write_text(path.read_text() + "ken,eu\n")
    before = path.read_bytes()
    result = run(package)
    assert result.exit_code == 1
    assert "memberships.csv, row 8: 2 cells, the header has 6. Put a cell" in result.output
    assert path.read_bytes() == before


def test_the_real_package_is_canonical() -> None:
    assert CliRunner().invoke(main, ["format", "--check"]).output == ""
