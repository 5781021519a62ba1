"""Rows of articles: ids, versions, photos and facets. The full text follows."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from archive import store
from archive.store import Capture, put_article
from parsers.article import Article, Attachment, Parsed, Photo, Problem, Provenance
from parsers.site import Site
from tests.archive.small_archive import check_indexes, new_archive

SITE = Site(id="vidu", name="Cổng Ví Dụ", province="Bình Thuận", kind="portal", hosts=("vidu.vn",))
ARTICLE = Article(
    title="Cảng cá Gành Lăm",
    lede="Đường mới thông xe.",
    body=("Đoạn một.", "Đoạn hai."),
    photos=(
        Photo(url="https://vidu.vn/1.jpg", caption="Tàu cập cảng.", credit="Ngọc Lan"),
        Photo(url="https://vidu.vn/2.jpg"),
    ),
    published="2020-07-07",
    published_raw="07/07/2020 | Lượt xem: 12",
    published_precision="day",
    byline="Ngọc Lan",
    section="Kinh tế",
    tags=("cảng cá",),
    attachments=(Attachment(url="https://vidu.vn/1.pdf", text="Phụ lục"),),
)


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(new_archive()) as opened:
        store.add_site(opened, SITE)
        for number in (2, 3, 4):
            opened.execute(
                "INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length) "
                "VALUES (?, 'x', 'x', ?, 'response', ?, 'f', 0, 1)",
                (number, captured(number), f"r{number}"),
            )
        yield opened


def captured(number: int) -> str:
    return f"2020-07-{number + 6:02}T01:00:00.000000+00:00"


def put(
    connection: sqlite3.Connection, article: Article, *, capture: int = 2, key: str = "vidu.vn/1"
) -> tuple[int, str]:
    parsed = Parsed(kind="article", article=article, site_id=SITE.id, layout="2026")
    return put_article(
        connection, parsed, SITE, Capture(id=capture, captured=captured(capture)), key=key, url=f"https://{key}"
    )


def rows(connection: sqlite3.Connection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_ids_are_the_day_and_a_number_within_it(connection: sqlite3.Connection) -> None:
    ids = [
        put(connection, replace(ARTICLE, title=f"Bài {number}", published=day), key=f"vidu.vn/{number}")[0]
        for number, day in enumerate(("2020-07-07", "2020-07-07T23:59+07:00", "2012-01-31", None, "2020-07-07"))
    ]
    assert ids == [2020070700001, 2020070700002, 2012013100001, 2020070800001, 2020070700003]


def test_a_new_article_is_whole(connection: sqlite3.Connection) -> None:
    identity, change = put(connection, ARTICLE)
    assert change == "new"
    assert rows(connection, "SELECT title, body, caption, tags, version, first_seen, last_seen FROM articles") == [
        ("Cảng cá Gành Lăm", "Đoạn một.\n\nĐoạn hai.", "Tàu cập cảng.", '["cảng cá"]', 1, captured(2), captured(2))
    ]
    assert rows(connection, "SELECT position, url, caption, credit FROM photos ORDER BY position") == [
        (1, "https://vidu.vn/1.jpg", "Tàu cập cảng.", "Ngọc Lan"),
        (2, "https://vidu.vn/2.jpg", None, None),
    ]
    assert rows(connection, "SELECT url, text FROM attachments") == [("https://vidu.vn/1.pdf", "Phụ lục")]
    facets = rows(
        connection,
        "SELECT s.id, p.name_now, c.name, f.day FROM facets f JOIN sites s ON s.code = f.site "
        "JOIN provinces p ON p.id = f.province JOIN sections c ON c.id = f.section",
    )
    assert facets == [("vidu", "Lâm Đồng", "Kinh tế", 20200707)]
    assert identity == 2020070700001
    check_indexes(connection)


def test_the_same_fields_are_no_version(connection: sqlite3.Connection) -> None:
    put(connection, ARTICLE)
    views = replace(
        ARTICLE, published_raw="07/07/2020 | Lượt xem: 13", provenance=(Provenance(field="title", rule="h2", raw="x"),)
    )
    assert put(connection, views, capture=3) == (2020070700001, "unchanged")
    assert rows(connection, "SELECT version, last_seen, capture_id FROM articles") == [(1, captured(3), 2)]
    assert rows(connection, "SELECT * FROM versions") == []


@pytest.mark.parametrize(
    "edit",
    [
        {"title": "Khác"},
        {"lede": None},
        {"body": ("Đoạn một.",)},
        {"photos": ARTICLE.photos[:1]},
        {"photos": ARTICLE.photos[::-1]},
        {"published": "2020-07-08"},
        {"byline": "Kim Ngân"},
        {"attachments": ()},
        {"section": None},
        {"tags": ()},
    ],
    ids=lambda edit: "-".join(edit),
)
def test_any_changed_field_is_a_version_and_the_one_before_is_kept(
    connection: sqlite3.Connection, edit: dict[str, Any]
) -> None:
    put(connection, ARTICLE)
    identity, change = put(connection, replace(ARTICLE, **edit), capture=3)
    assert (identity, change) == (2020070700001, "changed")
    assert rows(connection, "SELECT version, first_seen, last_seen, capture_id FROM articles") == [
        (2, captured(2), captured(3), 3)
    ]
    ((version, since, until, capture, fields),) = rows(
        connection, "SELECT version, seen_from, seen_until, capture_id, fields FROM versions"
    )
    assert (version, since, until, capture) == (1, captured(2), captured(2), 2)
    kept = json.loads(fields)
    assert kept["title"] == ARTICLE.title
    assert kept["lede"] == ARTICLE.lede
    assert kept["body"] == "\n\n".join(ARTICLE.body)
    assert kept["photos"] == [{"url": one.url, "caption": one.caption, "credit": one.credit} for one in ARTICLE.photos]
    assert kept["attachments"] == [{"url": "https://vidu.vn/1.pdf", "text": "Phụ lục"}]
    check_indexes(connection)


def test_an_edit_and_its_undoing_are_two_versions(connection: sqlite3.Connection) -> None:
    put(connection, ARTICLE)
    put(connection, replace(ARTICLE, title="Khác"), capture=3)
    put(connection, ARTICLE, capture=4)
    assert rows(connection, "SELECT version, title FROM articles") == [(3, ARTICLE.title)]
    assert rows(connection, "SELECT version, seen_from, seen_until FROM versions ORDER BY version") == [
        (1, captured(2), captured(2)),
        (2, captured(3), captured(3)),
    ]


def test_a_corrected_date_moves_the_facet_and_not_the_id(connection: sqlite3.Connection) -> None:
    put(connection, ARTICLE)
    put(connection, replace(ARTICLE, published="2020-07-09"), capture=3)
    assert rows(connection, "SELECT a.id, a.published, f.day FROM articles a JOIN facets f ON f.article_id = a.id") == [
        (2020070700001, "2020-07-09", 20200709)
    ]


def test_missing_then_gone_then_back(connection: sqlite3.Connection) -> None:
    put(connection, ARTICLE)
    state = "SELECT missing_since, gone_at FROM articles"
    assert store.missing(connection, "vidu.vn/9", captured(3)) == "unknown"
    assert store.missing(connection, "vidu.vn/1", captured(3)) == "missing"
    assert rows(connection, state) == [(captured(3), None)]
    assert store.missing(connection, "vidu.vn/1", captured(4)) == "gone"
    assert store.missing(connection, "vidu.vn/1", captured(4)) == "still_gone"
    assert rows(connection, state) == [(captured(3), captured(4))]
    assert store.seen_again(connection, "vidu.vn/1", captured(4))
    assert rows(connection, state) == [(None, None)]
    assert not store.seen_again(connection, "vidu.vn/9", captured(4))


def test_a_site_is_brought_up_to_date_and_keeps_its_code(connection: sqlite3.Connection) -> None:
    (before,) = rows(connection, "SELECT code FROM sites WHERE id = 'vidu'")
    store.add_site(connection, replace(SITE, name="Cổng Khác", hosts=("moi.vn", "vidu.vn"), province="Lâm Đồng"))
    query = "SELECT s.code, s.name, p.name, s.hosts FROM sites s JOIN provinces p ON p.id = s.province_id WHERE s.id = 'vidu'"
    assert rows(connection, query) == [(*before, "Cổng Khác", "Lâm Đồng", '["moi.vn", "vidu.vn"]')]


def test_problems_are_kept_with_their_place(connection: sqlite3.Connection) -> None:
    found = (Problem(field="published", code="no_date", message="x: no date"),)
    store.add_problems(
        connection, found, run_id=None, site_id="vidu", url="https://vidu.vn/1", at=captured(2), capture_id=2
    )
    assert rows(connection, "SELECT field, code, message, site_id, capture_id FROM problems") == [
        ("published", "no_date", "x: no date", "vidu", 2)
    ]
