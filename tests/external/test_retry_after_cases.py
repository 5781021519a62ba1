"""The Retry-After values collected for the project."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from scraper.retry_after import seconds

FILE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "retry_after" / "cases.json"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"no cases: {FILE} is missing")

LENIENT: dict[str, tuple[float | None, ...]] = {  # rows whose expectation is a sentence
    "1 or 2 (not valid; be lenient)": (1, 1.5, 2),
    "lenient 120 or None": (120, None),
    "None or 240": (None, 240),
    "None": (None,),
    "cap": (600,),
}


def test_cases() -> None:
    found = json.loads(FILE.read_text())
    now = datetime.fromisoformat(found["now"])
    for case in found["cases"]:
        wanted = LENIENT[case["seconds"]] if isinstance(case["seconds"], str) else (case["seconds"],)
        assert seconds(case["value"], now=now, cap=600) in wanted, case
    assert len(found["cases"]) == 16
