"""Paragraphs, whatever the page marks them with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from parsers import body as body_module
from parsers.body import paragraphs
from parsers.element_text import has_text, pieces, raw_text, shown
from parsers.text import clean
from tests.parsers.pages import article, read


@pytest.mark.parametrize(
    ("inside", "body"),
    [
        ("<p>Một</p><p>Hai</p>", ["Một", "Hai"]),
        ("<div>Một</div><div>Hai<br></div>", ["Một", "Hai"]),
        ("Một<br>Hai<br><br>Ba", ["Một", "Hai", "Ba"]),
        ("<div><div>Một<br>Hai</div></div>", ["Một", "Hai"]),
        ("<span>Một<br>Hai</span>", ["Một", "Hai"]),
        ("<p>Nghệ An<br>07/7/2020</p><p>Hai</p>", ["Nghệ An 07/7/2020", "Hai"]),
        ("Trần<p>Một</p>giữa<p>Hai</p>cuối", ["Trần", "Một", "giữa", "Hai", "cuối"]),
        ("<h3>Mục</h3><ul><li>a</li><li>b</li></ul><blockquote>c</blockquote>", ["Mục", "a", "b", "c"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", ["a b", "c d"]),
        ("<table><tr><th>a<th></th><th>c</th></tr><tr><td>1</td><td>2</td><td> </td></tr></table>", ["a c", "1 2"]),
        ("<table><tr><td>a</td></tr><tr><td>b</td></tr></table>", ["a", "b"]),
        ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", ["a", "b"]),
        ("<table><tr><td><p>a</p><br>b</td><td>c<div>d</div></td></tr></table>x", ["a b c d", "x"]),
        ("<table><tr><td>m<table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>", ["m", "a b", "c"]),
        ("một</p>hai</p><p>ba</p>", ["một", "hai", "ba"]),
        ("<div><span>Một <b>đậm</b></span> tiếp</div>", ["Một đậm tiếp"]),
        ("<p>Một<script>var x='không';</script></p><style>p{}</style><noscript>n</noscript>", ["Một"]),
        ("<p>Một</p><div style='DISPLAY : none'>ẩn</div><p hidden>ẩn</p>", ["Một"]),
        ("<p>Một<!-- chú --> hai</p>", ["Một hai"]),
        ("<p>&nbsp;</p><p> Một&nbsp;&nbsp;hai </p>", ["Một hai"]),
        ("<p>a<p>b<p>c", ["a", "b", "c"]),
        ("<dl><dt>a</dt><dd>b</dd></dl><pre>c\nd</pre>", ["a", "b", "c d"]),
    ],
)
def test_paragraphs(inside: str, body: list[str]) -> None:
    assert list(article(inside).body) == body


def test_a_lede_at_the_head_of_the_body_is_not_repeated() -> None:
    found = article("<p class=lede>Mở đầu bài</p><p>Mở đầu bài.</p><p>Thân bài</p><p>Mở đầu bài</p>")
    assert (found.lede, found.body) == ("Mở đầu bài", ("Thân bài", "Mở đầu bài"))


@pytest.mark.parametrize("depth", [40, 1500])
def test_nested_blocks(depth: int) -> None:
    assert article("<div>" * depth + "chữ" + "</div>" * depth).body == ("chữ",)


def test_only_furniture_is_no_article() -> None:
    found = read("<script>x</script><div style='display:none'>ẩn</div>")
    assert (found.kind, found.article) == ("empty_shell", None)


TAGS = st.sampled_from(
    ["p", "div", "span", "b", "td", "script", "i hidden", "u style='DISPLAY : none'", "u style='a:none'"]
)
TEXTS = st.sampled_from(["", "chữ ", " ", "a\u200bb", "<br>", "<img src=/a>", "x<o:p>y</o:p>z"])


def around(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    def build(tag: str, parts: list[str]) -> str:
        return f"<{tag}>{''.join(parts)}</{tag.split()[0]}>"

    return st.builds(build, TAGS, st.lists(st.one_of(TEXTS, inside), max_size=4))


@given(st.lists(st.recursive(TEXTS, around, max_leaves=10), max_size=5).map("".join), st.integers(0, 5))
def test_plain_blocks_read_at_once_read_as_those_walked_through(inside: str, skipped: int) -> None:
    root = etree.fromstring(
        f"<html><body><div>{inside}x</div></body></html>".encode(), etree.HTMLParser(encoding="utf-8")
    )
    container = root[0][0]
    skip = set(list(container.iterdescendants())[skipped : skipped + 1])
    at_once = paragraphs(container, skip)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(body_module, "plain_text", lambda element, skip: None)
        assert paragraphs(container, skip) == at_once
    for element in container.iter():
        assert raw_text(element, skip) == "".join(pieces(element, skip))
        assert has_text(element, skip) == any(map(clean, pieces(element, skip)))
        walked = [piece.strip() for piece in pieces(element) if piece.strip()]
        assert [piece.strip() for piece in shown(element) if piece.strip()] == walked
