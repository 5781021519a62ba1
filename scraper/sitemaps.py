"""Reads what lists the pages of a site: sitemaps and indexes, RSS, Atom, plain text; compressed, broken, huge."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeAlias

from scraper.address import BadAddress, key, normal
from scraper.message import ContentError, gunzip

if TYPE_CHECKING:
    from lxml.etree import _Element

Kind: TypeAlias = Literal["urlset", "index", "feed", "text", "none"]

_MOST_BYTES = 50 * 2**20  # uncompressed: sitemaps.org; of more, the first part is read
_MOST_ENTRIES = 50_000  # sitemaps.org; more are read, and reported
_VIETNAM = timezone(timedelta(hours=7))
_KINDS: dict[str, Kind] = {"urlset": "urlset", "sitemapindex": "index", "rss": "feed", "RDF": "feed", "feed": "feed"}
_ENTRIES = ("url", "sitemap", "item", "entry")
_DATES = ("lastmod", "publication_date", "updated", "published", "pubDate", "date")
_BARE_AMPERSAND = re.compile(
    rb"<!\[CDATA\[.*?\]\]>|&(?!#[0-9]{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{0,30};)", re.DOTALL
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One listed address, absolute and as it will be requested, and when it changed last, if that was readable."""

    url: str
    lastmod: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What was listed. The entries of an "index" are sitemaps, those of the other kinds are pages.

    `problem` is one line about what is wrong or was left out, although the entries can be used.
    """

    kind: Kind
    entries: tuple[Entry, ...] = ()
    problem: str | None = None


def read(data: bytes, base: str, *, hosts: tuple[str, ...] = ()) -> Sitemap:
    """Read the body of a sitemap or feed whose own address is `base`. Never raises, whatever the bytes are.

    Relative addresses are resolved. Addresses of other hosts than that of `base`, or `hosts`, are left out
    (sitemaps.org allows none), and so are addresses that hold an entity: those are neither expanded nor
    fetched. Each address is given once, in the order of the file.
    """
    problems: list[str] = []
    data = _uncompressed(data, problems)
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text[:1] == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        kind, found = _read_xml(text, problems)
    else:
        kind, found = _read_text(text)
    entries = _usable(found, base, hosts, problems) if kind != "none" else ()
    if len(entries) > _MOST_ENTRIES:
        problems.append(f"{len(entries)} addresses; a sitemap may hold {_MOST_ENTRIES}")
    return Sitemap(kind=kind, entries=entries, problem="; ".join(problems) or None)


def _uncompressed(data: bytes, problems: list[str]) -> bytes:
    over = len(data) > _MOST_BYTES
    if data[:2] == b"\x1f\x8b":
        try:
            data, over = gunzip(data, limit=_MOST_BYTES)
        except ContentError as error:
            problems.append(str(error))
            return b""
    if over:
        problems.append(f"larger than {_MOST_BYTES} bytes; only the first part was read")
    return data[:_MOST_BYTES]


def _read_text(data: bytes) -> tuple[Kind, list[tuple[str, str]]]:
    lines = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    found = [(line, "") for line in lines if line.startswith(("http://", "https://"))]
    return ("text" if found else "none"), found


def _read_xml(data: bytes, problems: list[str]) -> tuple[Kind, list[tuple[str, str]]]:
    from lxml import etree

    if b"<\x00" not in data[:100] and b"\x00<" not in data[:100]:  # not UTF-16
        data = _BARE_AMPERSAND.sub(lambda found: found[0] if found[0] != b"&" else b"&amp;", data)
        # In a file that breaks off, half an address would look like an address: end with the last tag.
        data = data[: data.rfind(b">") + 1]
    found: list[tuple[str, str]] = []
    events = etree.iterparse(
        BytesIO(data), events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        for _, element in events:
            if _name(element) in _ENTRIES:
                found.extend(_entry(element))
                element.clear()
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:  # a second root has no parent
                    del parent[0]
    except etree.XMLSyntaxError as error:
        problems.append(f"not XML: {error}")
    if events.error_log:
        problems.append(f"broken XML: {events.error_log[0].message}")
    root = getattr(events, "root", None)
    return (_KINDS.get(_name(root), "none") if root is not None else "none"), found


def _name(element: "_Element") -> str:
    """Return the name of an element without its namespace, which many files get wrong; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _entry(element: "_Element") -> Iterator[tuple[str, str]]:
    """Yield the address of an entry with its date as it is written."""
    date = next((_text(part) for part in element.iter() if _name(part) in _DATES and _text(part)), "")
    for part in element:
        name = _name(part)
        if name in ("loc", "link") and _text(part):
            yield _text(part), date
            return
        if name == "link" and part.get("href") and part.get("rel", "alternate") == "alternate":
            yield str(part.get("href")), date
            return


def _text(element: "_Element") -> str:
    """Return the text of an element without children; one that holds an entity or another element has none."""
    return (element.text or "").strip() if not len(element) else ""


def _usable(found: list[tuple[str, str]], base: str, hosts: tuple[str, ...], problems: list[str]) -> tuple[Entry, ...]:
    own = {_host(base), *map(_host, (f"https://{host}/" for host in hosts))}
    entries: dict[str, Entry] = {}
    foreign = bad = 0
    for address, date in found:
        try:
            url = normal(address, base)
        except BadAddress:
            bad += 1
            continue
        if _host(url) not in own:
            foreign += 1
        elif url != base and url not in entries:
            entries[url] = Entry(url=url, lastmod=_date(date))
    if foreign:
        problems.append(f"{foreign} addresses of other hosts left out")
    if bad:
        problems.append(f"{bad} unreadable addresses left out")
    return tuple(entries.values())


def _host(url: str) -> str:
    return key(url).partition("/")[0]


def _date(raw: str) -> datetime | None:
    """Read a W3C or RFC 822 date; without a zone it is Vietnam's. None when it is neither."""
    when = None
    for form in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            when = form(raw)
            break
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    if when is None or when.year < 1990:
        return None
    return when if when.tzinfo else when.replace(tzinfo=_VIETNAM)
