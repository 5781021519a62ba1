"""What stands in addresses without saying which page is meant: sessions, tracking, cache-busters, portlet state."""

import re

_PATH_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid|sessionid)=[^/;]*"  # servlet containers
    r"|(?<=/)\((?:[A-Za-z]\([^()/]*\))+\)(?:/|$)",  # ASP.NET cookieless sessions: /(S(...))/
    re.IGNORECASE,
)
_SESSIONS = {"phpsessid", "jsessionid", "sessionid", "cfid", "cftoken", "aspxautodetectcookiesupport"}
_TRACKING = {  # zarsrc is Zalo's
    "fbclid",
    "gclid",
    "dclid",
    "msclkid",
    "yclid",
    "igshid",
    "zarsrc",
    "mc_cid",
    "mc_eid",
    "_ga",
    "_gl",
    "fb_action_ids",
    "fb_action_types",
    "fb_source",
}
_LIFERAY = {  # the token of a form, and the state of a window
    "p_auth",
    "p_p_auth",
    "p_p_lifecycle",
    "p_p_state",
    "p_p_mode",
    "p_p_col_id",
    "p_p_col_pos",
    "p_p_col_count",
    "p_p_isolated",
}
_QUERY_NAMES = frozenset(_SESSIONS | _TRACKING | _LIFERAY)
_QUERY_PATTERN = re.compile(r"utm_.*|aspsessionid.*|p_r_p_.*_resetcur|_.*_redirect")
_CACHE_BUSTERS = frozenset({"_", "t", "v", "ver", "ts", "timestamp", "rnd", "rand", "random", "nocache", "cb"})
_STATIC = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|bmp|ico|css|js|woff2?|ttf|mp[34]|pdf|docx?|xlsx?|zip|rar)$", re.I)
_CLOCK = re.compile(r"0?\.?\d{9,}")  # milliseconds, or a random number between 0 and 1


def without_sessions(path: str) -> str:
    """Return a path without the session ids that Java and ASP.NET servers write into it."""
    while (without := _PATH_SESSION.sub("", path)) != path:  # behind one there may be another: /(S(x));jsessionid=1
        path = without
    return path


def is_noise(name: str, value: str, path: str) -> bool:
    """Say whether a query key, with its value, leaves open which page of `path` is meant."""
    name = name.lower()
    if name in _CACHE_BUSTERS:
        return bool(_STATIC.search(path) or _CLOCK.fullmatch(value))
    return name in _QUERY_NAMES or bool(_QUERY_PATTERN.fullmatch(name))
