"""`ingest`: what others made becomes captures and articles, in the order of time, once, and the files stay as they are."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest

from archive import intake_sources
from archive.captures import load
from archive.checking import check
from archive.errors import BadQuery
from archive.folder import reading
from archive.history import history
from archive.pages import raw_page
from archive.reparse import reparse
from archive.warc_bytes import PIECE
from tests.archive.crawling import one, rows
from tests.archive.foreign_samples import (
    FIRST,
    HTML,
    PROFILE,
    SECOND,
    SITE,
    THIRD,
    arc,
    ingest,
    member,
    not_found,
    page,
    payload_label,
    record,
    record_id,
    url,
    wacz,
    write,
)
from tests.archive.warc_samples import response

ARTICLES = "SELECT url, title, version, first_seen, last_seen FROM articles ORDER BY id"


def dump(folder: Path) -> list[str]:
    """Everything in the database that an ingest may change, as text."""
    with reading(folder) as connection:
        lines = list(connection.iterdump())
    return [line for line in lines if not line.startswith(('INSERT INTO "runs"', 'INSERT INTO "sqlite_'))]


def titles(folder: Path) -> list[str]:
    return [title for (title,) in rows(folder, "SELECT title FROM articles ORDER BY key")]


class TestContainers:
    @pytest.mark.parametrize("packed", [True, False])
    def test_warc(self, tmp_path: Path, packed: bool) -> None:
        path = write(tmp_path / "crawl.warc", record("response", 1, page()), packed=packed)
        report = ingest(tmp_path / "a", path)
        assert (report["exit_code"], report["total"]["new"]) == (0, 1)
        assert titles(tmp_path / "a") == [FIRST]
        assert check(tmp_path / "a", [], progress=None)["ok"]

    def test_a_whole_file_in_one_gzip_member_is_written_record_by_record(self, tmp_path: Path) -> None:
        records = [record("response", number, page(f"{FIRST} {number}")) for number in range(1, 6)]
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(member(b"".join(records)))
        before = path.read_bytes()
        report = ingest(tmp_path / "a", path)
        assert report["total"]["new"] == 5
        assert path.read_bytes() == before
        assert one(tmp_path / "a", "SELECT count(*) FROM captures WHERE length = 0") == 0
        kept = (tmp_path / "a" / "warc" / "2-crawl.warc.gz").read_bytes()
        assert zlib.decompressobj(wbits=31).decompress(kept) == records[0]
        assert check(tmp_path / "a", [], progress=None)["ok"]
        state = dump(tmp_path / "a")
        assert ingest(tmp_path / "a", path)["known"] == 0
        assert dump(tmp_path / "a") == state

    @pytest.mark.parametrize("version", [1, 2])
    @pytest.mark.parametrize("packed", [True, False])
    def test_arc(self, tmp_path: Path, version: int, packed: bool) -> None:
        pages = [(url(number), "20080704050607", page(f"{FIRST} {number}")) for number in (1, 2)]
        path = arc(tmp_path / "old.arc", pages, packed=packed, version=version)
        report = ingest(tmp_path / "a", path)
        assert report["records"] == {"response": 2, "warcinfo": 1}
        assert titles(tmp_path / "a") == [f"{FIRST} 1", f"{FIRST} 2"]
        assert one(tmp_path / "a", "SELECT min(captured) FROM captures") == "2008-07-04T05:06:07.000000+00:00"
        assert check(tmp_path / "a", [], progress=None)["ok"]
        shutil.copy(path, tmp_path / "same.arc")
        assert ingest(tmp_path / "a", tmp_path / "same.arc")["known"] == 2

    def test_wacz_is_read_in_place(self, tmp_path: Path) -> None:
        members = {
            f"archive/data-{number}.warc.gz": member(record("response", number, page(f"{FIRST} {number}")))
            for number in (1, 2)
        }
        path = wacz(tmp_path / "web.wacz", members)
        report = ingest(tmp_path / "a", path)
        assert report["total"]["new"] == 2
        assert list((tmp_path / "a" / "warc").iterdir()) == []
        assert check(tmp_path / "a", [], progress=None) | {"bytes": 0} == {
            "ok": True,
            "files": 2,
            "records": 2,
            "captures": 2,
            "bytes": 0,
            "findings": (),
        }
        with reading(tmp_path / "a") as connection:
            (article,) = connection.execute("SELECT id FROM articles WHERE url = ?", (url(2),)).fetchone()
            assert (
                raw_page(tmp_path / "a", connection, article, version=None)
                == page(f"{FIRST} 2").split(b"\r\n\r\n", 1)[1]
            )
        assert check(tmp_path / "a", [path], progress=None)["records"] == 2

    def test_a_wacz_whose_members_are_deflated_is_unpacked_into_the_archive(self, tmp_path: Path) -> None:
        path = wacz(
            tmp_path / "web.wacz",
            {"archive/a.warc": record("response", 1, page())},
            compression=zipfile.ZIP_DEFLATED,
        )
        assert ingest(tmp_path / "a", path)["total"]["new"] == 1
        assert [one.name for one in (tmp_path / "a" / "warc").iterdir()] == ["web.wacz--a.warc"]
        assert check(tmp_path / "a", [], progress=None)["ok"]

    @pytest.mark.parametrize(
        "name", ["../../evil.warc.gz", "/etc/evil.warc.gz", "archive/../x.warc.gz", "archive/a\\b.warc"]
    )
    def test_hostile_names_are_refused(self, tmp_path: Path, name: str) -> None:
        path = wacz(tmp_path / "web.wacz", {"archive/a.warc.gz": member(record("response", 1, page())), name: b"x"})
        report = ingest(tmp_path / "a", path)
        assert report["exit_code"] == 1
        assert "refused" in report["files"][0]["why"]
        assert one(tmp_path / "a", "SELECT count(*) FROM captures") == 0
        assert sorted(one.name for one in tmp_path.iterdir()) == ["a", "web.wacz"]

    def test_a_wacz_cut_in_half(self, tmp_path: Path) -> None:
        path = wacz(tmp_path / "web.wacz", {"archive/a.warc.gz": member(record("response", 1, page()))})
        path.write_bytes(path.read_bytes()[:200])
        report = ingest(tmp_path / "a", path)
        assert (report["exit_code"], report["files"][0]["state"]) == (1, "failed")


class TestKeeping:
    def test_twice_changes_nothing(self, tmp_path: Path) -> None:
        path = write(tmp_path / "c.warc.gz", *(record("response", n, page(f"{FIRST} {n}")) for n in range(1, 9)))
        ingest(tmp_path / "a", path)
        state = dump(tmp_path / "a")
        report = ingest(tmp_path / "a", path)
        assert report["files"][0]["state"] == "known"
        assert dump(tmp_path / "a") == state

    def test_the_same_captures_in_another_file_are_kept_once(self, tmp_path: Path) -> None:
        path = write(tmp_path / "c.warc.gz", record("response", 1, page()))
        ingest(tmp_path / "a", path)
        other = write(
            tmp_path / "d.warc", record("response", 1, page()), record("response", 99, page(), to=url(1)), packed=False
        )
        report = ingest(tmp_path / "a", other)
        assert report["known"] == 2
        assert one(tmp_path / "a", "SELECT count(*) FROM captures") == 1

    def test_two_records_with_one_id_are_both_kept(self, tmp_path: Path) -> None:
        records = [record("response", 1, page(f"{FIRST} {n}"), to=url(n)) for n in (1, 2)]
        report = ingest(tmp_path / "a", write(tmp_path / "c.warc.gz", *records))
        assert report["total"]["new"] == 2
        assert ingest(tmp_path / "a", write(tmp_path / "d.warc.gz", *records))["known"] == 2
        codes = [finding["code"] for finding in check(tmp_path / "a", [], progress=None)["findings"]]
        assert "row_differs" not in codes

    def test_a_copy_stands_alone(self, tmp_path: Path) -> None:
        path = write(tmp_path / "c.warc.gz", record("response", 1, page()))
        ingest(tmp_path / "a", path, copy=True)
        path.unlink()
        assert check(tmp_path / "a", [], progress=None)["ok"]
        assert (tmp_path / "a" / "warc" / "c.warc.gz").exists()

    def test_an_original_that_is_gone_or_altered_is_found_by_verify_and_one_that_moved_is_found_again(
        self, tmp_path: Path
    ) -> None:
        path = write(tmp_path / "c.warc.gz", record("response", 1, page()))
        ingest(tmp_path / "a", path)
        path.rename(tmp_path / "moved.warc.gz")
        assert not check(tmp_path / "a", [], progress=None)["ok"]
        ingest(tmp_path / "a", tmp_path / "moved.warc.gz")
        assert check(tmp_path / "a", [], progress=None)["ok"]
        with (tmp_path / "moved.warc.gz").open("ab") as file:
            file.write(member(record("response", 2, page(SECOND))))
        codes = {finding["code"] for finding in check(tmp_path / "a", [], progress=None)["findings"]}
        assert "file_changed" in codes

    def test_two_files_of_one_name_do_not_meet(self, tmp_path: Path) -> None:
        for number in (1, 2):
            (tmp_path / str(number)).mkdir()
            write(tmp_path / str(number) / "c.warc.gz", record("response", number, page(f"{FIRST} {number}")))
        ingest(tmp_path / "a", tmp_path / "1" / "c.warc.gz", tmp_path / "2" / "c.warc.gz")
        assert titles(tmp_path / "a") == [f"{FIRST} 1", f"{FIRST} 2"]
        assert check(tmp_path / "a", [], progress=None)["ok"]

    @pytest.mark.parametrize("first", [True, False])
    def test_requests_are_paired_whichever_comes_first(self, tmp_path: Path, first: bool) -> None:
        asked = b"GET /bai-1.html HTTP/1.1\r\nHost: vidu.vn\r\n\r\n"
        if first:  # as wget writes them
            request = record("request", 2, asked, to=url(1))
            records = [request, record("response", 1, page(), f"WARC-Concurrent-To: <{record_id(2)}>")]
        else:  # as warcio does
            request = record("request", 2, asked, f"WARC-Concurrent-To: <{record_id(1)}>", to=url(1))
            records = [record("response", 1, page()), request]
        ingest(tmp_path / "a", write(tmp_path / "c.warc.gz", *records))
        offset = 0 if first else len(member(records[0]))
        assert rows(tmp_path / "a", "SELECT request_offset, request_length FROM captures") == [
            (offset, len(member(request)))
        ]
        assert check(tmp_path / "a", [], progress=None)["ok"]

    def test_what_is_no_page_is_counted_and_not_read(self, tmp_path: Path) -> None:
        kinds = ("resource", "metadata", "conversion", "warcinfo")
        report = ingest(
            tmp_path / "a", write(tmp_path / "c.warc.gz", *(record(kind, n, page()) for n, kind in enumerate(kinds)))
        )
        assert report["records"] == dict.fromkeys(sorted(kinds), 1)
        assert one(tmp_path / "a", "SELECT count(*) FROM captures") == 0

    def test_unknown_hosts_are_kept_and_read_only_when_asked(self, tmp_path: Path) -> None:
        other = "https://example.org/tin/mot-bai-bao"
        path = write(tmp_path / "c.warc.gz", record("response", 1, page(), to=other))
        report = ingest(tmp_path / "a", path)
        assert report["hosts"]["example.org"]["captures"] == 1
        assert one(tmp_path / "a", "SELECT count(*) FROM articles") == 0
        told = "".join(
            f"<p>Đoạn văn số {n} nói dài về cảng cá, về thanh long và về đường sá của tỉnh.</p>" for n in range(9)
        )
        meta = f"<meta property='og:type' content='article'><meta property='og:title' content='{FIRST}'>"
        html = f"<html><head>{meta}</head><body><h1>{FIRST}</h1><article>{told}</article></body></html>"
        path = write(tmp_path / "d.warc.gz", record("response", 2, response(html.encode(), HTML), to=other + "-2"))
        ingest(tmp_path / "a", path, generic=True)
        assert rows(tmp_path / "a", "SELECT site_id, fallback, title FROM articles") == [("host-example-org", 1, FIRST)]
        assert reparse(tmp_path / "a", jobs=1)["exit_code"] == 0

    def test_damage_is_told_and_the_rest_is_taken_in(self, tmp_path: Path) -> None:
        path = tmp_path / "c.warc.gz"
        path.write_bytes(
            member(record("response", 1, page(FIRST)))[:-30]
            + b"".join(member(record("response", n, page(f"{SECOND} {n}"))) for n in (2, 3))
        )
        report = ingest(tmp_path / "a", path)
        assert (report["exit_code"], report["damaged"]) == (1, 1)
        assert report["damage"][0]["url"] == url(1)
        assert titles(tmp_path / "a") == [f"{SECOND} 2", f"{SECOND} 3"]

    @pytest.mark.parametrize("name", ["WARC-Payload-Digest", "WARC-Block-Digest"])
    def test_a_wrong_digest_is_kept_told_and_not_read(self, tmp_path: Path, name: str) -> None:
        wrong = f"{name}: sha1:{'A' * 32}"
        report = ingest(tmp_path / "a", write(tmp_path / "c.warc.gz", record("response", 1, page(), wrong)))
        assert (report["exit_code"], report["damaged"]) == (1, 1)
        assert rows(tmp_path / "a", "SELECT kind FROM captures") == [(None,)]
        assert rows(tmp_path / "a", "SELECT code FROM problems") == [
            (name.removeprefix("WARC-").lower().replace("-", "_"),)
        ]

    @pytest.mark.parametrize("marked", [True, False])
    def test_a_truncated_page_is_marked_and_not_read(self, tmp_path: Path, marked: bool) -> None:
        more = ("WARC-Truncated: length",) if marked else ()
        ingest(tmp_path / "a", write(tmp_path / "c.warc.gz", record("response", 1, page()[:-40], *more)))
        assert rows(tmp_path / "a", "SELECT truncated FROM captures") == [("length" if marked else "unspecified",)]
        assert titles(tmp_path / "a") == []

    def test_a_file_that_is_not_there_is_one_line_and_changes_nothing(self, tmp_path: Path) -> None:
        with pytest.raises(BadQuery, match="no such file"):
            ingest(tmp_path / "a", tmp_path / "none.warc.gz")
        assert not (tmp_path / "a").exists()


class TestOrderOfTime:
    """Three states of one page and its end, taken in in every order, come to the same."""

    STATES = (
        record("response", 11, page(FIRST), at="2017-01-01T00:00:00Z", to=url(1)),
        record("response", 12, page(SECOND), at="2018-01-01T00:00:00Z", to=url(1)),
        record("response", 13, page(SECOND), at="2018-06-01T00:00:00Z", to=url(1)),
        record("response", 14, page(THIRD), at="2019-01-01T00:00:00Z", to=url(1)),
        record("response", 15, not_found(), at="2019-02-01T00:00:00Z", to=url(1)),
        record("response", 16, not_found(), at="2019-03-01T00:00:00Z", to=url(1)),
    )

    @pytest.mark.parametrize("order", ["012345", "543210", "301452", "135024", "420531"])
    def test_every_order_gives_the_same_history(self, tmp_path: Path, order: str) -> None:
        for number in order:
            ingest(tmp_path / "a", write(tmp_path / f"{number}.warc.gz", self.STATES[int(number)]))
        with reading(tmp_path / "a") as connection:
            (article,) = connection.execute("SELECT id FROM articles").fetchone()
            told = history(connection, article)
        spans = [(one["version"], one["seen_from"][:7], one["seen_until"][:7]) for one in told["versions"]]
        assert spans == [(1, "2017-01", "2017-01"), (2, "2018-01", "2018-06"), (3, "2019-01", "2019-01")]
        assert told["title"] == THIRD
        assert (told["missing_since"][:7], told["gone_at"][:7]) == ("2019-02", "2019-03")
        assert rows(tmp_path / "a", "SELECT substr(first_seen, 1, 7), substr(last_seen, 1, 7) FROM articles") == [
            ("2017-01", "2019-01")
        ]

    @pytest.mark.parametrize("order", ["012", "021", "201", "210", "102", "120"])
    def test_a_text_that_went_and_came_back_is_three_versions(self, tmp_path: Path, order: str) -> None:
        states = [
            record("response", 20 + n, page(title), at=f"201{n}-01-01T00:00:00Z", to=url(1))
            for n, title in enumerate((FIRST, SECOND, FIRST))
        ]
        for number in order:
            ingest(tmp_path / "a", write(tmp_path / f"{number}.warc.gz", states[int(number)]))
        with reading(tmp_path / "a") as connection:
            (article,) = connection.execute("SELECT id FROM articles").fetchone()
            told = history(connection, article)
        spans = [(one["version"], one["seen_from"][:4], one["seen_until"][:4]) for one in told["versions"]]
        assert spans == [(1, "2010", "2010"), (2, "2011", "2011"), (3, "2012", "2012")]
        assert told["title"] == FIRST
        assert [bool(one["changes"]) for one in told["versions"]] == [False, True, True]

    def test_not_found_before_the_page_was_seen_says_nothing(self, tmp_path: Path) -> None:
        lost = [record("response", n, not_found(), at=f"2016-0{n}-01T00:00:00Z", to=url(1)) for n in (1, 2, 3)]
        ingest(tmp_path / "a", write(tmp_path / "c.warc.gz", *lost, record("response", 9, page(), to=url(1))))
        assert rows(tmp_path / "a", "SELECT missing_since, gone_at FROM articles") == [(None, None)]


class TestRevisits:
    BLOCK = page()
    HEAD = BLOCK.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    FIRST = record("response", 1, BLOCK, f"WARC-Payload-Digest: {payload_label(BLOCK)}", at="2018-01-01T00:00:00Z")

    def revisit(self, *more: str, block: bytes = HEAD, profile: str = "identical-payload-digest") -> bytes:
        return record(
            "revisit", 2, block, f"WARC-Profile: {PROFILE}{profile}", *more, at="2019-01-01T00:00:00Z", to=url(1)
        )

    @pytest.mark.parametrize(
        "refers",
        [
            (f"WARC-Refers-To: <{record_id(1)}>",),
            (f"WARC-Refers-To-Target-URI: {url(1)}", "WARC-Refers-To-Date: 2018-01-01T00:00:00Z"),
            (f"WARC-Payload-Digest: {payload_label(BLOCK)}",),
        ],
        ids=["id", "time", "digest"],
    )
    @pytest.mark.parametrize("late", [False, True], ids=["in order", "original later"])
    def test_the_payload_is_found(self, tmp_path: Path, refers: tuple[str, ...], late: bool) -> None:
        records = [self.FIRST, self.revisit(*refers)]
        for number, one_record in enumerate(reversed(records) if late else records):
            report = ingest(tmp_path / "a", write(tmp_path / f"{number}.warc.gz", one_record))
        assert report["exit_code"] == 0
        assert rows(
            tmp_path / "a", "SELECT substr(first_seen, 1, 4), substr(last_seen, 1, 4), version FROM articles"
        ) == [("2018", "2019", 1)]
        assert one(tmp_path / "a", "SELECT count(*) FROM problems WHERE code = 'unresolved_revisit'") == 0
        with reading(tmp_path / "a") as connection:
            (capture,) = connection.execute("SELECT id FROM captures WHERE record_type = 'revisit'").fetchone()
            assert load(tmp_path / "a", connection, capture).entity == self.BLOCK.partition(b"\r\n\r\n")[2]

    def test_one_without_its_original_is_kept_and_told(self, tmp_path: Path) -> None:
        path = write(tmp_path / "c.warc.gz", self.revisit(f"WARC-Refers-To: <{record_id(7)}>"))
        ingest(tmp_path / "a", path)
        assert rows(tmp_path / "a", "SELECT code FROM problems") == [("unresolved_revisit",)]

    def test_not_modified(self, tmp_path: Path) -> None:
        block = b"HTTP/1.1 304 Not Modified\r\n\r\n"
        revisit = self.revisit(f"WARC-Refers-To: <{record_id(1)}>", block=block, profile="server-not-modified")
        ingest(tmp_path / "a", write(tmp_path / "c.warc.gz", self.FIRST, revisit))
        assert rows(tmp_path / "a", "SELECT substr(last_seen, 1, 4), version FROM articles") == [("2019", 1)]


class TestLargeAndInterrupted:
    def test_several_files_in_several_processes(self, tmp_path: Path) -> None:
        paths = [
            write(
                tmp_path / f"{file}.warc.gz",
                *(record("response", n, page(f"{FIRST} {n}")) for n in range(file * 100, file * 100 + 20)),
            )
            for file in range(1, 4)
        ]
        report = ingest(tmp_path / "a", *paths, jobs=2)
        assert report["total"]["new"] == 60
        assert [file["state"] for file in report["files"]] == ["whole"] * 3
        ingest(tmp_path / "b", *paths, jobs=1)
        assert sorted(titles(tmp_path / "a")) == sorted(titles(tmp_path / "b"))

    def test_a_run_that_was_killed_goes_on(self, tmp_path: Path) -> None:
        count = 1500
        path = write(
            tmp_path / "c.warc.gz", *(record("response", n, page(f"{FIRST} {n}")) for n in range(1, count + 1))
        )
        (tmp_path / "sites").mkdir()
        (tmp_path / "sites" / "vidu.py").write_text("from tests.archive.foreign_samples import SITE\n")
        root = Path(__file__).resolve().parents[2]
        environment = {**os.environ, "PYTHONPATH": str(root), "TINTINH_SITES": str(tmp_path / "sites")}
        command = [
            sys.executable,
            "-m",
            "tintinh",
            "ingest",
            str(path),
            "--archive",
            str(tmp_path / "a"),
            "--jobs",
            "1",
        ]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, cwd=root)
        query = "SELECT count(*) FROM captures"
        while process.poll() is None and not (
            (tmp_path / "a" / "archive.db").exists() and self._captures(tmp_path / "a")
        ):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait()
        done = one(tmp_path / "a", query)
        assert 0 < done < count
        ingest(tmp_path / "a", path)
        assert one(tmp_path / "a", query) == one(tmp_path / "a", "SELECT count(*) FROM articles") == count
        assert check(tmp_path / "a", [], progress=None)["ok"]

    @staticmethod
    def _captures(folder: Path) -> int:
        try:
            return int(one(folder, "SELECT count(*) FROM captures"))
        except Exception:
            return 0

    def test_a_record_that_announces_ten_gigabytes(self, tmp_path: Path) -> None:
        whole = record("response", 1, page())
        lie = whole.replace(b"Content-Length: %d" % len(page()), b"Content-Length: 10737418240", 1)
        path = tmp_path / "c.warc"
        path.write_bytes(lie + record("response", 2, page(SECOND)))
        report = ingest(tmp_path / "a", path)
        assert report["damaged"] == 1
        assert titles(tmp_path / "a") == [SECOND]

    def test_a_record_too_large_to_read_is_kept_and_told(self, tmp_path: Path) -> None:
        path = tmp_path / "c.warc.gz"
        path.write_bytes(member(record("response", 1, response(b"\0" * (40 * 2**20), HTML))))
        ingest(tmp_path / "a", path)
        assert rows(tmp_path / "a", "SELECT code FROM problems") == [("too_large",)]
        assert path.stat().st_size < PIECE


def test_reparse_reads_ingested_captures(tmp_path: Path) -> None:
    path = write(tmp_path / "c.warc.gz", record("response", 1, page()))
    ingest(tmp_path / "a", path)
    report = reparse(tmp_path / "a", jobs=1, sites={SITE.id: SITE})
    assert report["total"]["same"] == 1


class TestLyingSizes:
    """The sizes that the directory of a ZIP announces, altered."""

    @pytest.mark.parametrize(("field", "size"), [(20, 2**31), (20, 10), (24, 2**31), (24, 10)])
    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    def test_a_size_that_lies_is_one_line_and_nothing_is_read(
        self, tmp_path: Path, field: int, size: int, compression: int
    ) -> None:
        inner = member(record("response", 1, page()))
        path = wacz(tmp_path / "web.wacz", {"archive/data.warc.gz": inner}, compression=compression)
        data = bytearray(path.read_bytes())
        entry = data.rindex(b"PK\x01\x02")
        data[entry + field : entry + field + 4] = size.to_bytes(4, "little")
        path.write_bytes(data)
        report = ingest(tmp_path / "a", path)
        assert report["exit_code"] == 1
        assert titles(tmp_path / "a") == []
        assert not list((tmp_path / "a" / "warc").iterdir())


def test_a_full_disk_during_a_copy_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "c.warc.gz", record("response", 1, page()))

    def full(_: object) -> Callable[[BinaryIO], None]:
        def copy(target: BinaryIO) -> None:
            target.write(b"some of it")
            raise OSError(errno.ENOSPC, "No space left on device")

        return copy

    with monkeypatch.context() as patch:
        patch.setattr(intake_sources, "_copier", full)
        report = ingest(tmp_path / "a", path, copy=True)
    assert (report["exit_code"], report["stopped_by"]) == (5, "disk")
    assert list((tmp_path / "a" / "warc").iterdir()) == []
    assert one(tmp_path / "a", "SELECT count(*) FROM ingests") == 0
    assert ingest(tmp_path / "a", path, copy=True)["total"]["new"] == 1
    assert check(tmp_path / "a", [], progress=None)["ok"]


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("data", [b"id,url,title\n1,x,y\n", b""], ids=["a table", "nothing"])
def test_a_file_without_a_record_is_not_needed_later(tmp_path: Path, copy: bool, data: bytes) -> None:
    """A wrong name typed once must not make the archive damaged for ever."""
    path, good = tmp_path / "a.csv", write(tmp_path / "c.warc.gz", record("response", 1, page()))
    path.write_bytes(data)
    assert ingest(tmp_path / "a", path, good, copy=copy)["total"]["new"] == 1
    path.unlink()
    assert one(tmp_path / "a", "SELECT count(*) FROM warc_files WHERE name LIKE '%csv%'") == 0
    assert check(tmp_path / "a", [], progress=None)["ok"]
    assert len(list((tmp_path / "a" / "warc").iterdir())) == copy
