"""Every row of the shared date cases: the instant or day, its precision, or a refusal."""

from datetime import datetime

import pytest

from parsers.dates import read
from tests.external.scores import DATES, date_rows, date_scores

if not DATES.is_file():
    pytest.skip(f"{DATES} is not here", allow_module_level=True)
ROWS = date_rows()


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


def test_the_report_counts_the_same() -> None:
    scores = date_scores()
    assert scores is not None
    assert [raw for raw, _ in scores] == [row["raw"] for row in ROWS]
    assert all(right for _, right in scores)
