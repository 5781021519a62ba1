"""Date line and lede between the title and the body, for designs of which only those two are known."""

import json
from dataclasses import replace
from datetime import datetime
from time import process_time

import pytest

from benchmarks.parsers_report import FIXTURES, HELD_OUT, SECOND_ROUND
from parsers.above import (
    author_by_the_body,
    date_by_the_title,
    heading_that_names_the_page,
    lede_by_the_title,
)
from parsers.article import Article
from parsers.layout import RuleFunction
from parsers.reading import parse
from parsers.sites import site_of
from tests.parsers.pages import LAYOUT, URL, site

LAYOUT_OF_TWO = replace(LAYOUT, published=date_by_the_title(), lede=lede_by_the_title(), byline=())
LEDE = "Sáng nay, xã Ví Dụ bắt đầu đợt tiêm phòng mùa xuân cho đàn trâu bò."


def read(markup: str) -> Article:
    page = f"<body><header><time>05/07/2020 08:00</time></header><main>{markup}</main></body>".encode()
    found = parse(URL, page, site=site(LAYOUT_OF_TWO)).article
    assert found is not None
    return found


BODY = "<div id=body><p>Thân bài, viết ngày 01/07/2020.</p></div>"


@pytest.mark.parametrize(
    ("around", "published"),
    [
        (f"<h1>Tít</h1><p>Thứ Sáu, 03/7/2020 | 14:30 (GMT+7)</p>{BODY}", "2020-07-03T14:30+07:00"),
        (
            f"<h1>Tít</h1><div><span>Minh Vũ</span><span>Đăng lúc: 14:30, 03/7/2020</span></div>{BODY}",
            "2020-07-03T14:30+07:00",
        ),
        (f"<div>03/07/2020</div><h1>Tít</h1>{BODY}", "2020-07-03"),
        (f"<p>01/01/2020</p><p>03/07/2020</p><h1>Tít</h1><p>Không có ngày.</p>{BODY}", "2020-07-03"),  # the nearest
        (f"<p>01/01/2020</p><h1>Tít</h1><p>03/07/2020</p>{BODY}", "2020-07-03"),  # below goes first
        ("<div id=body><h1>Tít</h1><p>03/07/2020</p><p>Thân.</p></div>", "2020-07-03"),
        (f"<h1>Tít</h1><p><a href='/tac-gia'>Minh Vũ</a> - 03/07/2020 14:30</p>{BODY}", "2020-07-03T14:30+07:00"),
        (
            f"<h1>Tít</h1><div><a href='/a'>Một tít của bài khác, dài như tít</a><span>03/07/2020</span></div>{BODY}",
            None,
        ),
        (f"<h1>Tít</h1>{BODY}", None),  # neither the clock nor the body
        (f"<h1>Tít</h1>{BODY}<p>03/07/2020</p>", None),  # what follows belongs to others
        (f"<h1>Tít</h1><ul><li>03/07/2020</li></ul>{BODY}", None),  # a list of others
        (f"<h1>Tít</h1><p>Mưa lớn (03/07/2020)</p>{BODY}", None),  # another article's title
        (f"<h1>Tít</h1><p>31/02/2020</p>{BODY}", None),
    ],
)
def test_the_date_is_the_line_by_the_title(around: str, published: str | None) -> None:
    assert read(around).published == published


def test_a_date_line_inside_the_container_leaves_the_body() -> None:
    assert read("<div id=body><h1>Tít</h1><p>03/07/2020</p><p>Thân.</p></div>").body == ("Thân.",)


@pytest.mark.parametrize(
    ("between", "lede"),
    [
        (f"<p>{LEDE}</p>", LEDE),
        (f"<p>03/07/2020</p><div><h2>{LEDE}</h2></div>", LEDE),
        ("<p>Chia sẻ bài này</p>", None),
        ("<p>Nghe bài viết giọng nữ miền Bắc giọng nam miền Nam</p>", None),
        (f"<div><img src='/a.jpg'><p>{LEDE}</p></div>", None),  # a caption
        (f"<p><a href='/khac'>{LEDE}</a></p>", None),
        (f"<aside><p>{LEDE}</p></aside>", None),
        ("<p>Thứ Sáu, ngày 03 tháng 7 năm 2020, cập nhật lúc 14 giờ 30 phút</p>", None),
    ],
)
def test_the_lede_is_the_paragraph_below_the_title(between: str, lede: str | None) -> None:
    assert read(f"<h1>Tít</h1>{between}{BODY}").lede == lede


def test_the_heading_is_found_where_a_meta_is_the_title() -> None:
    layout = replace(LAYOUT_OF_TWO, title="meta[property='og:title']::attr(content)")
    head = "<html><head><meta property='og:title' content='Tít'></head>"
    page = f"{head}<body><h3>Tít</h3><p>03/07/2020</p>{BODY}</body></html>".encode()
    found = parse(URL, page, site=site(layout)).article
    assert found is not None
    assert found.published == "2020-07-03"


@pytest.mark.parametrize(
    ("after", "byline"),
    [
        ("<div class=pseudonym><b>Minh Vũ</b></div>", "Minh Vũ"),
        ("<p class=author>Bài, ảnh: Minh Vũ</p>", "Minh Vũ"),
        ("<p class=author></p><p class=author>Minh Vũ</p>", "Minh Vũ"),
        ("<p class=author>Minh Vũ, 03/07/2020</p>", None),
        (f"<p class=author>{LEDE}</p>", None),
        ("<div class=comments><p class=author>Bạn đọc</p></div>", None),
        ("<aside><p class=author>Minh Vũ</p></aside>", None),
    ],
)
def test_the_author_is_the_node_that_says_so(after: str, byline: str | None) -> None:
    layout = replace(LAYOUT_OF_TWO, byline=author_by_the_body())
    page = f"<body><main><h1>Tít</h1>{BODY}{after}</main><p class=author>Báo Ví Dụ</p></body>".encode()
    found = parse(URL, page, site=site(layout)).article
    assert found is not None
    assert found.byline == byline


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        (
            "<h3>Tin mới trong ngày hôm nay</h3><h2>Xã Ví Dụ tiêm phòng cho trâu bò</h2>",
            "Xã Ví Dụ tiêm phòng cho trâu bò",
        ),
        ("<h2>Xã Ví Dụ</h2>", None),  # a section's name stands in the title of its list, too
        ("<h2>Xã Mẫu tiêm phòng cho trâu bò</h2>", None),
        ("<h1>Báo Ví Dụ, tiếng nói của xã Ví Dụ</h1>", None),  # the logo
    ],
)
def test_the_title_is_the_heading_that_the_page_is_named_by(headings: str, title: str | None) -> None:
    layout = replace(LAYOUT_OF_TWO, title=heading_that_names_the_page())
    head = "<html><head><title>Xã Ví Dụ tiêm phòng cho trâu bò - Báo Ví Dụ, tiếng nói của xã Ví Dụ</title></head>"
    found = parse(URL, f"{head}<body>{headings}{BODY}</body></html>".encode(), site=site(layout)).article
    assert (found.title if found else None) == title


@pytest.mark.parametrize(
    ("field", "rule", "share"), [("published", date_by_the_title(), 0.9), ("lede", lede_by_the_title(), 0.5)]
)
def test_in_place_of_the_declared_rules_they_are_never_wrong(field: str, rule: RuleFunction, share: float) -> None:
    """On all goldens and held-out pages with a layout of their own, whose nodes for the field are left unsaid."""
    answers = []
    for note in (one for folder in (FIXTURES, HELD_OUT, SECOND_ROUND) for one in folder.glob("*/*/page.json")):
        page, known = json.loads(note.read_text("utf-8")), site_of(json.loads(note.read_text("utf-8"))["url"])
        if not note.with_name("article.json").exists() or page.get("cms") or known is None or not known.layouts:
            continue
        truth = json.loads(note.with_name("article.json").read_text("utf-8"))
        changed = replace(known, layouts=tuple(replace(one, **{field: rule}) for one in known.layouts))  # type: ignore[arg-type]
        body = note.with_name("page.html").read_bytes()
        captured = datetime.fromisoformat(page["captured"]) if page["captured"] else None
        found = parse(page["url"], body, content_type=page["content_type"], captured=captured, site=changed).article
        if found is not None and field in truth:
            answers.append((getattr(found, field), truth[field]))
    assert [(found, truth) for found, truth in answers if found not in (None, truth)] == []
    assert sum(found == truth for found, truth in answers) >= share * len(answers) > 50


@pytest.mark.parametrize("nest", ["<div>{}</div>", "<div>x {}</div>"])
def test_megabytes_above_the_title_cost_little(nest: str) -> None:
    opened, closed = nest.split("{}")
    page = f"<body>{opened * 400}{'chữ 12/05/2020 ' * 200_000}{closed * 400}<h1>Tít</h1>{BODY}</body>".encode()
    started = process_time()
    assert parse(URL, page, site=site(LAYOUT_OF_TWO)).article is not None
    assert process_time() - started < 2
