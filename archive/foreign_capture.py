"""One capture in a file that others made: from a record to what the archive keeps of it, read as a page. Writes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from archive.captures import exchange_of, instant_of
from archive.digests import digest, matches
from archive.draft.address import kind_of
from archive.drift import CODES
from archive.ingest import read
from archive.warc import Kept, Written
from archive.warc_reader import Record, is_http_response, payload
from archive.warc_record import made_id
from parsers.article import Parsed, Problem
from parsers.site import Site
from parsers.sites import site_of
from scraper.address import BadAddress, key, normal
from scraper.exchange import Exchange

Sites: TypeAlias = Mapping[str, Site]
GENERIC = "host-"  # how the id begins that stands for the site of an unknown host


@dataclass(frozen=True, slots=True, kw_only=True)
class Refers:
    """What a revisit stands for: by record id, or by address and instant (WARC 1.1 §6.7), and the label of its payload."""

    record_id: str | None
    url: str | None
    date: str | None
    label: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One capture. The exchange is without its response bytes, and without its entity where nobody will want it.

    `parsed` is None for a revisit, which is read with the payload it stands for, and for what must not be read;
    `problems` say why then.
    """

    exchange: Exchange
    kept: Kept
    key: str
    site_id: str | None
    parsed: Parsed | None
    payload_length: int
    own_id: bool
    refers: Refers | None = None
    problems: tuple[Problem, ...] = ()


def found_in(record: Record, file: str, *, sites: Sites | None, generic: bool) -> Found | None:
    """Return the capture that a record holds, read; None for what is no web page or has neither address nor date."""
    if record.type == "response" and not is_http_response(record):
        return None
    if record.url is None or instant_of(record.date) is None:
        return None
    try:
        site, identity = place_by_address(record.url, sites)
    except BadAddress:
        return None
    exchange = exchange_of(record)
    whole = len(record.block) == record.block_length
    problems = tuple(_problems(record, exchange, whole=whole))
    written = Written(
        record_id=record.record_id or made_id(record),
        record_type=record.type,
        offset=record.offset,
        length=record.length,
    )
    found = Found(
        exchange=replace(exchange, response=b""),
        kept=Kept(
            file=file,
            response=written,
            request=None,
            payload_digest=digest(exchange.entity) if record.type == "response" and whole else None,
            end=0,
        ),
        key=identity,
        site_id=site.id if site else None,
        parsed=None,
        payload_length=len(exchange.entity),
        own_id=record.record_id is not None,
        problems=problems,
    )
    if record.type == "revisit":
        return replace(found, refers=refers_of(record))
    if problems:
        return replace(found, exchange=replace(found.exchange, entity=b""))
    return _with_reading(found, exchange, site, generic=generic)


def _with_reading(found: Found, exchange: Exchange, site: Site | None, *, generic: bool) -> Found:
    """Read a capture. Links are left out, and the entity where nothing more will be asked of it."""
    if site is None and not generic:
        parsed = Parsed(kind="other")
    else:
        parsed = replace(read(exchange, site, generic=generic and site is None), links=())
    wanted = parsed.article is not None or any(one.code in CODES for one in parsed.problems)
    kept = replace(found.exchange, entity=exchange.entity if wanted else b"")
    return replace(found, parsed=parsed, exchange=kept)


def _problems(record: Record, exchange: Exchange, *, whole: bool) -> Iterator[Problem]:
    """Yield why a capture must not be read: its bytes are not those that were once kept, or are too many."""
    if not whole:
        message = f"{record.url}: {record.block_length} bytes; it is kept where it is, and was not read"
        yield Problem(field="page", code="too_large", message=message)
        return
    block = record.header("WARC-Block-Digest")
    if block and matches(block, record.block) is False:
        message = f"{record.url}: the bytes of the record are not those of its WARC-Block-Digest; it was not read"
        yield Problem(field="page", code="block_digest", message=message)
        return
    label = record.header("WARC-Payload-Digest")
    if not label or record.type != "response" or record.header("WARC-Segment-Number"):
        return
    if matches(label, exchange.entity) is False and matches(label, _as_sent(record)) is not True:
        message = f"{record.url}: the payload is not that of its WARC-Payload-Digest; it was not read"
        yield Problem(field="page", code="payload_digest", message=message)


def _as_sent(record: Record) -> bytes:
    """Return the body of a response with its transfer coding: what some writers take for the payload."""
    for blank in (b"\r\n\r\n", b"\n\n"):
        _, found, body = record.block.partition(blank)
        if found:
            return body
    return payload(record)


def refers_of(record: Record) -> Refers:
    """Return what a revisit record says it stands for."""
    return Refers(
        record_id=(record.header("WARC-Refers-To") or "").strip("<> ") or None,
        url=(record.header("WARC-Refers-To-Target-URI") or "").strip("<> ") or None,
        date=record.header("WARC-Refers-To-Date"),
        label=record.header("WARC-Payload-Digest"),
    )


def place_by_address(url: str, sites: Sites | None) -> tuple[Site | None, str]:
    """Return site and key of an address. Raises BadAddress."""
    address = normal(url)
    if sites is None:
        site = site_of(address)
    else:
        host = address.split("/", 3)[2].removeprefix("www.")
        site = next((one for one in sites.values() if one.has_host(host)), None)
    return site, key(address, hosts=site.hosts, keep_query=site.keep_query) if site else key(address)


def generic_site(host: str) -> Site:
    """Return what stands for the site of a host that nobody knows, for readings marked `fallback`."""
    return _generic_site(host.removeprefix("www."))


@lru_cache(maxsize=1024)
def _generic_site(host: str) -> Site:
    letters = "".join(one if one.isalnum() and one.isascii() else "-" for one in host)
    return Site(id=GENERIC + letters, name=host, province=None, kind=kind_of(host), hosts=(host,))
