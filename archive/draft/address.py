"""What a host and an address say of a site that nobody has described: its id, kind, province, and how addresses look."""

import re
from ipaddress import ip_address

from parsers.addresses import parts_of
from parsers.provinces import PROVINCES
from parsers.site import SiteKind
from parsers.text import folded

_NOT_A_NAME = {"www", "m", "vn", "com", "gov", "org", "net", "edu", "info"}
_PAPER = re.compile(r"^(?:bao|dai)(?=[a-z]{3})|tv$")
_PARTY = re.compile(r"^(?:tinhuy|thanhuy|huyenuy|dangbo|bantuyengiao|btgtu)|(?:^|[.])dcs\.vn$|cpv\.org\.vn$")
_DAY_PATH = re.compile(r"/\d{4}/\d\d/")
_LAST_NUMBER = re.compile(r"(?P<mark>[-/_.][A-Za-z]{0,8})\d{3,}(?P<end>\.\w{2,5}|/)?$")
_INNER_NUMBER = re.compile(r"/\d{3,}(?=/)")
_QUERY_NUMBER = re.compile(r"[?&](?P<key>\w*id)=\d+", re.IGNORECASE)
_SLUG = re.compile(r"/(?P<slug>\w+(?:-\w+){4,})(?P<end>\.\w{2,5})?$")


def is_local_address(address: str) -> bool:
    """Say whether the host of an address is loopback or private by its very name."""
    return is_local(parts_of(address).netloc)


def is_local(host: str) -> bool:
    """Say whether a host (with its port, if any) is loopback or private by its very name."""
    name = parts_of(f"//{host}").hostname or ""
    try:
        return ip_address(name).is_private
    except ValueError:
        return name == "localhost"


def id_of(host: str) -> str:
    """Return an id for the site of a host: `baovidu` for www.baovidu.com.vn, `sotttt-hanoi` for sotttt.hanoi.gov.vn."""
    labels = [label for label in re.split(r"[.:\[\]]+", host) if label and label not in _NOT_A_NAME]
    name = re.sub(r"[^a-z0-9]+", "-", "-".join(labels or [host]).lower()).strip("-")
    return name if name[:1].isalpha() else f"site-{name}".rstrip("-")


def kind_of(host: str) -> SiteKind:
    """Return the kind that a host's name speaks for: party site, portal of a province, other office, newspaper."""
    name = host.removeprefix("www.").partition(":")[0]
    if _PARTY.search(name):
        return "party"
    if not name.endswith(".gov.vn"):
        return "portal" if is_local(host) else "newspaper"
    return "portal" if name.count(".") == 2 and province_of(host) else "department"


def province_of(host: str) -> str | None:
    """Return the province (by its name until 30 June 2025) that a label of the host spells, or None."""
    for label in host.lower().split("."):
        plain = re.sub(r"[^a-z]|city$", "", label)
        for name in (plain, _PAPER.sub("", plain)):
            if name in _PROVINCES:
                return _PROVINCES[name]
    return None


def article_url_of(address: str) -> str | None:
    """Return a regular expression for addresses of this shape, searched in path and query; None for a home page.

    The number that names the article is taken for any number: at the end of the path, in the query, or as a step of
    the path. Without one, a path by day, or a long last step of many words.
    """
    parts = parts_of(address)
    path = parts.path
    if match := _LAST_NUMBER.search(path):
        return rf"{_plain(match['mark'])}\d{{3,}}{_plain(match['end'] or '')}$"
    if match := _QUERY_NUMBER.search(f"?{parts.query}"):
        return rf"[?&]{match['key']}=\d+"
    if _DAY_PATH.search(path):
        return r"/\d{4}/\d\d/"
    if _INNER_NUMBER.search(path):
        return r"/\d{3,}/"
    if match := _SLUG.search(path.rstrip("/")):
        return rf"/\w+(?:-\w+){{4,}}{_plain(match['end'] or '')}{'/' if path.endswith('/') else ''}$"
    return None


def _plain(text: str) -> str:
    """Escape what a regular expression would take for a sign; a hyphen outside brackets is none."""
    return text.replace(".", r"\.")


_PROVINCES = {re.sub(r"[^a-z]", "", folded(one.old)): one.old for one in PROVINCES} | {"hue": "Thừa Thiên Huế"}
