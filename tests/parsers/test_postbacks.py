"""The next page of a list that only a form brings: which link it is, what is sent, and what is never sent."""

from urllib.parse import parse_qsl

import pytest

from parsers.article import Link
from parsers.declared_lists import JsonList, PostedList
from parsers.links import find_links
from parsers.page import Page
from parsers.reading import parse
from tests.parsers.pages import site

LIST = "https://vidu.vn/tin.aspx?cat=5"
STATE = '<input type="hidden" name="__VIEWSTATE" value="/wEPDw=">'


def page(inside: str, *, form: str = '<form method="post">', state: str = STATE) -> Page:
    return Page(LIST, f"<html><body>{form}{state}{inside}</form></body></html>".encode())


def back(target: str, argument: str, text: str) -> str:
    return f"""<a href="javascript:__doPostBack('{target}','{argument}')">{text}</a>"""


def posted(one: Page, number: int = 1) -> Link | None:
    links = [link for link in find_links(one, site(), list_page=number) if link.role == "next"]
    return links[0] if links else None


def sent(link: Link | None) -> dict[str, str]:
    assert link is not None
    assert link.post is not None
    assert link.post.body.isascii()
    return dict(parse_qsl(link.post.body, keep_blank_values=True))


def grid(*linked: int, target: str = "ctl00$grd") -> str:
    return "".join(back(target, f"Page${n}", str(n)) for n in linked)


@pytest.mark.parametrize(
    ("pager", "number", "leads_to"),
    [
        (grid(2, 3, 4), 1, 2),
        (grid(1, 3, 4), 2, 3),
        (grid(1, 2, 3), 4, None),
        (grid(10, 12, 13, 14, 20), 11, 12),
        (grid(1, 3, 4, 6, 7, 20), 5, 6),
        (grid(2, 3, 4), 7, 2),  # page 1 is shown: the cursor was none
        (grid(1, 2, 3), 1, 2),  # the page shown is a link too
        (back("pager", "2", "2") + back("pager", "3", "3"), 1, 2),  # AspNetPager
        (back("r$ctl01$lnk", "", "2") + back("r$ctl02$lnk", "", "3"), 1, 2),
        (back("r$ctl01$lnk", "", "1") + back("r$ctl02$lnk", "", "3"), 2, 3),
        (back("ctl00$lnkSau", "", "Trang sau"), 6, 7),
        (back("ctl00$grd", "Page$Next", '<img src="x.gif">'), 6, 7),
        (back("ctl00$lnk", "", '<img alt="Tiếp" src="x.gif">'), 1, 2),
        ('<a href=\'javascript:WebForm_DoPostBackWithOptions(new WebForm_PostBackOptions("g$n", "", true))\'>&gt;</a>', 1, 2),
        (back("ctl00$lnkDangNhap", "", ">") + back("ctl00$Login", "", "»"), 1, None),
        (back("ctl00$btnSearch", "", "Tiếp"), 1, None),
        ("".join(back("ctl00$Cal", str(7600 + n), str(n)) for n in range(1, 32)), 1, None),  # a calendar's days
        (back("ctl00$Calendar1", "V7610", "&gt;"), 1, None),
        ("".join(back("ctl00$grd", f"Select${n}", str(n)) for n in range(1, 9)), 1, None),
        (back("ctl00$lnkTin", "", "Sau cơn bão"), 1, None),
    ],
)  # fmt: skip
def test_which_link_leads_on(pager: str, number: int, leads_to: int | None) -> None:
    link = posted(page(pager), number)
    assert (link and link.post and link.post.page) == leads_to


def test_the_form_as_a_browser_sends_it() -> None:
    controls = """<input name="a" value="Đất & nước"><input type="checkbox" name="b" checked><input type="checkbox" name="c">
    <input type="radio" name="d" value="1"><input type="radio" name="d" value="2" checked><input name="e" disabled value="x">
    <input type="password" name="f" value="x"><input type="file" name="g"><input type="submit" name="h" value="Tìm">
    <input type="image" name="i"><button name="j" value="x">Gửi</button><select name="k"><option>Một<option value="2">Hai</select>
    <select name="l" multiple><option value="1"><option value="2" selected><option value="3" selected></select>
    <textarea name="m">x y</textarea><input value="nameless">"""
    fields = sent(posted(page(controls + grid(2, 3))))
    assert fields == {
        "__VIEWSTATE": "/wEPDw=", "a": "Đất & nước", "b": "on", "d": "2", "k": "Một", "l": "3", "m": "x y",
        "__EVENTTARGET": "ctl00$grd", "__EVENTARGUMENT": "Page$2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("action", "leads_to"),
    [
        ("", LIST),
        ("./tin.aspx?cat=5#x", LIST),
        ("/khac.aspx", "https://vidu.vn/khac.aspx"),
        ("https://evil.example/", None),
        ("http://vidu.vn/tin.aspx", None),
        ("//vidu.vn:8443/", None),
        ("javascript:x()", None),
    ],
)
def test_it_is_posted_to_the_same_origin_only(action: str, leads_to: str | None) -> None:
    link = posted(page(grid(2, 3), form=f'<form method="post" action="{action}">'))
    assert (link and link.url) == leads_to


def test_identity_is_what_was_chosen_and_not_the_state() -> None:
    def identity(inside: str, state: str = STATE) -> str:
        link = posted(page(inside, state=state))
        assert link is not None
        assert link.post is not None
        return link.post.identity

    one = identity('<input name="q" value="">' + grid(2, 3))
    assert identity(grid(2, 3, 4), STATE + '<input type=hidden name="token" value="9">') == one
    assert identity('<input name="tu" value="22/11/2026">' + grid(2, 3)) == one
    assert identity('<select name="nam"><option value="2020" selected></select>' + grid(2, 3)) != one
    assert identity(grid(2, 3, target="ctl00$khac")) != one


def test_no_form_no_post() -> None:
    bare = Page(LIST, f"<html><body>{grid(2, 3)}</body></html>".encode())
    assert posted(bare) is None
    assert posted(page(grid(2, 3), state='<input type="hidden" name="x" value="1">')) is None, "not a page's own form"


def test_a_form_that_is_closed_early_is_found_by_its_state() -> None:
    broken = Page(
        LIST, f"<html><body><form method=post>{STATE}</form><table><tr>{grid(2, 3)}</table></body></html>".encode()
    )
    assert sent(posted(broken))["__VIEWSTATE"] == "/wEPDw="


def test_an_address_goes_before_a_form() -> None:
    link = posted(page(grid(2, 3) + '<a rel="next" href="/tin.aspx?page=2">2</a>'))
    assert link is not None
    assert (link.url, link.post) == ("https://vidu.vn/tin.aspx?page=2", None)


def test_a_page_of_a_thousand_postbacks_is_read_at_once() -> None:
    assert posted(page(grid(*range(2, 5000)))) is not None


class TestDeclared:
    def test_a_posted_list_goes_on_while_there_are_articles(self) -> None:
        declared = PostedList(listing=r"^/tin\.aspx", action="https://vidu.vn/them", body="p={page}&cat=5", last=3)
        known = site(posted_lists=(declared,))
        article = '<a href="/tin/a-100.html">Bài một trăm</a>'
        (link,) = [one for one in find_links(Page(LIST, article.encode()), known) if one.role == "next"]
        assert (link.url, link.post and link.post.body) == ("https://vidu.vn/them", "p=2&cat=5")
        more = Page("https://vidu.vn/them", article.encode())
        assert [one.post.body for one in find_links(more, known, list_page=2) if one.post] == ["p=3&cat=5"]
        assert [one for one in find_links(more, known, list_page=3) if one.post] == [], "`last` is the last"
        assert [one for one in find_links(Page(LIST, b"<p>0</p>"), known) if one.post] == []
        assert [one for one in find_links(Page("https://vidu.vn/khac", article.encode()), known) if one.post] == []

    def test_a_list_that_counts_its_pages_from_nought(self) -> None:
        declared = PostedList(listing="^/tin", action="https://vidu.vn/them", body="PageIndex={page}", first=0)
        link = declared.following("https://vidu.vn/tin-noi-bat", 1)
        assert link is not None
        assert link.post is not None
        assert (link.post.body, link.post.page) == ("PageIndex=1", 2)

    def test_two_posted_json_lists_of_one_address_cannot_be_told_apart(self) -> None:
        both = [JsonList(address="https://vidu.vn/api", body=f"l={n}&p={{page}}", rows="", link="u") for n in "ab"]
        with pytest.raises(ValueError, match="told apart"):
            site(json_lists=tuple(both))

    def test_json_rows_have_titles_and_days(self) -> None:
        declared = JsonList(
            address="https://vidu.vn/api?o={offset}",
            rows="d.i",
            link="/tin/{slug}-{id}.html",
            title="t",
            published="n",
            size=2,
        )
        body = """{"d": {"i": [{"slug": "a", "id": 1, "t": "Bài  một", "n": "2020-07-07T08:00:00"},
        {"slug": "b", "id": 2, "t": null, "n": 1594080000}, {"slug": "", "id": 3}, {"slug": {}, "id": 4}, 5]}}"""
        parsed = parse("https://vidu.vn/api?o=4", body.encode(), site=site(json_lists=(declared,)))
        assert parsed.kind == "listing"
        assert [(link.url, link.text, link.published, link.role) for link in parsed.links] == [
            ("https://vidu.vn/tin/a-1.html", "Bài một", "2020-07-07", "article"),
            ("https://vidu.vn/tin/b-2.html", "", "2020-07-07", "article"),
            ("https://vidu.vn/api?o=6", "", None, "next"),
        ]

    def test_fewer_rows_than_a_page_has_end_the_list(self) -> None:
        declared = JsonList(address="https://vidu.vn/api?p={page}", rows="", link="u", size=2)
        parsed = parse("https://vidu.vn/api?p=3", b'[{"u": "/tin/a-1.html"}]', site=site(json_lists=(declared,)))
        assert [link.role for link in parsed.links] == ["article"]

    @pytest.mark.parametrize(
        ("wrong", "says"),
        [
            (lambda: JsonList(address="/api?p={page}", rows="", link="u"), "give a whole http or https address"),
            (lambda: JsonList(address="https://vidu.vn/api", rows="", link="u"), "must stand in address, or in body"),
            (lambda: JsonList(address="https://vidu.vn/api?o={offset}", rows="", link="u"), "needs size"),
            (lambda: JsonList(address="https://vidu.vn/api", rows="", link="u", body="{}"), "must stand in address"),
            (lambda: PostedList(listing="/", action="https://vidu.vn/x", body="cat=5"), "with {page} for the number"),
            (lambda: PostedList(listing="/", action="https://vidu.vn/x", body="tỉnh={page}"), "all ASCII"),
            (lambda: PostedList(listing="(", action="https://vidu.vn/x", body="{page}"), "unterminated subpattern"),
            (
                lambda: site(json_lists=(JsonList(address="https://khac.vn/{page}", rows="", link="u"),)),
                "not on one of its hosts",
            ),
        ],
    )
    def test_what_could_never_work_is_refused(self, wrong: object, says: str) -> None:
        assert callable(wrong)
        with pytest.raises(ValueError, match=says):
            wrong()
