"""The key by which indexes of web archives sort addresses: SURT, canonicalised as the Python package `surt` does it.

That package is what pywb, cdxj-indexer and py-wacz use, after IAURLCanonicalizer.java of the Internet Archive. A test
compares the two. Names are reversed, `www.` and default ports go, letters become small, session ids go, queries are
sorted: `https://www.baovidu.vn/Tin?b=1&a=2` is `vn,baovidu)/tin?a=2&b=1`.
"""

import re
import socket
from contextlib import suppress
from urllib.parse import SplitResultBytes, quote_from_bytes, unquote_to_bytes

_PARTS = re.compile(rb"^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#.*)?$")  # RFC 3986 B
_SCHEME = re.compile(rb"^([a-zA-Z][a-zA-Z0-9+\-.]*):")
_SCHEMES_IN_A_ROW = re.compile(rb"^(https?://)+")
_LINE_ENDS = re.compile(rb"[\n\r\t]")
_WWW = re.compile(rb"www\d*\.")
_ADDRESS = re.compile(rb"([1-9][0-9]*|0[0-7]*)(\.[0-9]+){0,3}")
_DEFAULT_PORTS = {b"http": 80, b"https": 443}
_KEPT = rb"""!"$&'()*+,-./:;<=>?@[\]^_`{|}~"""
_SESSION_IN_PATH = (
    re.compile(rb"^(.*/)(\((?:[a-z]\([0-9a-z]{24}\))+\)/)([^\?]+\.aspx.*)$", re.IGNORECASE),
    re.compile(rb"^(.*/)(\([0-9a-z]{24}\)/)([^\?]+\.aspx.*)$", re.IGNORECASE),
)
_SESSION_IN_QUERY = tuple(
    re.compile(rb"^(.*)(?:" + session + rb")(?:&(.*))?$", re.IGNORECASE)
    for session in (
        rb"jsessionid=[0-9a-zA-Z]{32}",
        rb"phpsessid=[0-9a-zA-Z]{32}",
        rb"sid=[0-9a-zA-Z]{32}",
        rb"ASPSESSIONID[a-zA-Z]{8}=[a-zA-Z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """Return the key of an address; what cannot be taken apart is its own key, as cdxj-indexer has it."""
    if not url:
        return "-"
    if url.startswith("filedesc"):
        return url
    try:
        return _key(url.encode()).decode()
    except ValueError:  # an impossible port, or bytes that are no text
        return url


def _key(url: bytes) -> bytes:
    scheme, parts = _split(url)
    host, path, query = parts.hostname, parts.path or None, parts.query or None
    if scheme.startswith(b"http") and not host and path:  # http:////a.vn/
        host, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    host = _host(host, scheme) if host else None
    path = _path(_unescaped(path or b""), rooted=bool(host))
    query = _query(_escaped(_unescaped(query))) if query else None
    port = parts.port if parts.port != _DEFAULT_PORTS.get(scheme.lower(), 0) else None
    key = b",".join(reversed(host.split(b"."))) if host else scheme + b":"
    if host:
        key += (b":%d" % port if port is not None else b"") + b")"
    if not path and query is not None:
        path = b"/"
    return key + path + (b"?" + query if query is not None else b"")


def _split(url: bytes) -> tuple[bytes, SplitResultBytes]:
    url = _LINE_ENDS.sub(b"", url.strip())
    if not _SCHEME.match(url):
        url = b"http://" + url if url else url
    url = _SCHEMES_IN_A_ROW.sub(lambda match: match[1], url)  # http://https://a.vn/
    match = _PARTS.match(url)
    if not match or not match[1]:
        raise ValueError("no scheme")
    authority = (match[2] or b"").rstrip(b":") if (match[2] or b"").endswith(b":") else match[2] or b""
    return match[1], SplitResultBytes(match[1], authority, match[3], match[4] or b"", b"")


def _host(host: bytes, scheme: bytes) -> bytes:
    host = _unescaped(host)
    if not host.isascii():
        with suppress(ValueError):  # such as a label that is too long
            host = host.decode("utf-8", "ignore").encode("idna")
    host = host.replace(b"..", b".").strip(b".")
    host = _dotted(host) or _escaped(host).lower()
    match = _WWW.match(host) if scheme != b"dns" else None
    return host[match.end() :] if match else host


def _dotted(host: bytes) -> bytes | None:
    """Return an IPv4 address in any of the ways of inet_aton(3) as four numbers; None for a name."""
    if host.isdigit():
        return socket.inet_ntoa((int(host) & 0xFFFFFFFF).to_bytes(4, "big")).encode()
    if not _ADDRESS.fullmatch(host):
        return None
    try:
        return socket.inet_ntoa(socket.inet_aton(host.decode())).encode()
    except OSError:
        return None


def _path(path: bytes, *, rooted: bool) -> bytes:
    path = _escaped(_without_dots(path) if rooted else path).lower()
    for session in _SESSION_IN_PATH:
        if match := session.match(path):
            path = match[1] + match[3]
    return path[:-1] if path.endswith(b"/") and len(path) > 1 else path


def _without_dots(path: bytes) -> bytes:
    """Resolve `.` and `..`, and drop empty segments but the last."""
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b".." and kept:
            kept.pop()
        elif part != b".":
            kept.append(part)
    return b"/" + b"/".join([part for part in kept[:-1] if part] + kept[-1:])


def _query(query: bytes) -> bytes | None:
    for session in _SESSION_IN_QUERY:
        if match := session.match(query):
            query = match[1] + (match[2] or b"")
    query = query.lower()
    if len(query) > 1:
        pairs = sorted(tuple(argument.split(b"=", 1)) for argument in query.split(b"&"))
        query = b"&".join(b"=".join(pair) for pair in pairs)
    return query or None


def _unescaped(text: bytes) -> bytes:
    while (plain := unquote_to_bytes(text)) != text:
        text = plain
    return text


def _escaped(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_KEPT).encode("ascii")
