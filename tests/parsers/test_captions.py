"""Credits leave captions; roles leave bylines."""

import pytest

from parsers.captions import byline_name, source_name, split_credit


@pytest.mark.parametrize(
    ("text", "caption", "credit"),
    [
        ("Đoàn khảo sát tại cảng. Ảnh: Ngọc Lân", "Đoàn khảo sát tại cảng.", "Ngọc Lân"),
        ("Đoàn khảo sát tại cảng - Ảnh: Ngọc Lân.", "Đoàn khảo sát tại cảng", "Ngọc Lân"),
        ("Đoàn khảo sát tại cảng (Ảnh: Ngọc Lân)", "Đoàn khảo sát tại cảng", "Ngọc Lân"),
        ("Đoàn khảo sát tại cảng. (Ảnh Ngọc Lân)", "Đoàn khảo sát tại cảng.", "Ngọc Lân"),
        ("Đoàn khảo sát tại cảng | Nguồn: Báo Ví Dụ", "Đoàn khảo sát tại cảng", "Báo Ví Dụ"),
        ("Đoàn khảo sát tại cảng. ẢNH: NGỌC LÂN", "Đoàn khảo sát tại cảng.", "NGỌC LÂN"),
        ("Người đứng giữa trong ảnh: ông An", "Người đứng giữa trong ảnh: ông An", None),
        ("Ảnh: P.Y.", None, "P.Y."),
        ("Ảnh minh hoạ.", "Ảnh minh hoạ.", None),
        ("Ảnh Minh Hoạ", "Ảnh Minh Hoạ", None),
        ("Cảng cá. ẢNH TƯ LIỆU", "Cảng cá. ẢNH TƯ LIỆU", None),
        ("Cảng cá (Ảnh Minh hoạ)", "Cảng cá (Ảnh Minh hoạ)", None),
        ("Ảnh Bác Hồ", "Ảnh Bác Hồ", None),
        ("Ảnh Ngọc Lân", None, "Ngọc Lân"),
        ("Lễ hội. Ảnh Thu Hà - Minh Vũ", "Lễ hội.", "Thu Hà - Minh Vũ"),
        ("Ảnh TTXVN.", None, "TTXVN"),
        ("Đoàn khảo sát tại cảng. Ảnh Ngọc Lân", "Đoàn khảo sát tại cảng.", "Ngọc Lân"),
        ("Đoàn khảo sát tại cảng - Ảnh Ngọc Lân.", "Đoàn khảo sát tại cảng", "Ngọc Lân"),
        ("Đoàn khảo sát tại cảng. ẢNH NGỌC LÂN", "Đoàn khảo sát tại cảng.", "NGỌC LÂN"),
        ("Ảnh Bác Hồ thăm xã Hoà Thắng", "Ảnh Bác Hồ thăm xã Hoà Thắng", None),
        ("Triển lãm Ảnh Việt Nam", "Triển lãm Ảnh Việt Nam", None),
        ("Ảnh Cảng", "Ảnh Cảng", None),
        ("Khai mạc. Ảnh chụp sáng 5-7", "Khai mạc. Ảnh chụp sáng 5-7", None),
        ("Cảng cá (ảnh minh hoạ)", "Cảng cá (ảnh minh hoạ)", None),
        ("Cảng cá (Ảnh tư liệu)", "Cảng cá (Ảnh tư liệu)", None),
        ("Cảng cá lúc 5:30 sáng", "Cảng cá lúc 5:30 sáng", None),
        ("Nhập chú thích ảnh", None, None),
        ("[nhập chú thích]", None, None),
        ("(Ảnh)", None, None),
        ("[1] Nhập chú thích", "[1] Nhập chú thích", None),
        ("  ", None, None),
    ],
)
def test_split_credit(text: str, caption: str | None, credit: str | None) -> None:
    assert split_credit(text) == (caption, credit)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tin, ảnh: Minh Vũ", "Minh Vũ"),
        ("(Bài và ảnh: Minh Vũ)", "Minh Vũ"),
        ("Thực hiện: Tin: P.Y", "P.Y"),
        ("Minh Vũ - Thu Hà.", "Minh Vũ - Thu Hà"),
        ("Tác giả bài viết: Minh Vũ", "Minh Vũ"),
        ("Viết bởi Minh Vũ", "Minh Vũ"),
        ("Được viết bởi: Minh Vũ", "Minh Vũ"),
        ("Written by Minh Vu", "Minh Vu"),
        ("Viết bởinh", "Viết bởinh"),
        ("Tin: Minh Vũ - Ảnh: Lê Hoa", "Minh Vũ"),
        ("Bài: Minh Vũ. Ảnh: Lê Hoa", "Minh Vũ"),
        ("Minh Vũ - Ảnh Việt", "Minh Vũ - Ảnh Việt"),
        ("Bài: Minh Vũ - Ảnh: Thu Hà", "Minh Vũ"),
        ("Bài: Minh Vũ. Ảnh: Thu Hà", "Minh Vũ"),
        ("MINH VŨ (thực hiện)", "MINH VŨ"),
        ("Minh Vũ (Trung tâm Văn hóa)", "Minh Vũ (Trung tâm Văn hóa)"),
        ("Tin:", None),
        ("", None),
    ],
)
def test_byline(text: str, name: str | None) -> None:
    assert byline_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"), [("Nguồn: Báo Ví Dụ.", "Báo Ví Dụ"), ("(Theo Báo Ví Dụ)", "Báo Ví Dụ"), ("Nguồn:", None)]
)
def test_source(text: str, name: str | None) -> None:
    assert source_name(text) == name
