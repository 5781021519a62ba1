"""Links with their roles, and the next page of a listing by every means."""

import pytest

from parsers import links
from parsers.links import find_links, page_number
from parsers.page import Page
from parsers.reading import parse
from parsers.rows import is_listing, with_texts
from parsers.site import Site
from tests.parsers.pages import site

LIST = "https://vidu.vn/thoi-su"


def page(inside: str, url: str = LIST) -> Page:
    return Page(url, f"<html><head></head><body>{inside}</body></html>".encode())


def next_page(page: Page, site: Site | None) -> str | None:
    return next((link.url for link in find_links(page, site) if link.role == "next"), None)


@pytest.mark.parametrize(
    ("inside", "url", "following"),
    [
        ("<link rel=next href='/thoi-su?page=2'>", LIST, "/thoi-su?page=2"),
        ("<a rel=next href='?page=2'>x</a>", LIST, "/thoi-su?page=2"),
        ("<a class=next href='?p=2'>x</a>", LIST, "/thoi-su?p=2"),
        ("<div class=pagination><span class=next><a href='?p=2'>x</a></span></div>", LIST, "/thoi-su?p=2"),
        ("<a href='/thoi-su/2'>Trang sau</a>", LIST, "/thoi-su/2"),
        ("<a href='/thoi-su/2'><span>Tiếp »</span></a>", LIST, "/thoi-su/2"),
        ("<a href='/thoi-su/2'>Trang <b>kế</b></a>", LIST, "/thoi-su/2"),
        ("<a href='/thoi-su/2'>\n  Trang sau\n  </a>", LIST, "/thoi-su/2"),
        ("<a href='/thoi-su/2'>»</a>", LIST, "/thoi-su/2"),
        ("<a href='/thoi-su/2'>&gt;</a>", LIST, "/thoi-su/2"),
        ("<a href='/thoi-su?page=1'>1</a><a href='/thoi-su?page=2'>2</a>", LIST, "/thoi-su?page=2"),
        ("<a href='?page=2'>2</a><a href='?page=4'>4</a>", LIST + "?page=3", "/thoi-su?page=4"),
        ("<a href='/thoi-su/trang-2.html'>2</a>", LIST, "/thoi-su/trang-2.html"),
        ("<a href='/thoi-su?_101_cur=3'>3</a>", LIST + "?_101_cur=2", "/thoi-su?_101_cur=3"),
        ("<a href='?page=0'>1</a><a href='?page=1'>2</a><a href='?page=2'>3</a>", LIST, "/thoi-su?page=1"),
        ("<b>1</b><a href='?page=1'>2</a><a href='?page=2'>3</a>", LIST, "/thoi-su?page=1"),
        ("<a href='?page=0'>1</a><a href='?page=1'>2</a><a href='?page=2'>3</a>", LIST + "?page=1", "/thoi-su?page=2"),
        ("<a href='?page=1'>2</a><a href='?page=2'>3</a>", LIST + "?page=0", "/thoi-su?page=1"),
        ("<a href='/thoi-su/page-2/'>2</a>", LIST + "/", "/thoi-su/page-2/"),
        ("<a href='?p=4&d='>4</a>", LIST + "?p=3&d=", "/thoi-su?p=4&d="),
        ("<a href='?CateID=5&date=&page=2'>2</a>", LIST + "?CateID=5", "/thoi-su?CateID=5&date=&page=2"),
        ("<a href='/thoi-su/p1509'>1509</a>", LIST + "/p1508", "/thoi-su/p1509"),
        ("<a href='?currentpage=2&tag='>2</a>", LIST + "?currentpage=1&tag=", "/thoi-su?currentpage=2&tag="),
        ("<a href='?cat=1&cpage=3'>3</a>", LIST + "?cat=1&cpage=2", "/thoi-su?cat=1&cpage=3"),
        ("<a href='/khac?page=2'>2</a>", LIST, None),
        ("<a href='/thoi-su?id=2'>2</a>", LIST, None),
        ("<a href='/thoi-su'>Trang sau</a>", LIST, None),
        ("<a href='#'>Trang sau</a><a href='javascript:x()'>»</a>", LIST, None),
        ("<a href='/tin/sau-con-bao'>Sau cơn bão</a>", LIST, None),
    ],
)
def test_next_page(inside: str, url: str, following: str | None) -> None:
    found = next_page(page(inside, url), None)
    assert found == (following and "https://vidu.vn" + following)


def test_the_rule_of_the_site_goes_before_all() -> None:
    one = page("<a rel=next href='/a'>x</a><b><a href='/b'>y</a></b>")
    assert next_page(one, site(next_page="b a")) == "https://vidu.vn/b"
    assert next_page(one, site(next_page=lambda page: "/c")) == "https://vidu.vn/c"
    assert next_page(one, site(next_page=(lambda page: 1 / 0, "b a"))) == "https://vidu.vn/b"


@pytest.mark.parametrize("inside", ["<p>" + "Chữ của trang. " * 40, '<a href="/a-100.html">x</a>', ""])
def test_a_rule_for_the_next_page_that_raises_is_a_problem(inside: str) -> None:
    def following(page: Page) -> str:
        raise KeyError("pager")

    found = parse(LIST, page(inside).body, site=site(next_page=(following, "b a")))
    told = [one for one in found.problems if one.field == "next_page"]
    assert [(one.code, one.message) for one in told] == [
        ("rule_raised", "vidu: rule following raised KeyError: 'pager'")
    ]
    assert len(found.problems) == 2  # and what the page is


def test_links_stay_on_the_site_each_once_with_the_first_text() -> None:
    inside = """<a href="/tin/a-100.html"><img src="/a.jpg"></a><a href="/tin/a-100.html#x">Tít của <b>bài</b> một</a>
    <a href="http://www.vidu.vn/lien-he">Liên<br>hệ</a><a href="https://khac.vn/">Khác</a><a href="mailto:a@b">Thư</a>
    <a href="/thoi-su">Chính nó</a><a href="tel:113">113</a><a href="//vidu.vn/b">b</a><a>không</a>"""
    links = with_texts(page(inside), find_links(page(inside), site()))
    assert [(link.url, link.role, link.text) for link in links] == [
        ("https://vidu.vn/tin/a-100.html", "article", "Tít của bài một"),
        ("http://www.vidu.vn/lien-he", "other", "Liên hệ"),
        ("https://vidu.vn/b", "other", "b"),
    ]
    assert not is_listing(links)
    assert [link.url for link in find_links(page(inside), None)] == [link.url for link in links]


@pytest.mark.parametrize(
    ("url", "number"),
    [(LIST, 1), (LIST + "?page=7", 7), (LIST + "/page/3", 3), (LIST + "?page=99999999", 1), ("http://[", 1)],
)
def test_page_number(url: str, number: int) -> None:
    assert page_number(url) == number


@pytest.mark.parametrize("url", ["", "http://[", "http://vidu.vn:port/", "x", "/a", "ftp://vidu.vn/"])
def test_no_address_of_a_page_breaks_it(url: str) -> None:
    inside = "<base href='http://['><a href='/a'>a</a><a href='http://['>b</a><a href='b'>Trang sau</a>"
    assert all(link.url.startswith("http") for link in find_links(page(inside, url), site()))


def test_what_was_made_of_the_links_of_the_page_before_is_never_seen() -> None:
    """Pages of one site are read one after the other: each gives what it gives when it is read alone."""
    inside = '<a href="/tin/a-1.html">1</a><a href="b-2.html">2</a><a href="//vidu.vn/c-3.html">3</a><a href="#x">4</a>'
    pages = [
        page(inside, url)
        for url in ("https://vidu.vn/", "https://vidu.vn/tin/", "http://vidu.vn/tin/", "https://khac.vn/tin/")
    ]
    known = [site(), site(article_url=r"^/tin/"), None]
    alone = {}
    for number, one in enumerate(pages):
        for which, of in enumerate(known):
            links._of_page_before.cache_clear()
            alone[number, which] = find_links(one, of)
    assert len(set(alone.values())) > 6
    for _ in range(2):
        for (number, which), found in alone.items():
            assert find_links(pages[number], known[which]) == found
