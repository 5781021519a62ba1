"""The quick ways to answer a selector give what cssselect's XPath alone gives."""

import re
from unittest.mock import patch

import pytest
from cssselect import HTMLTranslator
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parsers import selectors
from parsers.page import Page

NAMES = ("a", "b", "a-b", "c", "A")
TAGS = ("div", "p", "span", "x-y", "li", "custom")
SELECTORS = (
    *(
        ".a",
        "#a",
        ".b .a",
        "div.a",
        ".a.b",
        ".a > .b",
        ".a ~ .b",
        ".a:not(.b)",
        ".a, .b",
        ".a, .none",
        "#b .a",
        "p, .c",
    ),
    *(".a:has(> .b)", "[data-x=a]", "[data-x='A' i]", ".a[data-x]", "[data-x='1&2']", ".a:first-child", "*.a", ".none"),
    *(
        "div .a > .b",
        ".a + .b",
        ".a .b ~ .c",
        "div div .a",
        ".a:last-child .b",
        "li:only-child",
        ".b + .a .c",
        "#a > *",
    ),
    *(":is(.a, .none)", ".none:not(.a)", "[class]", "[data-x!=a]", "div:not(.none) .a"),
)


CLASSES = st.lists(st.sampled_from(NAMES), max_size=3).map(lambda names: "\n ".join(names))
DATA = st.sampled_from(["a", "A", "1&amp;2", "&#97;"])


def around(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    element = "<{0} class=' {1} ' id='{2}' data-x='{3}'>{4}</{0}>".format
    return st.builds(
        element, st.sampled_from(TAGS), CLASSES, st.sampled_from(NAMES), DATA, st.lists(inside, max_size=3).map("".join)
    )


MARKUP = st.recursive(st.sampled_from(["<b>x</b>", "<p data-x=a>y</p>"]), around, max_leaves=8)


@pytest.mark.parametrize("few", [0, 1, 8])  # elements looked into one by one; more are answered from the candidates up
@given(inside=st.lists(MARKUP, max_size=5).map("".join), selector=st.sampled_from(SELECTORS))
def test_the_quick_ways_find_the_same(few: int, inside: str, selector: str) -> None:
    with patch.object(selectors, "_FEW", few):
        _find_the_same(inside, selector)


def _find_the_same(inside: str, selector: str) -> None:
    page = Page("https://vidu.vn/", f"<html><body class=a>{inside}<div>x</div></body></html>".encode())
    assert page.root is not None
    plain = etree.XPath(HTMLTranslator().css_to_xpath(selector, prefix="descendant::"))
    body = page.root[-1]
    for scope in (None, body):
        assert page.select(selector, scope) == plain(page.root if scope is None else scope)
        assert all(page.matches(one, selector, body) for one in page.select(selector, body))


@pytest.mark.parametrize("count", [3, 800])
@pytest.mark.parametrize("tag", ["p", "custom"])
def test_many_holders_and_unusual_elements(count: int, tag: str) -> None:
    page = Page(
        "https://vidu.vn/", f"<html><body>{f'<{tag} class=a>x</{tag}>' * count}<i class=a></i></body></html>".encode()
    )
    assert len(page.select(".a")) == count + 1


def test_what_is_found_may_be_changed_by_who_asked() -> None:
    page = Page("https://vidu.vn/", b"<html><body><p class=a>x</p></body></html>")
    page.select(".a").clear()
    assert len(page.select(".a")) == 1


def test_no_class_stands_only_in_a_text_or_a_script() -> None:
    page = Page("https://vidu.vn/", b"<html><body><p>class=a</p><script>'<p class=a>'</script></body></html>")
    assert page.select(".a") == []
    assert re.search("class=a", page.text)


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        ("[data-x='A' i]", 2),
        ("[data-x='A']", 0),
        ("[data-x!=q]", 4),
        ("[data-x='1&2']", 1),
        ("p:not(.q)[data-x^=a]", 2),
    ],
)
def test_a_word_of_the_selector_may_stand_otherwise_in_the_page(selector: str, count: int) -> None:
    inside = b"<p data-x=a>1</p><p data-x=a>2</p><p data-x='1&amp;2'>3</p>"
    page = Page("https://vidu.vn/", b"<html><body>" + inside + b"</body></html>")
    assert len([one for one in page.select(selector) if one.tag in ("p", "body")]) == count
