"""Every row of the shared date cases: the instant or day, its precision, or a refusal."""

import csv
from datetime import datetime
from pathlib import Path

import pytest

from parsers.dates import read

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "dates.tsv"
if not CASES.is_file():
    pytest.skip(f"{CASES} is not here", allow_module_level=True)
ROWS = list(csv.DictReader(CASES.read_text().splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["raw"])
def test_row(row: dict[str, str]) -> None:
    reading = read(row["raw"])
    if not row["expected_iso"]:
        assert reading.value is None
        assert reading.reason
        return
    assert reading.value is not None, reading.reason
    assert reading.precision == row["precision"]
    assert datetime.fromisoformat(reading.value) == datetime.fromisoformat(row["expected_iso"])


def test_there_are_rows() -> None:
    assert len(ROWS) >= 54
