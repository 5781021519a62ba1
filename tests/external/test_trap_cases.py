"""The 22 families of crawler traps, each by the function that ends it."""

import json
from pathlib import Path

import pytest

from scraper.address import key, refuse, shape

FILE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "traps" / "url_traps.json"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"no cases: {FILE} is missing")

ONE_PAGE = {  # every instance of the pattern is one page
    "session in path",
    "jsessionid",
    "PHPSESSID",
    "liferay p_auth",
    "random cache-buster",
    "fragment only",
    "http/https/www twins",
}
REFUSED = {
    "repeat segment",
    "relative-link recursion",
    "App_Themes loop",
    "percent explosion",
    "amp explosion",
    "print/share",
    "captcha image",
    "soft-404 relative link",
}
BUDGET = {  # these may be pages; all instances have one shape, and so one budget
    "calendar month forever",
    "next-week link",
    "sort/view permutations",
    "search result paging",
    "page beyond last returns last page",
}
ELSEWHERE = {  # only the content shows it: equal payload digests, in archive
    "mixed case same page",
    "trailing default doc",
}


def traps() -> dict[str, str]:
    return {row["trap"]: row["pattern"] for row in json.loads(FILE.read_text())} if FILE.is_file() else {}


def instances(pattern: str) -> list[str]:
    """Give addresses of a pattern: the ones it lists, or three fillings of its placeholders."""
    fillings = [("abc", "1"), ("D1f00d", "20261122"), ("zz", "77")]
    if " " in pattern:
        return pattern.split()
    return [pattern.replace("%s", word).replace("%d", number) for word, number in fillings]


def test_every_trap_has_its_answer() -> None:
    assert set(traps()) == ONE_PAGE | REFUSED | BUDGET | ELSEWHERE
    assert len(traps()) == 22


@pytest.mark.parametrize("trap", sorted(ONE_PAGE))
def test_one_page(trap: str) -> None:
    urls = instances(traps()[trap])
    assert len({key(url) for url in urls}) == 1
    assert len(set(urls)) > 1 or trap == "fragment only"
    assert [refuse(url) for url in urls] == [None] * len(urls)


def test_a_fragment_is_not_part_of_the_page() -> None:
    pattern = traps()["fragment only"]
    assert key(pattern) == key(pattern.partition("#")[0])


@pytest.mark.parametrize("trap", sorted(REFUSED))
def test_refused(trap: str) -> None:
    assert all(refuse(url) for url in instances(traps()[trap]))


@pytest.mark.parametrize("trap", sorted(BUDGET))
def test_one_budget(trap: str) -> None:
    urls = instances(traps()[trap])
    assert len({shape(url) for url in urls}) == 1
    assert len({key(url) for url in urls}) > 1
