"""Tiny pages for the tests: a container of the test layout with any markup inside."""

from parsers.article import Article, Parsed
from parsers.layout import Layout
from parsers.page import Page
from parsers.reading import parse
from parsers.site import Site

URL = "https://vidu.vn/tin/bai-viet-100.html"
LAYOUT = Layout(name="t", title="h1", body="#body", lede=".lede", published=".date", byline=".author", probe="#body")


def site(*layouts: Layout, **changes: object) -> Site:
    values: dict[str, object] = {
        "id": "vidu",
        "name": "Ví Dụ",
        "province": None,
        "kind": "newspaper",
        "hosts": ("vidu.vn",),
        "layouts": layouts or (LAYOUT,),
        "article_url": r"-\d{3}\.html$",
        **changes,
    }
    return Site(**values)  # type: ignore[arg-type]  # a test names any field


def html(inside: str, *, date: str = "03/07/2020", title: str = "Một tít đủ dài cho bài viết") -> bytes:
    return (
        f"<html><head><title>Báo Ví Dụ</title></head><body><h1>{title}</h1><span class=date>{date}</span>"
        f"<div id=body>{inside}</div></body></html>"
    ).encode()


def read(inside: str, layout: Layout = LAYOUT, *, date: str = "03/07/2020") -> Parsed:
    return parse(URL, html(inside, date=date), site=site(layout))


def article(inside: str, layout: Layout = LAYOUT) -> Article:
    found = read(inside, layout).article
    assert found is not None
    return found


def page(inside: str) -> Page:
    return Page(URL, html(inside))
