"""`ingest ARCHIVE`: two archives become one; captures are kept once, our ids stay, theirs become aliases."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive import merge
from archive.checking import check
from archive.errors import BadQuery, CannotOpen, NotFound
from archive.folder import reading, writing
from archive.lookup import article_id
from archive.record import iter_articles
from archive.schema import VERSION
from archive.search import count, search
from tests.archive.crawling import article as page_of
from tests.archive.crawling import crawl, listing, one, page_server, rows, site_at
from tests.archive.foreign_samples import FIRST, SECOND, ingest, page, record, url, write
from tests.archive.test_ingest_files import dump, titles


def made(folder: Path, *records: bytes) -> Path:
    """Make an archive out of records."""
    folder.parent.mkdir(exist_ok=True)
    ingest(folder, write(folder.parent / f"{folder.name}.warc.gz", *records))
    return folder


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Path, Path]:
    """Two archives that share one page; the other numbers it differently, and has one more and an older state."""
    ours = made(tmp_path / "ours", record("response", 2, page(SECOND)))
    theirs = made(
        tmp_path / "theirs",
        record("response", 1, page(FIRST), at="2018-01-01T00:00:00Z"),
        record("response", 2, page(SECOND)),
        record("response", 3, page("Bản cũ của bài"), at="2017-01-01T00:00:00Z", to=url(2)),
    )
    return ours, theirs


def test_captures_and_articles_come_in_and_ids_stay(pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    before = one(ours, "SELECT id FROM articles")
    before_theirs = dump(theirs)
    report = ingest(ours, theirs)
    assert report["exit_code"] == 0
    assert one(ours, "SELECT count(*) FROM captures") == 3
    assert rows(ours, "SELECT title, version FROM articles ORDER BY key") == [(FIRST, 1), (SECOND, 2)]
    assert one(ours, "SELECT id FROM articles WHERE url = ?", url(2)) == before
    (alias,) = rows(ours, "SELECT alias, article_id FROM aliases WHERE article_id = ?", before)
    assert alias == (one(theirs, "SELECT id FROM articles WHERE url = ?", url(2)), before)
    assert check(ours, [], progress=None)["ok"]
    assert dump(theirs) == before_theirs


def test_twice_changes_nothing(pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    ingest(ours, theirs)
    state = [line for line in dump(ours) if 'INTO "merges"' not in line]
    ingest(ours, theirs)
    assert [line for line in dump(ours) if 'INTO "merges"' not in line] == state


def test_an_article_is_found_by_its_alias(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    with writing(ours) as connection:  # so that the number of theirs is free here
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE articles SET id = 2020070777777")
        connection.execute("UPDATE facets SET article_id = 2020070777777")
        connection.execute("DELETE FROM story_bands")
    old = one(theirs, "SELECT id FROM articles WHERE url = ?", url(2))
    ingest(ours, theirs)
    with reading(ours) as connection:
        assert article_id(connection, str(old)) == 2020070777777
        (hit,) = search(connection, str(old)).hits
        assert hit.article["id"] == 2020070777777
        assert count(connection, str(old)) == 1
        assert count(connection, "2020070799999") == 0
        with pytest.raises(NotFound):
            article_id(connection, "2020070799999")


def test_an_alias_of_two_articles_names_both(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    ours, _ = pair
    made(tmp_path / "more", record("response", 9, page("Bài thứ chín"), to=url(9)))
    ingest(ours, tmp_path / "more")
    ids = [identity for (identity,) in rows(ours, "SELECT id FROM articles ORDER BY id")]
    with writing(ours) as connection:
        for number, identity in enumerate(ids):
            connection.execute("INSERT INTO aliases VALUES (2001010100001, ?, ?)", (str(number), identity))
    with reading(ours) as connection, pytest.raises(NotFound, match=str(ids[0])):
        article_id(connection, "2001010100001")


def test_an_article_whose_site_is_known_no_more_is_copied(tmp_path: Path) -> None:
    pages = {"/": listing(1), "/bai-1.html": page_of("Tin của cổng cũ")}
    with page_server(pages) as server:
        crawl(tmp_path / "theirs", [site_at(server)])
    ours = made(tmp_path / "ours", record("response", 2, page(SECOND)))
    report = ingest(ours, tmp_path / "theirs")
    assert report["merged"][0]["copied"] == 1
    with reading(tmp_path / "theirs") as connection:
        (expected,) = iter_articles(connection, [row[0] for row in connection.execute("SELECT id FROM articles")])
    with reading(ours) as connection:
        found = connection.execute("SELECT id FROM articles WHERE title = 'Tin của cổng cũ'").fetchone()
        (article,) = iter_articles(connection, found)
    assert article | {"id": 0} == expected | {"id": 0}
    assert check(ours, [], progress=None)["ok"]
    assert ingest(ours, tmp_path / "theirs")["merged"][0]["copied"] == 0


def test_copy_makes_it_stand_alone(pair: tuple[Path, Path], tmp_path: Path) -> None:
    ours, theirs = pair
    ingest(ours, theirs, copy=True)
    shutil.rmtree(theirs)
    (tmp_path / "theirs.warc.gz").unlink()
    assert check(ours, [], progress=None)["ok"]


def test_a_newer_schema_is_refused(pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    with closing(sqlite3.connect(theirs / "archive.db")) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(CannotOpen, match="newer") as refused:
        ingest(ours, theirs)
    assert refused.value.exit_code == 6
    assert one(ours, "SELECT count(*) FROM captures") == 1


def test_an_older_schema_is_read_and_not_upgraded(tmp_path: Path) -> None:
    pages = {"/": listing(1), "/bai-1.html": page_of("Tin của cổng cũ")}
    with page_server(pages) as server:
        crawl(tmp_path / "theirs", [site_at(server)])
    database = tmp_path / "theirs" / "archive.db"
    with closing(sqlite3.connect(database)) as connection:
        for table in ("ingests", "merges", "aliases"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("path", "start"):
            connection.execute(f"ALTER TABLE warc_files DROP COLUMN {column}")
        connection.execute("DELETE FROM _sqlite_migrations WHERE name LIKE '%foreign_files'")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()
        connection.execute("PRAGMA journal_mode = DELETE")
    before = database.read_bytes()
    report = ingest(tmp_path / "ours", tmp_path / "theirs")
    assert report["exit_code"] == 0
    assert titles(tmp_path / "ours") == ["Tin của cổng cũ"]
    assert database.read_bytes() == before


def test_what_is_no_archive_is_refused(tmp_path: Path, pair: tuple[Path, Path]) -> None:
    ours, theirs = pair
    with pytest.raises(BadQuery, match="the archive itself"):
        ingest(ours, ours)
    (tmp_path / "empty").mkdir()
    with pytest.raises(CannotOpen, match="not an archive"):
        ingest(ours, tmp_path / "empty")
    half = (theirs / "archive.db").read_bytes()
    (theirs / "archive.db").write_bytes(half[: len(half) // 2])
    with pytest.raises(CannotOpen):
        ingest(ours, theirs)
    (theirs / "archive.db").unlink()
    with closing(sqlite3.connect(theirs / "archive.db")) as connection:
        connection.execute("CREATE TABLE moz_places(id INTEGER)")
    with pytest.raises(CannotOpen, match="not a tintinh archive"):
        ingest(ours, theirs)
    assert titles(ours) == [SECOND]


def test_a_merge_that_was_interrupted_goes_on(
    tmp_path: Path, pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, theirs = pair
    shutil.copytree(ours, tmp_path / "copy")
    ingest(tmp_path / "copy", theirs)
    take, taken = merge._take_article, 0

    def killed(*values: Any) -> None:
        nonlocal taken
        taken += 1
        if taken == 2:
            raise MemoryError
        take(*values)

    with monkeypatch.context() as patch:
        patch.setattr(merge, "_BATCH", 1)
        patch.setattr(merge, "_take_article", killed)
        with pytest.raises(MemoryError):
            ingest(ours, theirs)
    assert one(ours, "SELECT count(*) FROM merges WHERE finished IS NULL AND last_article > 0") == 1
    ingest(ours, theirs)
    for query in ("SELECT * FROM aliases", "SELECT id, title, version FROM articles", "SELECT record_id FROM captures"):
        assert sorted(rows(ours, query)) == sorted(rows(tmp_path / "copy", query))
    assert one(ours, "SELECT count(*) FROM merges WHERE finished IS NULL") == 0
    assert check(ours, [], progress=None)["ok"]
