"""Traps in generated worlds: what has no end is put aside, and what the researcher counts does not double."""

import itertools
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive import probes
from archive.duplicates import article_shown
from archive.folder import writing
from archive.frontier import Entry
from archive.group import Group
from archive.lookup import article_id
from archive.outcomes import Visit
from archive.shapes import Shapes
from archive.store import stamp
from parsers.article import Article, Problem
from tests.archive.crawling import (
    HTML,
    article,
    articles,
    asked,
    assert_whole,
    crawl,
    listing,
    one,
    page_server,
    rows,
    site_at,
    status,
)
from tests.archive.small_archive import new_archive
from tests.scraper.raw_server import Answer, RawServer, answer, ok

NOW = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


class LanguageSwitch:
    """A department of 193 articles whose every page offers itself in another "language", each time at a new address."""

    def __init__(self, articles: int = 193) -> None:
        self.articles, self.fresh = articles, itertools.count(1)

    def __call__(self, request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        if path == "/":
            return answer(ok(listing(*range(1, self.articles + 1)).encode(), HTML))
        number = re.match(r"/bai-(\d+)\.html(?:\?ngon-ngu=\d+)?$", path)
        if not number or int(number[1]) > self.articles:
            return answer(status(404, "Not Found"))
        copies = "".join(
            f'<a href="/bai-{number[1]}.html?ngon-ngu={next(self.fresh)}">Tiếng Việt {n}</a>' for n in range(5)
        )
        page = article(f"Bài số {number[1]}").replace("</body>", f"<div class='lang'>{copies}</div></body>")
        return answer(ok(page.encode(), HTML))


def test_a_language_switch_ends_and_no_article_is_counted_twice(folder: Path) -> None:
    with RawServer(LanguageSwitch()) as server:
        run = crawl(folder, [site_at(server)])
        visits = len(asked(server))
        assert len(articles(folder)) == 193
        assert run.total["new"] == 193
        assert visits <= 193 + 1 + 80, f"{visits} visits: the switch has no end"
        assert "are put aside until" in "\n".join(run.report["sites"]["vidu"]["notes"])
        assert run.report["sites"]["vidu"]["skipped"]["shape"] > 500
        copies = one(folder, "SELECT count(*) FROM duplicates")
        assert copies == run.total["duplicate"] == visits - 195 > 0, "the list, the articles, one probe, the copies"
        assert one(folder, "SELECT count(*) FROM captures WHERE status = 200 AND url LIKE '%ngon-ngu%'") == copies
        crawl(folder, [site_at(server)])
        assert len(asked(server)) - visits <= 2, "the next run does not fall into it again"
    assert_whole(folder)


def test_a_shape_that_was_put_aside_is_looked_at_again(folder: Path) -> None:
    with RawServer(LanguageSwitch(articles=20)) as server:
        crawl(folder, [site_at(server)])
        visits = len(asked(server))
        with writing(folder) as connection:
            past = stamp(datetime.now(UTC) - timedelta(days=1))
            connection.execute("UPDATE shapes SET aside_until = ? WHERE aside_until IS NOT NULL", (past,))
            connection.execute("UPDATE frontier SET due = ? WHERE reason = 'shape'", (past,))
        again = crawl(folder, [site_at(server)])
        assert 10 <= len(asked(server)) - visits < 30, "a smaller credit, and then it is put aside again"
    assert again.report["sites"]["vidu"]["notes"]


def test_a_duplicate_is_found_by_its_address_and_its_edit_is_one_version(folder: Path) -> None:
    pages: dict[str, Any] = {
        "/": listing(1, more='<a href="/bai-1.html?nguon=hop">Bài số một trong hộp bên phải</a>'),
        "/bai-1.html": article("Một"),
        "/bai-1.html?nguon=hop": article("Một"),
    }
    with page_server(pages) as server:
        site = site_at(server)
        crawl(folder, [site])
        ((identity, other),) = rows(
            folder, "SELECT a.id, d.url FROM articles a JOIN duplicates d ON d.article_id = a.id"
        )
        with writing(folder) as connection:
            from parsers import sites

            assert connection.execute("SELECT count(*) FROM duplicates WHERE url = ?", (other,)).fetchone() == (1,)
            assert sites.site_of(other) is None
            assert article_id(connection, other) == identity
        for path in list(pages)[1:]:
            pages[path] = article("Một", body="Đoạn văn đã được sửa lại cho đúng với sự việc ở cảng cá hôm ấy.")
        crawl(folder, [site], recheck=True)
        crawl(folder, [site], recheck=True)
    assert rows(folder, "SELECT id, version FROM articles") == [(identity, 2)]
    assert one(folder, "SELECT differs FROM duplicates") == 0


def test_a_duplicate_that_becomes_another_article_is_one(folder: Path) -> None:
    pages: dict[str, Any] = {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Một")}
    with page_server(pages) as server:
        site = site_at(server)
        crawl(folder, [site])
        assert len(articles(folder)) == 1
        pages["/bai-2.html"] = article("Hai")
        crawl(folder, [site], recheck=True)
        assert len(articles(folder)) == 1, "an edit may be seen under the other address first"
        crawl(folder, [site], recheck=True)
    assert sorted(record["title"] for record in articles(folder).values()) == ["Hai", "Một"]
    assert one(folder, "SELECT count(*) FROM duplicates") == 0


def test_a_title_alone_makes_no_duplicate(folder: Path) -> None:
    with page_server({"/": listing(1), "/bai-1.html": article("Một")}) as server:
        crawl(folder, [site_at(server)])
    ((identity, digest),) = rows(folder, "SELECT id, fields_digest FROM articles")
    with writing(folder) as connection:
        for body, expected in (((), None), (("Đoạn văn.",), identity)):
            shown = article_shown(connection, "vidu.vn/khac", "vidu", Article(title="Một", body=body), digest)
            assert shown == expected


@pytest.fixture
def _one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each capture is kept by itself, so that it is known after which page a host is probed."""
    monkeypatch.setattr("archive.group._MOST", 1)


@pytest.mark.usefixtures("_one_at_a_time")
def test_pages_that_look_like_the_answer_to_a_random_address_are_soft_404s(folder: Path) -> None:
    """The server answers 200 with a page in the design of its articles for whatever it does not have."""
    lost = article("Cổng thông tin điện tử", day="01/01/2020", body="Mời bạn đọc các tin khác trên trang chủ của cổng.")
    pages: dict[str, Any] = {
        f"/bai-{n}.html": article(
            f"Bài {n}", body=f"Nội dung riêng của bài số {n} ở cảng cá, dài hơn vài chữ một chút."
        )
        for n in range(1, 31)
    }
    pages["/"] = listing(*range(1, 35))

    def reply(request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        if path == "/robots.txt":
            return answer(status(404, "Not Found"))
        return answer(ok(pages.get(path, lost).encode(), HTML))

    with RawServer(reply) as server:
        run = crawl(folder, [site_at(server)])
        probed = [path for path in asked(server) if path not in pages and not path.startswith("/bai-")]
        assert len(probed) == 1
        assert run.report["sites"]["vidu"]["failed"] == {"soft_404": 4}
        assert len(articles(folder)) == 30
        assert "answers 200 for addresses that it does not have" in run.report["sites"]["vidu"]["notes"][0]
        del pages["/bai-7.html"]
        crawl(folder, [site_at(server)], recheck=True)
        crawl(folder, [site_at(server)], recheck=True)
        assert [path for path in asked(server) if path not in pages and not path.startswith("/bai-")] == probed
    assert rows(folder, "SELECT title FROM articles WHERE gone_at IS NOT NULL") == [("Bài 7",)]
    assert_whole(folder)


def test_a_host_is_probed_after_25_pages_however_many_are_kept_together(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: dict[str, Any] = {f"/bai-{n}.html": article(f"Bài {n}") for n in range(1, 61)}
    with page_server({**pages, "/": listing(*range(1, 61))}) as server:
        write = Group.write

        def when_large(group: Group) -> bool:
            """Write only groups of sixteen, but for the list at first and what is left at last."""
            return (len(group._caught) >= 16 or not 4 < len(server.requests) < 50) and write(group)

        monkeypatch.setattr(Group, "write", when_large)
        crawl(folder, [site_at(server)], pages=50)
        (probed,) = (number for number, path in enumerate(asked(server)) if path != "/" and path not in pages)
    assert probed == probes.PAGES_BEFORE


@pytest.mark.usefixtures("_one_at_a_time")
def test_a_host_that_answers_as_it_should_is_probed_once_a_month(folder: Path) -> None:
    pages: dict[str, Any] = {f"/bai-{n}.html": article(f"Bài {n}") for n in range(1, 41)}
    with page_server({**pages, "/": listing(*range(1, 41))}) as server:
        for _ in range(2):
            crawl(folder, [site_at(server)], recheck=True)
        assert len([path for path in asked(server) if path != "/" and path not in pages]) == 1
    ((probed, lines),) = rows(folder, "SELECT probed, error_lines FROM hosts")
    assert lines is None
    with writing(folder) as connection:
        host = f"127.0.0.1:{server.port}"
        when = datetime.fromisoformat(probed)
        assert not probes.is_due(connection, host, when + timedelta(days=29))
        assert probes.is_due(connection, host, when + timedelta(days=30))


def entry(number: int, pattern: str = "https://a.vn/tin?x={}", role: Any = "page", **fields: Any) -> Entry:
    url = pattern.format(number)
    return Entry(**{"key": url, "url": url, "host": "a.vn", "site_id": "a", "role": role, **fields})


BARREN = Visit(outcome="page")


def until_aside(shapes: Shapes, visit: Visit, **named: Any) -> int | None:
    """Return after how many visits a shape is put aside, None when it is not within a thousand."""
    return next((n for n in range(1, 1001) if shapes.saw(entry(n, **named), visit, NOW)), None)


def test_what_costs_a_shape_its_credit() -> None:
    def spent(visit: Visit, **named: Any) -> int | None:
        return until_aside(Shapes(new_archive()), visit, **named)

    assert spent(BARREN) == 60
    assert spent(BARREN, pattern="https://a.vn/lich-cong-tac?thang={}&nam=2020") == 12, "a calendar has less"
    assert spent(BARREN, pattern="https://a.vn/LichLamViec.aspx?tuan={}") == 12
    assert spent(Visit(outcome="page", lists=True), role="listing") == 300, "a list that brings nothing new"
    assert spent(Visit(outcome="page", lists=True, repeated=True), role="listing") == 60, "the same page again"
    assert spent(Visit(outcome="duplicate"), role="article") == 60
    assert spent(Visit(outcome="failed:soft_404"), role="article") == 60
    for good in ("new", "failed:timeout", "not_modified", "unchanged", "redirect"):
        assert spent(Visit(outcome=good)) is None
    drift = Visit(outcome="page", problems=(Problem(field="page", code="drift", message=""),))
    assert spent(drift, role="article") is None, "after a redesign every page must be kept"
    assert spent(BARREN, visits=1) is None, "a recheck says nothing about the shape"
    assert spent(BARREN, role="seed") is None


def test_one_useful_visit_in_twenty_keeps_a_shape() -> None:
    shapes = Shapes(new_archive())
    told = [shapes.saw(entry(n), Visit(outcome="new") if n % 20 == 0 else BARREN, NOW) for n in range(1, 2000)]
    assert not any(told)


def test_budgets_are_remembered() -> None:
    connection = new_archive()
    shapes = Shapes(connection)
    assert until_aside(shapes, BARREN) == 60
    shapes.save()
    assert until_aside(shapes, BARREN) is None, "what was under way meanwhile costs nothing"
    shapes.save()
    later = Shapes(connection)
    assert later.aside_until(entry(99), NOW) == NOW + timedelta(days=30)
    assert later.aside_until(entry(99), NOW + timedelta(days=30)) is None
    assert later.aside_until(entry(1, pattern="https://a.vn/tin/{}"), NOW) is None, "another shape"
    again = (later.saw(entry(n), BARREN, NOW + timedelta(days=30)) for n in range(1, 100))
    assert next(n for n, note in enumerate(again, 1) if note) == 10, "it has less credit the second time"


def word(number: int) -> str:
    """Return one of 17,576 words of three letters, in an order without rhyme."""
    number = number * 7919 % 26**3
    return "".join(chr(ord("a") + number // 26**place % 26) for place in range(3))


@pytest.mark.parametrize("pattern", ["/tin/{0}/{1}", "/tin/{0}", "/{0}/tin.html", "/{0}.html?trang=2"])
def test_random_words_in_a_path_share_a_budget(pattern: str) -> None:
    connection = new_archive()

    def spent(now: datetime) -> int | None:
        shapes = Shapes(connection)
        visits = (entry(n, pattern="https://a.vn" + pattern.format(word(n), word(n + 999))) for n in range(1, 1001))
        last = next((n for n, one in enumerate(visits, 1) if shapes.saw(one, BARREN, now)), None)
        shapes.save()
        return last

    assert spent(NOW) == 100, "forty words until the place is seen to take any, then sixty visits"
    later = Shapes(connection)
    fresh = entry(1, pattern="https://a.vn" + pattern.format("zzz", "zzy"))
    assert later.aside_until(fresh, NOW) == NOW + timedelta(days=30)
    assert later.aside_until(entry(1, pattern="https://a.vn/khac/{}"), NOW) is None
    assert spent(NOW + timedelta(days=30)) == 10, "what was seen is remembered"


def test_many_sections_that_bring_something_are_no_trap() -> None:
    """A portal of 200 sections with single words for names; one in ten has a list that shows an unknown article."""
    shapes = Shapes(new_archive())
    for n in range(1, 201):
        section = entry(n, pattern=f"https://a.vn/tin/{word(n)}", role="listing")
        assert shapes.aside_until(section, NOW) is None
        shapes.saw(section, Visit(outcome="page", lists=True, found=int(n % 10 == 0)), NOW)


def test_what_a_wide_shape_spent_does_not_hold_back_a_section_that_brought_something() -> None:
    shapes = Shapes(new_archive())
    section = entry(1, pattern="https://a.vn/tin/xa-hoi")
    shapes.saw(section, Visit(outcome="page", found=3, lists=True), NOW)
    assert any(shapes.saw(entry(n, pattern=f"https://a.vn/tin/{word(n)}"), BARREN, NOW) for n in range(1, 200))
    assert shapes.aside_until(section, NOW) is None
    assert shapes.aside_until(entry(1, pattern="https://a.vn/tin/zzz"), NOW) == NOW + timedelta(days=30)


def test_a_next_page_at_a_random_address_without_end(folder: Path) -> None:
    fresh = itertools.count(1)

    def reply(request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        if path.startswith("/bai-"):
            return answer(ok(article(f"Bài {path}").encode(), HTML))
        if path != "/" and not path.startswith("/tin/"):
            return answer(status(404, "Not Found"))
        n = next(fresh)
        there = range(1, 6) if path == "/" else ()
        return answer(
            ok(listing(*there, following=f"/tin/{word(n)}/{word(n + 999)}", more=f"<p>{n}</p>").encode(), HTML)
        )

    with RawServer(reply) as server:
        run = crawl(folder, [site_at(server)], pages=300)
        assert len(articles(folder)) == 5
        assert len(asked(server)) < 120
    assert run.report["stopped_by"] is None
    assert "of the shape /tin/*/*" in "\n".join(run.report["sites"]["vidu"]["notes"])


def test_a_list_that_shows_its_last_page_for_ever_ends(folder: Path) -> None:
    def reply(request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        if path.startswith("/bai-"):
            return answer(ok(article(f"Bài {path}").encode(), HTML))
        page = re.fullmatch(r"/(?:\?trang=(\d+))?", path)
        if not page:
            return answer(status(404, "Not Found"))
        number = int(page[1] or 1)
        there = range(min(number, 3), min(number, 3) + 2)
        return answer(ok(listing(*there, following=f"/?trang={number + 1}").encode(), HTML))

    with RawServer(reply) as server:
        run = crawl(folder, [site_at(server)], pages=400)
        assert len(articles(folder)) == 4
        assert 80 < len(asked(server)) < 130
    assert "of the shape /?trang=N" in "\n".join(run.report["sites"]["vidu"]["notes"])


def test_a_moved_host_is_the_same_article(folder: Path) -> None:
    """Former addresses are asked for where they stand now; the versions go on."""
    pages: dict[str, Any] = {"/bbt/": listing(), "/bbt/bai-1.html": article("Một"), "/khac/bai-2.html": article("Hai")}
    pages["/bbt/"] = (
        '<a href="/bbt/bai-1.html">Bài số một của tờ báo</a><a href="/khac/bai-2.html">Bài của báo khác hẳn</a>'
    )
    old_pages: dict[str, Any] = {"/": listing(1), "/bai-1.html": article("Một, như trước đây")}
    with page_server(old_pages) as old, page_server(pages) as new:
        former, present = f"127.0.0.1:{old.port}/", f"127.0.0.1:{new.port}/bbt/"
        before = site_at(old)
        crawl(folder, [before])
        after = site_at(old, moved=((former, present),))
        count = len(asked(old))
        crawl(folder, [after])
        assert len(asked(old)) == count, "the former host is not asked any more"
        assert set(asked(new)) == {"/bbt/", "/bbt/bai-1.html"}, "what lies beside the new place is another site's"
    assert rows(folder, "SELECT title, version FROM articles") == [("Một", 2)]
