"""Lists that a site's module must declare, because nothing on a page says how they go on."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias
from urllib.parse import urljoin, urlsplit

from parsers import dates
from parsers.addresses import parts_of
from parsers.article import Link, Parsed, Post, Problem
from parsers.forms import FORM
from parsers.text import clean, decode

MediaType: TypeAlias = Literal["application/x-www-form-urlencoded", "application/json"]

_JSON: MediaType = "application/json"
_NUMBER = re.compile(r"\{(?:page|offset)\}")
_FIELD = re.compile(r"\{([\w.-]+)\}")
_MOST_ROWS = 1000
_LAST_SECOND = 1e11  # a larger number counts milliseconds: as seconds it would be the year 5138


@dataclass(frozen=True, slots=True, kw_only=True)
class PostedList:
    """A list of pages (HTML) whose pages after the first are posted for, where the pages do not show how.

    `listing` is a regular expression, searched in path and query of the list's own address. `action` is the address
    that is posted to, `body` what is posted, with `{page}` for the number of the page. The list's own address is page
    `first`, so that 0 makes the next one 1. The list ends at the first page without articles, or at page `last`.
    """

    listing: str
    action: str
    body: str
    media_type: MediaType = FORM  # type: ignore[assignment]  # the literal it is
    first: int = 1
    last: int = 5000

    def __post_init__(self) -> None:
        """Refuse a list that could never be asked for, with the name of the field."""
        _check_address(self.action, "action")
        try:
            re.compile(self.listing)
        except re.error as error:
            raise ValueError(f"listing {self.listing!r}: {error}") from error
        _check_body(self.body, "body")

    def post(self, page: int) -> Post:
        """Return what is posted for a page of the list."""
        body = _numbered(self.body, page - 1 + self.first, 0)
        return Post(body=body, media_type=self.media_type, page=page, identity=self.body)

    def following(self, url: str, page: int) -> Link | None:
        """Return the link to the page after page `page` of the list, if `url` is the list's or where it is posted to."""
        parts = parts_of(url)
        own = re.search(self.listing, parts.path + (f"?{parts.query}" if parts.query else ""))
        if page >= self.last or not (own or url == self.action):
            return None
        return Link(url=self.action, role="next", post=self.post(page + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonList:
    """A list that a script fills from an address that answers JSON.

    `address` is that address, with `{page}` or `{offset}` where the number stands; or, where it is posted to, `body`
    holds it, JSON or what `media_type` says. `rows` is the way to the rows in the answer, such as "data.items" (""
    when the answer is the list). `link` is the way to a row's address, or a template of fields such as
    "/tin/{slug}-{id}.html", relative to `address`. `title` and `published` are ways too. Pages are counted from
    `first`, an offset by `size` rows a page; the list ends at the first page without rows, or with fewer than `size`.
    """

    address: str
    rows: str
    link: str
    title: str = "title"
    published: str = ""
    body: str = ""
    media_type: MediaType = _JSON
    first: int = 1
    size: int = 0

    def __post_init__(self) -> None:
        """Refuse a list that could never be asked for, with the name of the field."""
        _check_address(self.address, "address")
        if not _NUMBER.search(self.body or self.address):
            raise ValueError(f"json list {self.address!r}: {{page}} or {{offset}} must stand in address, or in body")
        if self.body:
            _check_body(self.body, "body")
        if "{offset}" in self.address + self.body and self.size < 1:
            raise ValueError(f"json list {self.address!r}: {{offset}} needs size, the rows on a page")

    def page_link(self, page: int) -> Link:
        """Return the link to one page of the list."""
        if not self.body:
            return Link(url=_numbered(self.address, page, self.size * (page - self.first)), role="next")
        body = _numbered(self.body, page, self.size * (page - self.first))
        return Link(
            url=self.address,
            role="next",
            post=Post(body=body, media_type=self.media_type, page=page, identity=self.body),
        )

    def page_of(self, url: str, posted: int) -> int | None:
        """Return which page of the list an address is (`posted`, if it is posted to), or None when it is not of this list."""
        if self.body:
            return posted if url == self.address else None
        before, mark, after = self.address.partition("{page}" if "{page}" in self.address else "{offset}")
        digits = url[len(before) : len(url) - len(after)] if url.startswith(before) and url.endswith(after) else ""
        if not digits.isdecimal() or len(digits) > 9:
            return None
        return int(digits) if mark == "{page}" else self.first + int(digits) // self.size

    def read(self, url: str, body: bytes, page: int, content_type: str | None) -> Parsed:
        """Read one page of the list. Anything that is not what was declared is a problem, never an exception."""
        try:
            rows = _at(json.loads(decode(body, content_type)[0]), self.rows)
        except (ValueError, RecursionError) as error:
            return _unread(url, f"no JSON: {' '.join(str(error).split())[:100]}")
        if not isinstance(rows, list):
            return _unread(url, f"no list at {self.rows or 'the top'!r}")
        links = [link for row in rows[:_MOST_ROWS] if (link := self._link(row, url))]
        if rows and not links:
            return _unread(url, f"{len(rows)} rows, none with an address at {self.link!r}")
        if len(rows) >= max(self.size, 1):
            links.append(self.page_link(page + 1))
        ended = page > self.first and not rows
        problem = Problem(field="page", code="end_of_list", message=f"{url}: the list ended at the page before")
        return Parsed(kind="listing", links=tuple(links), problems=(problem,) if ended else ())

    def _link(self, row: Any, url: str) -> Link | None:
        address = _filled(self.link, row) if "{" in self.link else _text(_at(row, self.link))
        if not address:
            return None
        try:
            target = urljoin(url, address)
            scheme = urlsplit(target).scheme
        except ValueError:
            return None
        if scheme not in ("http", "https"):
            return None
        title = clean(_text(_at(row, self.title)))
        return Link(url=target, role="article", text=title[:200], published=_day(_at(row, self.published)))


def _check_address(address: str, field: str) -> None:
    parts = parts_of(_NUMBER.sub("0", address))
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(f"{field} {address!r}: give a whole http or https address")


def _check_body(body: str, field: str) -> None:
    if not body.isascii() or not _NUMBER.search(body):
        raise ValueError(f"{field} {body!r}: write it as it is sent, all ASCII, with {{page}} for the number")


def _numbered(template: str, page: int, offset: int) -> str:
    return template.replace("{page}", str(page)).replace("{offset}", str(offset))


def _at(value: Any, way: str) -> Any:
    """Follow a way such as "data.items" through objects; None where it ends early."""
    for name in way.split(".") if way else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _filled(template: str, row: Any) -> str:
    """Fill a template from a row; an empty text when a field is missing."""
    values = {name: _text(_at(row, name)) for name in _FIELD.findall(template)}
    return "" if not all(values.values()) else _FIELD.sub(lambda found: values[found[1]], template)


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _day(value: Any) -> str | None:
    """Return a row's day: a date as pages write it, ISO, or seconds or milliseconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        seconds = value / 1000 if value > _LAST_SECOND else value
        try:
            return datetime.fromtimestamp(seconds, dates.VIETNAM).date().isoformat()
        except (OverflowError, OSError, ValueError):
            return None
    reading = dates.read(clean(_text(value)[:100]))
    return reading.day.isoformat() if reading.day else None


def _unread(url: str, why: str) -> Parsed:
    return Parsed(kind="other", problems=(Problem(field="page", code="json_list", message=f"{url}: {why}"),))
