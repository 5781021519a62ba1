"""The stories, the markup that carries them, and the files they show."""

import hashlib
import http.client
import re
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest

from demo.blocks import Manner, body_html
from demo.content import Form, Offer, Picture, Quirk, Story, corrected, load, load_later
from demo.files import file_bytes, media_type
from demo.portal import Portal
from demo.spelling import half_decomposed, slug, with_eth

_STORIES = (*load("binhthuan"), *load("hanoi"), load_later().added)


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running


def fetch(url: str) -> bytes:
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=10)) as connection:
        connection.request("GET", parts._replace(scheme="", netloc="").geturl())
        return connection.getresponse().read()


def readable(page: bytes) -> str:
    """The text of a page as a reader would search it: no tags, composed letters, single spaces."""
    words = re.sub(r"</?(?:a|em|strong|span|u)\b[^>]*>", "", page.decode("utf-8"))
    text = unescape(re.sub(r"<[^>]+>", " ", words))
    return " ".join(unicodedata.normalize("NFC", text).replace("\u00d0", "Đ").split())


def record_of(portal: Portal, number: int) -> dict[str, Any]:
    return next(record for record in portal.expected() if str(number) in record["url"])


def test_each_expected_text_is_on_its_page_in_order(portal: Portal) -> None:
    for record in portal.expected():
        text = readable(fetch(record["url"]))
        place = text.index(record["title"])
        if record["lede"]:
            place = text.index(record["lede"], place)
        for paragraph in record["body"]:
            place = text.index(paragraph, place + 1)
        for photo in record["photos"]:
            assert not photo["caption"] or photo["caption"] in text
            assert not photo["credit"] or f"Ảnh: {photo['credit']}" in text
            assert photo["caption"] is None or "Ảnh:" not in photo["caption"]
        assert record["byline"] is None or record["byline"] in text


def test_each_photo_and_attachment_is_on_the_page_and_answers_with_its_own_bytes(portal: Portal) -> None:
    digests = []
    for record in portal.expected():
        page = unescape(fetch(record["url"]).decode("utf-8"))
        files = [photo["url"] for photo in record["photos"]] + [file["url"] for file in record["attachments"]]
        for url in files:
            assert url.removeprefix(portal.a if record["site"] == "a" else portal.b) in page
            body = fetch(url)
            assert body.startswith((b"\x89PNG", b"\xff\xd8", b"%PDF", b"{\\rtf", b"\x09\x00\x04\x00"))
            digests.append(hashlib.sha256(body).hexdigest())
    assert len(digests) == len(set(digests)) == 36


def test_the_seed_page_has_its_parts_in_the_order_of_the_real_one(portal: Portal) -> None:
    record = record_of(portal, 637419)
    text = readable(fetch(record["url"]))
    (photo,) = record["photos"]
    (paragraph,) = record["body"]
    place = 0
    for part in (
        "TIN MỚI NHẤT",
        record["title"],
        record["lede"],
        photo["caption"],
        paragraph,
        "Các tin khác",
        "TIN NỔI BẬT",
    ):
        place = text.index(part, place) + len(part)
    assert re.findall(r"ngày (\d+/\d+/\d{4})", record["lede"]) == ["25/02/2010", "07/7/2020"]
    assert record["published"] == "2020-07-07"


def test_what_the_printed_date_means_is_what_is_expected() -> None:
    for story in _STORIES:
        day, month, year = re.findall(r"(\d+)/(\d+)/(\d{4})", story.posted)[0]
        clock = re.search(r"(\d+):(\d\d)(?: ([AP])M)?", story.posted)
        meaning = f"{year}-{int(month):02}-{int(day):02}"
        if clock and story.posted != "21/12/2012 | 12:00 AM":  # midnight there means that nobody gave a time
            hour = int(clock[1]) % 12 + 12 if clock[3] == "P" else int(clock[1])
            meaning += f"T{hour:02}:{clock[2]}+07:00"
        assert story.published == meaning, story.title


def test_the_stories_hold_the_cases_that_readers_must_know() -> None:
    pictures = [picture for story in _STORIES for picture in story.pictures]
    assert {picture.form for picture in pictures if picture.credit} == set(get_args(Form))
    assert {quirk for story in _STORIES for quirk in story.quirks} == set(get_args(Quirk))
    assert [picture for picture in pictures if picture.caption is None and picture.credit]
    assert [picture for picture in pictures if picture.caption and not picture.credit]
    assert max(len(story.pictures) for story in _STORIES) == 3
    assert len([story for story in _STORIES if story.lede is None]) == 2
    assert len({story.id for story in _STORIES}) == len(_STORIES) == 32
    offered = {block.file[-3:] for story in _STORIES for block in story.blocks if isinstance(block, Offer)}
    assert offered == {"pdf", "doc", "xls"}


def test_the_texts_are_stored_composed_and_without_eth() -> None:
    for story in _STORIES:
        text = repr(story)
        assert unicodedata.is_normalized("NFC", text)
        assert "\u00d0" not in text
        assert all(20 <= len(block.split()) <= 230 for block in story.blocks if isinstance(block, str)), story.title


def test_the_portal_serves_half_decomposed_letters_and_eth(portal: Portal) -> None:
    half = fetch(record_of(portal, 637254)["url"]).decode("utf-8")
    assert "Hồ Đá Trắng" not in half
    assert half_decomposed("Hồ Đá Trắng") in half
    eth = fetch(record_of(portal, 637218)["url"]).decode("utf-8")
    assert "\u00d0oàn thanh niên Hồng Dừa" in eth


def test_half_decomposed_is_what_the_cp1258_decoder_gives() -> None:
    assert half_decomposed("Việt") == "Vi\u00ea\u0323t"
    assert half_decomposed("đường cỏ ã") == "đươ\u0300ng co\u0309 a\u0303"
    text = half_decomposed("Hồ Đá Trắng tích đủ nước, nông dân vùng hạn xuống giống")
    assert text.encode("cp1258").decode("cp1258") == text
    assert unicodedata.normalize("NFC", text) != text


def test_slug() -> None:
    assert slug("Lãnh đạo Sở - 50% “mới”") == "lanh-dao-so-50-moi"


def test_with_eth() -> None:
    assert with_eth("Đoàn đi") == "\u00d0oàn đi"


@pytest.mark.parametrize(
    ("picture", "line"),
    [
        (Picture(photos=("a.png",), caption="Bến cá.", credit="An", form="plain"), "Bến cá. Ảnh: An"),
        (Picture(photos=("a.png",), caption="Bến cá", credit="An", form="parens"), "Bến cá (Ảnh: An)"),
        (Picture(photos=("a.png",), caption="Bến cá", credit="An", form="dash"), "Bến cá - Ảnh: An"),
        (Picture(photos=("a.png",), credit="An"), "Ảnh: An"),
        (Picture(photos=("a.png",), caption="Bến cá"), "Bến cá"),
        (Picture(photos=("a.png",)), ""),
    ],
)
def test_caption_lines(picture: Picture, line: str) -> None:
    assert picture.line == line


def a_story(**fields: Any) -> Story:
    given = {"title": "T", "lede": None, "posted": "01/01/2020", "published": "2020-01-01", "views": 0, "blocks": ()}
    return Story(**{"id": 1, "section": "tin-tuc", **given, **fields})


def test_text_is_escaped_in_the_body() -> None:
    manner = Manner(
        paragraph=lambda text: f"<p>{text}</p>", photo=lambda name: f"/p?a=1&b={name}", file=lambda name: name
    )
    story = a_story(blocks=("5 < 6 & “7”", Picture(photos=("x.png",), caption="<b>")))
    assert "<p>5 &lt; 6 &amp; “7”</p>" in body_html(story, manner)
    assert 'src="/p?a=1&amp;b=x.png"' in body_html(story, manner)
    assert "<em>&lt;b&gt;</em>" in body_html(story, manner)


def test_a_correction_must_find_its_words() -> None:
    story = a_story(blocks=("có 10 tấn",))
    assert corrected(story, "10 tấn", "12 tấn").blocks == ("có 12 tấn",)
    with pytest.raises(ValueError, match="11"):
        corrected(story, "11 tấn", "12 tấn")


def test_unknown_files_and_forms_are_refused() -> None:
    with pytest.raises(ValueError, match=r"a\.exe"):
        media_type("a.exe")
    with pytest.raises(ValueError, match="form"):
        Picture(photos=("a.png",), form="italics")  # type: ignore[arg-type]  # the wrong value is the test


def test_png_chunks_are_whole() -> None:
    body = file_bytes("a.png")
    place, kinds, pixels = 8, [], b""
    while place < len(body):
        (length,) = struct.unpack_from(">I", body, place)
        kind, data = body[place + 4 : place + 8], body[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", body, place + 8 + length)[0] == zlib.crc32(kind + data)
        kinds.append(kind)
        pixels += data if kind == b"IDAT" else b""
        place += 12 + length
    assert kinds == [b"IHDR", b"tEXt", b"IDAT", b"IEND"]
    assert len(zlib.decompress(pixels)) == 16 * (1 + 3 * 24)


def test_jpeg_segments_follow_each_other() -> None:
    body = file_bytes("a.jpg")
    place, kinds = 2, []
    while body[place + 1] != 0xDA:
        kinds.append(body[place + 1])
        place += 2 + struct.unpack_from(">H", body, place + 2)[0]
    assert body[:2] == b"\xff\xd8"
    assert kinds == [0xE0, 0xFE, 0xDB, 0xC0, 0xC4, 0xC4]
    assert body.endswith(b"\xff\xd9")


def test_pdf_cross_references_point_at_the_objects() -> None:
    body = file_bytes("a.pdf")
    start = int(body.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    offsets = [int(line[:10]) for line in body[start:].split(b"\n")[3:8]]
    assert [body[offset : offset + 7] for offset in offsets] == [b"%d 0 obj" % number for number in range(1, 6)]
