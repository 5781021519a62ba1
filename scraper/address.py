"""Addresses: as they are requested, as they identify a page, and those that lead nowhere."""

import re
from ipaddress import AddressValueError, IPv6Address
from urllib.parse import quote, unquote, urljoin, urlsplit

from scraper.noise import is_noise, without_sessions

# A port of four digits or five: none of these is a default, and none is too large.
_ALREADY_NORMAL = re.compile(
    r"https?://(?=[^/:]{1,253}[/:])[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*(?::(?:[1-9]\d{3}|[1-5]\d{4}|6[0-4]\d{3}))?"
    r"/[A-Za-z0-9._~!$&'()*+,;=:@/-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@/?-]+)?",
    re.ASCII,
)
_HOST = re.compile(r"(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*")
_SURROUNDING = "".join(map(chr, range(33))) + "\x7f\xa0\ufeff"
_IN_PATH = "!$&'()*+,;=:@/%"  # RFC 3986 §3.3: pchar and the slash
_IN_QUERY = _IN_PATH + "?"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED_ESCAPE = re.compile(r"%(?:4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|3[0-9]|2D|2E|5F|7E)")
_LANGUAGES = frozenset(
    {"vi", "vi-vn", "vn", "en", "en-us", "en-gb", "us", "zh", "cn", "fr", "ru", "ja", "jp", "ko", "kr", "lo", "km"}
)
_MOST_CHARACTERS = 2000
_MOST_SEGMENTS = 12
_CAPTCHA = re.compile(r"captcha", re.IGNORECASE)
_OTHER_VIEW = re.compile(r"(?:^|&)(?:print|share|replytocom)=[^&]", re.IGNORECASE)
_SLUG_MARKS = re.compile(r"[-_+ ]")


class BadAddress(ValueError):
    """The text is no http or https address; `str(error)` is one line."""


def normal(url: str, base: str | None = None) -> str:
    """Return the absolute address as it will be requested, all ASCII.

    `base` is the address of the page that holds the link. Non-ASCII characters and spaces of path and query
    are percent-encoded as UTF-8, the host is written in its ASCII form, dot segments are resolved (RFC 3986
    §5.2.4); fragment, default port, user and password are dropped. Idempotent. Raises BadAddress.
    """
    # Surrounding space goes, and so do line ends within; "\" means "/": links were made with browsers,
    # which do the same (WHATWG URL §4.4).
    text = url.strip(_SURROUNDING).replace("\n", "").replace("\r", "").replace("\t", "")
    if not (_ALREADY_NORMAL.fullmatch(text) and "/." not in text):
        text = _normalised(text, base)
    return text


def _normalised(text: str, base: str | None) -> str:
    before, mark, query = text.partition("?")
    try:
        text = before.replace("\\", "/") + mark + query
        parts = urlsplit(urljoin(normal(base), text) if base else text)
        port = parts.port
        host = unquote(parts.hostname or "", errors="strict")
    except ValueError as error:
        raise BadAddress(f"{text[:100]!r} is no address: {error}") from error
    if parts.scheme not in ("http", "https"):
        raise BadAddress(f"{text[:100]!r} is no http or https address")
    if not host or port == 0:
        raise BadAddress(f"{text[:100]!r} names no {'port' if host else 'host'}")
    host = _ascii_host(host)
    if port and port != {"http": 80, "https": 443}[parts.scheme]:
        host = f"{host}:{port}"
    path = _without_dots(_encoded(parts.path, _IN_PATH) or "/")
    query = _encoded(parts.query, _IN_QUERY)
    return f"{parts.scheme}://{host}{path}{'?' if query else ''}{query}"


def _ascii_host(host: str) -> str:
    if ":" in host:
        try:
            return f"[{IPv6Address(host.partition('%')[0]).compressed}]"
        except AddressValueError as error:
            raise BadAddress(f"{host[:100]!r} is no host: {error}") from error
    try:
        name = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise BadAddress(f"{host[:100]!r} is no host name") from error
    if not _HOST.fullmatch(name):
        raise BadAddress(f"{host[:100]!r} is no host name")
    return name


def _encoded(text: str, kept: str) -> str:
    """Percent-encode what must be, and spell the escapes that are there already in capitals."""
    if "%" in text:
        text = _ESCAPE.sub(lambda found: f"%{found[1].upper()}" if found[1] else "%25", text)
    return quote(text, safe=kept, errors="replace")


def _without_dots(path: str) -> str:
    if "/." not in path and "%2E" not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        dots = segment.replace("%2E", ".")
        if dots == ".." and kept:
            kept.pop()
        if dots not in (".", ".."):
            kept.append(segment)
        elif place == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)


def host_of(url: str) -> str:
    """Return the host of an address in lower case, with its port if that is not the default. Raises BadAddress."""
    return urlsplit(normal(url)).netloc


def key(url: str, *, hosts: tuple[str, ...] = (), keep_query: tuple[str, ...] | None = None) -> str:
    """Return the identity of a page, such as "baocantho.com.vn/thoi-su/?page=2": equal keys mean the same page.

    Scheme, default ports and "www." do not matter, and any of `hosts` stands as the first of them. Session ids,
    tracking, cache-busters and portlet noise go; query keys are sorted. With `keep_query` only those query
    keys stay (names compare without case). Letter case of the path matters, and so does "index.html": some
    servers know the difference. Idempotent: key("https://" + key(url)) is key(url). Raises BadAddress.
    """
    parts = urlsplit(normal(url))
    host = _bare(parts.netloc)
    if hosts and host in map(_bare, hosts):
        host = _bare(hosts[0])
    path = without_sessions(_with_plain_escapes(parts.path))
    while "//" in path:
        path = path.replace("//", "/")
    path = _without_dots(path)
    query = "&".join(_query_of_key(parts.query, path, keep_query)) if parts.query else ""
    return f"{host}{path}{'?' if query else ''}{query}"


def _bare(host: str) -> str:
    """Return a host without its "www." and without the port of http or https."""
    host = re.sub(r":(?:80|443)$", "", host)
    while host.startswith("www.") and host.count(".") > 1:
        host = host[4:]
    return host


def _with_plain_escapes(text: str) -> str:
    """Decode the escapes of characters that need none: RFC 3986 §6.2.2.2."""
    return _UNRESERVED_ESCAPE.sub(lambda found: unquote(found[0]), text) if "%" in text else text


def _query_of_key(query: str, path: str, keep: tuple[str, ...] | None) -> list[str]:
    wanted = None if keep is None else {name.lower() for name in keep}
    kept: dict[str, str] = {}
    for part in _with_plain_escapes(query.replace("+", "%20")).split("&"):
        while part.startswith("amp;"):  # an escaped "&" that was escaped again
            part = part[4:]
        name, _, value = part.partition("=")
        if part and (not is_noise(name, value, path) if wanted is None else name.lower() in wanted):
            kept[part] = name
    # Liferay names the portlet in p_p_id; that matters only where the portlet is being paged.
    if wanted is None and not any(name.endswith("_cur") for name in kept.values()):
        kept = {part: name for part, name in kept.items() if name != "p_p_id"}
    return sorted(kept)


def refuse(url: str) -> str | None:
    """Return the reason why a crawler must not follow a link, or None: traps that the address itself gives away.

    Calendars, sorted views and endless pages look like any address; budgets per `shape` end those.
    """
    try:
        url = normal(url)
    except BadAddress as error:
        return str(error)
    parts = urlsplit(url)
    segments = [segment.lower() for segment in parts.path.split("/") if segment]
    if len(url) > _MOST_CHARACTERS:
        return f"longer than {_MOST_CHARACTERS} characters"
    if len(segments) > _MOST_SEGMENTS:
        return f"more than {_MOST_SEGMENTS} path segments"
    if "%2525" in url or "amp;amp;" in url:
        return "escaped again and again"
    if _CAPTCHA.search(parts.path):
        return "a captcha"
    if _OTHER_VIEW.search(parts.query):
        return "a print or share view of another page"
    return _repetition(segments)


def _repetition(segments: list[str]) -> str | None:
    words = [segment for segment in segments if not segment.isdigit()]  # /2011/11/11/ is a date
    for word in set(words):
        times = words.count(word)
        if times > 2 or (times == 2 and word in _LANGUAGES):
            return f"path segment {word[:40]!r} is repeated"
    for length in range(2, len(segments) // 2 + 1):
        for start in range(len(segments) - 2 * length + 1):
            run = segments[start : start + length]
            if run == segments[start + length : start + 2 * length] and not all(s.isdigit() for s in run):
                return f"path segments {'/'.join(run)[:60]!r} are repeated"
    return None


def shape(url: str) -> str:
    """Return path and query with numbers as N and long slugs as S: "/lich?nam=N&thang=N". Raises BadAddress.

    The unit of a budget: what a calendar or a sorted list produces without end has one shape.
    """
    parts = urlsplit(normal(url))
    segments = [_segment_shape(unquote(segment)) for segment in without_sessions(parts.path).split("/")]
    pairs = (part.partition("=") for part in parts.query.split("&") if part)
    query = {
        f"{name}={'N' if value.isdigit() else 'S'}" for name, _, value in pairs if not is_noise(name, value, parts.path)
    }
    return "/".join(segments) + ("?" + "&".join(sorted(query)) if query else "")


def _segment_shape(segment: str) -> str:
    stem, dot, extension = segment.rpartition(".")
    if not stem or not extension.isalpha() or len(extension) > 5:
        stem, dot, extension = segment, "", ""
    if len(stem) > 24 or len(_SLUG_MARKS.findall(stem)) > 2:
        stem = "S"
    return re.sub(r"\d+", "N", stem) + dot + extension.lower()
