"""Sixty-three provinces, thirty-four since, and every way to type their names."""

import pytest

from parsers.provinces import PROVINCES, Province, find, formerly, province_now
from parsers.text import folded


def test_63_became_34() -> None:
    assert len(PROVINCES) == 63
    assert len({one.old for one in PROVINCES}) == 63
    assert len({one.new for one in PROVINCES}) == 34


def test_eleven_units_are_as_they_were() -> None:
    unchanged = {new for new in {one.new for one in PROVINCES} if len(formerly(new)) == 1}
    assert unchanged == {
        *("Hà Nội", "Huế", "Cao Bằng", "Điện Biên", "Hà Tĩnh", "Lai Châu"),
        *("Lạng Sơn", "Nghệ An", "Quảng Ninh", "Thanh Hóa", "Sơn La"),
    }


def test_names_stay_apart_without_accents() -> None:
    assert len({folded(one.old) for one in PROVINCES}) == 63


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("Bình Thuận", "Lâm Đồng"),
        ("BINH THUAN", "Lâm Đồng"),
        ("Tỉnh Bình Thuận", "Lâm Đồng"),
        ("Lâm Đồng", "Lâm Đồng"),
        ("Thừa Thiên - Huế", "Huế"),
        ("Huế", "Huế"),
        ("bà rịa – vũng tàu", "Hồ Chí Minh"),
        ("TP.HCM", "Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Hồ Chí Minh"),
        ("Ðắk Nông", "Lâm Đồng"),  # Icelandic Eth, as several portals write it
        ("Hoà Bình", "Phú Thọ"),  # the newer tone placement
        ("Đắc Lắc", "Đắk Lắk"),
        ("Ninh Bi\u0300nh", "Ninh Bình"),
    ],
)
def test_today_s_name(typed: str, now: str) -> None:
    assert province_now(typed) == now


@pytest.mark.parametrize("typed", [None, "", "  ", "Sài Thành", "tỉnh", "Bình"])
def test_no_name_is_guessed(typed: str | None) -> None:
    assert province_now(typed) is None


def test_a_name_in_use_stands_for_all_its_parts() -> None:
    assert find("lam dong") == ("Bình Thuận", "Đắk Nông", "Lâm Đồng")
    assert find("Hue") == ("Thừa Thiên Huế",)


def test_a_name_no_longer_in_use_stands_for_itself() -> None:
    assert find("binh thuan") == ("Bình Thuận",)
    assert find("Vũng Tàu") == ("Bà Rịa - Vũng Tàu",)


def test_what_is_no_province_is_none() -> None:
    assert find("Atlantis") is None
    assert find("") is None
    assert formerly("Bình Thuận") == ()
    assert formerly("") == ()


@pytest.mark.parametrize("one", PROVINCES, ids=lambda one: one.old)
def test_every_name_leads_there_and_back(one: Province) -> None:
    assert province_now(one.old) == one.new
    assert province_now(one.new) == one.new
    assert one.old in formerly(one.new)
    assert one.old in (find(one.old) or ())
    assert find(folded(one.old)) == find(one.old)
