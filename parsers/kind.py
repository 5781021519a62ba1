"""What is this page? Decided whatever its fields say: status 200, long text and a date prove nothing."""

import re
from itertools import islice

from parsers.article import Kind, Link
from parsers.element_text import SILENT, is_hidden, plain_text, shown
from parsers.page import Page
from parsers.pictures import outside
from parsers.rows import is_listing, with_texts
from parsers.text import clean, folded

_DOCUMENTS = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_FILE_TYPES = re.compile(
    r"^(?:application/(?:pdf|msword|vnd\.|zip|x-rar|octet-stream|rtf)|image/|video/|audio/|font/)", re.IGNORECASE
)
_CHALLENGE = re.compile(
    rb"document\.cookie\s*=\s*[\"']?[^;]{0,80}(?:[0-9a-f]{32}|D1N)|cf[-_]chl|_Incapsula_|/cdn-cgi/challenge",
    re.IGNORECASE,
)
# What markup begins with, behind white space (WHATWG MIME Sniffing §7.1): then a stray zero byte makes it no file.
_MARKUP = re.compile(
    rb"<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p)[\s>]|<!--|<\?xml",
    re.IGNORECASE,
)
_BEFORE_MARKUP = b"\0\t\n\f\r \xef\xbb\xbf"  # and what stands before it on real pages: a byte-order mark, a zero byte
_RELOAD = re.compile(rb"location\s*\.\s*(?:reload|href|replace)|location\s*=", re.IGNORECASE)
_BLOCKED = (
    "thong bao tu choi truy cap",
    "truy cap bi tu choi",
    "he thong dang gap van de khi xu ly yeu cau",
    "access denied",
    "request rejected",
)
_BLOCKED_TITLES = (
    "403 forbidden",
    "forbidden",
    "attention required",
    "web page blocked",
    "the requested url was rejected",
)
_NOT_FOUND = (
    "khong tim thay",
    "khong ton tai",
    "trang nay hien khong",
    "tai nguyen khong duoc",
    "not found",
    "could not be found",
    "loi 404",
    "error 404",
)
_BEGINS_404 = re.compile(r"404\b")
_ERROR_NODES = "code.lfr-url-error, h3.alert.alert-error, .error-404, #error404, .page-404, .error404"
_STATUS_TITLE = re.compile(r"^(?:trang thai|status)(?: |$)")
_LOGIN_TITLE = re.compile(r"dang nhap|sign in|log ?in")
# Characters of visible text: below the first a page may be a notice, below the second it is little else.
_NOTICE, _SHORT_NOTICE, _LOGIN_TEXT, _HEAD, _WHOLE, _LONGEST_TITLE = 3000, 1500, 800, 3000, 100_000, 1000
_MOST_PARAGRAPHS = 300  # that are looked at for much text
_SHELL_TEXT = 200  # characters of visible text; the empty SharePoint shell of lamdong.gov.vn (2026-09) has 4


def by_bytes(body: bytes, content_type: str | None) -> Kind | None:
    """Return the kind that the bytes alone prove, or None: a file, an empty page, a cookie challenge."""
    head = body[:16].lstrip()
    if not body or body.isspace():
        return "empty_shell"
    if head.startswith((*_DOCUMENTS, *_PICTURES)) or (
        content_type and _FILE_TYPES.match(content_type.strip()) and b"<html" not in body[:2048].lower()
    ):
        return "attachment"
    if head[:1] in b"{[" and content_type and "json" in content_type:
        return "other"
    if len(body) < 6000 and _CHALLENGE.search(body) and _RELOAD.search(body):
        return "challenge"
    # Zero bytes are UTF-16 or no text at all; markup in UTF-16 shows its "<" as two bytes.
    if b"\0" in body[:1024] and b"<\0" not in body and b"\0<" not in body:
        return None if _MARKUP.match(body[:1024].lstrip(_BEFORE_MARKUP)) else "attachment"
    return None


def by_page(page: Page, links: tuple[Link, ...] = (), *, known: int = 0) -> Kind | None:
    """Return the kind that markers in the page prove, or None when it may be an article or a listing.

    `links` are those of the page: a short list of articles beside a login box is no login page. `known` is how many
    characters of visible text are known to be there, which may spare counting them.
    """
    title = folded(text_of_title(page)[:_LONGEST_TITLE])
    text = None if known >= _NOTICE or _says_much(page) else visible_text(page, _NOTICE)
    length = _NOTICE if text is None else len(text)
    # A notice and nothing else is short; a page with more text is one that speaks of it.
    plain = folded(text) if text is not None and length < _NOTICE else ""
    if title in _BLOCKED_TITLES or any(phrase in plain for phrase in _BLOCKED):
        return "blocked"
    if _says_not_found(title) or (length < _SHORT_NOTICE and _says_not_found(plain)):
        return "soft_404"
    if page.first(_ERROR_NODES) is not None:
        head = plain or folded(visible_text(page, _HEAD)[:_HEAD])
        if _says_not_found(head) or _STATUS_TITLE.match(title):
            return "soft_404"
    if _STATUS_TITLE.match(title) and _says_not_found(folded(visible_text(page, _WHOLE))):
        return "soft_404"
    if not _asks_for_password(page):
        return None
    if _LOGIN_TITLE.search(title) or (length < _LOGIN_TEXT and not is_listing(with_texts(page, links))):
        return "login"
    return None


def _asks_for_password(page: Page) -> bool:
    inputs = page.root.iter("input") if page.root is not None else ()
    return any(one.get("type") == "password" for one in inputs)


def _says_not_found(text: str) -> bool:
    """Say whether a folded text tells that there is no such page; quicker than one regular expression."""
    return any(phrase in text for phrase in _NOT_FOUND) or _BEGINS_404.match(text) is not None


def _says_much(page: Page) -> bool:
    """Say whether plain paragraphs alone hold enough for the page to be no notice; False may be wrong.

    Most pages are told so by a few paragraphs, without a walk through all menus before them.
    """
    body = page.root.find("body") if page.root is not None else None
    if body is None:
        return False
    shut = outside(body, lambda one: one.tag in SILENT or is_hidden(one))
    length = 0
    for paragraph in islice(body.iter("p"), _MOST_PARAGRAPHS):
        if not shut(paragraph) and (text := plain_text(paragraph)):
            length += len(clean(text))
            if length >= _NOTICE:
                return True
    return False


def is_shell(page: Page) -> bool:
    """Say whether the page has next to no text of its own: content that only scripts would bring."""
    return len(visible_text(page, _SHELL_TEXT + 1)) <= _SHELL_TEXT


def text_of_title(page: Page) -> str:
    """Return the text of `<title>`, or an empty string."""
    element = next(page.root.iter("title"), None) if page.root is not None else None
    return (element.text or "") if element is not None else ""


def visible_text(page: Page, enough: int) -> str:
    """Return the clean visible text of the page's body, at least `enough` characters of it if it has so many."""
    body = page.root.find("body") if page.root is not None else None
    if body is None:
        return ""
    gathered: list[str] = []
    length = 0
    for piece in shown(body):
        if stripped := piece.strip():
            gathered.append(stripped)
            length += len(stripped) + 1
            if length >= enough:
                break
    return " ".join(gathered)
