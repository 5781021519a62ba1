"""The 29 odd sitemaps collected for the project."""

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.sitemaps import Sitemap, read

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases" / "sitemaps"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no cases: {FOLDER} is missing")


def expectations() -> list[Any]:
    if not FOLDER.is_dir():
        return []
    found: dict[str, list[str] | str | None] = json.loads((FOLDER / "expected.json").read_text())
    return [pytest.param(name, wanted, id=name) for name, wanted in found.items() if isinstance(wanted, list)]


def sitemap(name: str) -> Sitemap:
    return read((FOLDER / name).read_bytes(), f"https://a.vn/{name}")


@pytest.mark.parametrize(("name", "wanted"), expectations())
def test_gives(name: str, wanted: list[str]) -> None:
    assert [entry.url for entry in sitemap(name).entries] == wanted


def test_all_are_there() -> None:
    assert len(expectations()) == 27


def test_truncated_gzip_gives_what_came_and_says_so() -> None:
    found = sitemap("gz_truncated.xml.gz")
    assert [entry.url for entry in found.entries] == ["https://a.vn/1", "https://a.vn/2"]
    assert found.problem


def test_too_many_are_read_and_reported() -> None:
    found = sitemap("over_50000_urls.xml.gz")
    assert len(found.entries) == 50_001
    assert "50000" in (found.problem or "")
