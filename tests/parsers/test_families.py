"""Golden pages per CMS family: every field of every page, and whose page it is."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from parsers.cms import FAMILIES, recognise
from parsers.layout import Layout, rule_name, rule_parts
from parsers.page import Page
from parsers.reading import parse
from parsers.site import Site
from tests.parsers.golden_sites import site_of_golden

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
PAGES = sorted(path.parent for path in FIXTURES.glob("cms-*/*/page.json"))
ARTICLES = [page for page in PAGES if (page / "article.json").exists()]
# What the engine cannot do yet, each with what it needs. Strict: whoever adds it takes the line out.
WISHES: dict[tuple[str, str], str] = {}
KINDS = {"article", "no-lede", "photos", "odd", "listing", "soft-404"}


def name_of(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def fields() -> list[Any]:
    return [
        pytest.param(folder, field, expected, id=f"{name_of(folder)}:{field}", marks=marks(folder, field))
        for folder in ARTICLES
        for field, expected in read_json(folder / "article.json").items()
    ]


def marks(folder: Path, field: str) -> list[pytest.MarkDecorator]:
    wish = WISHES.get((name_of(folder), field))
    return [pytest.mark.xfail(strict=True, reason=wish)] if wish else []


@pytest.mark.parametrize(
    "layout", [one for family in FAMILIES.values() for one in family.layouts], ids=lambda one: one.name
)
def test_a_design_whose_byline_may_end_the_body_looks_for_a_source_there_too(layout: Layout) -> None:
    closing = [rule_name(one) for one in rule_parts(layout.byline)]
    if "signature_of_body" in closing:
        assert "closing_source_of_body" in [rule_name(one) for one in rule_parts(layout.source)]


def read_json(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


def read(folder: Path) -> Any:
    """Return the page as the engine reads it with the layouts of its family."""
    page = read_json(folder / "page.json")
    return parse(
        page["url"],
        (folder / "page.html").read_bytes(),
        content_type=page["content_type"],
        captured=datetime.fromisoformat(page["captured"]),
        site=site_of_golden(page),
    )


def test_every_family_has_its_six_pages() -> None:
    found = {(page.parent.name.removeprefix("cms-"), page.name) for page in PAGES}
    assert found >= {(family, kind) for family in FAMILIES for kind in KINDS}


@pytest.mark.parametrize("folder", PAGES, ids=name_of)
def test_kind(folder: Path) -> None:
    parsed = read(folder)
    assert parsed.kind == read_json(folder / "page.json")["kind"], parsed.problems
    assert (parsed.article is not None) == (folder / "article.json").exists()


@pytest.mark.parametrize(("folder", "field", "expected"), fields())
def test_field(folder: Path, field: str, expected: Any) -> None:
    article = read(folder).article
    assert article is not None
    found = json.loads(json.dumps(asdict(article)))[field]
    assert found == expected


@pytest.mark.parametrize("folder", ARTICLES, ids=name_of)
def test_no_problem_is_reported(folder: Path) -> None:
    assert read(folder).problems == ()


@pytest.mark.parametrize("folder", PAGES, ids=name_of)
def test_every_page_is_known_as_its_family_s(folder: Path) -> None:
    page = read_json(folder / "page.json")
    assert recognise(Page(page["url"], (folder / "page.html").read_bytes())) == page["cms"]


@pytest.mark.parametrize("name", FAMILIES)
def test_no_other_family_s_layout_reads_the_page(name: str) -> None:
    """The layouts of one family give no article on the pages of another, except where DNN shows the same labels."""
    site_layouts: tuple[Layout, ...] = FAMILIES[name].layouts
    for folder in PAGES:
        page = read_json(folder / "page.json")
        if page["cms"] == name or (name, page["cms"]) == ("webforms", "dnn"):
            continue
        site = Site(id="other", name=name, province=None, kind="portal", hosts=("example.vn",), layouts=site_layouts)
        parsed = parse(page["url"], (folder / "page.html").read_bytes(), site=site)
        assert parsed.article is None, f"{name} reads {name_of(folder)} with {parsed.layout}"


def test_a_link_to_another_cms_is_no_marker() -> None:
    body = (
        b"<html><head><title>x</title></head><body><p>Xem <a href='https://a.vn/wp-content/uploads/1.pdf'>1</a>"
        b" <a href='https://b.vn/?p_p_id=56'>2</a> <a href='/Portals/0/x.doc'>3</a> <a href='/SitePages/a.aspx'>4</a>"
        b" <img src='https://c.vn/sites/default/files/1.jpg'></p></body></html>"
    )
    assert recognise(Page("https://x.vn/", body)) is None


@pytest.mark.parametrize("body", [b"", b"\0\xff\xfe", b"<", b'{"a": 1}', b"<html>" * 1000])
def test_nothing_is_recognised_in_rubbish(body: bytes) -> None:
    assert recognise(Page("http://x.vn/", body)) is None
