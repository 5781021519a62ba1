import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.folding import clean, has_accents, name_key, plain, tone_variants, words

VIETNAMESE = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "HÒA"),
        ("Hoà", "Hòa"),
        ("uỷ", "ủy"),
        ("Uỷ", "Ủy"),
        ("khoẻ", "khỏe"),
        ("thuỵ", "thụy"),
        ("toá", "tóa"),
        ("loã", "lõa"),
        ("hoàn", "hòan"),
    ],
)
def test_the_two_tone_placements_give_each_other(new: str, old: str) -> None:
    assert tone_variants(new) == old
    assert tone_variants(old) == new


def test_all_fifteen_pairs_are_known() -> None:
    new = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ"
    old = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy"
    assert [tone_variants(word) for word in words(new)] == words(old)


@pytest.mark.parametrize("word", ["quý", "QUỲ", "Quỹ", "hoa", "uy", "tiếng", "của", "được", "", "chuyển", "mùa"])
def test_words_with_one_spelling_have_no_variant(word: str) -> None:
    assert tone_variants(word) is None


@given(st.text(VIETNAMESE + VIETNAMESE.upper(), max_size=8))
def test_a_variant_leads_back_and_keeps_length_and_letters(word: str) -> None:
    other = tone_variants(word)
    if other is not None:
        assert len(other) == len(word)
        assert plain(other) == plain(word)


@pytest.mark.parametrize(
    ("word", "expected"),
    [("đang", True), ("Đ", True), ("uỷ", True), ("a\u0323", True), ("uy", False), ("covid19", False), ("", False)],
)
def test_has_accents(word: str, expected: bool) -> None:
    assert has_accents(word) is expected


def test_clean_makes_one_spelling_of_what_looks_the_same() -> None:
    assert clean("\u00d0ảng") == "Đảng"
    assert clean(unicodedata.normalize("NFD", "Ủy ban được")) == "Ủy ban được"
    assert clean("Quảng\u00ad \u200bNam\ufeff\u2060") == "Quảng Nam"


def test_plain_covers_every_vietnamese_letter() -> None:
    expected = "".join(unicodedata.normalize("NFD", c)[0] for c in VIETNAMESE).replace("đ", "d")
    assert plain(VIETNAMESE) == expected
    assert plain(VIETNAMESE.upper()) == expected.upper()
    assert plain(VIETNAMESE).isascii()


@given(st.text())
def test_plain_keeps_every_position(text: str) -> None:
    assert len(plain(text)) == len(text)


def test_words_keep_combining_marks_and_part_at_everything_else() -> None:
    assert words("covid-19, tp.hcm_2 x\u0323y 😀 C++") == ["covid", "19", "tp", "hcm", "2", "x\u0323y", "C"]
    assert words("\u0323") == []


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Hà Nội", "hanoi"),
        ("Hòa Bình", "hoà bình"),
        ("tỉnh Hòa Bình", "HOA BINH"),
        ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Bà Rịa - Vũng Tàu", "ba ria–vung tau"),
        ("Đắk Lắk", "Dak Lak"),
        ("\u00d0ắk Nông", unicodedata.normalize("NFD", "Đắk Nông")),
    ],
)
def test_one_name_in_two_spellings_has_one_key(a: str, b: str) -> None:
    assert name_key(a) == name_key(b)


def test_other_names_stay_apart() -> None:
    assert name_key("Quảng Nam") != name_key("Quảng Ninh")
    assert name_key("Tỉnh") == "tinh"
