"""Cookie challenges: a page of a few bytes whose script sets a cookie and asks for the page again.

Seen on tracuunnt.gdt.gov.vn since December 2022, on laodong.vn and others: status 200, about 177 bytes, cookie D1N. The
cookie stands in the script as a literal, so that no script need be run. A challenge that computes its cookie is not met.
"""

import re
from typing import NamedTuple

from scraper.exchange import Exchange
from scraper.message import ContentError, decode_content

_LARGEST = 6000  # bytes; the challenges seen have 177
_COOKIE = re.compile(rb"""document\.cookie\s*=\s*["'](?P<name>\w{1,40})=(?P<value>[0-9a-fA-F]{32})(?=["';])""")
_RELOAD = re.compile(rb"location\s*\.\s*(?:reload|href|replace)\b|location\s*=")


class Cookie(NamedTuple):
    """A cookie that a script would set."""

    name: str
    value: str


def cookie_asked_for(exchange: Exchange) -> Cookie | None:
    """Return the cookie that a challenge asks for; None for any other answer."""
    if exchange.status != 200 or not 0 < len(exchange.entity) <= _LARGEST or exchange.truncated:
        return None
    try:
        page = decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError:
        return None
    found = _COOKIE.search(page) if len(page) <= _LARGEST and _RELOAD.search(page) else None
    return Cookie(found["name"].decode(), found["value"].decode()) if found else None
