"""Addresses as pages write them, made absolute. Nothing here raises: a page may call anything an address."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

_WEB = ("http", "https")
# Joining drops an empty query or fragment and doubled slashes, and keeps parameters apart.
_ODD = re.compile(r"\?(?:#|$)|#$|;|//")
# From the root of the same host, in ASCII, without fragment: but for "/." to resolve, nothing is to be done to it.
ROOTED = re.compile(r'/(?!/)[!"$-\[\]-~]*')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def parts_of(address: str) -> SplitResult:
    """Return the parts of an address, all of them empty when it cannot be read as one."""
    try:
        return urlsplit(address)
    except ValueError:
        return SplitResult("", "", "", "", "")


def joined(base: str, address: str) -> str:
    """Return an address relative to another made absolute, or an empty string when they cannot be joined."""
    try:
        return urljoin(base, address)
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: what its relative addresses are relative to.

    `origin` is `https://host`, `directory` the address up to its last slash; each is empty where addresses cannot
    simply be put behind it.
    """

    address: str
    origin: str
    directory: str


def place_of(address: str) -> Place:
    """Return the place of a page, or of what its `<base>` names, by its address."""
    parts = parts_of(address)
    origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme in _WEB and parts.netloc else ""
    directory = parts.path[: parts.path.rfind("/") + 1]
    simple = origin and directory and _is_simple(directory) and not _ODD.search(directory)
    return Place(address, origin, origin + directory if simple else "")


def absolute(place: Place, address: str) -> str | None:
    """Return an address of a page as an absolute http(s) one, or None if it is none."""
    address = address.strip()
    if not address or address[0] == "#":
        return None
    if place.origin and _is_simple(
        address
    ):  # most are, and to take them apart and join them costs twenty times as much
        if address[0] == "/":
            return place.origin + address
        if address.startswith(place.origin + "/"):
            return address
        if place.directory and address[0].isalnum() and ":" not in address and not _ODD.search(address):
            return place.directory + address
    if not address.lower().startswith(("http://", "https://")):
        if _SCHEME.match(address):
            return None
        address = joined(place.address, address)
        if place.origin and address.startswith(f"{place.origin}/") and address.isprintable():
            return address
    address = address.replace("\t", "").replace("\n", "").replace("\r", "")
    parts = parts_of(address)
    return address if parts.scheme in _WEB and parts.netloc else None


def _is_simple(address: str) -> bool:
    """Say whether an address has no dots to resolve, names no other host, and has nothing that browsers drop or turn."""
    return (
        "/." not in address
        and address[:2] != "//"
        and "\\" not in address
        and " " not in address
        and address.isprintable()
    )


def path_of(address: str) -> str:
    """Return path and query of an address."""
    parts = parts_of(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
