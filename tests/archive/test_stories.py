import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import derived, search
from archive.derived import bring_up_to_date, refresh
from archive.filters import Filters
from archive.folder import writing
from archive.hit_lines import Style, of_hit, of_likenesses
from archive.schema import upgrade
from archive.schema_derived import DERIVED
from archive.stories import bands, likenesses, runs, share
from tests.archive.small_archive import add, new_archive
from tests.archive.version_one import first_version

WORDS = [
    f"{first}{rest}" for first in "bcdghklmnpqrstvx" for rest in ("an", "ông", "ưa", "ình", "ết", "uy", "ơi", "ảng")
]
DAY = 20200707


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    yield connection
    connection.close()


def text(seed: int, length: int = 200) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def altered(words: list[str], seed: int, share_of_words: float = 0.02) -> list[str]:
    """Return a copy as a newspaper makes it: some words changed, a byline added, the tail cut."""
    chance = random.Random(seed)
    changed = [chance.choice(WORDS) if chance.random() < share_of_words else word for word in words]
    return [*changed[: int(len(words) * chance.uniform(0.92, 1))], "theo", "thông", "tấn", "xã"]


def put(connection: sqlite3.Connection, words: list[str], *, site: int = 1, day: int = DAY, number: int = 1) -> int:
    return add(connection, day * 100_000 + number, site=site, body=" ".join(words))


def stories(connection: sqlite3.Connection) -> dict[int, int]:
    return dict(connection.execute("SELECT article_id, story FROM stories").fetchall())


def test_copies_are_found_and_strangers_are_not(archive: sqlite3.Connection) -> None:
    pairs = [(put(archive, text(n), site=1, number=10 + n), put(archive, altered(text(n), n), site=2, number=300 + n))
             for n in range(100)]  # fmt: skip
    assert refresh(archive) == 0
    found = stories(archive)
    joined = [one for one, other in pairs if found.get(one) == found.get(other) == one]
    assert len(joined) >= 97
    assert set(found) <= {each for pair in pairs for each in pair}
    assert len(set(found.values())) == len(found) / 2, "no two stories run into one"


def test_spelling_case_and_punctuation_make_no_difference() -> None:
    one = "Uỷ ban Nhân dân tỉnh họp, bàn về hoà giải; kết luận: tốt".lower().replace(",", "").replace(";", "").split()
    other = ["ủy", "ban", "nhân", "dân", "tỉnh", "họp", "bàn", "về", "hòa", "giải", "kết", "luận:", "tốt"]
    assert share(runs(one), runs(other)) == 1.0


def test_a_story_that_was_shortened_by_half_from_the_end_is_the_same() -> None:
    whole = text(1, 1000)
    assert share(runs(whole), runs(whole[:500])) == 1.0
    assert share(runs(whole), runs([*whole[:400], *text(2, 600)])) == 1.0
    assert share(runs(whole), runs([*whole[:100], *text(2, 900)])) < 0.2


def test_the_number_of_common_bands_follows_the_share() -> None:
    near: list[tuple[float, bool]] = []
    far: list[tuple[float, bool]] = []
    for seed in range(60):
        own = runs(text(seed))
        for chance, found in ((0.02, near), (0.3, far)):
            other = runs(altered(text(seed), seed + 500, chance))
            found.append((share(own, other), bool(set(bands(own)) & set(bands(other)))))
    assert min(value for value, _ in near) > 0.6
    assert sum(met for _, met in near) >= 59
    assert max(value for value, _ in far) < 0.5
    assert sum(met for _, met in far) <= 15
    assert all(len(bands(runs(text(seed, length)))) == 16 for seed, length in ((1, 15), (2, 30), (3, 5000)))


def test_a_text_of_a_few_words_is_like_nothing(archive: sqlite3.Connection) -> None:
    for site in (1, 2):
        put(archive, ["ảnh", "chụp", "chiều", "nay"], site=site, number=site)
    refresh(archive)
    assert stories(archive) == {}
    assert likenesses(archive, DAY * 100_000 + 1) == []


def test_of_one_site_only_what_is_the_same_is_one_story(archive: sqlite3.Connection) -> None:
    first = put(archive, text(1), site=1, number=1)
    put(archive, altered(text(1), 1), site=1, number=2)
    twin = put(archive, text(1), site=1, number=3)
    refresh(archive)
    assert stories(archive) == {first: first, twin: first}


def test_a_story_lasts_a_week(archive: sqlite3.Connection) -> None:
    first = put(archive, text(1), site=1, day=20200701)
    later = put(archive, text(1), site=2, day=20200708)
    put(archive, text(1), site=3, day=20200709)
    refresh(archive)
    assert stories(archive) == {first: first, later: first}
    found = likenesses(archive, first)
    assert [(each["site"], each["share"], each["same_story"]) for each in found] == [
        ("congvidu", 1.0, True),
        ("tinhuyvidu", 1.0, False),
    ]


def test_a_text_that_comes_every_day_is_compared_with_few(archive: sqlite3.Connection) -> None:
    for number in range(200):
        put(archive, text(1), site=1, day=20200101 + number // 28 * 100 + number % 28)
    refresh(archive)
    counted: list[str] = []
    archive.set_trace_callback(counted.append)
    new = put(archive, text(1), site=2, day=20200301, number=2)
    refresh(archive)
    archive.set_trace_callback(None)
    assert sum("SELECT lede, body" in each for each in counted) <= 30
    assert new in stories(archive)
    sizes = [row[0] for row in archive.execute("SELECT count(*) FROM stories GROUP BY story")]
    assert max(sizes) <= 9, "a week of one site, and its copy"


def test_a_changed_text_is_read_again(archive: sqlite3.Connection) -> None:
    first, second = put(archive, text(1), site=1, number=1), put(archive, text(1), site=2, number=2)
    refresh(archive)
    archive.execute("UPDATE articles SET body = ? WHERE id = ?", (" ".join(text(2)), second))
    archive.commit()
    assert archive.execute("SELECT article_id FROM unread").fetchall() == [(second,)]
    third = put(archive, text(2), site=3, number=3)
    refresh(archive)
    assert stories(archive) == {first: first, second: second, third: second}
    archive.execute("UPDATE articles SET last_seen = '2021', gone_at = '2021'")
    assert archive.execute("SELECT count(*) FROM unread").fetchone() == (0,)


def test_the_order_of_arrival_and_a_stop_change_nothing(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "_BATCH", 7)
    for number in range(60):
        put(archive, altered(text(number % 20), number), site=1 + number % 3, number=number)
    assert refresh(archive, seconds=0) == 60
    seen: list[tuple[int, int]] = []
    assert refresh(archive, progress=lambda read, queued: seen.append((read, queued))) == 0
    assert seen[0] == (7, 60)
    assert seen[-1] == (60, 60)
    whole = stories(archive)
    for table in ("stories", "story_bands", "vocab"):
        archive.execute(f"DELETE FROM {table}")
    archive.execute("INSERT INTO unread SELECT id FROM articles")
    archive.commit()
    monkeypatch.setattr(derived, "_BATCH", 100)
    refresh(archive)
    assert stories(archive) == whole
    assert len(whole) > 50


def test_search_shows_a_story_once_and_says_where_else(archive: sqlite3.Connection) -> None:
    copies = [put(archive, [*text(1), "cầu"], site=site, number=site) for site in (1, 2, 3)]
    others = [put(archive, [*text(10 + n), "cầu"], number=10 + n) for n in range(30)]
    refresh(archive)
    everything = search.search(archive, "cầu", limit=50)
    folded = search.search(archive, "cầu", fold=True, limit=50)
    assert [hit.article["id"] for hit in everything.hits] == [*reversed(others), *reversed(copies)]
    assert [hit.article["id"] for hit in folded.hits] == [*reversed(others), copies[2]]
    assert (everything.total, folded.total) == (33, 33)
    assert folded.hits[-1].copies == ((copies[0], "baovidu"), (copies[1], "congvidu"))
    assert list(of_hit(folded.hits[-1], Style()))[-1] == "    +2 sites: baovidu, congvidu"
    for rank, oldest in ((True, False), (False, True)):
        once = search.search(archive, "cầu", fold=True, rank=rank, oldest=oldest, limit=50)
        assert len(once.hits) == 31
    pages = [search.search(archive, "cầu", fold=True, limit=4, offset=at).hits for at in range(0, 32, 4)]
    assert [hit.article["id"] for page in pages for hit in page] == [hit.article["id"] for hit in folded.hits]
    here = search.search(archive, "cầu", Filters(site="baovidu"), fold=True, limit=1, offset=30)
    assert [site for _, site in here.hits[0].copies] == ["congvidu", "tinhuyvidu"], (
        "copies outside the filters are told"
    )
    shape = search.hit_dict(folded.hits[-1])
    assert shape["copies"] == [{"id": copies[0], "site": "baovidu"}, {"id": copies[1], "site": "congvidu"}]


def test_likenesses_as_a_table(archive: sqlite3.Connection) -> None:
    first = put(archive, text(1), site=1, number=1)
    put(archive, altered(text(1), 1), site=2, number=2)
    refresh(archive)
    lines = list(of_likenesses(likenesses(archive, first), Style()))
    assert lines[0].split() == ["shared", "article", "day", "site", "story", "title"]
    assert lines[1].split()[1:] == ["2020070700002", "2020-07-07", "congvidu", "same", "Tin"]
    assert 0.6 < float(lines[1].split()[0].rstrip("%")) / 100 < 1


def test_an_archive_of_an_older_schema_queues_what_it_holds() -> None:
    connection = sqlite3.connect(":memory:")
    for statement in first_version():
        connection.execute(statement)
    connection.execute("INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length)"
                       " VALUES (1, 'u', 'k', 't', 'response', 'r', 'f', 0, 1)")  # fmt: skip
    connection.execute("INSERT INTO articles(id, key, url, site_id, title, body, first_seen, last_seen, capture_id, parser,"
                       " fields_digest, provenance) VALUES (5, 'k', 'u', 's', 't', 'b', 't', 't', 1, 'p', 'd', '[]')")  # fmt: skip
    connection.commit()
    connection.executescript(DERIVED)
    assert connection.execute("SELECT article_id FROM unread").fetchall() == [(5,)]
    connection.close()


def filled(folder: Path) -> Path:
    with writing(folder, create=True) as connection:
        upgrade(connection)
    connection = sqlite3.connect(folder / "archive.db")
    source = new_archive()
    for table in ("provinces", "sites", "captures", "sections"):
        for row in source.execute(f"SELECT * FROM {table}"):
            connection.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", row)
    put(connection, text(1), site=1, number=1)
    put(connection, text(1), site=2, number=2)
    connection.close()
    source.close()
    return folder


def test_it_works_beside_a_run_that_holds_the_lock(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    with writing(folder) as run:
        run.execute("BEGIN IMMEDIATE")
        assert bring_up_to_date(folder) == 2, "busy for a moment: left for later, and no error"
        run.execute("COMMIT")
        assert bring_up_to_date(folder) == 0
        assert len(stories(run)) == 2


def test_an_archive_that_may_not_be_written_is_read_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = filled(tmp_path / "a")
    monkeypatch.setattr("archive.folder.os.access", lambda *_: False)
    assert bring_up_to_date(folder) is None
