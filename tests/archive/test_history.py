"""What changed between versions, word by word, and the table of silent edits."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from archive.history import changes, edits, history
from archive.jobs import crawl_sites
from archive.lines import of_edits, of_history
from archive.lookup import article_id
from archive.run import Bounds
from cli import app
from demo.portal import Change, Portal
from demo.sites import sites_of

_WORDS = st.lists(st.sampled_from(["tỉnh", "Bình", "Thuận", "họp", "7.250", "\n\n"]), max_size=30)


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Change]]:
    folder = tmp_path_factory.mktemp("history") / "archive"
    with Portal() as portal:
        wanted = {site.id: (site, list[str]()) for site in sites_of(portal)}
        for recheck in (False, True):
            crawl_sites(
                folder, wanted, agent="test", operator=None, bounds=Bounds(), recheck=recheck, tell=lambda _event: None
            )
            if not recheck:
                change = portal.publish_more()
        yield folder, change


@pytest.fixture
def archive(crawled: tuple[Path, Change]) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{(crawled[0] / 'archive.db').as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture
def done(crawled: tuple[Path, Change]) -> Change:
    return crawled[1]


def text(part: dict[str, Any], *wanted: str) -> list[str]:
    return " ".join(one["text"].replace("\n\n", " ¶ ") for one in part["parts"] if one["op"] in wanted).split()


def fields(**given: Any) -> dict[str, Any]:
    return {"title": "Tin", "body": "a b c", "tags": "[]", "photos": [], "attachments": [], **given}


def photo(url: str, caption: str | None = None, credit: str | None = None) -> dict[str, Any]:
    return {"url": url, "caption": caption, "credit": credit}


def test_a_correction_is_one_word(archive: sqlite3.Connection, done: Change) -> None:
    article = history(archive, article_id(archive, done.edited))
    first, second = article["versions"]
    assert (first["version"], first["changes"], second["version"]) == (1, [], 2)
    (change,) = second["changes"]
    assert (change["field"], change["removed"], change["added"]) == ("body", 1, 1)
    assert text(change, "removed") == done.before.split()[:1]
    assert text(change, "added") == done.after.split()[:1]
    assert first["seen_from"] < first["seen_until"] < second["seen_from"] <= second["seen_until"] or (
        first["seen_from"] == first["seen_until"] < second["seen_from"]
    )
    assert first["capture"]["payload_digest"] != second["capture"]["payload_digest"]
    assert second["same_parser"]


def test_silent_edits_are_found_by_day_and_site(archive: sqlite3.Connection, done: Change) -> None:
    (edit,) = edits(archive, since="2020-01-01")
    assert (edit["url"], edit["fields"], edit["removed"], edit["added"]) == (done.edited, ["body"], 1, 1)
    assert (edit["version"], edit["gone_at"]) == (2, None)
    assert list(edits(archive, since="2020-01-01", site="binhthuan")) == [edit]
    assert list(edits(archive, since="2020-01-01", site="sotttt-hanoi")) == []
    assert list(edits(archive, since=edit["seen"][:10])) == [edit]
    assert list(edits(archive, since="2999-01-01")) == []


def test_an_edit_before_the_last_is_found_too(crawled: tuple[Path, Change], done: Change) -> None:
    with closing(sqlite3.connect(":memory:")) as copy, closing(sqlite3.connect(crawled[0] / "archive.db")) as original:
        original.backup(copy)
        identity = article_id(copy, done.edited)
        copy.execute(
            "INSERT INTO versions SELECT id, 2, last_seen, last_seen, capture_id, layout, fallback, 'other/parser', 'd', ? "
            "FROM articles WHERE id = ?",
            (json.dumps(fields()), identity),
        )
        copy.execute("UPDATE articles SET version = 3 WHERE id = ?", (identity,))
        found = list(edits(copy, since="2020-01-01"))
        assert [(one["version"], one["same_parser"]) for one in found] == [(2, False), (3, False)]
        today = found[0]["seen"][:10]
        copy.execute(
            "UPDATE articles SET capture_id = (SELECT capture_id FROM versions WHERE article_id = ? AND version = 1) "
            "WHERE id = ?",
            (identity, identity),
        )
        copy.execute(
            "UPDATE captures SET captured = '2020-01-02T00:00:00.000000+00:00' "
            "WHERE id = (SELECT capture_id FROM articles WHERE id = ?)",
            (identity,),
        )
        assert [one["version"] for one in edits(copy, since=today)] == [2]


def test_a_gone_article_says_since_when(crawled: tuple[Path, Change], done: Change) -> None:
    with closing(sqlite3.connect(":memory:")) as copy, closing(sqlite3.connect(crawled[0] / "archive.db")) as original:
        original.backup(copy)
        identity = article_id(copy, done.removed)
        assert any("not found since" in line for line in of_history(history(copy, identity), colour=False))
        copy.execute("UPDATE articles SET gone_at = '2026-11-22T05:06:07.000000+00:00' WHERE id = ?", (identity,))
        lines = list(of_history(history(copy, identity), colour=False))
    assert any("gone since 2026-11-22 05:06Z" in line for line in lines)


@given(_WORDS, _WORDS)
def test_the_parts_give_back_both_texts(old: list[str], new: list[str]) -> None:
    found = list(changes(fields(body=" ".join(old)), fields(body=" ".join(new))))
    if old == new:
        assert found == []
        return
    (change,) = found
    before, after = ([word.replace("\n\n", "¶") for word in words] for words in (old, new))
    assert text(change, "same", "removed") == before
    assert text(change, "same", "added") == after
    assert change["removed"] <= sum(word != "\n\n" for word in old)


def test_photos_and_captions_are_compared_by_address() -> None:
    before = fields(photos=[photo("1.jpg", "Cảng cá"), photo("2.jpg", "Bờ kè", "Mai"), photo("3.jpg")])
    after = fields(photos=[photo("1.jpg", "Cảng mới"), photo("2.jpg", "Bờ kè", "Lan"), photo("4.jpg", "Chợ")])
    found = [(one["field"], one["url"], one["removed"], one["added"]) for one in changes(before, after)]
    assert found == [
        ("photo", "3.jpg", 1, 0),
        ("photo", "4.jpg", 0, 2),
        ("caption", "1.jpg", 1, 1),
        ("credit", "2.jpg", 1, 1),
    ]


def test_photos_in_another_order_are_a_change() -> None:
    before, after = ([photo(one) for one in order] for order in (("1", "2"), ("2", "1")))
    assert [one["field"] for one in changes(fields(photos=before), fields(photos=after))] == ["photo", "photo"]


def test_tags_and_files_are_compared() -> None:
    before = fields(tags='["biển"]', attachments=[{"url": "a.pdf", "text": "Công văn"}])
    after = fields(tags='["biển", "đảo"]', attachments=[{"url": "a.pdf", "text": "Quyết định"}])
    assert [one["field"] for one in changes(before, after)] == ["tags", "attachment"]


def test_a_long_text_of_one_word_does_not_hold_up_the_table() -> None:
    began = time.monotonic()
    (change,) = changes(fields(body="x " + "a " * 50_000 + "y"), fields(body="z " + "a " * 50_001 + "w"))
    assert time.monotonic() - began < 5
    assert change["removed"] == 50_002


def test_marks_on_paper_and_colours_on_a_terminal(archive: sqlite3.Connection, done: Change) -> None:
    article = history(archive, article_id(archive, done.edited))
    old, new = done.before.split()[0], done.after.split()[0]
    plain, coloured = ("\n".join(of_history(article, colour=colour)) for colour in (False, True))
    assert f"[-{old}-] {{+{new}+}}" in plain
    assert "\x1b" not in plain
    assert f"\x1b[31m{old}\x1b[0m \x1b[32m{new}\x1b[0m" in coloured
    assert "…" in plain


def test_what_stays_is_shown_only_near_a_change() -> None:
    words = " ".join(map(str, range(100)))
    article = {
        **dict.fromkeys(("id", "site", "title", "url", "gone_at", "missing_since"), ""),
        "versions": [version(2, list(changes(fields(body=f"a {words} b"), fields(body=f"x {words} y"))))],
    }
    last = list(of_history(article, colour=False))[-1]
    assert last.strip() == "body  [-a-] {+x+} 0 1 2 3 4 5 6 7 … 92 93 94 95 96 97 98 99 [-b-] {+y+}"


def test_a_version_that_differs_in_nothing_says_so() -> None:
    article = dict.fromkeys(("id", "site", "title", "url", "gone_at", "missing_since"), "")
    lines = list(of_history({**article, "versions": [version(2, [])]}, colour=False))
    assert "no field differs" in lines[-1]


def version(number: int, found: list[Any]) -> dict[str, Any]:
    capture = {"id": 1, "file": "f", "offset": 0, "payload_digest": "d"}
    seen = dict.fromkeys(("seen_from", "seen_until"), "2026-11-22T05:06:07+00:00")
    return {"version": number, **seen, "capture": capture, "parser": "p", "same_parser": True, "changes": found}


def test_the_command_gives_lines_json_and_the_table(crawled: tuple[Path, Change], done: Change) -> None:
    def run(*arguments: str) -> Any:
        return CliRunner().invoke(app, ["--archive", str(crawled[0]), "history", *arguments])

    assert f"[-{done.before.split()[0]}-]" in run(done.edited).stdout
    assert len(json.loads(run(done.edited, "--json").stdout)["versions"]) == 2
    (edit,) = (json.loads(line) for line in run("--since", "2020-01-01", "--json").stdout.splitlines())
    assert edit["url"] == done.edited
    assert str(edit["id"]) in run("--since", "2020-01-01", "--site", "binhthuan").stdout
    assert run("--since", "2999-01-01").stdout == "no silent edit\n"
    for wrong in ([], [done.edited, "--since", "2020-01-01"], [done.edited, "--site", "binhthuan"], ["--since", "x"]):
        assert run(*wrong).exit_code == 2
    assert run("2020070799999").exit_code == 1


def test_the_table_marks_what_may_be_the_parsers() -> None:
    edit = {"id": 1, "site": "s", "seen": "2026-11-22T05", "version": 2, "removed": 1, "added": 0, "title": "Tin"}
    rest = {"gone_at": "2026", "same_parser": False, "fields": ["body"]}
    assert "body (gone) (another parser)  Tin" in list(of_edits([{**edit, **rest}]))[-1]
