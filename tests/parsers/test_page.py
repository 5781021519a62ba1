"""The page while it is read: selecting by CSS, addresses, and text."""

import pytest
from cssselect import HTMLTranslator
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parsers import tree
from parsers.element_text import has_text, text_of
from parsers.page import Page
from parsers.selectors import compile_selector

URL = "https://vidu.vn/tin/bai.html"
SELECTORS = [
    *(".a", "#a", "p.a", "div", ".a .b", ".a > p", "div.a.b", "[class^=a]", ".a, .b", ".a:not(.b)", "p[title=x]", "*"),
    *(".a:first-child", ".a + .b", "#a p:last-child", "[data-x='a b']", ".b p", "p:nth-child(2)", ".-a", ".a-b"),
]


def page(inside: str, url: str = URL, head: str = "") -> Page:
    return Page(url, f"<html><head>{head}</head><body>{inside}</body></html>".encode())


TAGS = st.sampled_from(["div", "p", "span", "DIV", "section", "b"])
VALUES = st.sampled_from(["a", "b", "a b", "ab", "x > .a", "<b class", "a'", "", "-a", "a-b"])
NAMES = st.sampled_from(["class", "id", "title", "data-x", "CLASS", "class "])
QUOTES = st.sampled_from(['"', "'", ""])


@st.composite
def markup(draw: st.DrawFn) -> str:
    parts = []
    for _ in range(draw(st.integers(1, 12))):
        attributes = ""
        for name in draw(st.lists(NAMES, max_size=3, unique=True)):
            quote = draw(QUOTES)
            value = draw(VALUES).replace(quote, "") if quote else draw(VALUES).replace(" ", "")
            attributes += f" {name}={quote}{value}{quote}"
        around = draw(
            st.sampled_from(["", "class=a", "<!-- class='a' -->", "<script>'<i class=\"a\">'</script>", "a > b"])
        )
        parts.append(f"<{draw(TAGS)}{attributes}>{around}")
        if draw(st.booleans()):
            parts.append(f"</{draw(TAGS)}>")
    return "".join(parts)


@given(markup(), st.sampled_from(SELECTORS))
def test_selecting_by_what_the_bytes_say_finds_what_plain_xpath_finds(inside: str, selector: str) -> None:
    one = page(inside)
    assert one.root is not None
    plain = etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))(one.root)
    assert one.select(selector) == plain
    assert one.select(selector) == plain  # from memory


def test_scope_limits_and_first_is_first() -> None:
    one = page("<div id=a><p>1</p></div><p>2</p>")
    inner = one.first("#a")
    assert inner is not None
    assert [text_of(element) for element in one.select("p", inner)] == ["1"]
    assert len(one.select("p")) == 2
    assert one.first(".none") is None


@pytest.mark.parametrize("selector", ["p[", "", "p:hover(", "..a", "p::"])
def test_no_css(selector: str) -> None:
    with pytest.raises(ValueError, match="is no CSS selector"):
        compile_selector(selector)


@pytest.mark.parametrize(
    ("address", "absolute"),
    [
        ("/a/b?c=d", "https://vidu.vn/a/b?c=d"),
        ("a", "https://vidu.vn/tin/a"),
        ("../a", "https://vidu.vn/a"),
        ("/x/../a", "https://vidu.vn/a"),
        ("?p=2", "https://vidu.vn/tin/bai.html?p=2"),
        ("//cdn.vn/a", "https://cdn.vn/a"),
        ("HTTP://khac.vn/a", "HTTP://khac.vn/a"),
        (" /a\n b ", "https://vidu.vn/a b"),
        *[
            (bad, None)
            for bad in ("", "#x", "mailto:a@b", "javascript:x()", "data:x", "http://[", "tel:113", "http://")
        ],
    ],
)
def test_addresses(address: str, absolute: str | None) -> None:
    assert page("").absolute(address) == absolute


@pytest.mark.parametrize(
    ("base", "absolute"),
    [
        ("https://vidu.vn/x/", "https://vidu.vn/x/a"),
        ("https://khac.vn/", "https://vidu.vn/tin/a"),
        ("/y/", "https://vidu.vn/y/a"),
    ],
)
def test_a_base_counts_on_the_same_host_only(base: str, absolute: str) -> None:
    assert page("", head=f"<base href='{base}'>").absolute("a") == absolute


def test_text_leaves_out_what_is_silent_hidden_or_taken() -> None:
    one = page("<div id=a>Một<script>x</script> <b>hai</b><i hidden>ẩn</i><br>ba<u class=t>bốn</u>năm</div>")
    element = one.first("#a")
    assert element is not None
    assert text_of(element, set(one.select(".t"))) == "Một hai ba năm"
    assert has_text(element)
    assert not has_text(element[0])


def test_the_soup_is_there_for_rules_that_want_it() -> None:
    one = page("<p>Một</p>")
    paragraph = one.soup.p
    assert paragraph is not None
    assert paragraph.get_text() == "Một"


@pytest.mark.parametrize("body", [b"", b"\0\0", b"   ", b"<", b"\xff\xfe", b"<!-- -->"])
def test_bytes_without_markup(body: bytes) -> None:
    one = Page(URL, body)
    assert one.select("p") == []
    assert one.absolute("/a") == "https://vidu.vn/a"


@pytest.mark.parametrize("between", ["", "\n\n</html>\n", "</html></html>"])
def test_an_html_closed_too_early_loses_nothing(between: str) -> None:
    page = Page(
        "https://x.vn/",
        f"<!DOCTYPE html><html lang=vi>{between}<head><title>Cảng cá</title></head><body><h1>Tàu về</h1>"
        "<div id=than><!DOCTYPE html><html><body><p>Một.</p></body></html></div><p>Hai.</p></body></html>".encode(),
    )
    title, body = page.first("title"), page.first("#than")
    assert title is not None
    assert body is not None
    assert (text_of(title), text_of(body)) == ("Cảng cá", "Một.")
    assert [text_of(one) for one in page.select("p")] == ["Một.", "Hai."]


@pytest.mark.parametrize(
    "broken", [b"\xff", b"\xe1\xba", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80"]
)
@pytest.mark.parametrize(
    "markup",
    [
        b"<p>a%sb</p>",
        b"<p class='a%sb'>a</p>",
        b"<p class=a%sb>a</p>",
        b"<p a%sb>a</p>",
        b"<p>a</p%s>",
        b"<x%sb>a",
        b"<!-- a%sb -->",
        b"<script>a%sb</script>",
        b"<style>%s</style>",
        b"<?a %s?>",
        b"&%s;",
        b"<![CDATA[%s]]>",
        b"</body></html>%s",
        b"<p class='%s",
        b"<!--%s",
        b"<b></i></i>" * 200 + b"<p>%s",  # more errors than libxml2 tells of
        b"<div>" * 3000 + b"%s",
        b"a\0b%s",
        b"c" * 5_000_001 + b"%s",
    ],
)
def test_a_page_with_broken_bytes_is_never_read_as_it_is(markup: bytes, broken: bytes) -> None:
    head = "<html><body><p>Uỷ ban</p>".encode()
    assert Page(URL, head + markup.replace(b"%s", b"")).encoding == "utf-8"
    read = Page(URL, head + markup.replace(b"%s", broken))
    assert read.encoding in ("utf-8 repaired", "cp1258")
    assert "\ufffd" in read.text or read.encoding == "cp1258"


def test_without_a_word_from_libxml2_the_bytes_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "_SAYS_BROKEN", False)
    assert Page(URL, "<p>Uỷ ban</p>".encode()).encoding == "utf-8"
    assert Page(URL, "<p>Uỷ ban</p>".encode() + b"\xff").encoding != "utf-8"
