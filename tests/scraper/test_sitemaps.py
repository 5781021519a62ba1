"""Sitemaps and feeds, whole, broken and hostile."""

import gzip
import tracemalloc
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper import sitemaps
from scraper.sitemaps import Sitemap, read

BASE = "https://a.vn/sitemap.xml"
VIETNAM = timezone(timedelta(hours=7))
PIECES = [
    *(
        "<urlset>",
        "<url>",
        "<loc>",
        "https://a.vn/1",
        "</loc>",
        "</url>",
        "</urlset>",
        "<rss>",
        "<item>",
        "<link href='",
    ),
    *("'/>", "&", "&x;", "<!", "]]>", "<![CDATA[", "<!--", "<?xml encoding='x'?>", "\x00", "\x01", "ủ"),
]
NS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urls(data: bytes | str, **more: tuple[str, ...]) -> list[str]:
    return [entry.url for entry in read(data.encode() if isinstance(data, str) else data, BASE, **more).entries]


def urlset(*locs: str) -> str:
    return f"<?xml version='1.0'?><urlset {NS}>{''.join(f'<url><loc>{loc}</loc></url>' for loc in locs)}</urlset>"


def test_urlset() -> None:
    found = read(
        f"<urlset {NS} xmlns:image='i'><url><loc> https://a.vn/1 </loc><lastmod>2026-11-22T10:00:00+07:00</lastmod>"
        "<image:image><image:loc>https://a.vn/1.jpg</image:loc></image:image></url>"
        "<url><loc>/tin tức</loc><lastmod>2026-11-22</lastmod></url></urlset>".encode(),
        BASE,
    )
    assert found.kind == "urlset"
    assert [entry.url for entry in found.entries] == ["https://a.vn/1", "https://a.vn/tin%20t%E1%BB%A9c"]
    assert [entry.lastmod for entry in found.entries] == [
        datetime(2026, 11, 22, 10, tzinfo=VIETNAM),
        datetime(2026, 11, 22, tzinfo=VIETNAM),
    ]
    assert found.problem is None


def test_index_without_itself() -> None:
    data = f"<sitemapindex {NS}><sitemap><loc>{BASE}</loc></sitemap><sitemap><loc>https://a.vn/2.xml</loc></sitemap></sitemapindex>"
    found = read(data.encode(), BASE)
    assert (found.kind, [entry.url for entry in found.entries]) == ("index", ["https://a.vn/2.xml"])


def test_rss_and_atom_and_rdf() -> None:
    rss = "<rss><channel><link>https://a.vn/</link><item><title>t</title><link>https://a.vn/1</link>"
    rss += "<pubDate>Sun, 22 Nov 2026 03:00:00 GMT</pubDate></item></channel></rss>"
    atom = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><link href='/'/><entry><link rel='self' href='/x'/><link href='/1'/>"
    )
    atom += "<updated>2026-11-22T03:00:00Z</updated></entry></feed>"
    rdf = "<rdf:RDF xmlns:rdf='r' xmlns:dc='d'><item><link>https://a.vn/1</link><dc:date>2026-11-22T03:00:00Z</dc:date></item></rdf:RDF>"
    for data in (rss, atom, rdf):
        found = read(data.encode(), BASE)
        assert (found.kind, len(found.entries)) == ("feed", 1)
        assert found.entries[0].url == "https://a.vn/1"
        assert found.entries[0].lastmod == datetime(2026, 11, 22, 3, tzinfo=UTC)


def test_plain_text() -> None:
    found = read("\ufeffhttps://a.vn/1\r\n\nhttps://a.vn/2\n# c\nrelative\nhttps://b.vn/3".encode(), BASE)
    assert (found.kind, [entry.url for entry in found.entries]) == ("text", ["https://a.vn/1", "https://a.vn/2"])


@pytest.mark.parametrize(
    "data",
    [b"", b"   ", b"<", b"<>", b"<html><url><loc>https://a.vn/1</loc></url></html>", b"\x1f\x8b", b"\x1f\x8bxx", b"{}"],
)
def test_what_is_none(data: bytes) -> None:
    assert (read(data, BASE).kind, read(data, BASE).entries) == ("none", ())


def test_each_once_in_their_order() -> None:
    assert urls(urlset("https://a.vn/2", "https://a.vn/1", "https://a.vn/2#x")) == ["https://a.vn/2", "https://a.vn/1"]


def test_other_hosts_are_left_out_and_counted() -> None:
    data = urlset("https://evil.example/1", "http://www.a.vn/1", "https://moi.vn/1", "javascript:x")
    assert urls(data) == ["http://www.a.vn/1"]
    assert urls(data, hosts=("moi.vn",)) == ["http://www.a.vn/1", "https://moi.vn/1"]
    assert read(data.encode(), BASE).problem == "2 addresses of other hosts left out; 1 unreadable addresses left out"


def test_compressed_once_or_in_two_members() -> None:
    data = urlset("https://a.vn/1").encode()
    assert urls(gzip.compress(data)) == urls(gzip.compress(data[:50]) + gzip.compress(data[50:])) == ["https://a.vn/1"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1258"])
def test_encodings(encoding: str) -> None:
    name = {"utf-16": "UTF-16", "cp1258": "windows-1258"}.get(encoding, "UTF-8")
    data = f"<?xml version='1.0' encoding='{name}'?><urlset><url><loc>https://a.vn/hà</loc></url></urlset>"
    assert urls(data.encode(encoding)) == ["https://a.vn/h%C3%A0"]


def test_bare_ampersands_are_mended_but_not_in_cdata() -> None:
    data = "<urlset><url><loc>https://a.vn/?a=1&sid=2&amp;c=3&#38;d=4</loc></url><url><loc><![CDATA[https://a.vn/?a=1&amp=2]]></loc></url></urlset>"
    assert urls(data) == ["https://a.vn/?a=1&sid=2&c=3&d=4", "https://a.vn/?a=1&amp=2"]


@pytest.mark.parametrize("cut", range(1, 58))
def test_half_an_address_is_never_taken_for_one(cut: int) -> None:
    data = urlset("https://a.vn/one", "https://a.vn/another")
    assert set(urls(data[:-cut])) <= {"https://a.vn/one", "https://a.vn/another"}
    assert "https://a.vn/one" in urls(data[:-cut])
    compressed = gzip.compress(data.encode())
    assert set(urls(compressed[:-cut])) <= {"https://a.vn/one", "https://a.vn/another"}


def test_broken_xml_gives_what_can_be_read_and_says_so() -> None:
    found = read(b"<urlset><url><loc>https://a.vn/1</loc></url><url><loc>https://a.vn/2</wrong></url></urlset>", BASE)
    assert found.entries[0].url == "https://a.vn/1"
    assert "broken XML" in (found.problem or "")


def test_external_entities_are_not_fetched() -> None:
    doctype = "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
    assert urls(doctype + urlset("https://a.vn/&x;", "https://a.vn/1").partition("?>")[2]) == ["https://a.vn/1"]


@pytest.mark.parametrize("depth", [1, 3, 9])
def test_entities_are_not_expanded(depth: int) -> None:
    levels = (f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(depth))
    doctype = f"<!DOCTYPE l [<!ENTITY e0 'lol'>{''.join(levels)}]>"
    data = doctype + urlset("https://a.vn/1", f"https://a.vn/&e{depth};").partition("?>")[2]
    assert set(urls(data)) <= {"https://a.vn/1"}  # libxml2 gives the whole file up when it smells a bomb


@pytest.mark.parametrize("date", ["22/11/2026", "0000-00-00", "hôm nay", "", "1970-01-01", "9" * 30])
def test_unreadable_dates_are_none(date: str) -> None:
    found = read(f"<urlset><url><loc>/1</loc><lastmod>{date}</lastmod></url></urlset>".encode(), BASE)
    assert [entry.lastmod for entry in found.entries] == [None]


def test_more_than_the_allowed_number_is_read_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "_MOST_ENTRIES", 2)
    found = read(urlset("/1", "/2", "/3").encode(), BASE)
    assert len(found.entries) == 3
    assert found.problem == "3 addresses; a sitemap may hold 2"


def test_a_bomb_is_read_up_to_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "_MOST_BYTES", 200_000)
    bomb = gzip.compress(urlset("/1").encode()[:-9] + b" " * 50_000_000)
    tracemalloc.start()
    found = read(bomb, BASE)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4_000_000
    assert [entry.url for entry in found.entries] == ["https://a.vn/1"]
    assert "larger than 200000 bytes" in (found.problem or "")


def test_a_plain_file_is_read_up_to_the_bound_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "_MOST_BYTES", 110)
    found = read(urlset("/1", "/2", "/3").encode(), BASE)
    assert [entry.url for entry in found.entries] == ["https://a.vn/1"]
    assert "larger than 110 bytes" in (found.problem or "")


@given(st.lists(st.sampled_from(PIECES)))
def test_nothing_raises(parts: list[str]) -> None:
    assert isinstance(read("".join(parts).encode(), BASE), Sitemap)
    assert isinstance(read("".join(parts).encode("utf-16"), BASE), Sitemap)


@given(st.binary(max_size=200))
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(read(data, BASE), Sitemap)
    assert isinstance(read(b"\x1f\x8b\x08\x00" + data, BASE), Sitemap)
