"""robots.txt: what RFC 9309 says, and what is thrown at it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.robots import ALLOW_ALL, DENY_ALL, Robots, policy

PIECES = [
    *(b"User-agent", b"Disallow", b"Crawl-delay", b"Request-rate", b"Visit-time", b"Sitemap", b":", b" ", b"\n", b"\r"),
    *(b"*", b"tintinh", b"/", b"$", b"%", b"%e1", b"#", b"1e999", b"1/0", b"\x00", b"\x85", b"\xff"),
]
SITE = "https://a.vn"


def allowed(text: str | bytes, path: str, agent: str = "tintinh") -> bool:
    data = text.encode() if isinstance(text, str) else text
    return Robots.from_bytes(data).allowed(SITE + path, agent)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("User-agent: *\nDisallow: /a", "/a/b", False),
        ("User-agent: *\nDisallow: /a", "/b", True),
        ("User-agent: *\nDisallow:", "/b", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),  # the longest match
        ("User-agent: *\nAllow: /a\nDisallow: /a", "/a", True),  # a tie allows
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/x/y.pdf?z", True),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: / # all of it", "/x", False),
        ("User-agent: *\nDisallow: /tin-tức", "/tin-t%E1%BB%A9c", False),
        ("User-agent: *\nDisallow: /tin-t%e1%bb%a9c", "/tin-t%E1%BB%A9c", False),
        # groups
        ("User-agent: tintinh\nAllow: /\n\nUser-agent: *\nDisallow: /", "/x", True),
        ("User-agent: *\nDisallow: /\nUser-agent: TinTinh\nDisallow: /x", "/y", True),
        (
            "User-agent: tintinh\nDisallow: /a\nUser-agent: b\nDisallow: /\nUser-agent: tintinh\nDisallow: /c",
            "/c",
            False,
        ),
        (
            "User-agent: tintinh\nDisallow: /a\nUser-agent: b\nDisallow: /\nUser-agent: tintinh\nDisallow: /c",
            "/a",
            False,
        ),
        ("User-agent: tintinh/2.1 (x)\nDisallow: /", "/x", False),
        ("User-agent: tin\nDisallow: /", "/x", True),  # another robot, although ours begins like it
        ("User-agent: tinh\nDisallow: /", "/x", True),
        ("User-agent: tintinh-news\nDisallow: /", "/x", True),
        ("User-agent: 360Spider\nDisallow: /", "/x", True),
        ("User-agent: b\nUser-agent: tintinh\nDisallow: /", "/x", False),
        ("User-agent: b\nSitemap: https://a.vn/s.xml\nUser-agent: tintinh\nDisallow: /", "/x", False),
        ("User-agent: tintinh\nUnknown: 1\nDisallow: /", "/x", False),
        ("User-agent: *\nCrawl-delay: 5\n\nUser-agent: badbot\nDisallow: /", "/x", True),
        ("Disallow: /", "/x", True),  # no group
        # forms
        ("\ufeffUser-agent: *\nDisallow: /", "/x", False),
        ("user-agent : *\r\n  DISALLOW : /", "/x", False),
        ("User-agent: *\rDisallow: /", "/x", False),
        ("<!DOCTYPE html><html><body>User-agent: nothing</body></html>", "/x", True),
    ],
)
def test_rules(text: str, path: str, expected: bool) -> None:
    assert allowed(text, path) is expected


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        (b"User-agent: *\nDisallow: /caf\xe9", "/caf%E9", False),
        (b"User-agent: *\x00\nDisallow: /\x00x", "/x", False),
        (b"User-agent: *\nDisallow: /a\x0cAllow: /", "/x", True),
        (b"", "/x", True),
        (b"\xff\xfe\x00", "/x", True),
    ],
)
def test_bytes(data: bytes, path: str, expected: bool) -> None:
    assert allowed(data, path) is expected


def test_only_500_kib_are_read_and_never_half_a_line() -> None:
    filler = b"# " + b"x" * 97 + b"\n"
    start = b"User-agent: *\nDisallow: /early\n"
    many = start + filler * 5119
    line = b"Disallow: /" + b"l" * 200 + b"\n"
    data = many + line + b"Disallow: /late\n" + filler * 200_000  # 20 MB
    assert len(many) < 512_000 < len(many) + len(line)
    rules = Robots.from_bytes(data)
    assert not rules.allowed(f"{SITE}/early")
    assert rules.allowed(f"{SITE}/late")
    assert rules.allowed(f"{SITE}/{'l' * 100}")


def test_our_full_user_agent_is_cut_to_its_token() -> None:
    assert not allowed("User-agent: tintinh\nDisallow: /", "/x", "tintinh/0.1 (+mailto:a@b.vn)")


def test_crawl_delay() -> None:
    text = (
        b"User-agent: *\nCrawl-delay: 10\nUser-agent: tintinh\nCrawl-delay: 2.5\nUser-agent: r\nRequest-rate: 1/30s\n"
    )
    rules = Robots.from_bytes(text)
    assert (rules.crawl_delay(), rules.crawl_delay("other"), rules.crawl_delay("r")) == (2.5, 10.0, 30.0)
    assert Robots.from_bytes(b"User-agent: *\nCrawl-delay: soon\nDisallow: /x").crawl_delay() is None
    assert Robots.from_bytes(b"User-agent: *\nCrawl-delay: -1\nRequest-rate: 0/10\n").crawl_delay() is None


def test_sitemaps() -> None:
    text = "Sitemap: https://a.vn/1.xml\nUser-agent: x\nDisallow: /\nsitemap:https://a.vn/2.xml\nSitemap: https://a.vn/1.xml"
    assert Robots.from_bytes(text.encode()).sitemaps == ("https://a.vn/1.xml", "https://a.vn/2.xml")


def test_constants() -> None:
    assert ALLOW_ALL.allowed(f"{SITE}/x")
    assert not DENY_ALL.allowed(f"{SITE}/x")
    assert DENY_ALL.allowed(f"{SITE}/robots.txt")


def test_policy() -> None:
    outcomes = {
        200: "rules",
        204: "rules",
        304: "rules",
        301: "allow",
        401: "allow",
        403: "allow",
        404: "allow",
        410: "allow",
    }
    outcomes |= {429: "deny", 500: "deny", 503: "deny", 599: "deny", 999: "deny"}
    assert {status: policy(status) for status in outcomes} == outcomes
    assert policy(None) == "deny"


@given(st.lists(st.sampled_from(PIECES)))
def test_nothing_raises(parts: list[bytes]) -> None:
    rules = Robots.from_bytes(b"".join(parts))
    rules.allowed("https://a.vn/x?y")
    rules.crawl_delay()
    assert isinstance(rules.sitemaps, tuple)
