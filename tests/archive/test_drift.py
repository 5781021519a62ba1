"""Drift says whether the site was redesigned; status tells coverage and drift by month."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import schema, store
from archive.drift import compared, explained, remember
from archive.folder import reading
from archive.jobs import fetch_urls
from archive.lines import _falls
from archive.status import status
from demo.portal import Portal
from demo.sites import sites_of
from parsers import sites
from parsers.article import Parsed, Problem
from parsers.sites import known_sites
from scraper.exchange import Exchange
from tests.archive.small_archive import add, new_archive

HEAD = (
    '<html><body class="trang"><div class="dau"></div><ul class="menu"><li class="muc"></ul><div class="chan"></div>'
    '<p class="duong-dan"></p><form class="tim"></form><table class="lich"></table><h2 class="hop"></h2>'
)
ARTICLE = HEAD + '<h1 class="tit">x</h1><div class="bai">y</div></body></html>'
ODD = HEAD + '<div class="video">y</div></body></html>'
REDESIGN = (
    '<html><body class="trang"><main class="app"><nav class="bar"></nav><h1 class="title">x</h1><p class="date">1</p>'
    '<section class="body">y</section><aside class="more"></aside></main><footer class="foot"></footer></body></html>'
)
RICH = "".join(f'<div class="hop-{letter}"></div>' for letter in "abcdefghijklmnopqrstuvwxyz")  # boxes of a rich page
DRIFT = Problem(field="page", code="drift", message="an article's address, but no layout of vidu fits")
READ = Parsed(kind="article", site_id="vidu", layout="2019")


def exchange(body: str, **changes: object) -> Exchange:
    values: dict[str, object] = {
        "url": "https://vidu.vn/a-1.html",
        "started": datetime(2026, 11, 1, tzinfo=UTC),
        "duration": 0.1,
        "status": 200,
        "entity": body.encode(),
    }
    return Exchange(**{**values, **changes})  # type: ignore[arg-type]  # a test names any field


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    opened = sqlite3.connect(":memory:")
    schema.upgrade(opened)
    yield opened
    opened.close()


def rows(connection: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return connection.execute("SELECT site_id, layout, url FROM signatures").fetchall()


def test_the_first_article_of_a_layout_is_its_reference(connection: sqlite3.Connection) -> None:
    remember(connection, exchange(ARTICLE), READ)
    remember(connection, exchange(REDESIGN, url="https://vidu.vn/b-2.html"), READ)
    assert rows(connection) == [("vidu", "2019", "https://vidu.vn/a-1.html")]
    remember(connection, exchange(REDESIGN), replace(READ, layout="2026"))
    assert len(rows(connection)) == 2


@pytest.mark.parametrize(
    ("page", "read"),
    [
        (ARTICLE, replace(READ, fallback=True)),
        (ARTICLE, replace(READ, site_id=None)),
        ("<p>no class at all</p>", READ),
        ('<body class="trang"><p class="bai">few classes</p>', READ),
        ("", READ),
    ],
)
def test_what_is_no_reference(page: str, read: Parsed, connection: sqlite3.Connection) -> None:
    remember(connection, exchange(page), read)
    assert rows(connection) == []


@pytest.mark.parametrize(
    ("page", "verdict"),
    [
        (REDESIGN, "it looks like a redesign: 0.12 alike to 2019"),
        (ODD, "it looks like an odd page of the design 2019: 0.90 alike"),
        ('<body class="trang"><p class="bai">y</p>', "it has too few classes to tell a redesign from an odd page"),
        (ODD + RICH, "it looks like an odd page of the design 2019"),
    ],
)
def test_a_problem_of_drift_says_what_the_page_resembles(
    page: str, verdict: str, connection: sqlite3.Connection
) -> None:
    other = Problem(field="published", code="missing", message="m")
    remember(connection, exchange(ARTICLE), READ)
    told, kept = explained(connection, exchange(page), "vidu", (DRIFT, other))
    assert told.message.startswith(f"{DRIFT.message}; {verdict}")
    assert (told.code, kept) == ("drift", other)
    assert explained(connection, exchange(page), "vidu", (replace(DRIFT, code="listing"),))[0].message == DRIFT.message


def test_without_a_reference_nothing_is_said(connection: sqlite3.Connection) -> None:
    assert explained(connection, exchange(REDESIGN), "vidu", (DRIFT,)) == (DRIFT,)
    assert explained(connection, exchange(REDESIGN), None, (DRIFT,)) == (DRIFT,)
    remember(connection, exchange(ARTICLE), READ)
    assert explained(connection, exchange(REDESIGN), "khac", (DRIFT,)) == (DRIFT,)


def test_a_page_that_cannot_be_decoded_is_no_trouble(connection: sqlite3.Connection) -> None:
    broken = exchange("not gzip", headers=(("Content-Encoding", "gzip"),))
    remember(connection, broken, READ)
    assert rows(connection) == []
    remember(connection, exchange(ARTICLE), READ)
    assert "too few classes" in explained(connection, broken, "vidu", (DRIFT,))[0].message


def test_the_nearest_reference_counts() -> None:
    first, second = ({f"p.{letter}" for letter in letters} for letters in ("abcdefghij", "klmnopqrst"))
    references = {"2012": frozenset(first), "2019": frozenset(second), "bare": frozenset({"p.a"})}
    odd = frozenset(sorted(second)[:7]) | {"a.x", "a.y", "a.z"}
    assert compared(odd, references) == "it looks like an odd page of the design 2019: 0.70 alike"
    assert compared(frozenset(sorted(first)[:4]) | odd, references).startswith("it looks like an odd page of the")
    new = frozenset(f"b.{letter}" for letter in "abcdefghij")
    assert compared(new, references).startswith("it looks like a redesign: 0.00 alike to ")


def test_over_a_portal_that_changes_its_design(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Portal() as portal:
        site = sites_of(portal)[0]
        one, two, three, *_ = [story["url"] for story in portal.expected() if story["site"] == "a"]
        known = {**known_sites(), site.id: site}
        monkeypatch.setattr(sites, "known_sites", lambda: known)
        sites._by_host.cache_clear()
        try:
            fetch(tmp_path, one, two)
            assert signatures(tmp_path) == [(site.id, "2019")]
            drifted = replace(site, layouts=(replace(site.layouts[0], body=".moi", probe=".moi"),))
            known[site.id] = drifted
            sites._by_host.cache_clear()
            fetch(tmp_path, three)
        finally:
            monkeypatch.undo()
            sites._by_host.cache_clear()
    with reading(tmp_path) as connection:
        messages = connection.execute("SELECT message FROM problems WHERE code = 'drift'").fetchall()
        state = next(row for row in status(tmp_path, connection)["sites"] if row["site"] == site.id)
    assert len(messages) == 1
    assert "it looks like an odd page of the design 2019" in messages[0][0]
    assert state["drift"] == 1
    assert state["coverage_by_month"][-1]["drift"] == 1
    assert state["coverage_by_month"][-1]["articles"] == 2


def by_month(*shares: float | None, articles: int = 10) -> dict[str, Any]:
    months = [
        {"month": f"2026-0{number}", "articles": 0 if share is None else articles, "coverage": {"lede": share or 0.0}}
        for number, share in enumerate(shares, 1)
    ]
    return {"site": "vidu", "coverage": {"lede": 0.9}, "coverage_by_month": months}


@pytest.mark.parametrize(
    ("site", "said"),
    [
        (by_month(0.98, None, 0.95, 0.4), ["vidu: lede is read less often: 2026-01 98%, 2026-03 95%, 2026-04 40%"]),
        (by_month(0.98, 0.95, 0.8), []),
        (by_month(0.4, 0.98), []),
        (by_month(0.98, 0.4, articles=9), []),
        (by_month(0.98), []),
        (by_month(None, None), []),
    ],
)
def test_a_field_that_is_read_less_often_is_said(site: dict[str, Any], said: list[str]) -> None:
    assert list(_falls(site)) == said


def fetch(folder: Path, *urls: str) -> None:
    fetch_urls(folder, list(urls), agent="tintinh/test", operator=None, tell=lambda event: None)


def signatures(folder: Path) -> list[tuple[str, str]]:
    with reading(folder) as connection:
        return connection.execute("SELECT site_id, layout FROM signatures").fetchall()


def test_coverage_by_month(tmp_path: Path) -> None:
    (tmp_path / "warc").mkdir()
    connection = new_archive(tmp_path / "archive.db")
    now = datetime.now(UTC)
    months = [
        f"{one // 12}-{one % 12 + 1:02}" for one in range(now.year * 12 + now.month - 7, now.year * 12 + now.month)
    ]
    for number, (month, lede) in enumerate([(0, "x"), (1, "x"), (1, None), (1, ""), (6, "x")]):
        add(connection, 2020070700001 + number, first_seen=f"{months[month]}-02T00:00:00+00:00", lede=lede, body="b")
    connection.execute(
        "INSERT INTO problems(site_id, url, at, field, code, message) VALUES ('baovidu', 'u', ?, 'page', 'drift', 'm')",
        (store.stamp(now),),
    )
    by_month = status(tmp_path, connection)["sites"][0]["coverage_by_month"]
    connection.close()
    assert [row["month"] for row in by_month] == months[1:]
    assert [row["articles"] for row in by_month] == [3, 0, 0, 0, 0, 1]
    assert by_month[0]["coverage"]["lede"] == 0.333
    assert by_month[0]["coverage"]["body"] == 1
    assert by_month[1]["coverage"] == {}
    assert [row["drift"] for row in by_month] == [0, 0, 0, 0, 0, 1]
