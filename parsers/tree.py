"""Bytes to an lxml tree, with the one repair that libxml2 leaves out."""

import re
from typing import Any

from lxml import etree

from parsers.text import is_utf8

Element = etree._Element

_PARAGRAPH_EDGE = re.compile(
    rb"<(?P<p>/?p)(?=[\s>])[^>]*>|</?(?:div|table|tr|td|th|ul|ol|li|dl|h[1-6]|blockquote|section|article|form|body|pre"
    rb"|center)\b",
    re.IGNORECASE,
)


_LARGE = 200_000  # bytes; in a smaller page no tag can cost much
_MONSTER_TAG = re.compile(rb"(?P<tag><[A-Za-z][A-Za-z0-9]{0,20})(?=\s)[^<>]{50000,}")
_STRETCH = 25_000  # bytes: half a monster, so that one without "<" and ">" lies somewhere inside it
_TOO_DEEP = "Excessive depth"  # how libxml2's message begins, in all its versions
_SAYS_BROKEN = etree.LIBXML_VERSION >= (2, 14)  # tried from 2.14 on; older ones are not asked
_BROKEN = etree.LIBXML_VERSION >= (
    2,
    14,
)  # older ones say it in some places of a page only, and read on as Latin-1
_BROKEN = etree.ErrorTypes.ERR_INVALID_ENCODING
_MOST_ERRORS = 100  # libxml2 reports no more (XML_MAX_ERRORS)
DEEPEST = 512  # levels that are read as markup; the deepest page known has 23 (2026-11)
_HUGE = 5_000_000  # bytes; libxml2 refuses a text of 10 MB and what nests deeper than 256 levels unless told not to
_LAST = 20_000  # bytes at either end of a page in which it is opened and closed
_TAG_BEGINS = re.compile(rb"</?[a-z]", re.IGNORECASE)
_NO_TEXT = ("script", "style", "noscript", "template")
_MOST_ATTRIBUTES, _MOST_ORPHANS = 2000, 20_000  # no page known comes near


def parse_tree(data: bytes) -> Element | None:
    """Return the root element of a page given as UTF-8, or None when there is no markup in it."""
    return tree_and_cut(data)[0]


def tree_and_cut(data: bytes) -> tuple[Element | None, bool]:
    """Return the tree as `parse_tree` does, and whether it nests deeper than is read: see `_flattened`."""
    data = _tame(data)
    deep = len(data) > _HUGE
    return _finished(data, *_parsed(data, deep=deep), deep=deep)


def tree_if_utf8(data: bytes) -> tuple[Element | None, bool] | None:
    """Return what `tree_and_cut` does, or None when the bytes are not UTF-8 throughout and are to be decoded first.

    libxml2 says so while it parses, and a look at every byte is spared. Where it says nothing, because it is too old,
    has counted its most errors or has stopped early, there is that look. Not said is what stands in a doctype alone.
    """
    if not _SAYS_BROKEN or len(data) > _HUGE or b"\0" in data:
        return tree_and_cut(data) if is_utf8(data) else None
    tame = _tame(data)
    root, errors = _parsed(tame)
    is_told = root is not None and len(errors) < _MOST_ERRORS and not _is_too_deep(errors)
    if not is_told and not is_utf8(data):
        return None
    if is_told and any(error.type == _BROKEN for error in errors):
        return None
    return _finished(tame, root, errors, deep=False)


def _tame(data: bytes) -> bytes:
    """Take out zero bytes, and the attributes of tags that would take too long."""
    if b"\0" in data:
        data = data.replace(b"\0", b"")
    return _MONSTER_TAG.sub(_bare_tag, data) if len(data) > _LARGE and _has_long_stretch(data) else data


def _is_too_deep(errors: list[Any]) -> bool:
    return any((error.message or "").startswith(_TOO_DEEP) for error in errors)


def _finished(data: bytes, root: Element | None, errors: list[Any], *, deep: bool) -> tuple[Element | None, bool]:
    """Parse once more what was too deep or has orphans in it; see to what is deeper than is read."""
    if _is_too_deep(errors):
        deep = True
        root, errors = _parsed(data, deep=deep)
    if root is not None and errors:
        # More closers than paragraphs: some closed nothing. libxml2 reports that, so that clean pages need no look.
        orphans = data.count(b"</p>") - sum(1 for _ in root.iter("p"))
        if 0 < orphans < _MOST_ORPHANS:
            root, _ = _parsed(_with_orphans_opened(data), deep=deep)
    return root, deep and root is not None and _flattened(root)


def _flattened(root: Element) -> bool:
    """Turn what lies deeper than `DEEPEST` into bare text, in place; say whether anything did.

    Many a question asks for all that is round or inside an element. With a bound on the depth none takes quadratic time.
    """
    level = [root]
    for _ in range(DEEPEST - 1):
        level = [child for element in level for child in element]
    for element in level:
        etree.strip_elements(element, *_NO_TEXT, with_tail=False)
        text = " ".join(str(piece) for piece in element.itertext())
        del element[:]
        element.text = text
    return bool(level)


def is_cut_off(data: bytes) -> bool:
    """Say whether the bytes of a page end too soon: inside a tag, or with neither body nor html closed.

    HTML lets an author leave out both end tags (§13.1.2.4); no portal known does.
    """
    last = max(0, len(data) - _LAST)
    closed = data.rfind(b"</html>", last) >= 0 or data.rfind(b"</body>", last) >= 0
    if not closed:  # rare, and a look in lower case costs more
        end, opened = data[last:].lower(), data[:_LAST].lower()
        closed = b"</html" in end or b"</body" in end or (b"<html" not in opened and b"<body" not in opened)
    tag = data.rfind(b"<", last)
    return not closed or (tag > data.rfind(b">", last) and _TAG_BEGINS.match(data, tag) is not None)


def search(expression: etree.XPath, root: Element | None) -> list[Any]:
    """Return what an XPath that asks for elements, or for strings, finds; nothing in a page without markup."""
    found = expression(root) if root is not None else []
    assert isinstance(found, list)
    return found


def _parsed(data: bytes, *, deep: bool = False) -> tuple[Element | None, list[Any]]:
    # huge_tree lifts libxml2's depth limit from 256 to 2048, beyond which it cuts the page. By the table that
    # collect_ids would fill nobody asks.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=deep, collect_ids=False, no_network=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, []
    if root is not None:
        _join_documents(root)
    return root, list(parser.error_log)


def _has_long_stretch(data: bytes) -> bool:
    """Say whether a tag may be a monster; a hundredth of the time that the search for one takes."""
    return any(
        data.find(b">", start, start + _STRETCH) < 0 and data.find(b"<", start, start + _STRETCH) < 0
        for start in range(0, len(data) - _STRETCH + 1, _STRETCH)
    )


def _join_documents(root: Element) -> None:
    """Move what stands after an early `</html>` into the first root, as browsers do (HTML §13.2.6.4.19).

    With nothing but `<html>` before it, libxml2 makes a second root of head and body, beside the one that it returns
    (baotayninh.vn, 2026-10: every page).
    """
    while (sibling := root.getnext()) is not None:
        root.append(sibling)
        if sibling.tag == "html":
            root.extend(list(sibling))
            root.remove(sibling)


def _bare_tag(match: re.Match[bytes]) -> bytes:
    """Drop the attributes of a tag with thousands of them: libxml2 needs quadratic time. A large `data:` stays."""
    return match["tag"] if match[0].count(b"=") > _MOST_ATTRIBUTES else match[0]


def _with_orphans_opened(data: bytes) -> bytes:
    """Open every `</p>` that closes nothing, as browsers do (HTML §13.2.6.4.7).

    libxml2 drops it and two paragraphs become one. Liferay's editor leaves such closers all through a body
    (sotttt.hanoi.gov.vn, 2012-2022).
    """
    is_open = False

    def mend(match: re.Match[bytes]) -> bytes:
        nonlocal is_open
        orphan = match["p"] is not None and match["p"][:1] == b"/" and not is_open
        is_open = match["p"] is not None and match["p"][:1] != b"/"
        return b"<p></p>" if orphan else match[0]

    return _PARAGRAPH_EDGE.sub(mend, data)
