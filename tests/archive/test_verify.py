import hashlib
import random
import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.digests import digest
from archive.file_check import ExpectedCapture
from archive.fixity import examine
from archive.schema import upgrade
from archive.verify import Finding, Report, verify_archive, verify_file
from archive.warc import Kept, Refers, path_of
from archive.warc_reader import records
from tests.archive.warc_samples import (
    GZIPPED,
    PAGE,
    chunked,
    exchange,
    head,
    member,
    plain,
    response,
    writer,
    written,
)
from tests.scraper.test_gunzip import with_idle_codes

RAW_CHUNKED = chunked(PAGE)
OURS = member(
    "WARC-Type: warcinfo\nWARC-Record-ID: <urn:uuid:1>\nWARC-Date: 2026-11-22T03:00:00Z",
    b"software: tintinh 0.1\r\n",
)


def brief(findings: tuple[Finding, ...]) -> list[tuple[str, int | None, str]]:
    return [(finding.code, finding.offset, finding.level) for finding in findings]


def check(path: Path, data: bytes) -> list[tuple[str, int | None, str]]:
    path.write_bytes(data)
    report = verify_file(path)
    assert report.length == len(data)
    return brief(report.findings)


def test_nothing_is_found_in_what_the_writer_writes(tmp_path: Path) -> None:
    refers = Refers(
        url="http://a.vn/tin-0", date="2026-11-22T03:00:00Z", record_id="urn:uuid:1", profile="identical-payload-digest"
    )
    with writer(tmp_path) as warc:
        warc.keep(exchange(0, tls_note="weak"), extra={"via": "http://a.vn/"})
        warc.keep(exchange(1, response=RAW_CHUNKED, entity=PAGE))
        warc.keep(exchange(2, response=response(GZIPPED, "Content-Encoding: gzip"), entity=GZIPPED, request=b""))
        warc.keep(exchange(3, response=response()[:-10], entity=PAGE[:-10], truncated="disconnect"))
        warc.keep(exchange(4, response=b"garbage", entity=b"garbage", status=None, failure="protocol"))
        warc.keep(exchange(5), refers_to=refers)
        warc.keep(exchange(7, response=b"HTT", entity=b"", status=None, failure="protocol"))
        kept = warc.keep(exchange(6, response=b"HTTP/1.1 204 No Content\r\n\r\n", entity=b"", status=204))
    report = verify_file(tmp_path / kept.file)
    assert report.findings == ()
    assert (report.records, report.captures) == (24, 8)


def good(number: int) -> bytes:
    text = random.Random(number).randbytes(1500).hex()
    return member(head(number=number), response(text.encode()))


A, B, C = good(1), good(2), good(3)


def shared_by_two() -> bytes:
    return zlib.compress(plain(head(number=1), response()) + plain(head(number=2), response()), 6, 31)


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 4]) + data[middle + 1 :]


def with_digest(name: str, value: str, block: bytes | None = None) -> bytes:
    return member(head("response", 9, f"{name}: {value}"), response() if block is None else block)


def without(name: str) -> bytes:
    kept = [line for line in head(number=9).splitlines() if not line.startswith(name + ":")]
    return member("\n".join(kept), response())


Expected = list[tuple[str, int | None, str]]


def at(code: str, offset: int | None, level: str = "damage") -> Expected:
    return [(code, offset, level)]


SIZE = len(response())
LATER = head("response", 1, "WARC-Date: 2026-11-22T03:00:00Z")
NOWHERE = head("response", 1, "WARC-IP-Address: a.b.c.d")
UNDATED = head().replace("2026-11-22T03:00:00Z", "22/11/2026")
BARE = zlib.compress(b"WARC/1.1\r\nWARC-Type: response\r\n\r\n\r\n\r\n", 6, 31)
UNIX = zlib.compress(plain(head(), response()).replace(b"\r\n", b"\n", 6), 6, 31)
LYING = member(head(), response(random.Random(0).randbytes(50_000)), length=100)
FAULTS: dict[str, tuple[bytes, Expected]] = {
    "torn at half": (A + B[: len(B) // 2], at("torn", len(A))),
    "torn 8 bytes short": (A + B[:-8], at("torn", len(A))),
    "torn by one byte": (A + B[:-1], at("torn", len(A))),
    "torn, then appended": (A + B[:-20] + C, at("corrupt", len(A))),
    "a tail of NUL": (A + B + bytes(512), at("nul", len(A + B))),
    "a hole of NUL": (A + bytes(512) + B, at("nul", len(A))),
    "junk between records": (A + b"junk" * 9 + B, at("junk", len(A))),
    "a flipped bit": (A + flipped(B) + C, at("corrupt", len(A))),
    "a wrong check sum": (A + B[:-8] + bytes(4) + B[-4:] + C, at("corrupt", len(A))),
    "several records in one member": (shared_by_two() + C, at("shared_member", 0)),
    "a wrong block": (A + with_digest("WARC-Block-Digest", digest(b"")), at("block_digest", len(A))),
    "a wrong payload": (A + with_digest("WARC-Payload-Digest", digest(b"")), at("payload_digest", len(A))),
    "Content-Length too large": (A + member(head(), response(), length=SIZE + 5) + C, at("content_length", len(A))),
    "Content-Length too small": (A + member(head(), response(), length=SIZE - 5) + C, at("content_length", len(A))),
    "a wrong length in a damaged member": (A + LYING[:-8] + bytes(8) + C, at("corrupt", len(A))),
    "no Content-Length": (BARE + A, at("header", 0)),
    "no WARC-Record-ID": (A + without("WARC-Record-ID"), at("header", len(A))),
    "no WARC-Date": (A + without("WARC-Date"), at("header", len(A))),
    "no WARC-Type": (A + without("WARC-Type"), at("header", len(A))),
    "no WARC-Target-URI": (A + without("WARC-Target-URI"), at("header", len(A))),
    "a WARC-Date that is none": (member(UNDATED, response()), at("header", 0)),
    "a repeated field": (member(LATER, response()), at("header", 0)),
    "an id twice": (A + C + A, at("duplicate_id", len(A + C))),
    "an address that is none": (member(NOWHERE, response()), at("header", 0)),
    "a digest that is none": (with_digest("WARC-Block-Digest", "sha1:   "), at("header", 0)),
    "a digest nobody knows": (with_digest("WARC-Block-Digest", "crc99:00"), at("digest_unknown", 0, "note")),
    "an address in brackets": (member(head(url="<http://a.vn/>"), response()), at("unusual_url", 0, "note")),
    "an empty file": (b"", at("empty", None)),
    "a trailer that is cut": (A + member(head(), response(), trailer=b"\r\n") + C, at("trailer", len(A))),
    "no trailer": (A + member(head(), response(), trailer=b""), at("trailer", len(A))),
    "lines that end in LF": (UNIX, at("header", 0)),
    "a line that is no field": (member(head() + "\nnonsense", response()), at("header", 0)),
    "HTTP shorter than announced": (A + member(head(), response()[:-9]), at("http_short", len(A))),
    "HTTP cut in a chunk": (A + member(head(), RAW_CHUNKED[:-20]), at("http_short", len(A))),
    "HTTP cut and said so": (A + member(head("response", 9, "WARC-Truncated: disconnect"), response()[:-9]), []),
    "no WARC at all": (b"<html>not a WARC</html>", at("junk", 0)),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_found_where_it_is(tmp_path: Path, fault: str) -> None:
    data, expected = FAULTS[fault]
    assert check(tmp_path / "a.warc.gz", data) == expected


PLAIN = [plain(head(number=number), response()) for number in range(3)]
PLAIN_FAULTS: dict[str, tuple[bytes, Expected]] = {
    "whole": (b"".join(PLAIN), []),
    "torn": (b"".join(PLAIN)[:-8], at("torn", len(PLAIN[0] + PLAIN[1]))),
    "torn in the trailer": (b"".join(PLAIN)[:-2], at("trailer", len(PLAIN[0] + PLAIN[1]))),
    "torn, then appended": (PLAIN[0] + PLAIN[1][:-8] + PLAIN[2], at("content_length", len(PLAIN[0]))),
    "a hole of NUL": (PLAIN[0] + bytes(512) + PLAIN[2], at("nul", len(PLAIN[0]))),
    "Content-Length too large": (plain(head(), response(), length=SIZE + 6) + PLAIN[1], at("content_length", 0)),
    "Content-Length too small": (plain(head(), response(), length=SIZE - 6) + PLAIN[1], at("content_length", 0)),
}


@pytest.mark.parametrize("fault", PLAIN_FAULTS)
def test_a_file_that_is_not_compressed_is_checked_as_well(tmp_path: Path, fault: str) -> None:
    data, expected = PLAIN_FAULTS[fault]
    assert check(tmp_path / "a.warc", data) == expected


def test_damage_names_the_address_and_how_much_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    lost = member(head(url="http://a.vn/lost"), response(random.Random(0).randbytes(3000)))
    path.write_bytes(A + flipped(lost) + C)
    (finding,) = verify_file(path).findings
    assert finding.url == "http://a.vn/lost"
    assert f"bytes up to offset {path.stat().st_size - len(C)} are lost" in finding.message
    assert "\n" not in finding.message


def test_both_readings_of_a_payload_digest_are_known(tmp_path: Path) -> None:
    body = RAW_CHUNKED.partition(b"\r\n\r\n")[2]
    right, raw = (with_digest("WARC-Payload-Digest", digest(data), RAW_CHUNKED) for data in (PAGE, body))
    path = tmp_path / "a.warc.gz"
    assert check(path, right) == []
    assert check(path, raw) == [("payload_digest_raw", 0, "note")]
    assert check(path, OURS + raw) == [("payload_digest_raw", len(OURS), "damage")]


def test_a_large_block_is_checked_without_being_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    block = response(bytes(100_000))
    for label, codes in ((digest(block), ["large"]), (digest(b""), ["block_digest", "large"])):
        path.write_bytes(with_digest("WARC-Block-Digest", label, block))
        (record,) = records(path, limit=1000)
        assert [finding.code for finding in examine(record, "a.warc.gz", own=True)] == codes


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    assert brief(verify_file(tmp_path / "missing.warc.gz").findings) == [("unreadable", None, "damage")]
    assert brief(verify_file(tmp_path).findings) == [("unreadable", None, "damage")]


# The archive as a whole: files against rows.


class Sample:
    """An archive of three captures in one closed file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.warcs = folder / "warc"
        self.warcs.mkdir()
        self.connection = sqlite3.connect(folder / "archive.db")
        upgrade(self.connection)
        self.kept: list[Kept] = []
        with writer(self.warcs, on_open=self.opened, on_close=self.closed) as warc:
            for number in range(3):
                self.add(warc.keep(exchange(number)), f"http://a.vn/tin-{number}")
        self.path = self.warcs / self.kept[0].file

    def opened(self, name: str) -> None:
        self.run("INSERT INTO warc_files(name, opened) VALUES (?, 'now')", name)

    def closed(self, name: str, length: int, sha256: str) -> None:
        self.run("UPDATE warc_files SET length = ?, sha256 = ? WHERE name = ?", length, sha256, name)

    def run(self, sql: str, *values: object) -> None:
        with self.connection:
            self.connection.execute(sql, values)

    def add(self, kept: Kept, url: str) -> None:
        self.kept.append(kept)
        request = kept.request
        assert request is not None
        place = kept.response
        values = (url, url, place.record_id, kept.file, place.offset, place.length, request.offset, request.length)
        self.run(
            "INSERT INTO captures(url, key, captured, record_type, record_id, file, offset, length,"
            " request_offset, request_length, payload_digest) VALUES (?, ?, 'now', 'response', ?, ?, ?, ?, ?, ?, ?)",
            *values,
            kept.payload_digest,
        )

    def verify(self, **options: Any) -> Report:
        return verify_archive(self.folder, self.connection, **options)

    def found(self, **options: Any) -> list[tuple[str, int | None]]:
        return [(finding.code, finding.capture_id) for finding in self.verify(**options).findings]


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Sample]:
    sample = Sample(tmp_path)
    yield sample
    sample.connection.close()


def test_a_whole_archive_has_no_findings(sample: Sample) -> None:
    told: list[tuple[int, int]] = []
    report = sample.verify(check_index=True, progress=lambda done, total: told.append((done, total)))
    assert report.findings == ()
    assert report.ok
    size = sample.path.stat().st_size
    assert (report.files, report.records, report.captures, report.bytes) == (1, 10, 3, size)
    assert told[-1] == (size, size)
    assert report.as_dict() == {"ok": True, "files": 1, "records": 10, "captures": 3, "bytes": size, "findings": ()}
    assert not sample.connection.in_transaction


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("length", 7),
        ("record_id", "urn:uuid:other"),
        ("url", "http://a.vn/other"),
        ("payload_digest", digest(b"other")),
        ("record_type", "revisit"),
        ("request_length", 7),
    ],
)
def test_a_row_that_disagrees_with_its_record_is_found(sample: Sample, column: str, value: object) -> None:
    sample.run(f"UPDATE captures SET {column} = ? WHERE id = 2", value)
    assert sample.found() == [("row_differs", 2)]


def test_a_payload_digest_by_another_algorithm_is_compared_with_the_bytes(sample: Sample) -> None:
    right = "sha1:" + hashlib.sha1(PAGE + b"1").hexdigest()
    sample.run("UPDATE captures SET payload_digest = ? WHERE id = 2", right)
    assert sample.found() == []
    sample.run("UPDATE captures SET payload_digest = ? WHERE id = 2", "sha1:" + "0" * 40)
    assert sample.found() == [("row_differs", 2)]


def test_a_row_at_a_wrong_offset_finds_no_record_and_the_record_no_row(sample: Sample) -> None:
    sample.run("UPDATE captures SET offset = offset + 1 WHERE id = 2")
    assert sample.found() == [("record_without_row", None), ("row_without_record", 2)]
    sample.run("UPDATE captures SET request_offset = 7 WHERE id = 1")
    assert ("row_without_record", 1) in sample.found()


def test_bytes_without_a_row_are_found_and_named(sample: Sample) -> None:
    sample.run("DELETE FROM captures WHERE id = 2")
    (finding,) = sample.verify().findings
    assert (finding.code, finding.url, finding.offset) == (
        "record_without_row",
        "http://a.vn/tin-1",
        sample.kept[1].response.offset,
    )


def test_damage_names_the_captures_it_hits(sample: Sample) -> None:
    data = bytearray(sample.path.read_bytes())
    data[sample.kept[1].response.offset + sample.kept[1].response.length - 6] ^= 4
    sample.path.write_bytes(data)
    report = sample.verify()
    assert not report.ok
    codes = [(finding.code, finding.capture_id, finding.url) for finding in report.findings]
    assert codes == [
        ("corrupt", None, "http://a.vn/tin-1"),
        ("row_without_record", 2, "http://a.vn/tin-1"),
        ("file_changed", None, None),
    ]
    assert (report.records, report.captures) == (9, 2)


def test_a_file_that_was_cut_or_grew_is_found(sample: Sample) -> None:
    with sample.path.open("ab") as file:
        file.write(member(head("metadata"), b"added: later"))
    assert sample.found() == [("file_changed", None)]


def test_a_missing_file_names_its_captures(sample: Sample) -> None:
    sample.path.unlink()
    assert sample.found() == [("unreadable", None), *(("row_without_record", number) for number in (1, 2, 3))]


def test_files_of_others_may_hold_more_than_was_wanted(sample: Sample) -> None:
    (sample.warcs / "theirs.warc.gz").write_bytes(A + B)
    report = sample.verify()
    assert report.ok
    assert [finding.code for finding in report.findings] == ["record_without_row", "unknown_file"]


def test_an_open_file_is_checked_up_to_its_committed_end(sample: Sample) -> None:
    with writer(sample.warcs, prefix="next", on_open=sample.opened) as warc:
        sample.add(warc.keep(exchange(3)), "http://a.vn/tin-3")
        committed = warc.keep(exchange(4))
        assert sample.found() == [("open", None)]
        ends = {committed.file: committed.end}
        assert sample.found(open_files_end=ends) == [("record_without_row", None), ("open", None)]
        with path_of(sample.warcs, committed.file).open("ab") as file:
            file.write(b"half a record")
        assert sample.verify().ok
        sample.run("DELETE FROM captures WHERE id = 4")
        assert sample.verify().ok


def test_a_file_closed_by_a_killed_run_has_no_digest_yet(sample: Sample) -> None:
    sample.run("UPDATE warc_files SET sha256 = NULL")
    assert sample.found() == [("no_digest", None)]
    assert sample.verify().ok


def test_a_revisit_is_compared_by_its_header(sample: Sample) -> None:
    url, date, record_id = "http://a.vn/tin-0", "2026-11-22T03:00:00Z", sample.kept[0].response.record_id
    answer = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    with writer(sample.warcs, prefix="next") as warc:
        same = Refers(url=url, date=date, record_id=record_id, profile="identical-payload-digest")
        sample.add(warc.keep(exchange(3), refers_to=same), "http://a.vn/tin-3")
        unchanged = Refers(url=url, date=date, record_id=record_id, profile="server-not-modified")
        sample.add(warc.keep(exchange(4, response=answer, entity=b""), refers_to=unchanged), "http://a.vn/tin-4")
    sample.run("UPDATE captures SET record_type = 'revisit' WHERE id > 3")
    sample.run("UPDATE captures SET payload_digest = ? WHERE id = 5", sample.kept[0].payload_digest)
    assert sample.found() == [("unknown_file", None)]
    sample.run("UPDATE captures SET payload_digest = ? WHERE id = 4", digest(b"other"))
    assert sample.found() == [("row_differs", 4), ("unknown_file", None)]


def test_a_file_that_never_held_anything_is_not_missing(sample: Sample) -> None:
    sample.opened("gone-00001.warc.gz")
    assert sample.found() == []
    sample.closed("gone-00001.warc.gz", 500, "0" * 64)
    assert sample.found() == [("unreadable", None)]


def test_what_a_repair_cut_is_no_warc_to_verify(sample: Sample) -> None:
    (sample.warcs / "run-00001.warc.gz.damaged").write_bytes(b"torn")
    assert sample.found() == []


def test_an_index_that_disagrees_with_the_articles_is_found(sample: Sample) -> None:
    sample.run(
        "INSERT INTO articles(id, key, url, site_id, title, body, first_seen, last_seen, capture_id, parser,"
        " fields_digest, provenance) VALUES (1, 'k', 'u', 's', 'Đường sắt', 'thân bài', 'x', 'x', 1, 'p', 'd', '[]')"
    )
    assert sample.found(check_index=True) == []
    sample.run("DROP TRIGGER articles_deleting")
    sample.run("DELETE FROM articles")
    assert sample.found() == []
    assert sample.found(check_index=True) == [("index", None), ("index", None)]
    assert not sample.connection.in_transaction


def test_an_index_that_cannot_be_checked_is_only_noted(sample: Sample) -> None:
    sample.connection.close()
    sample.connection = sqlite3.connect(f"file:{sample.folder / 'archive.db'}?mode=ro", uri=True)
    assert sample.found(check_index=True) == [("index_unchecked", None)] * 2
    assert sample.verify(check_index=True).ok


def test_a_row_that_points_nowhere_is_found(sample: Sample) -> None:
    sample.run("PRAGMA foreign_keys = off")
    sample.run("UPDATE captures SET refers_to = 99 WHERE id = 3")
    assert sample.found() == [("database", None)]


def test_a_damaged_database_is_a_finding_and_no_traceback(sample: Sample) -> None:
    sample.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    sample.connection.close()
    database = sample.folder / "archive.db"
    data = database.read_bytes()
    database.write_bytes(data[:4096] + bytes(len(data) // 2) + data[4096 + len(data) // 2 :])
    sample.connection = sqlite3.connect(database)
    report = sample.verify(check_index=True)
    assert not report.ok
    assert "database" in {finding.code for finding in report.findings}
    assert (report.files, report.records) == (1, 10)


def test_rows_are_taken_one_by_one(tmp_path: Path) -> None:
    path, kept = written(tmp_path)
    ahead = 0

    def rows() -> Iterator[ExpectedCapture]:
        nonlocal ahead
        for number, place in enumerate(kept):
            ahead += 1
            yield ExpectedCapture(
                capture_id=number,
                url=f"http://a.vn/tin-{number}",
                offset=place.response.offset,
                length=place.response.length,
                record_type="response",
                record_id=place.response.record_id,
                payload_digest=place.payload_digest,
            )

    assert verify_file(path, expected=rows(), end=kept[0].end).findings != ()
    assert verify_file(path, expected=rows()).findings == ()
    assert ahead == 6


def test_a_member_that_gunzip_refuses_is_damage_although_it_can_be_read(tmp_path: Path) -> None:
    sound = zlib.decompress(member("WARC-Type: resource\nWARC-Record-ID: <urn:uuid:2>", b"a block"), wbits=31)
    (tmp_path / "a.warc.gz").write_bytes(OURS + with_idle_codes(sound))
    report = verify_file(tmp_path / "a.warc.gz")
    assert [(one.code, one.offset) for one in report.findings] == [("corrupt", len(OURS))]
    assert [one.offset for one in records(tmp_path / "a.warc.gz")] == [0, len(OURS)]
