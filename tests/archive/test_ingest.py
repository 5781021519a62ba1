"""One visit is one transaction, its payload is digested once, and quick ways give what slow ones gave."""

import hashlib
import json
import os
import time
import tracemalloc
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from archive import digests, following, ingest, warc
from archive.columns import fields_digest
from archive.following import entry_for
from archive.frontier import Entry
from archive.group import Group
from archive.ingest import catch, keep, write
from archive.outcomes import Visit
from archive.report import SiteCounts
from archive.run import run
from archive.visitors import Answer, Visitor
from parsers.article import Article, Attachment, Link, Parsed, Photo, Provenance
from parsers.sites import known_sites
from scraper.exchange import Exchange
from scraper.fetch import Fetcher
from tests.scraper.raw_server import RawServer, answer, ok

NOW = datetime(2026, 1, 2, tzinfo=UTC)
URL = "https://binhthuan.gov.vn/4/469/khong-co-1234.html"
ENTRY = Entry(
    key="binhthuan.gov.vn/4/469/khong-co-1234.html", url=URL, host="binhthuan.gov.vn", site_id="", role="article"
)
BODY = b"<h1>404</h1>"
ANSWERS = {
    "answer": Exchange(
        url=URL, started=NOW, duration=0.1, status=404, response=b"HTTP/1.1 404 Not Found\r\n\r\n" + BODY, entity=BODY
    ),
    "no answer": Exchange(url=URL, started=NOW, duration=0.1, failure="timeout", failure_detail="no answer"),
}


def test_captures_wait_for_others_but_not_long_and_not_alone(tmp_path: Path) -> None:
    with run(tmp_path / "archive", "crawl") as this:
        done: list[datetime] = []
        group = Group(this.keeper, lambda: None, lambda caught, visit: done.append(caught.now))

        def add(number: int) -> None:
            body = b"<h1>%d</h1>" % number
            answer = replace(ANSWERS["answer"], entity=body, response=b"HTTP/1.1 404 Not Found\r\n\r\n" + body)
            group.add(answer, ENTRY, known_sites()["binhthuan"], SiteCounts(), now=NOW, then=lambda visit: None)

        assert group.pause(7.0) is None
        assert not group.settle(7.0, alone=True), "nothing waits"
        add(1)
        assert not group.settle(8.0, alone=False)
        add(2)
        assert group.pause(8.1) == pytest.approx(0.15)
        assert not group.settle(8.1, alone=False)
        assert done == []
        assert group.settle(8.25, alone=False)
        assert len(done) == 2, "both, when the first has waited long enough"
        assert group.pause(8.3) is None
        add(3)
        assert not group.settle(8.3, alone=False)
        assert group.settle(8.3, alone=True)
        assert len(done) == 3


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_belongs_to_a_visit_is_in_its_transaction(tmp_path: Path, answer: str) -> None:
    heard: list[Visit] = []

    def then(visit: Visit) -> None:
        heard.append(visit)
        assert keeper.connection.in_transaction
        if len(heard) == 1:
            raise ZeroDivisionError

    with run(tmp_path / "archive", "crawl") as this:
        keeper = this.keeper
        with pytest.raises(ZeroDivisionError):
            write(keeper, [catch(keeper, ANSWERS[answer], ENTRY, None, SiteCounts(), now=NOW, then=then)])
        rows = "SELECT (SELECT count(*) FROM captures) + (SELECT count(*) FROM problems)"
        assert keeper.connection.execute(rows).fetchone() == (0,)
        (visit,) = write(keeper, [catch(keeper, ANSWERS[answer], ENTRY, None, SiteCounts(), now=NOW, then=then)])
        assert heard[-1] == visit
        assert keeper.connection.execute(rows).fetchone() > (0,)


def test_a_payload_is_digested_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []

    def counted(data: bytes) -> str:
        seen.append(data)
        return digests.digest(data)

    monkeypatch.setattr(ingest, "digest", counted)
    monkeypatch.setattr(warc, "digest", counted)
    with run(tmp_path / "archive", "crawl") as this:
        keep(this.keeper, ANSWERS["answer"], ENTRY, None, SiteCounts(), now=NOW)
        row = this.keeper.connection.execute("SELECT payload_digest FROM captures").fetchone()
    assert seen == [BODY]
    assert row == ("sha256:" + hashlib.sha256(BODY).hexdigest(),)


def test_the_digest_of_the_fields_is_that_of_all_of_them() -> None:
    article = Article(
        title="Đường mới",
        body=("một", "hai"),
        photos=(Photo(url="https://a.vn/1.jpg", caption="ảnh"), Photo(url="https://a.vn/2.jpg")),
        attachments=(Attachment(url="https://a.vn/1.pdf", text="tệp"),),
        published_raw="xem 12 lần",
        provenance=(Provenance(field="title", rule="h1", raw="Đường mới"),),
    )
    fields = {name: value for name, value in asdict(article).items() if name not in ("provenance", "published_raw")}
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True)
    assert fields_digest(article) == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("longer", ["", "?a=" + "b" * 400])
def test_an_address_is_placed_alike_every_time_and_each_site_by_its_own_hosts(longer: str) -> None:
    sites = known_sites()
    url = URL + longer
    first = entry_for(url, sites["binhthuan"], role="article", via="a", depth=1)
    assert first is not None
    assert first == entry_for(url, sites["binhthuan"], role="article", via="a", depth=1)
    again = entry_for(url, sites["binhthuan"], role="page", via="b", depth=2)
    assert again is not None
    assert (again.key, again.role, again.via, again.depth) == (first.key, "page", "b", 2)
    assert entry_for(url, sites["baocantho"], role="article") is None


def test_what_the_page_before_linked_to_is_not_looked_up_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[str] = []

    def counted(url: str, *values: Any, **named: Any) -> Entry | None:
        looked_up.append(url.rpartition("/")[2])
        return entry_for(url, *values, **named)

    def page(*named: str, following: str = "") -> Parsed:
        links = [Link(url=f"https://binhthuan.gov.vn/{name}", role="article") for name in named]
        links += [Link(url=f"https://binhthuan.gov.vn/{following}", role="next")] * bool(following)
        return Parsed(kind="listing", links=tuple(links))

    monkeypatch.setattr(following, "entry_for", counted)
    site = known_sites()["binhthuan"]
    with run(tmp_path / "archive", "crawl") as this:
        connection, boxes = this.keeper.connection, this.keeper.boxes
        one = replace(ENTRY, role="listing")
        assert following.follow(connection, page("a", "b", "2"), one, site, boxes, NOW) == 3
        assert following.follow(connection, page("b", "a", "c", following="2"), one, site, boxes, NOW) == 1
        assert looked_up == ["a", "b", "2", "c", "2"], "what leads on is looked up, whatever it was before"
        other = replace(site, id="other")
        assert following.follow(connection, page("a"), one, other, boxes, NOW) == 0
        assert looked_up[5:] == ["a"], "each site by itself"
        kept = connection.execute("SELECT url FROM frontier ORDER BY url").fetchall()
    assert [url.rpartition("/")[2] for (url,) in kept] == ["2", "a", "b", "c"]


def test_a_visitor_that_waits_holds_no_page() -> None:
    body = os.urandom(3_000_000)
    answers: SimpleQueue[Answer | None] = SimpleQueue()
    with RawServer([answer(ok(body))]) as server:
        fetcher = Fetcher(user_agent="tintinh/0 (+archive@example.org)", allow_private=True)
        visitor = Visitor("127.0.0.1", fetcher, answers)
        tracemalloc.start()
        visitor.run_errand(server.url, "probe")
        brought = answers.get(timeout=10)
        assert brought is not None
        assert brought.exchange.entity == body
        del brought
        held, until = 3_000_000, time.monotonic() + 5
        while held > 1_000_000 and time.monotonic() < until:  # the thread lets go when it waits again
            time.sleep(0.01)
            held = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        visitor.stop()
    assert held < 1_000_000
