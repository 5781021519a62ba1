"""The two portals over HTTP: routes, validators, traps, and what publish_more changes."""

import http.client
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from email.utils import parsedate_to_datetime
from html import unescape
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import pytest

from demo.portal import Portal
from demo.server import SiteLetter

_LINKS = re.compile(r'(?:href|src)="([^"]*)"')
_SITES: list[SiteLetter] = ["a", "b"]


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


def ask(url: str, method: str = "GET", **headers: str) -> Answer:
    parts = urlsplit(url)
    with closing(http.client.HTTPConnection(parts.netloc, timeout=10)) as connection:
        target = parts._replace(scheme="", netloc="").geturl() or "/"
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read())


def links(url: str, text: str) -> set[str]:
    own = urlsplit(url).netloc
    found = {urljoin(url, unescape(href)).split("#")[0] for href in _LINKS.findall(text)}
    return {address for address in found if urlsplit(address).netloc == own}


def walk(root: str, avoid: str) -> dict[str, Answer]:
    """Every page that links lead to from a root, but for the addresses that match `avoid`."""
    seen: dict[str, Answer] = {}
    waiting = {f"{root}/"}
    while waiting:
        url = waiting.pop()
        seen[url] = ask(url)
        if seen[url].headers.get_content_type() == "text/html":
            waiting |= {link for link in links(url, seen[url].text) if link not in seen and not re.search(avoid, link)}
    return seen


def articles(portal: Portal, site: str) -> set[str]:
    return {record["url"] for record in portal.expected() if record["site"] == site}


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal(today=date(2026, 11, 22)) as running:
        yield running


def test_every_link_of_a_answers_and_the_unlisted_section_is_only_in_the_sitemap(portal: Portal) -> None:
    seen = walk(portal.a, avoid="/quan-tri/")
    assert {url: answer.status for url, answer in seen.items() if answer.status != 200} == {}
    unlisted = articles(portal, "a") - set(seen)
    in_sitemap = set(re.findall(r"<loc>(.*?)</loc>", ask(f"{portal.a}/sitemap.xml").text))
    assert len(unlisted) == 3
    assert in_sitemap == unlisted


def test_every_link_of_b_answers_and_reaches_every_article(portal: Portal) -> None:
    seen = walk(portal.b, avoid=r"/(?:en|vi)(?:\?|$)|/c/portal")
    assert [url for url, answer in seen.items() if answer.status != 200 or b"lfr-url-error" in answer.body] == []
    assert articles(portal, "b") <= set(seen)


@pytest.mark.parametrize("site", _SITES)
def test_listings_have_a_second_page_that_ends_there(portal: Portal, site: SiteLetter) -> None:
    first = {"a": f"{portal.a}/tin-tuc/", "b": f"{portal.b}/web/guest/tin-tuc"}[site]
    second = {"a": "/tin-tuc/?page=2", "b": "_101_cur=2"}[site]
    page_one = ask(first).text
    (following,) = {link for link in links(first, page_one) if link.endswith(second)}
    page_two = ask(following).text
    shared = links(first, page_one) & links(first, page_two) & articles(portal, site)
    assert shared == set()
    assert not any(re.search(r"(?:page|_cur)=3$", link) for link in links(following, page_two))


@pytest.mark.parametrize(
    "path", ["a/", "a/tin-tuc/", "a/van-hoa/", "b/", "b/web/guest/tin-tuc", "article a", "article b"]
)
def test_a_page_is_not_sent_again_to_a_client_that_has_it(portal: Portal, path: str) -> None:
    kind, _, rest = path.partition(" ") if " " in path else (path[0], "", path[1:])
    url = min(articles(portal, rest)) if kind == "article" else {"a": portal.a, "b": portal.b}[kind] + rest
    first = ask(url)
    tag, modified = first.headers["ETag"], first.headers["Last-Modified"]
    assert tag.startswith('W/"')
    assert parsedate_to_datetime(modified).tzinfo is not None
    for headers in ({"If_None_Match": tag}, {"If_None_Match": f'"x", {tag[2:]}'}, {"If_Modified_Since": modified}):
        again = ask(url, **headers)
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Content-Length"] is None
    assert ask(url, If_None_Match='"other"', If_Modified_Since=modified).status == 200  # the tag decides alone
    assert ask(url, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT").status == 200
    assert ask(url, If_Modified_Since="hôm qua".encode().decode("latin-1")).status == 200


def test_clock_and_counter_change_the_bytes_but_not_the_tag() -> None:
    seen = []
    for today in (date(2026, 11, 22), date(2026, 11, 23)):
        with Portal(today=today) as portal:
            url = next(record["url"] for record in portal.expected() if "637419" in record["url"])
            seen += [ask(url), ask(url)]
    assert "Chủ nhật, ngày 22/11/2026" in seen[0].text
    assert "Thứ Hai, ngày 23/11/2026" in seen[2].text
    assert ["Lượt xem: 520" in answer.text for answer in seen] == [True, False, True, False]
    assert len({answer.body for answer in seen}) == 4
    assert len({answer.headers["ETag"] for answer in seen}) == 1


def test_without_a_fixed_day_the_clock_shows_this_year() -> None:
    with Portal() as portal:
        year = re.search(r"ngày \d\d/\d\d/(\d{4})</div>", ask(f"{portal.a}/").text)
        assert year is not None
        assert abs(int(year[1]) - date.today().year) <= 1  # noqa: DTZ011 - the day may turn between the two clocks


def test_unknown_addresses(portal: Portal) -> None:
    missing = ask(f"{portal.a}/tin-tuc-su-kien/khong-co-637999.html")
    assert (missing.status, missing.headers["ETag"]) == (404, None)
    assert ask(f"{portal.a}/tin-tuc/?page=9").status == 404
    soft = ask(f"{portal.b}/web/guest/khong-co?x=<b>")
    assert (soft.status, soft.headers["ETag"]) == (200, None)
    assert '<h3 class="alert alert-error">' in soft.text
    assert "Không tìm thấy" in soft.text
    assert "<title>Trạng thái - " in soft.text
    assert '<code class="lfr-url-error">/web/guest/khong-co</code>' in soft.text
    assert b"lfr-url-error" in ask(f"{portal.b}/image/journal/article?img_id=1").body  # a dead photo is a page, too


@pytest.mark.parametrize("suffix", ["/en", "/vi", "/vi/en/vi/en"])
def test_language_links_of_b_lead_ever_deeper_to_the_section_list(portal: Portal, suffix: str) -> None:
    url = min(articles(portal, "b"))
    trap = ask(url + suffix)
    assert (trap.status, trap.headers["ETag"]) == (200, None)
    assert "asset-abstract" in trap.text
    assert "asset-full-content-title" not in trap.text
    assert {f"{url}{suffix}/en", f"{url}{suffix}/vi"} <= links(url, trap.text)


def test_the_home_page_of_b_has_language_links_on_its_own_host(portal: Portal) -> None:
    assert {f"{portal.b}/en", f"{portal.b}/vi"} <= links(f"{portal.b}/", ask(f"{portal.b}/").text)


def test_b_finds_an_article_by_its_number(portal: Portal) -> None:
    url = next(record["url"] for record in portal.expected() if "2625972" in record["url"])
    other = re.sub(r"2625972-.*", "2625972-ten-khac.html", url)
    assert ask(other).headers["ETag"] == ask(url).headers["ETag"]


def test_robots(portal: Portal) -> None:
    assert ask(f"{portal.a}/robots.txt").text.splitlines() == [
        "User-agent: *",
        "Disallow: /quan-tri/",
        "",
        f"Sitemap: {portal.a}/sitemap.xml",
    ]
    assert ask(f"{portal.b}/robots.txt").text == "User-agent: *\nDisallow: /c/\n"
    assert f"{portal.a}/quan-tri/dang-nhap" in links(portal.a, ask(portal.a).text)  # the temptation is there


def test_the_log_records_what_was_asked(portal: Portal) -> None:
    full = ask(f"{portal.a}/tin-tuc/?page=2")
    ask(f"{portal.a}/tin-tuc/?page=2", If_None_Match=full.headers["ETag"])
    head = ask(f"{portal.b}/", method="HEAD")
    ask(f"{portal.a}/quan-tri/dang-nhap")
    seen = [(entry.site, entry.method, entry.path, entry.status) for entry in portal.log]
    assert seen == [
        ("a", "GET", "/tin-tuc/?page=2", 200),
        ("a", "GET", "/tin-tuc/?page=2", 304),
        ("b", "HEAD", "/", 200),
        ("a", "GET", "/quan-tri/dang-nhap", 200),
    ]
    assert [entry.bytes for entry in portal.log[:3]] == [len(full.body), 0, 0]
    assert int(head.headers["Content-Length"]) > 1000


def test_one_connection_serves_many_requests(portal: Portal) -> None:
    with closing(http.client.HTTPConnection(urlsplit(portal.a).netloc, timeout=10)) as connection:
        connection.connect()
        local = connection.sock.getsockname()
        for _ in range(20):
            connection.request("GET", "/kinh-te/")
            assert connection.getresponse().read()
            assert connection.sock.getsockname() == local


def states(portal: Portal) -> dict[str, str | None]:
    """The tag of every page that can be reached, whatever its site."""
    pages = walk(portal.a, avoid="/quan-tri/") | walk(portal.b, avoid=r"/(?:en|vi)(?:\?|$)|/c/portal")
    unlisted = {url: ask(url) for url in articles(portal, "a") - set(pages)}
    return {url: answer.headers["ETag"] for url, answer in (pages | unlisted).items()}


def test_publish_more_changes_three_articles_and_the_lists_that_show_them(portal: Portal) -> None:
    records, before = {record["url"]: record for record in portal.expected()}, states(portal)
    change = portal.publish_more()
    now, after = {record["url"]: record for record in portal.expected()}, states(portal)
    assert set(now) - set(records) == {change.added}
    assert set(records) - set(now) == {change.removed}
    assert {url for url in now if url in records and now[url] != records[url]} == {change.edited}
    altered = {url for url in before | after if before.get(url) != after.get(url)}
    photos = {photo["url"] for record in (now[change.added], records[change.removed]) for photo in record["photos"]}
    listings = {f"{portal.a}/", f"{portal.a}/van-hoa/"} | {
        f"{portal.a}/kinh-te/{page}" for page in ("", "?page=1", "?page=2")
    }
    assert altered == {change.added, change.edited, change.removed} | listings | photos
    assert ask(change.removed).status == 404
    assert [ask(photo).status for photo in photos] == [200, 200]  # files stay when their page goes
    assert links(portal.a, ask(f"{portal.a}/kinh-te/").text) >= {change.added}


def test_publish_more_corrects_a_figure_and_moves_the_date_of_the_page(portal: Portal) -> None:
    url = next(record["url"] for record in portal.expected() if "637402" in record["url"])
    old = ask(url)
    change = portal.publish_more()
    assert change.edited == url
    new = ask(url, If_None_Match=old.headers["ETag"], If_Modified_Since=old.headers["Last-Modified"])
    assert new.status == 200
    assert ask(url, If_Modified_Since=old.headers["Last-Modified"]).status == 200
    assert (change.before in old.text, change.after in old.text) == (True, False)
    assert (change.before in new.text, change.after in new.text) == (False, True)
    assert ask(f"{portal.a}/van-hoa/", If_Modified_Since=old.headers["Last-Modified"]).status == 200
    with pytest.raises(RuntimeError, match="before"):
        portal.publish_more()


def test_publish_more_can_remove_from_b(portal: Portal) -> None:
    change = portal.publish_more(remove_from="b")
    gone = ask(change.removed)
    assert change.removed.startswith(portal.b)
    assert (gone.status, b"lfr-url-error" in gone.body) == (200, True)
    assert len(articles(portal, "a")) == 22


def test_two_portals_at_once() -> None:
    with Portal(today=date(2026, 1, 1)) as one, Portal(today=date(2026, 1, 2)) as two:
        assert len({one.a, one.b, two.a, two.b}) == 4
        one.publish_more()
        assert len(one.expected()) == len(two.expected())
        assert one.expected()[0]["title"] != two.expected()[0]["title"]
        assert "01/01/2026" in ask(one.a).text
        assert "02/01/2026" in ask(two.a).text
        assert (len(one.log), len(two.log)) == (1, 1)


def test_a_port_that_is_taken_is_refused_and_nothing_stays_open() -> None:
    threads = threading.active_count()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        portal = Portal(port_b=taken.getsockname()[1])
        with pytest.raises(OSError, match="in use"), portal:
            pass
    assert threading.active_count() == threads
    with pytest.raises(OSError, match="refused"):
        ask(portal.a)


def test_a_fixed_port_is_used() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Portal(port_a=port) as portal:
        assert portal.a == f"http://127.0.0.1:{port}"


def test_leaving_ends_idle_connections_and_all_threads() -> None:
    threads = threading.active_count()
    with Portal() as portal:
        connection = http.client.HTTPConnection(urlsplit(portal.a).netloc, timeout=10)
        connection.request("GET", "/")
        connection.getresponse().read()
        assert threading.active_count() > threads
    with closing(connection):
        assert connection.sock.recv(1) == b""
    assert threading.active_count() == threads


def test_an_address_is_known_only_while_running() -> None:
    with pytest.raises(RuntimeError, match="with block"):
        _ = Portal().a
