"""Bytes to text, and text to its clean form. The source's spelling stays; only its encoding is put right."""

import codecs
import html
import re
import unicodedata

_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_MARKS_OF_ORDER = tuple(mark for mark, _ in _BOMS)

_PIECE = 16_384  # bytes
_LONGEST_ESCAPED = 500_000  # characters; in a longer text what was escaped twice stays
REPAIRED = "utf-8 repaired"
# Looked up once: the first use of a codec opens a file, and reading a page opens none.
_NAMES = (
    "utf-8 utf8 utf-16 utf-16le utf-16be windows-1258 cp1258 windows-1252 cp1252 iso-8859-1 latin1 latin-1 us-ascii"
    " ascii iso-8859-15 windows-1251 gb18030 gbk big5 shift_jis euc-jp euc-kr"
)
_ENCODINGS = {name: codecs.lookup(name).name for name in _NAMES.split()}
# Vietnamese in cp1258 is often declared as Western: its tones are bytes of their own behind a vowel.
_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "ascii"})
_TONE = re.compile(rb"[aeiouyAEIOUY\xe2\xe3\xea\xf4\xf5\xfd\xc2\xc3\xca\xd4\xd5\xdd][\xcc\xd2\xde\xec\xf2]")
_TONES = 3

# Word and the Unikey keyboard leave the invisible ones behind; they split words for every search engine.
# Ð (Icelandic Eth) stands for Đ on several portals.
_INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
_LETTERS = _INVISIBLE | {0x00D0: "Đ"}
_ODD_LETTER = re.compile("[\u00ad\u00d0\u200b-\u200f\u2060\ufeff]")
_MARKS = re.compile("[\u0300-\u036f]+")
# Characters that cleaning leaves alone wherever they stand: printable, NFC, none of the letters above. Nearly all text
# of Vietnamese pages is made of these, and one look by a regular expression is half the price of asking for each property.
_STAYS = re.compile("[ -~\u00a1-\u00ac\u00ae-\u00cf\u00d1-\u024f\u1ea0-\u1ef9\u2010-\u2027]*").fullmatch
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);")


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """Return the text of a page and the encoding it was read in, "utf-8 repaired" where broken bytes were replaced.

    Never fails.

    Order: byte-order mark, UTF-16 without one, strict UTF-8, what header or page declare, cp1258 (the
    legacy Vietnamese code page). Strict UTF-8 goes before the declaration because a wrong declaration
    over UTF-8 bytes is common and the opposite hardly possible.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    wide = _utf16_without_mark(body)
    if wide:
        return body.decode(wide, "replace"), wide
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    declared = declared_encoding(body, content_type)
    if declared in _WESTERN and _has_tones(body):
        declared = "cp1258"
    if declared and declared != "utf-8":
        try:
            return body.decode(declared), declared
        except UnicodeDecodeError:
            pass
    # Mostly UTF-8 with a few broken bytes (a cut file, a pasted word) is still UTF-8.
    repaired = body.decode("utf-8", "replace")
    broken = repaired.count("\ufffd")
    whole = sum(1 for character in repaired if character > "\x7f") - broken
    # Declared as UTF-8 and more broken than whole, with Vietnamese tones in it: the declaration lies.
    if broken * 10 < whole or (declared == "utf-8" and not (broken > whole and _has_tones(body))):
        return repaired, REPAIRED
    return body.decode("cp1258", "replace"), "cp1258"


def _has_tones(body: bytes) -> bool:
    """Say whether the tones of cp1258 stand behind vowels in the bytes."""
    return len(_TONE.findall(body)) >= _TONES


def is_marked(body: bytes) -> bool:
    """Say whether the bytes show by their beginning that they are no plain UTF-8: by a mark, or as UTF-16."""
    return body.startswith(_MARKS_OF_ORDER) or _utf16_without_mark(body) is not None


def is_utf8(body: bytes) -> bool:
    """Say whether the bytes are strict UTF-8.

    Looks piece by piece: one string of the whole page, made and dropped, costs more than reading it.
    """
    view, start = memoryview(body), 0
    try:
        while start < len(body):
            # A character cut by the end of a piece is left for the next; one cut by the end of all is an error.
            start += codecs.utf_8_decode(view[start : start + _PIECE], "strict", start + _PIECE >= len(body))[1]
    except UnicodeDecodeError:
        return False
    return True


def _utf16_without_mark(body: bytes) -> str | None:
    """Recognise UTF-16 by its zero bytes: markup is ASCII, so every other byte of it is zero."""
    head = body[:400]
    if head.count(0) * 3 < len(head) or len(head) < 8:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"


def declared_encoding(body: bytes, content_type: str | None) -> str | None:
    """Return the Python codec name that the HTTP header or else a `<meta>` in the first 8 KB declares, if we read it.

    Other names that Python knows ("hex", "utf-7", "unicode_escape") are no encodings of pages.
    """
    names: list[str] = []
    if content_type and (found := _HEADER_CHARSET.search(content_type)):
        names.append(found.group(1))
    if in_page := _META_CHARSET.search(body[:8192]):
        names.append(in_page.group(1).decode("ascii"))
    for name in names:
        if known := _ENCODINGS.get(name.lower()):
            return known
    return None


def clean(text: str) -> str:
    """Return one line of text: NFC, Ð as Đ, no invisible characters, white space as single spaces.

    Entities that were escaped twice (`&amp;#58;` on SharePoint pages) are resolved.
    """
    if "&" in text and len(text) <= _LONGEST_ESCAPED and _ENTITY.search(text):
        text = html.unescape(text)
    if "  " not in text and _STAYS(text):
        return text.strip(" ")
    text = " ".join(text.split())
    if text.isascii():
        return text
    if _ODD_LETTER.search(text):
        text = " ".join(text.translate(_LETTERS).split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """Return the text without accents, case and outer punctuation, đ as d: for comparing with fixed phrases."""
    text = clean(text)
    if text.isascii():
        plain = text.lower()
    else:
        try:
            plain = codecs.charmap_decode(codecs.charmap_encode(text, "strict", _ALPHABET)[0], "strict", _FOLDED)[0]
        except UnicodeEncodeError:
            plain = _plain(text)
    return plain.strip(" .:-–—|»«>")


def _plain(text: str) -> str:
    """Return any text without accents and case."""
    return _MARKS.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d")))


def _alphabet() -> str:
    """Return 256 characters: those that nearly all text is made of, in any order, behind a zero that Python asks for."""
    vowels = [unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *_TONE_MARKS)]
    letters = "".join((*vowels, "đ"))
    known = dict.fromkeys("".join((*map(chr, range(32, 127)), letters, letters.upper(), "“”‘’–—…")))
    return f"\0{''.join(known)}".ljust(256, "\ufffe")


# A code page of our own: to write a text in it and read it back as letters without accents takes a tenth of the time
# that taking each letter apart does.
_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_KNOWN = _alphabet()
_ALPHABET = codecs.charmap_build(_KNOWN)
_FOLDED = "".join(map(_plain, _KNOWN))
