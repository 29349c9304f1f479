"""The table in docs/outages.md has one row for each test of an outage."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = (ROOT / "docs" / "outages.md").read_text(encoding="utf-8")
TESTS = "\n".join((ROOT / "tests" / name).read_text() for name in ("test_outages.py", "browser/test_outages.py"))
ROWS = [line for line in TABLE.splitlines() if line.startswith("| ") and not line.startswith("| Away ")]


def test_each_row_names_one_test_and_each_test_has_a_row() -> None:
    named = [name for row in ROWS for name in re.findall(r"`(test_\w+)` \|$", row)]
    assert len(named) == len(ROWS)
    assert sorted(named) == sorted(re.findall(r"^def (test_\w+)\(", TESTS, re.MULTILINE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_each_row_fills_every_column_and_its_notes_exist(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == TABLE.split("\n| Away", 1)[1].split("\n", 1)[0].count("|")
    assert all(cells)
    for mark in re.findall("[¹²³⁴⁵⁶]", row):
        assert f"\n{'¹²³⁴⁵⁶'.index(mark) + 1}. " in TABLE
