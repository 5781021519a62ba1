"""The one door: which layout, drift, families, unknown sites, the generic reading."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from parsers.article import Parsed
from parsers.reading import parse
from tests.parsers.pages import LAYOUT, URL, html, site

LONG = "<p>" + "Đoạn văn đủ dài để đọc được mà không cần bố cục nào. " * 6 + "</p>"
OLD = replace(LAYOUT, name="old", since="2010-01-01", until="2015-12-31")
NEW = replace(LAYOUT, name="new", since="2016-01-01")


@pytest.mark.parametrize(("year", "layout"), [(2012, "old"), (2020, "new"), (2009, "old")])
def test_where_both_fit_the_day_of_capture_decides(year: int, layout: str) -> None:
    found = parse(URL, html("<p>x</p>"), site=site(OLD, NEW), captured=datetime(year, 5, 1, tzinfo=UTC))
    assert found.layout == layout


def test_between_two_designs_the_nearer_in_time_goes_first() -> None:
    former, present = replace(OLD, until="2012-12-31"), replace(NEW, since="2020-01-01")
    for year, layout in ((2014, "old"), (2018, "new")):
        captured = datetime(year, 5, 1, tzinfo=UTC)
        assert parse(URL, html("<p>x</p>"), site=site(former, present), captured=captured).layout == layout


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


OPEN = replace(LAYOUT, probe=(), name="open")
ROWS = "".join(f"<li><a href='/tin-{number}.html'>Tít của bài số {number}</a></li>" for number in range(101, 106))
HOME = "https://vidu.vn/"


def read_at(url: str, inside: str, *, layout: object = OPEN, head: str = "", after: str = "") -> Parsed:
    body = html(inside).replace(b"</head>", f"{head}</head>".encode()).replace(b"</body>", f"{after}</body>".encode())
    return parse(url, body, site=site(layout))  # type: ignore[arg-type]  # always a Layout


def test_a_home_page_with_a_heading_is_no_article() -> None:
    rows_inside = read_at(HOME, f"{LONG * 3}<ul>{ROWS}</ul>")
    rows_outside = read_at(HOME, "<p>Cơ quan của tỉnh.</p>", after=f"<ul>{ROWS}</ul>")
    for found in (rows_inside, rows_outside):
        assert (found.kind, found.article, found.layout) == ("listing", None, None)
        assert [one.code for one in found.problems] == ["listing"]
        assert "open" in found.problems[0].message


TITLES = "".join(
    f"<li><a href='/ban-tin/{n}/'>Tít của bài số {n}, dài như tít của một bài báo</a></li>" for n in range(5)
)


def test_titles_make_a_list_where_nobody_knows_how_addresses_look() -> None:
    unknown = site(LAYOUT, article_url=None)
    page = html("").replace(b"id=body", b"id=other")
    for rows, kind in (
        (TITLES, "listing"),
        (TITLES.replace("Tít của bài số", ""), "other"),
        ("</li>".join(TITLES.split("</li>")[:4]), "other"),
    ):
        found = parse(HOME, page.replace(b"</body>", f"<ul>{rows}</ul>{LONG}</body>".encode()), site=unknown)
        assert (found.kind, found.article) == (kind, None)
    listed = html("").replace(b"</body>", f"<ul>{TITLES}</ul>{LONG}</body>".encode()).replace(b"id=body", b"id=other")
    assert parse(HOME, listed, site=site()).kind == "other"  # there it is known, and none of these is one
    assert parse(HOME, html(f"{LONG}<ul>{TITLES}</ul>"), site=unknown).kind == "article"


def test_an_article_stays_one_whatever_is_listed_beside_it() -> None:
    listed = f"<ul>{ROWS}</ul>"
    canonical = f"<link rel=canonical href='{URL}'>"
    for found in (
        read_at(URL, f"<p>Thân.</p>{listed}"),  # an article's address
        read_at(HOME, f"<p>Thân.</p>{listed}", head=canonical),
        read_at(HOME, f"<p>Thân.</p>{listed}", layout=LAYOUT),  # a layout with a probe
        read_at(HOME, LONG * 3, after=listed),  # an address of former years
        read_at(HOME, f"{LONG * 3}<div class=x>{listed}</div>", layout=replace(OPEN, drop=(".x",))),
        read_at(HOME, "<p>Thân.</p>"),  # nothing listed
    ):
        assert (found.kind, found.problems) == ("article", ())
    unknown = parse(HOME, html(f"<p>Thân.</p>{listed}"), site=site(OPEN, article_url=None))
    assert unknown.kind == "article"


@pytest.mark.parametrize(("levels", "codes"), [(200, []), (500, []), (600, ["too_deep"]), (2100, ["too_deep"])])
def test_what_nests_too_deep_is_said(levels: int, codes: list[str]) -> None:
    found = parse(URL, html("<p>Thân.</p>" + "<b>" * levels + "sâu" + "</b>" * levels + "<p>Hết.</p>"), site=site())
    assert found.article is not None
    assert found.article.body == (("Thân.", "sâu", "Hết.") if levels < 2000 else ("Thân.",))
    assert [one.code for one in found.problems] == codes
    missing = parse(URL, html("<b>" * levels), site=site(replace(LAYOUT, probe=".none")))
    assert [one.code for one in missing.problems if one.field == "page" and one.code == "too_deep"] == codes


def test_without_a_pattern_of_its_own_a_site_has_that_of_its_family() -> None:
    by_family = site(article_url=None, cms="nukeviet")
    assert by_family.is_article_address("/vi/news/a-123.html")
    assert not by_family.is_article_address("/vi/news/")
    assert not site(article_url=None, cms=None).is_article_address("/vi/news/a-123.html")
    assert not site(article_url="/bai/", cms="nukeviet").is_article_address("/vi/news/a-123.html")
    found = parse("https://vidu.vn/x", f"<ul>{ROWS}</ul>".encode(), site=by_family)
    assert {link.role for link in found.links} == {"article"}


@pytest.mark.parametrize(
    ("cut", "codes"),
    [(0, []), (len("</html>"), []), (len("</body></html>"), ["cut_off"]), (len("y></html>"), ["cut_off"])],
)
def test_a_page_that_ends_in_the_middle_is_said(cut: int, codes: list[str]) -> None:
    body = html("<p>Thân.</p>")
    found = parse(URL, body[: len(body) - cut], site=site())
    assert found.kind == "article"
    assert [one.code for one in found.problems] == codes
    assert parse(URL, body + b"<!-- 0.1 s --><script>a<b</script>", site=site()).problems == ()
    assert parse(URL, b"<p>a</p>", site=site()).problems[-1].code != "cut_off"


@pytest.mark.parametrize(
    ("url", "date", "changes", "kind"),
    [
        ("https://vidu.vn/lien-he", "", {}, "other"),  # a contact page in the container of the articles
        ("https://vidu.vn/lien-he", "", {"article_url": None}, "other"),
        ("https://vidu.vn/chuyen-muc", "03/07/2020", {}, "article"),  # some CMSs show articles there
        ("https://vidu.vn/lien-he", "31/02/2020", {}, "article"),  # a date node, though the date is none
        (URL, "", {}, "article"),  # its address is proof enough
    ],
)
def test_without_an_articles_address_a_page_needs_a_date(
    url: str, date: str, changes: dict[str, object], kind: str
) -> None:
    found = parse(url, html(LONG, date=date), site=site(**changes))
    assert found.kind == kind
    assert (found.article is not None) == (kind == "article")


def test_a_design_that_has_no_date_node_needs_none() -> None:
    found = parse("https://vidu.vn/lien-he", html(LONG), site=site(replace(LAYOUT, published=())))
    assert found.kind == "article"
