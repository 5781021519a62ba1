"""The fields of a form on a page, as a browser would send them, without what a crawler must never send."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from parsers.addresses import parts_of
from parsers.page import Page
from parsers.tree import Element

FORM = "application/x-www-form-urlencoded"
MOST_BYTES = 4 * 2**20  # what ASP.NET accepts by default (maxRequestLength, 4096 KB)

_NEVER = frozenset({"password", "file", "submit", "button", "image", "reset"})
_CHOICES = frozenset({"checkbox", "radio"})
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")


def fields_of(form: Element) -> list[tuple[str, str]]:
    """Return the fields that a form sends when a script submits it (HTML §4.10.21.4): no button, password or file."""
    return [(name, value) for name, value, _ in _controls(form)]


def chosen(form: Element) -> list[tuple[str, str]]:
    """Return what a visitor chose in a form, in order of the names: visible fields that are not empty.

    Hidden fields are the page's state. A day is left out: such a field says today's, and the list is the same tomorrow.
    """
    visible = ((name, value) for name, value, hidden in _controls(form) if not hidden and not _DAY.fullmatch(value))
    return sorted((name, value) for name, value in visible if value)


def encoded(fields: Iterable[tuple[str, str]]) -> str:
    """Return fields as application/x-www-form-urlencoded in UTF-8, all ASCII (WHATWG URL §5.2)."""
    return urlencode(list(fields))


def with_values(fields: Iterable[tuple[str, str]], changes: dict[str, str]) -> list[tuple[str, str]]:
    """Return fields with other values for some of the names; names that are not there are added at the end."""
    kept = [(name, changes.get(name, value)) for name, value in fields]
    there = {name for name, _ in kept}
    return [*kept, *((name, value) for name, value in changes.items() if name not in there)]


def action_of(page: Page, form: Element | None) -> str | None:
    """Return where a form is posted to: the page itself if it says nothing. None when that is another host or scheme."""
    declared = (form.get("action") or "").strip() if form is not None else ""
    return same_origin(page, declared) if declared else same_origin(page, page.url)


def same_origin(page: Page, address: str) -> str | None:
    """Return an address of the page's own scheme, host and port, absolute and without fragment; else None."""
    url = page.absolute(address)
    if url is None:
        return None
    there, here = parts_of(url), parts_of(page.url)
    return url.split("#", 1)[0] if (there.scheme, there.netloc) == (here.scheme, here.netloc) else None


def _controls(form: Element) -> Iterator[tuple[str, str, bool]]:
    """Yield name and value of each field that is sent, and whether it is hidden."""
    for element in form.iter("input", "select", "textarea"):
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        if element.tag == "select":
            yield from ((name, value, False) for value in _options(element))
        elif element.tag == "textarea":
            yield name, "".join(str(text) for text in element.itertext()), False
        else:
            kind = (element.get("type") or "text").strip().lower()
            if kind in _NEVER or (kind in _CHOICES and element.get("checked") is None):
                continue
            yield name, element.get("value") or ("on" if kind in _CHOICES else ""), kind == "hidden"


def _options(select: Element) -> list[str]:
    options = [one for one in select.iter("option") if one.get("disabled") is None]
    marked = [one for one in options if one.get("selected") is not None]
    if select.get("multiple") is None:
        marked = marked[-1:] or options[:1]
    return [value if (value := one.get("value")) is not None else "".join(map(str, one.itertext())) for one in marked]
