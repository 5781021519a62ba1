"""The engine: a node belongs to one field; what fails is a problem of its field."""

from dataclasses import replace

import pytest

from parsers.article import Article
from parsers.fields import language_of
from parsers.page import Page
from parsers.reading import parse
from tests.parsers.pages import LAYOUT, URL, html, read, site


def raises(page: Page) -> str:
    raise RuntimeError("hỏng")


def article(inside: str, **changes: object) -> Article:
    found = read(inside, replace(LAYOUT, **changes)).article  # type: ignore[arg-type]  # a test names any field
    assert found is not None
    return found


def test_caption_lede_byline_and_furniture_are_not_in_the_body() -> None:
    inside = """<p class=lede>Mở đầu.</p><figure><img src=/a.jpg><figcaption>Cảng cá</figcaption></figure><p>Thân.</p>
    <div class=related>Tin khác</div><p class=author>Tin: An</p><p class=src>Nguồn: Báo X</p>"""
    found = article(inside, drop=(".related",), source=".src")
    assert found.body == ("Thân.",)
    assert (found.lede, found.byline, found.source) == ("Mở đầu.", "An", "Báo X")


def test_a_title_inside_the_container_is_not_in_the_body() -> None:
    assert article("<h2>Tít trong thân</h2><p>Thân.</p>", title="#body h2").body == ("Thân.",)


@pytest.mark.parametrize("heading", ["TIN MỚI NHẤT", "Các tin khác", "Tin nổi bật:", "» TIN NỔI BẬT"])
def test_headings_of_boxes_are_nobodys_title(heading: str) -> None:
    body = html("<p>Thân.</p>").replace(b"<h1>", f"<h1>{heading}</h1><h1>".encode(), 1)
    found = parse(URL, body, site=site()).article
    assert found is not None
    assert found.title == "Một tít đủ dài cho bài viết"


def test_a_break_in_a_title_is_a_space() -> None:
    found = parse(URL, html("<p>x</p>", title="Dòng một<br>dòng hai"), site=site()).article
    assert found is not None
    assert found.title == "Dòng một dòng hai"


@pytest.mark.parametrize("field", ["lede", "published", "byline", "source", "section", "tags"])
def test_a_rule_that_raises_is_a_problem_of_its_field(field: str) -> None:
    found = read("<p>Thân.</p>", replace(LAYOUT, **{field: raises}))  # type: ignore[arg-type]
    assert found.article is not None
    assert [one.field for one in found.problems if one.code == "rule_raised"] == [field]
    message = next(one.message for one in found.problems if one.code == "rule_raised")
    assert "vidu/t: rule raises" in message
    assert "RuntimeError: hỏng" in message


def test_a_rule_that_raises_gives_way_to_the_next() -> None:
    assert article("<p class=lede>Mở đầu.</p><p>x</p>", lede=(raises, ".lede")).lede == "Mở đầu."


def test_a_rule_that_returns_nonsense_is_a_problem() -> None:
    found = read("<p>Thân.</p>", replace(LAYOUT, lede=lambda page: [1]))  # type: ignore[list-item]
    assert [one.code for one in found.problems] == ["rule_raised"]


def test_attributes_and_functions_are_rules() -> None:
    inside = "<p id=x data-when='04/07/2020 10:00'>Thân.</p>"
    assert article(inside, published="#x::attr(data-when)").published == "2020-07-04T10:00+07:00"
    assert article(inside, byline=lambda page: " Lan ").byline == "Lan"
    assert article(inside, byline=lambda page: page.soup.select_one("#body p")["id"]).byline == "x"


def test_a_date_node_that_is_missing_or_refused_is_said_and_never_guessed() -> None:
    found = read("<p>Ngày 5/7/2020, xã họp.</p>", replace(LAYOUT, published=".none"))
    assert found.article is not None
    assert (found.article.published, [one.code for one in found.problems]) == (None, ["missing"])
    found = read("<p>Ngày 5/7/2020, xã họp.</p>", date="31/02/2020")
    assert found.article is not None
    assert (found.article.published, found.article.published_raw) == (None, "31/02/2020")
    assert [(one.field, one.code) for one in found.problems] == [("published", "refused")]


def test_only_a_layout_without_a_date_node_reads_the_lede_or_the_opening() -> None:
    found = article("<p>Ngày 5/7/2020, xã họp.</p>", published=())
    assert (found.published, found.published_precision) == ("2020-07-05", "day")
    assert [one.rule for one in found.provenance if one.field == "published"] == [
        "dateline: no date node in this layout"
    ]


def test_provenance_names_rule_and_raw_text() -> None:
    found = article("<p class=lede> Mở  đầu. </p><p>x</p>")
    by_field = {one.field: one for one in found.provenance}
    assert (by_field["lede"].rule, by_field["lede"].raw) == (".lede", "Mở  đầu.")
    assert {"title", "lede", "body", "published"} <= set(by_field)
    assert not any(one.fallback for one in found.provenance)


def test_attachments_once_each_and_not_from_dropped_boxes() -> None:
    inside = """<p>Thân <a href="/a.pdf">Tệp A</a> <a href="/a.pdf">lại</a> <a href="/b.DOCX?v=1"></a></p>
    <div class=related><a href="/c.pdf">c</a></div>"""
    found = article(inside, drop=(".related",))
    assert [(one.url, one.text) for one in found.attachments] == [
        ("https://vidu.vn/a.pdf", "Tệp A"),
        ("https://vidu.vn/b.DOCX?v=1", "b.DOCX?v=1"),
    ]


def test_a_file_shown_in_the_page_is_an_attachment() -> None:
    inside = """<p>Thân.</p><iframe src="/a.pdf#view=FitH"></iframe><object data="/b.pdf"></object>
    <embed src="/c.doc"><iframe src="https://docs.google.com/viewer?url=https%3A%2F%2Fvidu.vn%2Fd.xls&embedded=true">
    </iframe><iframe src="/pdfjs/viewer.html?file=/e.pdf"></iframe><iframe src="https://video.vn/embed/1"></iframe>
    <div class=related><iframe src="/f.pdf"></iframe></div><a href="/xem?file=/g.pdf">Xem</a>"""
    found = article(inside, drop=(".related",))
    assert [(one.url.removeprefix("https://vidu.vn"), one.text) for one in found.attachments] == [
        ("/a.pdf#view=FitH", "a.pdf#view=FitH"),
        ("/b.pdf", "b.pdf"),
        ("/c.doc", "c.doc"),
        ("/d.xls", "d.xls"),
        ("/e.pdf", "e.pdf"),
        ("/xem?file=/g.pdf", "Xem"),
    ]


def test_tags_section_and_dateline() -> None:
    inside = "<p>(CTO) - Thân.</p><a class=tag>#biển</a><a class=tag>biển</a><a class=tag>cá,</a><i>Kinh tế »</i>"
    found = article(inside, tags="a.tag", section="i")
    assert (found.tags, found.section, found.dateline) == (("biển", "cá"), "Kinh tế", "CTO")
    assert article("<p>x</p>", tags=lambda page: "một, hai,một").tags == ("một", "hai")


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("(CTO) - Ngày 8-1, Thành uỷ họp.", "CTO"),
        ("(Báo Ví Dụ) – Ngày 8-1, Thành uỷ họp.", "Báo Ví Dụ"),
        ("(BHG) Ngày 8-1, Thành uỷ họp.", "BHG"),
        ("(BHG) - Ngày 8-1, Thành uỷ họp.", "BHG"),
        ("BHG - Ngày 8-1, Thành uỷ họp.", "BHG"),
        ("BLĐ – Ngày 8-1, Thành uỷ họp.", "BLĐ"),
        ("SGGP - Ngày 8-1, Thành uỷ họp.", "SGGP"),
        ("TTO- Ngày 8-1, Thành uỷ họp.", "TTO"),
        ("HĐND - UBND tỉnh họp.", None),
        ("UBND - Ngày 8-1, tỉnh họp.", None),
        ("BHXH - Ngày 8-1, tỉnh họp.", None),
        ("BHG - UBND tỉnh họp.", "BHG"),
        ("BHG tỉnh họp.", None),
        ("(BHG) tỉnh họp.", None),
        ("Hà Giang - Ngày 8-1, tỉnh họp.", None),
    ],
)
def test_datelines(opening: str, dateline: str | None) -> None:
    found = article(f"<p>{opening}</p><p>Sau.</p>")
    assert found.dateline == dateline
    assert opening in (found.lede, *found.body)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Uỷ ban nhân dân tỉnh họp bàn về nước sạch nông thôn", "vi"),
        ("The department held a meeting about clean water", "en"),
        ("ngắn", None),
        ("12 34 56 78 90", None),
    ],
)
def test_language_by_its_letters(text: str, language: str | None) -> None:
    assert language_of(text) == language


FILES = "<div class=files><a href=/b.pdf>Bản đồ</a><a href=/trang>Trang</a><a href=/a.doc>Lại</a></div>"


def test_files_beside_the_text_count_where_the_layout_names_their_place() -> None:
    body = html("<p>Thân. <a href=/a.doc>Kế hoạch</a></p>").replace(b"</body>", FILES.encode() + b"</body>")
    with_files = replace(LAYOUT, attachments=".files")
    found = {
        name: [(one.url.removeprefix("https://vidu.vn"), one.text) for one in article.attachments]
        for name, layout in (("with", with_files), ("without", LAYOUT))
        if (article := parse(URL, body, site=site(layout)).article)
    }
    assert found == {"with": [("/a.doc", "Kế hoạch"), ("/b.pdf", "Bản đồ")], "without": [("/a.doc", "Kế hoạch")]}


def test_files_in_a_dropped_box_count_where_the_layout_names_it() -> None:
    dropped = article(f"<p>Thân.</p>{FILES}", drop=".files")
    named = article(f"<p>Thân.</p>{FILES}", drop=".files", attachments=(".none", lambda page: page.first(".files")))
    assert (dropped.attachments, named.body) == ((), ("Thân.",))
    assert [one.text for one in named.attachments] == ["Bản đồ", "Lại"]


def test_the_title_repeated_as_a_heading_in_the_body_is_no_paragraph() -> None:
    found = article("<h1>Một tít đủ dài cho bài viết</h1><p>Thân.</p><h1>Một tít khác</h1>")
    assert found.body == ("Thân.", "Một tít khác")


def test_a_lede_repeated_with_a_dateline_leaves_the_body() -> None:
    found = article("<div class=lede>Xã Ví Dụ tiêm phòng.</div><p>(BVD) - Xã Ví Dụ tiêm phòng.</p><p>Thân.</p>")
    assert (found.lede, found.body) == ("Xã Ví Dụ tiêm phòng.", ("Thân.",))


def test_a_meta_may_be_the_title() -> None:
    page = b"<html><head><meta property='og:title' content='T\xc3\xadt'></head><body><div id=body><p>x</p></div></body></html>"
    found = parse(URL, page, site=site(replace(LAYOUT, title=(".none", "meta[property='og:title']")))).article
    assert found is not None
    assert found.title == "Tít"
