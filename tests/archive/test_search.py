import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive import counting, ranking, rows, search
from archive.errors import BadQuery, NotFound
from archive.filters import Filters
from archive.marks import END, START
from archive.record import article_dict, iter_articles
from tests.archive.small_archive import add, check_indexes, new_archive


@pytest.fixture
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    yield connection
    connection.close()


def found(connection: sqlite3.Connection, text: str, filters: Filters | None = None) -> list[int]:
    return [hit.article["id"] for hit in search.search(connection, text, filters).hits]


def shown(text: str) -> str:
    return text.replace(START, "[").replace(END, "]")


def test_newest_first_whatever_the_order_of_arrival(archive: sqlite3.Connection) -> None:
    for each in (2020070700001, 2021010100001, 2019123100001, 2020070700002):
        add(archive, each, body="cầu mới")
    assert found(archive, "cầu") == [2021010100001, 2020070700002, 2020070700001, 2019123100001]
    page = search.search(archive, "cầu", limit=2, offset=1)
    assert [hit.article["id"] for hit in page.hits] == [2020070700002, 2020070700001]
    assert page.total == 4


def test_accents_typed_are_meant_and_the_answer_says_how_many_more(archive: sqlite3.Connection) -> None:
    add(archive, 2020070700001, body="Đảng bộ")
    add(archive, 2020070700002, body="đang làm")
    add(archive, 2020070700003, body="dang dở")
    exact = search.search(archive, "đảng")
    assert (exact.total, exact.more_without_accents) == (1, 2)
    assert (search.search(archive, "dang").total, search.search(archive, "dang").more_without_accents) == (3, None)
    typed = search.search(archive, "dang", exact=True)
    assert (typed.total, typed.more_without_accents) == (1, 2)


def test_words_left_out_stay_left_out_when_accents_are_ignored(archive: sqlite3.Connection) -> None:
    add(archive, 2020070700001, body="đảng bộ")
    add(archive, 2020070700002, body="đang họp")
    add(archive, 2020070700003, body="đáng hợp tác")
    result = search.search(archive, "đảng -họp")
    assert (result.total, result.more_without_accents) == (1, 1)
    assert search.search(archive, "đảng -(đang OR đáng)").more_without_accents == 0
    assert search.search(archive, "đảng -dang", exact=True).more_without_accents == 2


def test_both_spellings_and_forms_are_one(archive: sqlite3.Connection) -> None:
    add(archive, 2020070700001, body="Ủy ban nhân dân")
    add(archive, 2020070700002, body="Uỷ ban nhân dân")
    for text in ("uy ban", "uỷ ban", "ủy ban", "u\u0309y ban", '"ỦY BAN"', '"uỷ ban" nhan'):
        assert search.count(archive, text) == 2, text


def test_the_indexes_follow_updates_replacements_and_deletes(archive: sqlite3.Connection) -> None:
    for number in range(1, 6):
        add(archive, 2020070700000 + number, title="Đảng", body="đường cũ", photos=[("u", "cầu", None)])
    archive.execute("UPDATE articles SET body = 'đường mới', caption = NULL WHERE id = 2020070700001")
    archive.execute("UPDATE articles SET last_seen = '2021' WHERE id = 2020070700002")
    archive.execute("DELETE FROM facets WHERE article_id = 2020070700003")
    archive.execute("DELETE FROM photos WHERE article_id = 2020070700003")
    archive.execute("DELETE FROM articles WHERE id = 2020070700003")
    archive.execute("REPLACE INTO articles SELECT * FROM articles WHERE id = 2020070700004")
    archive.commit()
    check_indexes(archive)
    assert found(archive, "mới") == [2020070700001]
    assert found(archive, "duong cu") == [2020070700005, 2020070700004, 2020070700002]
    assert found(archive, "caption:cau") == [2020070700005, 2020070700004, 2020070700002]


def test_filters_by_site_kind_section_and_province_of_then_or_now(archive: sqlite3.Connection) -> None:
    one = add(archive, 2020070700001, site=1, body="cầu", section="Thời sự", section_code=1)
    two = add(archive, 2020070700002, site=2, body="cầu")
    three = add(archive, 2020070700003, site=3, body="cầu")
    for text in ("cầu", "cau", ""):
        assert found(archive, text, Filters(site="congvidu")) == [two]
        assert found(archive, text, Filters(site="cong vi du")) == [two]
        assert found(archive, text, Filters(kind="party")) == [three]
        assert found(archive, text, Filters(section="thoi su")) == [one]
        assert found(archive, text, Filters(province="Bình Thuận")) == [one]
        assert found(archive, text, Filters(province="lam dong")) == [two, one]
        assert found(archive, text, Filters(province="tỉnh Hoà Bình")) == [three]
        assert found(archive, text, Filters(province="lam dong", kind="portal")) == [two]
        assert search.search(archive, text, Filters(province="lam dong"), limit=1).total == 2


@pytest.mark.parametrize(
    ("filters", "says"),
    [
        (Filters(site="baovidy"), "baovidu"),
        (Filters(site=""), "known: "),
        (Filters(province="Lam Dogn"), "Lâm Đồng"),
        (Filters(province="Xyz"), "known: "),
        (Filters(kind="papers"), "newspaper"),
        (Filters(section="Thoi sụ x"), "Thời sự"),
        (Filters(date_from="2020-02-30"), "no day 2020-02-30"),
        (Filters(date_from="30/2/2020"), "is no date"),
        (Filters(date_to="20200230"), "is no date"),
        (Filters(date_to="2020-1-1\n"), "is no date"),
        (Filters(date_from="2021-01-01", date_to="2020-01-01"), "before it begins"),
    ],
)
def test_a_filter_that_cannot_be_is_refused_with_a_hint(
    archive: sqlite3.Connection, filters: Filters, says: str
) -> None:
    with pytest.raises(BadQuery, match=says):
        search.search(archive, "cầu", filters)


@pytest.mark.parametrize("bounds", [{"limit": -1}, {"offset": -1}, {"limit": 2**70}])
def test_impossible_pages_are_refused(archive: sqlite3.Connection, bounds: dict[str, int]) -> None:
    with pytest.raises(BadQuery, match="limit and offset"):
        search.search(
            archive,
            "cầu",
            None,
            rank=False,
            exact=False,
            counting=True,
            oldest=False,
            fold=False,
            sidecar=None,
            **bounds,
        )


def test_dates_are_those_of_publication_also_after_a_correction(archive: sqlite3.Connection) -> None:
    first = add(archive, 2020070700001, body="cầu")
    moved_in = add(archive, 2019010100001, day=20200708, body="cầu")
    moved_out = add(archive, 2020070800001, day=20180101, body="cầu")
    undated = add(archive, 2020070800002, day=None, body="cầu", published=None)
    july = Filters(date_from="2020-07-07", date_to="2020-07-08")
    for text in ("cầu", ""):
        assert found(archive, text, july) == [first, moved_in]
        assert found(archive, text, Filters(date_to="2018-12-31")) == [moved_out]
        assert found(archive, text, Filters(date_from="2020-07-08")) == [moved_in]
        assert found(archive, text, Filters(date_from="2020-07-09")) == []
        assert undated in found(archive, text)


@pytest.mark.parametrize("text", ["uỷ ban", "uỷ OR ban", "ban uỷ -byline:x"])
def test_pages_of_a_mixed_query_join_without_gap_or_double(archive: sqlite3.Connection, text: str) -> None:
    days = (20000101, 20111231, 20190707, 20200601, 20200701, 20200706, 20200707)
    wanted = [add(archive, day * 100_000 + n, body="uỷ ban") for day in days for n in range(3)][::-1]
    assert found(archive, text) == wanted[:20]
    for limit in (1, 2, 4, 7, 30):
        pages = [search.search(archive, text, limit=limit, offset=at).hits for at in range(0, 21, limit)]
        assert [hit.article["id"] for page in pages for hit in page] == wanted
    assert len(search.search(archive, text, rank=True, limit=30).hits) == 21
    assert search.search(archive, text, limit=0).hits == ()


def test_words_left_out_are_left_out_in_every_window(archive: sqlite3.Connection) -> None:
    old = add(archive, 2000010100001, body="uỷ ban cau")
    wanted = [add(archive, day * 100_000 + 1, body="uỷ ban") for day in (20000102, 20111231, 20200707)][::-1]
    assert old not in found(archive, "uỷ -cau")
    assert found(archive, "uỷ -cau") == wanted


def test_an_empty_text_lists_everything(archive: sqlite3.Connection) -> None:
    for number in range(1, 4):
        add(archive, 2020070700000 + number)
    result = search.search(archive, "  ", rank=True)
    assert [hit.article["id"] for hit in result.hits] == [2020070700003, 2020070700002, 2020070700001]
    assert (result.total, result.more_without_accents, result.hits[0].rank) == (3, None, None)
    assert list(search.ids(archive, "")) == [hit.article["id"] for hit in result.hits]


@pytest.mark.parametrize("text", ["khánh", "khanh", "thành khanh", "khánh OR thanh", "byline:an khánh"])
def test_relevance_puts_the_title_before_the_body(archive: sqlite3.Connection, text: str) -> None:
    filler = "thành " + "tỉnh " * 50
    body = add(archive, 2020070700003, body=filler + "khánh", byline="An")
    title = add(archive, 2020070700002, title="Khánh thành", body=filler, byline="An")
    lede = add(archive, 2020070700001, lede="khánh", body=filler, byline="An")
    for number in range(5):
        add(archive, 2020070800001 + number, body="tỉnh")
    result = search.search(archive, text, rank=True)
    assert [hit.article["id"] for hit in result.hits] == [title, lede, body]
    ranks = [hit.rank for hit in result.hits if hit.rank is not None]
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[0] > 0
    assert result.ranked_over is None


@pytest.mark.parametrize("text", ["cầu", "cau", "cầu OR duong"])
def test_relevance_looks_at_the_newest_only_and_says_so(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(ranking, "RANKED", 3)
    oldest = add(archive, 2020070700001, title="cầu cầu cầu")
    for number in range(2, 7):
        add(archive, 2020070700000 + number, body="cầu")
    result = search.search(archive, text, rank=True)
    assert (result.total, result.ranked_over) == (6, 3)
    assert len(result.hits) == 3
    assert oldest not in [hit.article["id"] for hit in result.hits]
    assert min(hit.article["id"] for hit in result.hits) == 2020070700004
    monkeypatch.setattr(ranking, "RANKED", 6)
    whole = search.search(archive, text, rank=True)
    assert whole.ranked_over is None
    assert whole.hits[0].article["id"] == oldest


def test_snippets_keep_the_spelling_of_the_source(archive: sqlite3.Connection) -> None:
    body = " ".join(["đầu"] * 40) + "\n\nChủ tịch Uỷ ban nhân dân tỉnh đến Hoà Bình. " + " ".join(["cuối"] * 40)
    add(archive, 2020070700001, title="Uỷ ban", body=body)
    for text in ("uy ban", '"ủy ban"', '"uỷ ban"', "byline:x OR uy*"):
        snippet = search.search(archive, text).hits[0].snippet
        assert "tịch [Uỷ" in shown(snippet), text
        assert snippet.startswith("… đầu")
        assert snippet.endswith("cuối …")
        assert 25 <= len(snippet.split()) <= 35


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dung", "Một [dừng] rồi lại [đứng]."),
        ("dừng", "Một [dừng] rồi lại đứng."),
        ("lede:dung", "Lời [dụng] ý"),
        ("caption:anh", "[Ảnh] chụp"),
        ("title:tin", "[Tin] có \\d"),
        ('"mot dung"', "[Một dừng] rồi lại đứng."),
        ('"mot dung" OR "dung roi" OR dừng', "[Một dừng rồi] lại đứng."),
        ("lai NEAR/3 mot", "[Một] dừng rồi [lại] đứng."),
        ("do* OR lạ*", "Một dừng rồi [lại] đứng."),
        ("byline:an", "Lời dụng ý"),
        ("rồi -khác", "Một dừng [rồi] lại đứng."),
    ],
)
def test_what_a_snippet_shows(archive: sqlite3.Connection, text: str, expected: str) -> None:
    add(
        archive,
        2020070700001,
        title="Tin có \\d",
        lede="Lời\u0002 dụng ý",
        body="Một dừng rồi lại đứng.",
        byline="An",
        photos=[("u", "Ảnh chụp", None)],
    )
    assert shown(search.search(archive, text).hits[0].snippet) == expected


def test_a_hit_is_the_whole_article(archive: sqlite3.Connection) -> None:
    whole = add(
        archive,
        2020070700001,
        title="Tin",
        lede="Lời",
        body="Một.\n\nHai.",
        published="2020-07-07T14:30+07:00",
        published_raw="07/07/2020 14:30",
        published_precision="minute",
        byline="An",
        source="TTX",
        section="Thời sự",
        tags=["cầu", "đường"],
        photos=[("https://a/1.jpg", "Một", "B"), ("https://a/2.jpg", None, None)],
        attachments=[("https://a/1.pdf", "Kế hoạch")],
        fallback=1,
    )
    expected = {
        "id": whole,
        "url": "https://baovidu.vn/2020070700001.html",
        "site": "baovidu",
        "province": "Bình Thuận",
        "province_now": "Lâm Đồng",
        "title": "Tin",
        "lede": "Lời",
        "body": ["Một.", "Hai."],
        "photos": [
            {"url": "https://a/1.jpg", "caption": "Một", "credit": "B"},
            {"url": "https://a/2.jpg", "caption": None, "credit": None},
        ],
        "published": "2020-07-07T14:30+07:00",
        "published_raw": "07/07/2020 14:30",
        "published_precision": "minute",
        "byline": "An",
        "source": "TTX",
        "section": "Thời sự",
        "tags": ["cầu", "đường"],
        "attachments": [{"url": "https://a/1.pdf", "text": "Kế hoạch"}],
        "captured": "2020-07-08T01:02:03Z",
        "version": 1,
        "layout": "2020",
        "fallback": True,
    }
    assert search.search(archive, "hai").hits[0].article == expected
    assert list(article_dict(archive, whole)) == list(expected)


def test_an_earlier_version_has_the_fields_of_then(archive: sqlite3.Connection) -> None:
    article = add(archive, 2020070700001, title="Nay", body="Nay", version=2)
    archive.execute(
        "INSERT INTO captures(id, url, key, captured, record_type, record_id, file, offset, length)"
        " VALUES (2, 'http://a/', 'a', '2019-01-01T00:00:00Z', 'response', 'r2', 'f', 0, 1)"
    )
    fields = (
        '{"title": "Xưa", "lede": null, "body": "Một.\\n\\nHai.", "tags": "[\\"cũ\\"]", "published": "2020-07-06",'
        ' "photos": [{"url": "u", "caption": "c", "credit": null, "position": 0}],'
        ' "attachments": [{"url": "v", "text": "t"}]}'
    )
    archive.execute("INSERT INTO versions VALUES (?, 1, '2019', '2020', 2, '2012', 1, 'p', 'd', ?)", (article, fields))
    then = article_dict(archive, article, version=1)
    assert (then["title"], then["body"], then["tags"]) == ("Xưa", ["Một.", "Hai."], ["cũ"])
    assert then["photos"] == [{"url": "u", "caption": "c", "credit": None}]
    assert then["attachments"] == [{"url": "v", "text": "t"}]
    assert (then["captured"], then["version"], then["layout"], then["fallback"]) == (
        "2019-01-01T00:00:00Z",
        1,
        "2012",
        True,
    )
    assert (then["site"], then["province"], then["byline"]) == ("baovidu", "Bình Thuận", None)
    assert list(then) == list(article_dict(archive, article))
    assert article_dict(archive, article, version=2)["title"] == "Nay"
    with pytest.raises(NotFound, match="no version 3; kept: 1, 2"):
        article_dict(archive, article, version=3)
    with pytest.raises(NotFound, match="no article 7"):
        article_dict(archive, 7)


def test_articles_stream_in_the_order_asked_in_few_reads(archive: sqlite3.Connection) -> None:
    wanted = [add(archive, 2020070700001 + n, photos=[("u", str(n), None)]) for n in range(1200)]
    statements: list[str] = []
    archive.set_trace_callback(statements.append)
    records = list(iter_articles(archive, iter([5, *reversed(wanted)])))
    archive.set_trace_callback(None)
    assert [record["id"] for record in records] == list(reversed(wanted))
    assert [record["photos"][0]["caption"] for record in records] == [str(n) for n in reversed(range(1200))]
    assert len(statements) == 9


def test_readers_see_one_state_and_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    writer = new_archive(path)
    writer.execute("PRAGMA journal_mode = WAL")
    for number in range(1, 1002):
        add(writer, 2020070700000 + number, body="cầu")
    reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=0)
    stream = search.ids(reader, "cầu byline:x OR cầu")
    first = next(stream)
    add(writer, 2020070800001, body="cầu")
    writer.execute("BEGIN IMMEDIATE")
    assert first == 2020070701001
    assert len(list(stream)) == 1000
    assert search.count(reader, "cầu byline:x OR cầu") == 1002
    assert not reader.in_transaction
    reader.close()
    writer.rollback()
    writer.close()


@pytest.mark.parametrize("text", ["cầu", "cầu dep", "cầu -xấu", ""])
def test_a_page_counts_only_so_far_and_says_so(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(counting, "COUNTED", 3)
    for number in range(1, 4):
        add(archive, 2020070700000 + number, body="cầu đẹp")
    result = search.search(archive, text, limit=2)
    assert (result.total, result.total_capped) == (3, False)
    add(archive, 2020070700004, body="cau dep")
    exact = search.search(archive, "cầu", limit=2)
    assert (exact.total, exact.total_capped, exact.more_without_accents, exact.more_capped) == (3, False, 1, True)
    add(archive, 2020070700005, body="cầu dẹp")
    result = search.search(archive, text, limit=2)
    least = 2 if text == "cầu dep" else 3  # a mixture is counted as far back as both of its parts are
    assert (result.total, result.total_capped, result.more_without_accents) == (least, True, None)
    assert search.count(archive, text) == (5 if text == "" else 4)


@pytest.mark.parametrize(
    "options", [{}, {"rank": True}, {"oldest": True}, {"fold": True}, {"fold": True, "rank": True}]
)
def test_a_page_that_saw_all_hits_is_not_counted_again(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    for number in range(1, 8):
        add(archive, 2020070700000 + number, body="cau")
    full = search.search(archive, "cau", limit=7, **options)
    beyond = search.search(archive, "cau", limit=3, offset=20, **options)
    monkeypatch.setattr(search, "count_up_to", None)
    for limit, offset in ((20, 0), (3, 6)):
        result = search.search(archive, "cau", limit=limit, offset=offset, **options)
        assert (result.total, result.total_capped, len(result.hits)) == (7, False, min(limit, 7 - offset))
    assert (full.total, beyond.total, beyond.hits) == (7, 7, ())
    assert search.search(archive, "khong", **options).total == 0


@pytest.mark.parametrize(
    ("text", "within"),
    [
        ('"cau dep"', 2),
        ("cau NEAR/1 dep", 4),
        ("cau -dep", 1),
        ("-dep cầu", 0),
        ('"cau dep" byline:an', 1),
        ("dep OR cau", 4),
    ],
)
def test_counting_ends_at_the_same_article_each_time(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, text: str, within: int
) -> None:
    bodies = ("cau dep", "dep cau", "cau", "cau va dep", "nha", "cau dep")
    for number, body in enumerate(bodies * 5, 1):
        add(archive, 2020070700000 + number, body=body, byline="An" if number > 29 else "Bình")
    source = rows.source_of(archive, text, Filters())
    exactly = rows.count(archive, source)
    assert counting.count_up_to(archive, source) == (exactly, False)
    monkeypatch.setattr(counting, "COUNTED", 4)
    monkeypatch.setattr(counting, "_COUNTED_BY_READING", 2)
    counted = counting.count_up_to(archive, source)
    assert counted == (within, True)
    assert counted[0] <= exactly


def test_words_that_must_meet_are_counted_in_the_newest_articles(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        add(archive, (20200707 + number // 2) * 100_000 + 1 + number % 2, body="cau dep")
    monkeypatch.setattr(counting, "_ARTICLES", 4)
    assert counting.count_up_to(archive, rows.source_of(archive, "cau", Filters())) == (12, False)
    for text in ("cau dep", '"cau dep"', "cau -nha"):
        assert counting.count_up_to(archive, rows.source_of(archive, text, Filters())) == (4, True), text
    until = Filters(date_to="2020-07-09")
    assert counting.count_up_to(archive, rows.source_of(archive, "cau dep", until)) == (4, True)
    assert counting.count_up_to(archive, rows.source_of(archive, "cau dep", Filters(month="2020-06"))) == (0, False)
    page = search.search(archive, "cau dep", limit=3, offset=6)
    assert (page.total, page.total_capped) == (9, True), "what has been shown is counted"


def test_phrases_are_ranked_from_their_texts(archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    filler = " và nhiều chữ khác nữa" * 10
    often = add(archive, 2020070700001, body="Cầu đẹp, cầu đẹp, cầu đẹp." + filler)
    once = add(archive, 2020070700002, body="Cầu đẹp. Cầu đi, đẹp đến, cầu rồi đẹp." + filler)
    title = add(archive, 2020070700003, title="CẦU ĐẸP", body="không" + filler)
    add(archive, 2020070700004, title="Đẹp cầu", body="đẹp cầu" + filler)
    for text in ('"cầu đẹp"', '"cau dep"', '"cau dep" OR "không có"'):
        result = search.search(archive, text, rank=True)
        assert [hit.article["id"] for hit in result.hits] == [title, often, once], text
        assert (result.total, result.ranked_over) == (3, None)
    monkeypatch.setattr(ranking, "READ", 2)
    cut = search.search(archive, '"cau dep"', rank=True)
    assert ([hit.article["id"] for hit in cut.hits], cut.total, cut.ranked_over) == ([title, once], 3, 2)
    monkeypatch.setattr(ranking, "READ", 500)
    monkeypatch.setattr(ranking, "CANDIDATES", 1)
    few = search.search(archive, '"cau dep"', rank=True, limit=2)
    assert ([hit.article["id"] for hit in few.hits], few.ranked_over) == ([title, once], 2), "a page is always full"


def test_how_many_more_is_not_said_when_counting_did_not_come_so_far(
    archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 6):
        add(archive, 2020070700000 + number, body="cầu")
    monkeypatch.setattr(counting, "COUNTED", 3)
    result = search.search(archive, "cầu")
    assert (result.total, result.more_without_accents, result.more_capped) == (5, None, False)


@pytest.mark.parametrize("options", [{}, {"rank": True}, {"oldest": True}, {"fold": True}])
def test_no_page_reads_every_row_of_articles(archive: sqlite3.Connection, options: dict[str, Any]) -> None:
    add(archive, 2020070700001, body="cầu dep")
    statements: list[str] = []
    archive.set_trace_callback(statements.append)
    search.search(archive, "cầu dep", **options)
    archive.set_trace_callback(None)
    for each in (each for each in statements if each.startswith("SELECT")):
        plan = [row[3] for row in archive.execute("EXPLAIN QUERY PLAN " + each)]
        assert not [step for step in plan if re.match(r"SCAN (articles|hit)\b(?! VIRTUAL)(?!_)", step)], each


def test_how_many_more_is_capped_too(archive: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "COUNTED", 3)
    for number in range(1, 6):
        add(archive, 2020070700000 + number, body="cầu" if number == 1 else "cau")
    result = search.search(archive, "cầu")
    assert (result.total, result.more_without_accents, result.more_capped) == (1, 3, True)


def test_page_and_counts_are_of_one_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = new_archive(tmp_path / "archive.db")
    writer.execute("PRAGMA journal_mode = WAL")
    add(writer, 2020070700001, body="cầu")
    count = counting.count_up_to

    def count_after_a_write(connection: sqlite3.Connection, source: rows.Source) -> tuple[int, bool]:
        add(writer, 2020070700002, body="cầu")
        return count(connection, source)

    monkeypatch.setattr(search, "count_up_to", count_after_a_write)
    reader = sqlite3.connect(tmp_path / "archive.db")
    result = search.search(reader, "cau")
    assert (len(result.hits), result.total) == (1, 1)
    reader.close()
    writer.close()


def test_a_search_during_an_open_stream_on_the_same_connection(archive: sqlite3.Connection) -> None:
    for number in range(1, 4):
        add(archive, 2020070700000 + number, body="cầu", byline="An")
    stream = search.ids(archive, "byline:an")
    next(stream)
    assert search.count(archive, "byline:an cầu") == 3
    assert len(list(stream)) == 2


def test_a_search_inside_a_transaction_leaves_it_open(archive: sqlite3.Connection) -> None:
    add(archive, 2020070700001, body="cầu")
    archive.execute("BEGIN")
    assert search.count(archive, "cầu") == 1
    assert archive.in_transaction
    archive.rollback()
    with pytest.raises(BadQuery):
        search.count(archive, "cầu", Filters(site="x"))
    assert not archive.in_transaction


def test_many_threads_with_their_own_connections(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    writer = new_archive(path)
    add(writer, 2020070700001, body="cầu")
    writer.close()
    totals: list[int] = []

    def read() -> None:
        reader = sqlite3.connect(path)
        totals.append(search.count(reader, "cau byline:x OR cầu"))
        reader.close()

    threads = [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [1] * 8


def test_without_counting_nothing_is_counted(archive: sqlite3.Connection) -> None:
    add(archive, 2020070700001, body="cầu")
    result = search.search(archive, "cầu", counting=False)
    assert (len(result.hits), result.total, result.more_without_accents) == (1, None, None)


@pytest.mark.parametrize("text", ["cầu", "cau", "cầu duong", "cầu -duong"])
def test_a_page_comes_out_of_the_index_without_a_sort(archive: sqlite3.Connection, text: str) -> None:
    statements: list[str] = []
    archive.set_trace_callback(statements.append)
    list(search.ids(archive, text, Filters(date_from="2020-01-01", province="Bình Thuận")))
    archive.set_trace_callback(None)
    select = next(each for each in statements if "ORDER BY hit.rowid DESC" in each)
    plan = " ".join(row[3] for row in archive.execute("EXPLAIN QUERY PLAN " + select))
    assert "TEMP B-TREE FOR ORDER" not in plan
    assert "SCAN hit VIRTUAL TABLE" in plan
