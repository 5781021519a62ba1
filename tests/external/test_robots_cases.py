"""The cases of Google's and Protego's own tests, the outcomes of asking, and robots.txt from the wild."""

import json
from pathlib import Path
from typing import Any

import pytest

from scraper.robots import Robots, policy

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases" / "robots"
pytestmark = pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no cases: {FOLDER} is missing")

GOOGLE_ONLY = "Google's own: an agent is asked for by a name with a space"
TOO_LONG = "Google's own: lines are cut at 2,083 bytes"
ENCODED = "RFC 9309 §2.2.2 compares percent-encoded forms; Google leaves addresses and rules as they are written"
TOKEN = "RFC 9309 §2.2.1: a group is for its token, not for one that contains it or begins like it"
LETTERS = "RFC 9309 §2.2.1: a token has no letters outside ASCII, no digits and no wildcard"
UNKNOWN = "RFC 9309 §2.2.4: lines that are not understood must not end a group"
OTHERWISE: dict[tuple[str, str, str], str] = {  # test, agent, address (its first 40 characters): why we differ
    ("GoogleOnly_AcceptUserAgentUpToFirstSpace", "Foo Bar", "http://foo.bar/x/y"): GOOGLE_ONLY,
    ("GoogleOnly_LineTooLong", "FooBot", "http://foo.bar/x/" + "a" * 23): TOO_LONG,
    ("GoogleOnly_LineTooLong", "FooBot", "http://foo.bar/x/" + "b" * 23): TOO_LONG,
    ("ID_Encoding", "FooBot", "http://foo.bar/foo/bar/ツ"): ENCODED,
    ("ID_Encoding", "FooBot", "http://foo.bar/foo/bar/baz"): ENCODED,
    ("test_unicode_url_and_useragent", "jävla-fanbot", "/foo/bar.html"): LETTERS,
    ("test_unicode_url_and_useragent", "Mozilla/5.0 (compatible; Львів-bot/1.1)", "/totalitarianism/foo.htm"): LETTERS,
    ("test_grouping_unknown_keys", "agent", "/foo"): UNKNOWN,
    ("test_grouping_unknown_keys", "agent", "/foobar"): UNKNOWN,
    ("test_grouping_unknown_keys", "agent", "/content/2"): UNKNOWN,
    ("test_generosity", "foobot", "http://foo.bar/myprofile"): LETTERS,
    ("test_user_agent_precedence[/group1-hedwig-news2]", "hedwig-news2", "/group1"): TOKEN,
    ("test_user_agent_precedence[/group3-hedwig-new]", "hedwig-new", "/group2"): TOKEN,
    ("test_user_agent_precedence[/group3-hedwig-new]", "hedwig-new", "/group3"): TOKEN,
    ("test_user_agent_precedence[/group3-hedwig-images]", "hedwig-images", "/group2"): TOKEN,
    ("test_user_agent_precedence[/group3-hedwig-images]", "hedwig-images", "/group3"): TOKEN,
}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / name).read_text().splitlines()]


def robots(row: dict[str, Any]) -> Robots:
    return Robots.from_bytes(row["robots"].encode(row.get("robots_encoding") or "utf-8"))


def test_allowed() -> None:
    all_rows, wrong = rows("allowed.jsonl"), []
    for row in all_rows:
        if robots(row).allowed(row["url"], row["agent"]) != row["allowed"]:
            wrong.append((row["test"], row["agent"], row["url"][:40]))
    assert len(all_rows) == 473
    assert set(wrong) == set(OTHERWISE)
    assert len(wrong) == 17  # two rows of ID_Encoding share their address


def test_directives() -> None:
    checked = 0
    for row in rows("directives.jsonl"):
        if row["op"] == "sitemaps":
            assert list(robots(row).sitemaps) == row["expected"]
            checked += 1
        elif row["op"] == "crawl_delay" and row["args"] != ["*"]:
            assert robots(row).crawl_delay(*row["args"]) == row["expected"]
            checked += 1
        elif row["op"] == "crawl_delay":  # our way to ask for the rules of everybody
            assert robots(row).crawl_delay("nobody-else") == row["expected"]
            checked += 1
    assert checked == 9


ASKED: dict[str, tuple[int | None, str]] = {  # row: what `policy` is asked, what it must say
    "200": (200, "rules"),
    "204": (204, "rules"),
    "redirect x6": (301, "allow"),
    "redirect loop": (302, "allow"),
    "401": (401, "allow"),
    "403": (403, "allow"),
    "404": (404, "allow"),
    "410": (410, "allow"),
    "429": (429, "deny"),
    "500": (500, "deny"),
    "503 + Retry-After: 3600": (503, "deny"),
    "timeout": (None, "deny"),
    "DNS failure": (None, "deny"),
    "connection reset": (None, "deny"),
    "TLS certificate error": (None, "deny"),
    "200 text/html body": (200, "rules"),
    "200 body > 500 KiB": (200, "rules"),
    "304 to conditional GET": (304, "rules"),
}
ELSEWHERE = {  # following redirects and keeping the last good copy are the crawler's (archive)
    "301->200 same host",
    "301->200 other host",
    "redirect x5 ->200",
    "503 for >30 days",
    "200 truncated (Content-Length mismatch)",
    "cached copy older than 24 h and refetch fails 5xx",
}


def test_status_policy() -> None:
    found = {row["robots_fetch"]: row["expected"] for row in json.loads((FOLDER / "status_policy.json").read_text())}
    assert set(found) == set(ASKED) | ELSEWHERE
    for row, (status, answer) in ASKED.items():
        assert policy(status) == answer, row
        said = found[row]
        assert ("disallow" in said) == (answer == "deny"), row
        assert answer != "allow" or "allow-all" in said, row


def test_an_empty_file_allows_all() -> None:
    assert policy(204) == "rules"
    assert Robots.from_bytes(b"").allowed("https://a.vn/x")


def test_the_wild() -> None:
    files = sorted((FOLDER / "wild").glob("*.txt"))
    assert len(files) == 50
    for file in files:
        rules = Robots.from_bytes(file.read_bytes())
        assert isinstance(rules.allowed("https://a.vn/tin/x.html?y=1"), bool)
        assert rules.allowed("https://a.vn/robots.txt")
        assert (rules.crawl_delay() or 0.0) >= 0
        assert all(isinstance(sitemap, str) for sitemap in rules.sitemaps)
