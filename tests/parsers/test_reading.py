"""The one door: which layout, drift, families, unknown sites, the generic reading."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parsers.reading import parse
from tests.parsers.pages import LAYOUT, URL, html, site

LONG = "<p>" + "Đoạn văn đủ dài để đọc được mà không cần bố cục nào. " * 6 + "</p>"
OLD = replace(LAYOUT, name="old", since="2010-01-01", until="2015-12-31")
NEW = replace(LAYOUT, name="new", since="2016-01-01")


@pytest.mark.parametrize(("year", "layout"), [(2012, "old"), (2020, "new"), (2009, "old")])
def test_where_both_fit_the_day_of_capture_decides(year: int, layout: str) -> None:
    found = parse(URL, html("<p>x</p>"), site=site(OLD, NEW), captured=datetime(year, 5, 1, tzinfo=UTC))
    assert found.layout == layout


def test_evidence_goes_before_the_day() -> None:
    found = parse(
        *(URL, html("<p class=old>x</p>")),
        site=site(replace(OLD, probe=".old"), replace(NEW, probe=".new")),
        captured=datetime(2020, 5, 1, tzinfo=UTC),
    )
    assert found.layout == "old"


def test_a_layout_that_fits_but_finds_no_title_gives_way() -> None:
    found = parse(URL, html("<p>x</p>"), site=site(replace(NEW, title=".none"), OLD))
    assert (found.layout, found.problems) == ("old", ())


def test_drift_names_what_is_missing() -> None:
    layouts = (replace(OLD, probe=".old"), replace(NEW, title=".tit"), replace(NEW, name="3", body=".than"))
    found = parse(URL, html(LONG), site=site(*layouts))
    assert (found.kind, found.article, found.layout) == ("other", None, None)
    assert [one.code for one in found.problems] == ["drift"]
    for part in ("old misses .old", "new misses title", "3 misses body"):
        assert part in found.problems[0].message


def test_no_drift_on_pages_that_are_not_an_articles() -> None:
    found = parse("https://vidu.vn/gioi-thieu", html(LONG), site=site(replace(OLD, probe=".old")))
    assert [one.code for one in found.problems] == ["other"]


def test_a_site_without_layout_is_read_with_the_family_that_made_the_page_and_says_so() -> None:
    body = html("<p>x</p>").replace(b"<body>", b"<body><div id=newscontents><div class=content-fck><p>Mot. Hai.</p>")
    body = body.replace(b"<h1>", b'<h1 class="fw700">')
    found = parse(URL, body, site=site(layouts=(), cms="content_fck"))
    assert (found.kind, found.layout, found.fallback) == ("article", "content-fck", False)
    assert "family_layout" in [one.code for one in found.problems]


def test_a_site_without_layout_or_family() -> None:
    found = parse(URL, html(LONG), site=site(layouts=()))
    assert [one.code for one in found.problems] == ["no_layout"]


def test_an_unknown_site() -> None:
    found = parse("https://khong-biet.example/a-100.html", html(LONG))
    assert (found.kind, found.site_id, found.article) == ("other", None, None)
    assert [one.code for one in found.problems] == ["unknown_site"]
    assert "khong-biet.example" in found.problems[0].message


def test_a_date_after_the_capture_is_noticed() -> None:
    found = parse(URL, html("<p>x</p>"), site=site(), captured=datetime(2020, 6, 1, tzinfo=UTC))
    assert [(one.field, one.code) for one in found.problems] == [("published", "in_future")]


def test_a_site_may_be_named_by_its_id() -> None:
    found = parse("http://127.0.0.1:8080/x", html(LONG), site="binhthuan")
    assert found.site_id == "binhthuan"


@pytest.mark.parametrize("url", ["", "http://[", "không phải địa chỉ", "https://binhthuan.gov.vn:x/"])
def test_no_address_breaks_it(url: str) -> None:
    assert parse(url, html(LONG), generic=True).problems
