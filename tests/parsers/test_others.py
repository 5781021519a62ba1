"""Boxes of other articles inside the body leave it; other lists of links stay."""

import pytest

from parsers.reading import parse
from tests.parsers.pages import URL, article, html, site

TEXT = "<p>Đoạn thứ nhất.</p>{}<p>Đoạn thứ hai.</p>"
STORY = '<a href="/tin/khac-200.html">Chợ quê đông khách</a>'


@pytest.mark.parametrize(
    "box",
    [
        f"<p><b>Xem thêm: </b>{STORY}</p>",
        f"<div><p>Tin liên quan</p><ul><li>{STORY} <span>(12/05/2020)</span></li><li>{STORY}</li></ul></div>",
        f"<h3>Cùng chuyên mục</h3><ul><li>{STORY}</li></ul>",
        f'<div class="box tin-lien-quan"><ul><li>{STORY}</li></ul></div>',
        f"<table><tr><td>TIN KHÁC</td></tr><tr><td>{STORY}</td></tr></table>",
        f'<div class="RelatedNews"><a href="/tin/a-300.html"><img src="/t.jpg"></a>{STORY}</div>',
    ],
)
def test_a_box_of_others_is_no_body_and_its_photos_are_none(box: str) -> None:
    found = article(TEXT.format(box))
    assert (found.body, found.photos) == (("Đoạn thứ nhất.", "Đoạn thứ hai."), ())


@pytest.mark.parametrize(
    "part",
    [
        f"<ul><li>{STORY}</li></ul>",  # nothing says that these are others
        f"<p>Xem thêm về việc này trong bài {STORY} của xã.</p>",
        '<p>Xem thêm: <a href="/tep/bieu.pdf">Biểu số 1</a></p>',
        '<p>Xem thêm: <a href="https://khac.vn/tin/khac-200.html">Chợ quê</a></p>',
        f'<div class="related"><p>Một đoạn văn thật của bài này.</p><p>{STORY}</p></div>',
    ],
)
def test_other_links_stay(part: str) -> None:
    assert len(article(TEXT.format(part)).body) > 2


def test_buttons_and_tags_are_no_body() -> None:
    end = "<div class=social><a href='#'>Facebook</a></div><p>Tags: <a href='/tag/cho'>chợ</a>, <a href='/tag/que'>quê</a></p>"
    assert article(f"<p>Đoạn.</p>{end}").body == ("Đoạn.",)
    assert (
        len(
            article(
                "<p>Đoạn.</p><div class=share><p>Một đoạn văn thật của bài này, dài hơn chữ trên các nút bấm để chia sẻ.</p></div>"
            ).body
        )
        == 2
    )


def test_what_a_script_would_have_filled_is_no_text() -> None:
    assert article(TEXT.format("<p>{{item.title}}</p><p>Viết {{a}} ở đây.</p>")).body[1:2] == ("Viết {{a}} ở đây.",)


def test_thousands_of_links_deep_down_cost_little() -> None:
    deep = "<div>" * 500 + f"<p>{STORY}</p>" * 2000 + "</div>" * 500
    assert parse(URL, html(f"<p>Đoạn.</p>{deep}"), site=site()).article is not None
