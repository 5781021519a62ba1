"""Captions in figures, tables and paragraphs; several photos; lazy pictures; furniture."""

from dataclasses import replace

import pytest

from parsers.cms.vccorp import VCCORP
from parsers.photos import in_figures, in_paragraphs, in_tables
from tests.parsers.pages import LAYOUT, article

EM = replace(LAYOUT, photos=(in_figures(), in_tables(), in_paragraphs("em", "i")))
AB = '<img src="/a.jpg"><img src="/b.jpg">'
IMG = '<img src="/a.jpg">'


def captions(inside: str, layout: object = EM) -> list[tuple[str, str | None, str | None]]:
    found = article(f"<p>Đầu</p>{inside}<p>Cuối</p>", layout)  # type: ignore[arg-type]  # always a Layout
    assert found.body[0] == "Đầu"
    assert found.body[-1] == "Cuối"
    return [(photo.url.removeprefix("https://vidu.vn"), photo.caption, photo.credit) for photo in found.photos]


@pytest.mark.parametrize(
    "inside",
    [
        f"<figure>{IMG}<figcaption><p>Cảng cá</p></figcaption></figure>",
        f"<figure><div>{IMG}</div><div><figcaption>Cảng cá</figcaption></div></figure>",
        f"<table><tr><td>{IMG}</td></tr><tr><td>Cảng cá</td></tr></table>",
        f"<table><tr><td>{IMG}</td></tr><tr><td></td></tr><tr><td>Cảng cá</td></tr></table>",
        f"<table><tr><td>{IMG}<br>Cảng cá</td></tr></table>",
        f"<table><caption>Cảng cá</caption><tr><td>{IMG}</td></tr></table>",
        f"<p>{IMG}</p><p style='text-align:center'>Cảng cá</p>",
        f"<p>{IMG}</p><p align=center>Cảng cá</p>",
        f"<p>{IMG}</p><p></p><p><em>Cảng cá</em></p>",
        f"<p>{IMG}</p><div><i>Cảng</i> <em>cá</em></div>",
        f"<div><div>{IMG}</div></div><p style='text-align: center'>Cảng cá</p>",
        f"<p align=center>{IMG}<br><em>Cảng cá</em></p>",
        f"<div>{IMG}</div><div class='image_desc'>Cảng cá</div>",
        f"<center>{IMG}</center><center>Cảng cá</center>",
        f"<p>{IMG}</p><div><p align=center>Cảng cá</p></div>",
    ],
)
def test_the_caption_is_found_and_leaves_the_body(inside: str) -> None:
    assert captions(inside) == [("/a.jpg", "Cảng cá", None)]
    assert article(f"<p>Đầu</p>{inside}<p>Cuối</p>", EM).body == ("Đầu", "Cuối")


@pytest.mark.parametrize(
    "inside",
    [
        f"<p>{IMG}</p><p>Đoạn thường</p>",
        f"<p>{IMG}</p><p><em>Nửa</em> nghiêng</p>",
        f"<p>{IMG}</p>chữ giữa<p><em>Đoạn</em></p>",
        f"<p>{IMG}</p><h3 align=center>Mục</h3>",
        f"<p>{IMG}</p><ul align=center><li>a</li></ul>",
        f"<p>{IMG}</p><p align=center>{'dài ' * 200}</p>",
        f"<figure>{IMG}</figure><p>Đoạn</p>",
        f"<table><tr><td>{IMG}</td><td>{'Chữ của trang. ' * 60}</td></tr><tr><td>Hàng</td><td>sau</td></tr></table>",
    ],
)
def test_what_is_no_caption_stays_in_the_body(inside: str) -> None:
    assert captions(inside) == [("/a.jpg", None, None)]
    assert len(article(f"<p>Đầu</p>{inside}<p>Cuối</p>", EM).body) > 2


def test_an_italic_paragraph_is_a_caption_only_if_the_layout_says_so() -> None:
    inside = f"<p>{IMG}</p><p><em>Nghiêng</em></p>"
    assert captions(inside, replace(LAYOUT, photos=in_paragraphs())) == [("/a.jpg", None, None)]
    assert captions(inside) == [("/a.jpg", "Nghiêng", None)]


@pytest.mark.parametrize(
    "inside",
    [
        f"<figure>{AB}<figcaption>Chung. Ảnh: An</figcaption></figure>",
        f"<p align=center>{AB}</p><p align=center>Chung. Ảnh: An</p>",
        f"<table><tr><td>{IMG}</td><td><img src=/b.jpg></td></tr><tr><td colspan=2>Chung. Ảnh: An</td></tr></table>",
        f"<table><tr><td>{IMG}</td></tr><tr><td><img src=/b.jpg></td></tr><tr><td>Chung. Ảnh: An</td></tr></table>",
        f"<p>{IMG}</p><p><img src=/b.jpg></p><p align=center>Chung. Ảnh: An</p>",
        f"<p>{IMG}</p><p>&nbsp;</p><p><img src=/b.jpg></p><p><em>Chung. Ảnh: An</em></p>",
        f"<div><p>{IMG}</p><p><img src=/b.jpg></p></div><p align=center>Chung. Ảnh: An</p>",
        f"<figure>{IMG}</figure><figure><img src=/b.jpg></figure><p align=center>Chung. Ảnh: An</p>",
    ],
)
def test_photos_share_a_caption(inside: str) -> None:
    assert captions(inside) == [("/a.jpg", "Chung.", "An"), ("/b.jpg", "Chung.", "An")]


@pytest.mark.parametrize(
    ("inside", "captioned"),
    [
        (f"<p>{IMG}</p><p align=center>Một</p><p><img src=/b.jpg></p><p align=center>Hai</p>", ["Một", "Hai"]),
        (f"<p>{IMG}</p><p>Đoạn</p><p><img src=/b.jpg></p><p align=center>Hai</p>", [None, "Hai"]),
        (f"<p>{IMG}</p>chữ<p><img src=/b.jpg></p><p align=center>Hai</p>", [None, "Hai"]),
        (f"<p>{IMG}</p><p><img src=/b.jpg></p><p>Đoạn</p>", [None, None]),
        (f"<p>{IMG}</p><figure><img src=/b.jpg><figcaption>Hai</figcaption></figure>", [None, "Hai"]),
        (f"<table><tr><td>{IMG}</td></tr><tr><td><img src=/b.jpg>Hai</td></tr></table>", [None, "Hai"]),
    ],
)
def test_a_caption_between_belongs_to_one_photo(inside: str, captioned: list[str | None]) -> None:
    assert [caption for _, caption, _ in captions(inside)] == captioned


def test_each_column_has_its_own_caption() -> None:
    inside = f"<table><tr><td>{IMG}</td><td><img src=/b.jpg></td></tr><tr><td>Một</td><td>Hai</td></tr></table>"
    assert captions(inside) == [("/a.jpg", "Một", None), ("/b.jpg", "Hai", None)]


def test_a_placeholder_is_no_caption_and_no_paragraph() -> None:
    assert captions(f"<p>{IMG}</p><p align=center>Nhập chú thích ảnh</p>") == [("/a.jpg", None, None)]


@pytest.mark.parametrize(
    ("image", "address"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/a.jpg">', "/a.jpg"),
        ('<img data-original="/a.jpg">', "/a.jpg"),
        ('<img src="/images/blank.gif" data-lazy-src="/a.jpg">', "/a.jpg"),
        ('<img data-srcset="/a.jpg 1x, /b.jpg 2x">', "/a.jpg"),
        ('<img src="//cdn.vidu.vn/a.jpg">', "https://cdn.vidu.vn/a.jpg"),
        ('<img src="a b.jpg">', "/tin/a b.jpg"),
        ('<noscript><img src="/a.jpg"></noscript><img src="/b.jpg">', "/b.jpg"),
    ],
)
def test_the_address_of_the_picture_itself(image: str, address: str) -> None:
    assert captions(f"<p>{image}</p>") == [(address, None, None)]


@pytest.mark.parametrize(
    "image",
    [
        *(
            '<img src="/icons/print.png">',
            '<img src="/a.png" width="16" height="16">',
            '<img src="data:image/gif;base64,R0">',
        ),
        *("<img>", '<div style="display:none"><img src="/a.jpg"></div>', '<img src="javascript:x()">'),
    ],
)
def test_furniture_is_no_photo(image: str) -> None:
    assert captions(image) == []


def test_photos_of_dropped_boxes_are_nobodys() -> None:
    assert captions(f"<div class=related>{IMG}</div>", replace(LAYOUT, drop=(".related",))) == []


def test_a_mark_may_be_the_block_itself() -> None:
    layout = replace(LAYOUT, photos=in_paragraphs("p.note.ignore"))
    assert captions(f"<p>{IMG}</p><p class='ignore note'>Cảng cá</p>", layout) == [("/a.jpg", "Cảng cá", None)]
    assert captions(f"<p>{IMG}</p><p class='note'>Đoạn</p>", layout) == [("/a.jpg", None, None)]
    assert captions(f"<p>{IMG}</p><p>Đoạn</p><p class='note ignore'>Ghi</p>", layout) == [("/a.jpg", None, None)]


@pytest.mark.parametrize(
    ("inside", "caption", "credit"),
    [
        ("<p class=c>Cảng cá</p><p class=a>Minh Vũ</p>", "Cảng cá", "Minh Vũ"),
        ("<div class=c>Cảng cá <i class=a>Minh Vũ</i></div>", "Cảng cá", "Minh Vũ"),
        ("<p class=c>Cảng cá</p><p class=a>Nguồn ảnh: Minh Vũ</p>", "Cảng cá", "Minh Vũ"),
        ("<p class=c>Cảng cá</p><p class=a>Ảnh: Minh Vũ</p>", "Cảng cá", "Minh Vũ"),
        ("<div class=c>Cảng cá <i class=a>Ảnh: Minh Vũ</i></div>", "Cảng cá", "Minh Vũ"),
        ("<p class=c>Cảng cá. Ảnh: Thu Hà</p><p class=a></p>", "Cảng cá.", "Thu Hà"),
        ("<p class=a>Minh Vũ</p>", None, "Minh Vũ"),
    ],
)
def test_a_credit_of_its_own(inside: str, caption: str | None, credit: str | None) -> None:
    layout = replace(LAYOUT, photos=in_figures(".c", "figure", ".a"))
    assert captions(f"<figure>{IMG}{inside}</figure>", layout) == [("/a.jpg", caption, credit)]
    assert article(f"<p>Đầu</p><figure>{IMG}{inside}</figure><p>Cuối</p>", layout).body == ("Đầu", "Cuối")


def test_a_wrong_selector_for_the_credit_fails_at_once() -> None:
    with pytest.raises(ValueError, match="is no CSS selector"):
        in_figures(credit="..a")


def test_the_author_of_a_photo_on_vccorp_is_its_credit() -> None:
    box = f"<figure class=VCSortableInPreviewMode type=Photo>{IMG}<figcaption class=PhotoCMS_Caption><p>Cảng cá</p></figcaption>"
    inside = f"{box}<p class=PhotoCMS_Author>Ảnh: VGP/Minh Vũ</p></figure>"
    layout = replace(LAYOUT, photos=VCCORP.photos, drop=VCCORP.drop)
    assert captions(inside, layout) == [("/a.jpg", "Cảng cá", "VGP/Minh Vũ")]


@pytest.mark.parametrize(
    ("inside", "caption", "credit"),
    [
        (f"<div class='photo-box'>{IMG}<div class=desc>Cảng cá</div></div>", "Cảng cá", None),
        (
            f"<div class=photo>{IMG}<p class=photo-caption>Cảng cá</p><p class=photo-author>Minh Vũ</p></div>",
            "Cảng cá",
            "Minh Vũ",
        ),
        (f"<div>{IMG}<p align=center>Cảng cá</p></div>", "Cảng cá", None),
        (f"<p>{IMG}</p><p align=center>Cảng cá</p><p align=right>Ảnh: Minh Vũ</p>", "Cảng cá", "Minh Vũ"),
        (
            f"<table><tr><td>{IMG}</td></tr><tr><td>Cảng cá</td></tr><tr><td>(Ảnh: Minh Vũ)</td></tr></table>",
            "Cảng cá",
            "Minh Vũ",
        ),
        (f"<p>{IMG}</p><p align=right><i>Ảnh: Minh Vũ</i></p>", None, "Minh Vũ"),
    ],
)
def test_a_caption_in_the_photos_own_box_and_a_credit_below(
    inside: str, caption: str | None, credit: str | None
) -> None:
    layout = replace(LAYOUT, photos=(in_figures(), in_tables(), in_paragraphs()))
    assert captions(inside, layout) == [("/a.jpg", caption, credit)]
    assert len(article(f"<p>Đầu</p>{inside}<p>Cuối</p>", layout).body) == 2


@pytest.mark.parametrize(
    "inside",
    [
        f"<div>{IMG}<p>Một đoạn văn</p></div>",  # neither the box nor the paragraph says so
        f"<div class=photo>{IMG}<p>{'Một đoạn văn dài. ' * 50}</p></div>",
    ],
)
def test_a_paragraph_in_a_box_with_a_photo_is_body(inside: str) -> None:
    layout = replace(LAYOUT, photos=(in_figures(), in_tables(), in_paragraphs()))
    assert captions(inside, layout) == [("/a.jpg", None, None)]


def test_the_paragraph_below_a_caption_stays_body() -> None:
    inside = f"<p>{IMG}</p><p align=center>Cảng cá</p><p>Ảnh: hôm qua, xã cho biết đã xong việc ở cảng và bắt đầu đón tàu về.</p>"
    assert captions(inside) == [("/a.jpg", "Cảng cá", None)]
    assert len(article(f"<p>Đầu</p>{inside}<p>Cuối</p>", EM).body) == 3
