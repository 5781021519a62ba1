"""Lede, signature and source at the ends of a body."""

from dataclasses import replace

import pytest

from parsers.names import closing_source, first_bold_paragraph, first_paragraph, signature
from tests.parsers.pages import LAYOUT, article

SIGNED = replace(LAYOUT, lede=first_paragraph(), byline=signature(), source=closing_source())
BOLD = replace(LAYOUT, lede=first_bold_paragraph())


def test_the_lede_is_the_first_paragraph_with_text() -> None:
    found = article('<p></p><p><img src="/a.jpg"></p><p>Mở đầu.</p><p>Thân.</p>', SIGNED)
    assert (found.lede, found.body) == ("Mở đầu.", ("Thân.",))


@pytest.mark.parametrize(
    ("inside", "lede"),
    [
        ("<p><strong>Mở đầu.</strong></p><p>Thân.</p>", "Mở đầu."),
        ("<p><b>Mở</b> <b>đầu.</b></p><p>Thân.</p>", "Mở đầu."),
        ("<p><b>Mở</b> đầu.</p><p><b>Thân.</b></p>", None),
        ("<p>Mở đầu.</p><p><b>Thân.</b></p>", None),
        ("<h2>Mở đầu.</h2><p>Thân.</p>", "Mở đầu."),
        ("<h3>Mở đầu…”</h3><p>Thân.</p>", "Mở đầu…”"),
        ("<h2>Mục thứ nhất</h2><p>Thân.</p>", None),
        ("<h3>Mục thứ nhất:</h3><p><b>Thân.</b></p>", None),
        ("<h3><b>Mục thứ nhất</b></h3><p>Thân.</p>", None),
        ("<p><span style='font-weight: 700'>Mở đầu.</span></p><p>Thân.</p>", "Mở đầu."),
        ("<p><b>PV: Năm nay ra sao, thưa ông?</b></p><p>Được mùa.</p>", None),
    ],
)
def test_a_bold_lede(inside: str, lede: str | None) -> None:
    assert article(inside, BOLD).lede == lede


@pytest.mark.parametrize(
    ("end", "byline"),
    [
        ("<p>Hết bài của <b>Minh Vũ</b></p>", None),
        ("<p>Hết bài.<br><b>Năm nay được mùa</b></p>", None),
        ("<p>Hết bài.<br><b>Minh Vũ</b> ghi lại.</p>", None),
        ("<p>Tin, ảnh: Minh Vũ</p>", "Minh Vũ"),
        ("<p style='text-align:right'>minh vũ</p>", "minh vũ"),
        ("<p align=right>Thu Hà (Trung tâm Thông tin)</p>", "Thu Hà (Trung tâm Thông tin)"),
        ("<p><b>MINH VŨ</b></p>", "MINH VŨ"),
        ("<p>Anh Dũng</p>", "Anh Dũng"),
        ("<p>Anh Dũng - Thu Hà</p><p> </p>", "Anh Dũng - Thu Hà"),
        ("<p>Minh Vũ</p><p>(Theo Báo Ví Dụ)</p>", "Minh Vũ"),
        ("<p>Út Ánh</p>", "Út Ánh"),
        ("<p>Ông ấy ở đấy</p>", None),
        ("<p>Cả xã cùng vui.</p>", None),
        ("<p>Hội nghị kết thúc lúc 17 giờ cùng ngày</p>", None),
        ("<p align=right>Đây là câu cuối của bài viết.</p>", None),
        ("<p>BAN TỔ CHỨC HỘI THI</p>", None),
    ],
)
def test_signature(end: str, byline: str | None) -> None:
    found = article(f"<p>Mở đầu.</p><p>Thân bài.</p>{end}", SIGNED)
    assert found.byline == byline
    assert found.body[:1] == ("Thân bài.",)
    assert (len(found.body) == 1) == (byline is not None)


@pytest.mark.parametrize(
    ("end", "source"),
    [
        ("<p>Nguồn: Báo Ví Dụ</p>", "Báo Ví Dụ"),
        ("<p>(Theo Báo Ví Dụ)</p>", "Báo Ví Dụ"),
        ("<p>Nguồn: VGP.</p>", "VGP"),
        ("<p>(Nguồn: theo TTXVN)</p>", "theo TTXVN"),
        ("<p>Nguồn: tổng hợp</p>", "tổng hợp"),
        ("<p>Nguồn baovidu.vn</p>", "baovidu.vn"),
        ("<p>Theo Đài Ví Dụ</p>", "Đài Ví Dụ"),
        ("<p><em>(Theo baovidu.vn)</em></p>", "baovidu.vn"),
        ("<p>Theo kế hoạch 3.2</p>", None),
        ("<p>Theo ông An, xã vui.</p>", None),
        ("<p>Theo đại diện sở thì xã đã vui</p>", None),
        ("<p>Theo ước tính của xã</p>", None),
        ("<p>Nguồn: số liệu của sở cho thấy nước đã đủ dùng.</p>", None),
        ("<p>Nguồn nước của xã đã đủ dùng cho mùa khô.</p>", None),
    ],
)
def test_source(end: str, source: str | None) -> None:
    assert article(f"<p>Mở đầu.</p><p>Thân bài.</p>{end}", SIGNED).source == source


def test_a_source_in_the_middle_does_not_cut_the_body() -> None:
    found = article("<p>Mở đầu.</p><p>Theo Báo Ví Dụ</p><p>Thân bài.</p><p>Kết bài.</p>", SIGNED)
    assert (found.source, len(found.body)) == (None, 3)


@pytest.mark.parametrize(
    ("line", "byline"), [("<b>Minh Vũ</b>", "Minh Vũ"), ("<strong>Bài, ảnh: MINH VŨ</strong><br>", "MINH VŨ")]
)
def test_a_signature_behind_the_last_line_leaves_the_rest_of_the_paragraph(line: str, byline: str) -> None:
    found = article(f"<p>Mở đầu.</p><p>Thân bài.<br>{line}</p>", SIGNED)
    assert (found.body, found.byline) == (("Thân bài.",), byline)


def test_the_photographer_below_the_author_is_no_author() -> None:
    end = "<p align=right><b>{}</b></p>"
    found = article(f"<p>Mở đầu.</p><p>Thân.</p>{end.format('Bài: Minh Vũ')}{end.format('Ảnh: Thu Hà')}", SIGNED)
    assert (found.body, found.byline) == (("Thân.",), "Minh Vũ")
    found = article(f"<p>Mở đầu.</p><p>Thân.</p>{end.format('Ảnh: Thu Hà')}", SIGNED)
    assert (found.body, found.byline) == (("Thân.",), "Thu Hà")


def test_a_signature_where_only_br_parts_the_body() -> None:
    found = article("Mở đầu của bài.<br>Thân bài.<br><b>Minh Vũ</b>", replace(SIGNED, lede=()))
    assert (found.body, found.byline) == (("Mở đầu của bài.", "Thân bài."), "Minh Vũ")


def test_the_bold_first_line_of_a_paragraph_is_the_lede() -> None:
    opening = "Sáng nay, xã Ví Dụ bắt đầu đợt tiêm phòng mùa xuân cho đàn trâu bò."
    found = article(f"<p><b>{opening}</b><br>Thân bài.</p>", BOLD)
    assert (found.lede, found.body) == (opening, ("Thân bài.",))
    assert article("<p><b>Mục một.</b><br>Thân bài.</p>", BOLD).lede is None
