"""Bytes to text: what is declared, what lies, and what the keyboard leaves behind."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.text import clean, declared_encoding, decode, folded

WORDS = "Uỷ ban nhân dân tỉnh họp về đường thuỷ ở Phú Quý"
PAGE = f"<html><body><p>{WORDS}</p></body></html>"


def to_cp1258(text: str) -> bytes:
    """Write Vietnamese as Windows does: base letters with circumflex, breve or horn, then the tone as a mark."""
    out = bytearray()
    for letter in text:
        decomposed = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in decomposed[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = unicodedata.normalize("NFC", "".join(one for one in decomposed if one not in tones))
        out += (base + "".join(tones)).encode("cp1258")
    return bytes(out)


@pytest.mark.parametrize(
    ("body", "content_type", "encoding"),
    [
        (PAGE.encode(), None, "utf-8"),
        (PAGE.encode(), "text/html; charset=iso-8859-1", "utf-8"),
        (b'<meta charset="windows-1252">' + PAGE.encode(), None, "utf-8"),
        (b"\xef\xbb\xbf" + PAGE.encode(), None, "utf-8"),
        (PAGE.encode("utf-16"), None, "utf-16-le"),
        (b"\xfe\xff" + PAGE.encode("utf-16-be"), None, "utf-16-be"),
        (PAGE.encode("utf-16-le"), None, "utf-16-le"),
        (PAGE.encode("utf-16-be"), "text/html; charset=utf-8", "utf-16-be"),
        (to_cp1258(PAGE), None, "cp1258"),
        (to_cp1258(PAGE), "text/html; charset=windows-1258", "cp1258"),
        (to_cp1258(PAGE), "text/html; charset=no-such-thing", "cp1258"),
        (to_cp1258(PAGE), "text/html; charset=iso-8859-1", "cp1258"),
        (to_cp1258(PAGE), "text/html; charset=utf-8", "cp1258"),
        (b'<meta charset="utf-8">' + to_cp1258(PAGE), None, "cp1258"),
        (to_cp1258(PAGE), "text/html; charset=windows-1252", "cp1258"),
        *(
            (to_cp1258(PAGE), f"text/html; charset={odd}", "cp1258")
            for odd in ("hex", "rot13", "undefined", "idna", "utf-7")
        ),
        (PAGE.encode().replace(b"</p>", b"\xff</p>"), "text/html; charset=utf-8", "utf-8 repaired"),
        (PAGE.encode().replace(b"</p>", b"\xff</p>"), None, "utf-8 repaired"),
    ],
)
def test_vietnamese_comes_out_whole(body: bytes, content_type: str | None, encoding: str) -> None:
    text, found = decode(body, content_type)
    assert found == encoding
    assert WORDS in unicodedata.normalize("NFC", text)


def test_a_utf8_letter_cut_at_the_end_loses_only_itself() -> None:
    text, encoding = decode((PAGE + "ế").encode()[:-1])
    assert encoding == "utf-8 repaired"
    assert WORDS in text


@given(st.binary(max_size=600), st.one_of(st.none(), st.text(max_size=40)))
def test_any_bytes_give_text(body: bytes, content_type: str | None) -> None:
    text, _ = decode(body, content_type)
    text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("letters", [b"\xe9t\xe9", b"a\xec", b"\xc7\xc9\xc8"])
def test_few_broken_letters_of_declared_utf8_do_not_make_it_vietnamese(letters: bytes) -> None:
    assert decode(b"<p>" + letters + b" plain</p>", "text/html; charset=utf-8")[1] == "utf-8 repaired"


def test_western_text_stays_western() -> None:
    text, encoding = decode(
        "Café à Đà Lạt".replace("Đ", "D").replace("ạ", "a").encode("cp1252") * 5, "charset=iso-8859-1"
    )
    assert (encoding, text[:13]) == ("iso8859-1", "Café à Dà Lat")


def test_header_goes_before_meta_and_meta_is_sought_in_8_kb() -> None:
    assert declared_encoding(b'<meta charset="big5">', "text/html; charset='utf-8'") == "utf-8"
    assert declared_encoding(b" " * 4000 + b'<meta http-equiv=x content="text/html;charset=big5">', None) == "big5"
    assert declared_encoding(b" " * 9000 + b'<meta charset="big5">', None) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (unicodedata.normalize("NFD", WORDS), WORDS),
        ("thu\u1ea7\u0323", unicodedata.normalize("NFC", "thu\u1ea7\u0323")),
        ("Tiê\u0301ng", "Tiếng"),
        ("\u00d0ồng Tháp", "Đồng Tháp"),
        ("Lâm\u00a0 \n\tĐồng", "Lâm Đồng"),
        ("Bình\u200b Thu\u00adận\ufeff", "Bình Thuận"),
        ("giờ&#58; 5 &amp; 6", "giờ: 5 & 6"),
        ("A&B; R&D", "A&B; R&D"),
        ("  ", ""),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(st.text(max_size=200))
def test_clean_text_is_nfc_one_line_and_stays_as_it_is(raw: str) -> None:
    text = clean(raw)
    assert unicodedata.is_normalized("NFC", text)
    assert text == " ".join(text.split())
    assert "\u00d0" not in text
    if "&" not in text:
        assert clean(text) == text


def test_spelling_of_the_source_stays() -> None:
    assert clean("uỷ ban, ủy ban") == "uỷ ban, ủy ban"


@pytest.mark.parametrize(
    ("raw", "expected"), [("»TIN MỚI NHẤT:", "tin moi nhat"), ("Đường Đỗ", "duong do"), ("\u00d0a\u0323o", "dao")]
)
def test_folded(raw: str, expected: str) -> None:
    assert folded(raw) == expected


@pytest.mark.parametrize("first", range(0, 0x3000, 0x400))
def test_every_letter_is_cleaned_and_folded_alike_whatever_stands_beside_it(first: int) -> None:
    for letter in map(chr, range(first, first + 0x400)):
        if letter.isprintable() and letter not in "&Ð":
            assert clean(f"a{letter}") == the_long_way(f"a{letter}")
        # Greek, in the second, goes letter by letter; the first goes by the table where it can.
        assert f"{folded(f'a{letter}b')} α" == folded(f"a{letter}b α")


def the_long_way(text: str) -> str:
    gone = dict.fromkeys([0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF]) | {0xD0: "Đ"}
    return unicodedata.normalize("NFC", " ".join(" ".join(text.split()).translate(gone).split()))


@given(st.text(max_size=30) | st.text(alphabet="a \u00a0\u200b\u0301eÐĐ\t\n\u3000\u0085\x1c", max_size=12))
def test_clean_texts_are_left_as_they_are_and_others_cleaned(text: str) -> None:
    text = text.replace("&", "")
    assert clean(text) == the_long_way(text)
    assert clean(clean(text)) == clean(text)
