import errno
import hashlib
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastWarc
from warcio.archiveiterator import ArchiveIterator as Warcio

from archive.errors import CannotOpen, NoSpace
from archive.warc import Kept, Refers, digest, path_of, warc_date
from archive.warc_compose import Profile
from archive.warc_reader import Record, payload, read_at, records
from tests.archive.warc_samples import GZIPPED, PAGE, REQUEST, chunked, exchange, response, writer, written

ROOT = Path(__file__).resolve().parents[2]


def record_of(folder: Path, kept: Kept) -> Record:
    return read_at(path_of(folder, kept.file), kept.response.offset, kept.response.length)


def refers_to(url: str, profile: Profile) -> Refers:
    return Refers(url=url, date="2026-11-01T00:00:00Z", record_id="urn:uuid:1", profile=profile)


def test_a_date_is_utc_with_microseconds() -> None:
    hanoi = timezone(timedelta(hours=7))
    assert warc_date(datetime(2026, 11, 22, 10, 0, tzinfo=hanoi)) == "2026-11-22T03:00:00.000000Z"
    with pytest.raises(ValueError, match="without an offset"):
        warc_date(datetime(2026, 11, 22, 10, 0))  # noqa: DTZ001


def test_a_capture_is_response_request_and_metadata_behind_one_warcinfo(tmp_path: Path) -> None:
    path, kept = written(tmp_path, 2)
    found = list(records(path))
    kinds = [record.type for record in found]
    assert kinds == ["warcinfo", *["response", "request", "metadata"] * 2]
    assert [record.version for record in found] == ["WARC/1.1"] * 7
    request = kept[1].request
    assert request is not None
    places = [(kept[1].response.offset, kept[1].response.length), (request.offset, request.length)]
    assert [(record.offset, record.length) for record in found[4:6]] == places
    assert [found[4].record_id, found[5].record_id] == [kept[1].response.record_id, request.record_id]
    assert kept[1].end == path.stat().st_size
    assert len({record.record_id for record in found}) == 7


def test_the_headers_of_a_response(tmp_path: Path) -> None:
    path, _ = written(tmp_path, 1)
    info, answer, request, metadata = records(path)
    expected = [
        ("WARC-Type", "response"),
        ("WARC-Record-ID", f"<{answer.record_id}>"),
        ("WARC-Date", "2026-11-22T03:00:00.123456Z"),
        ("WARC-Target-URI", "http://a.vn/tin-0"),
        ("WARC-IP-Address", "203.113.131.1"),
        ("WARC-Protocol", "http/1.1"),
        ("WARC-Protocol", "tls/1.3"),
        ("WARC-Warcinfo-ID", f"<{info.record_id}>"),
        ("WARC-Payload-Digest", digest(PAGE + b"0")),
        ("WARC-Block-Digest", digest(exchange().response)),
        ("Content-Type", "application/http; msgtype=response"),
        ("Content-Length", str(len(exchange().response))),
    ]
    assert list(answer.headers) == expected
    assert answer.block == exchange().response
    assert request.block == REQUEST
    assert request.header("Content-Type") == "application/http; msgtype=request"
    assert request.header("WARC-Concurrent-To") == metadata.header("WARC-Concurrent-To") == f"<{answer.record_id}>"
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", answer.record_id or "")


def test_the_warcinfo_names_file_software_and_operator_but_no_machine(tmp_path: Path) -> None:
    path, _ = written(tmp_path, 1, operator="Thư viện tỉnh")
    info = next(records(path))
    lines = info.block.decode().splitlines()
    assert info.header("WARC-Filename") == "run-00001.warc.gz"
    assert {"software: tintinh 0.1", "operator: Thư viện tỉnh", "robots: obey (RFC 9309)"} <= set(lines)
    assert not [line for line in lines if line.startswith(("hostname", "ip"))]


def test_metadata_has_time_note_and_extra_fields_each_on_one_line(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        kept = warc.keep(exchange(tls_note="weak DH\r\nWARC-Type: x"), extra={"via": "http://a.vn/"})
    *_, metadata = records(tmp_path / kept.file)
    assert metadata.block == b"fetchTimeMs: 250\r\nvia: http://a.vn/\r\ntlsNote: weak DH WARC-Type: x\r\n"


def test_addresses_are_in_canonical_form(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        kept = warc.keep(exchange(ip="2001:0DB8:0:0::0001%eth0"))
    assert record_of(tmp_path, kept).header("WARC-IP-Address") == "2001:db8::1"


def test_a_truncated_response_says_so_and_one_without_request_stands_alone(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        kept = warc.keep(exchange(truncated="disconnect", request=b"", ip=None, protocols=()))
    assert kept.request is None
    record = record_of(tmp_path, kept)
    assert record.header("WARC-Truncated") == "disconnect"
    assert record.header("WARC-IP-Address") is None
    assert [record.type for record in records(tmp_path / kept.file)] == ["warcinfo", "response", "metadata"]


def test_what_is_not_http_has_no_payload_digest(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        kept = warc.keep(exchange(response=b"garbage", entity=b"", status=None, failure="protocol"))
    assert kept.payload_digest is None
    assert record_of(tmp_path, kept).header("WARC-Payload-Digest") is None


def test_a_revisit_with_the_same_payload_keeps_only_the_headers(tmp_path: Path) -> None:
    refers = refers_to("http://a.vn/first", "identical-payload-digest")
    with writer(tmp_path) as warc:
        kept = warc.keep(exchange(), refers_to=refers)
    record = record_of(tmp_path, kept)
    assert kept.response.record_type == record.type == "revisit"
    assert record.block == exchange().response[: -len(PAGE + b"0")]
    assert record.header("WARC-Payload-Digest") == kept.payload_digest == digest(PAGE + b"0")
    assert record.header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    assert record.header("WARC-Refers-To") == "<urn:uuid:1>"
    assert record.header("WARC-Refers-To-Target-URI") == "http://a.vn/first"
    assert record.header("WARC-Refers-To-Date") == "2026-11-01T00:00:00Z"
    assert record.header("WARC-Truncated") == "length"
    assert record.header("Content-Type") == "application/http; msgtype=response"


def test_a_server_not_modified_revisit_keeps_the_answer_whole(tmp_path: Path) -> None:
    refers = refers_to("http://a.vn/tin-0", "server-not-modified")
    answer = b'HTTP/1.1 304 Not Modified\r\nETag: "abc"\r\nContent-Length: 999\r\n\r\n'
    with writer(tmp_path) as warc:
        kept = warc.keep(exchange(response=answer, entity=b"", status=304), refers_to=refers)
    record = record_of(tmp_path, kept)
    assert record.block == answer
    assert record.header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert kept.payload_digest is None
    assert record.header("WARC-Truncated") is None


@pytest.mark.parametrize(
    ("raw", "entity"),
    [
        (response(GZIPPED, "Content-Encoding: gzip"), GZIPPED),
        (chunked(PAGE), PAGE),
        (chunked(GZIPPED, "Content-Encoding: gzip"), GZIPPED),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n" + response(), PAGE),
    ],
)
def test_the_payload_is_without_transfer_coding_and_with_content_coding(
    tmp_path: Path, raw: bytes, entity: bytes
) -> None:
    with writer(tmp_path) as warc:
        kept = warc.keep(exchange(response=raw, entity=entity))
    record = record_of(tmp_path, kept)
    assert record.block == raw
    assert payload(record) == entity
    assert kept.payload_digest == "sha256:" + hashlib.sha256(entity).hexdigest()


def test_warcio_and_fastwarc_read_the_same_records_and_payloads(tmp_path: Path) -> None:
    raws = [response(), response(GZIPPED, "Content-Encoding: gzip"), chunked(PAGE), response(b"")]
    entities = [PAGE, GZIPPED, PAGE, b""]
    with writer(tmp_path) as warc:
        for number, (raw, entity) in enumerate(zip(raws, entities, strict=True)):
            kept = warc.keep(exchange(number, response=raw, entity=entity))
    path = tmp_path / kept.file
    ours = [(record.record_id, payload(record)) for record in records(path) if record.type == "response"]
    assert [entity for _, entity in ours] == entities
    with path.open("rb") as file:
        theirs = [
            ((record.rec_headers["WARC-Record-ID"] or "").strip("<>"), record.raw_stream.read(), record.rec_type)
            for record in Warcio(file, no_record_parse=True)
        ]
    assert [(record_id, block) for record_id, block, kind in theirs if kind == "response"] == [
        (record_id, raw) for (record_id, _), raw in zip(ours, raws, strict=True)
    ]
    assert len(theirs) == 13
    with path.open("rb") as file:
        blocks = [
            ((record.record_id or "").strip("<>"), record.reader.read()) for record in FastWarc(file, parse_http=False)
        ]
    assert blocks == [(record_id, block) for record_id, block, _ in theirs]


def test_warcio_finds_every_digest_right(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    with path.open("rb") as file:
        for record in Warcio(file, check_digests="raise"):
            record.content_stream().read()


def test_a_file_has_its_suffix_until_closed_and_its_digest_is_told(tmp_path: Path) -> None:
    told: list[Any] = []
    warc = writer(tmp_path, on_open=told.append, on_close=lambda *what: told.append(what))
    assert list(tmp_path.iterdir()) == []
    kept = warc.keep(exchange())
    assert [path.name for path in tmp_path.iterdir()] == ["run-00001.warc.gz.open"]
    assert path_of(tmp_path, kept.file).name == "run-00001.warc.gz.open"
    warc.close()
    warc.close()
    data = (tmp_path / kept.file).read_bytes()
    assert told == [kept.file, (kept.file, len(data), hashlib.sha256(data).hexdigest())]
    assert path_of(tmp_path, kept.file) == tmp_path / kept.file
    assert warc.keep(exchange()).file == "run-00002.warc.gz"
    warc.close()


def test_files_roll_before_the_limit_and_never_within_a_capture(tmp_path: Path) -> None:
    with writer(tmp_path, roll_bytes=20_000) as warc:
        kept = [
            warc.keep(exchange(number, response=response(body), entity=body))
            for number, body in enumerate(os.urandom(3000) for _ in range(12))
        ]
    names = sorted({place.file for place in kept})
    assert names == [f"run-{serial:05d}.warc.gz" for serial in range(1, len(names) + 1)]
    assert len(names) > 2
    for name in names:
        assert (tmp_path / name).stat().st_size <= 20_000
        first, *rest = records(tmp_path / name)
        assert first.type == "warcinfo"
        assert {record.header("WARC-Warcinfo-ID") for record in rest} == {f"<{first.record_id}>"}


def test_a_capture_larger_than_the_limit_still_gets_its_file(tmp_path: Path) -> None:
    with writer(tmp_path, roll_bytes=100) as warc:
        files = [warc.keep(exchange(number)).file for number in range(2)]
    assert files == ["run-00001.warc.gz", "run-00002.warc.gz"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_file_that_exists_is_never_touched(tmp_path: Path) -> None:
    (tmp_path / "run-00001.warc.gz").write_bytes(b"mine")
    (tmp_path / "run-00002.warc.gz.open").write_bytes(b"mine too")
    with writer(tmp_path) as warc:
        assert warc.keep(exchange()).file == "run-00003.warc.gz"
    assert (tmp_path / "run-00001.warc.gz").read_bytes() == b"mine"
    assert (tmp_path / "run-00002.warc.gz.open").read_bytes() == b"mine too"


def test_nothing_is_kept_of_an_empty_answer_or_an_address_that_breaks_the_header(tmp_path: Path) -> None:
    with writer(tmp_path) as warc:
        with pytest.raises(ValueError, match="nothing came back"):
            warc.keep(exchange(response=b"", failure="empty"))
        assert list(tmp_path.iterdir()) == []
        with pytest.raises(ValueError, match="control characters"):
            warc.keep(exchange(url="http://a.vn/\r\nWARC-Type: x"))
        kept = warc.keep(exchange())
    assert [record.type for record in records(tmp_path / kept.file)] == ["warcinfo", "response", "request", "metadata"]


def test_a_read_only_folder_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(CannotOpen, match="cannot create a WARC file here"):
        writer(tmp_path).keep(exchange())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])
@pytest.mark.parametrize("call", ["pwrite", "_sync"])
def test_disk_trouble_in_the_middle_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, call: str
) -> None:
    real = os.pwrite
    count = 0

    def short_then_full(descriptor: int, data: memoryview, offset: int) -> int:
        nonlocal count
        count += 1
        if count > 2:
            raise OSError(code, os.strerror(code))
        return real(descriptor, data[:100], offset)

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    with writer(tmp_path) as warc:
        end = warc.keep(exchange(0)).end
        with monkeypatch.context() as patch:
            if call == "pwrite":
                patch.setattr(os, "pwrite", short_then_full)
            else:
                patch.setattr("archive.warc._sync", fail)
            with pytest.raises(NoSpace, match=r"run-00001.warc.gz: .*Everything kept so far is whole") as caught:
                warc.keep(exchange(1))
        assert caught.value.exit_code == 5
        assert path_of(tmp_path, "run-00001.warc.gz").stat().st_size == end
        after = warc.keep(exchange(2))
    assert after.response.offset == end
    path = tmp_path / after.file
    assert [record.url for record in records(path) if record.type == "response"] == [
        "http://a.vn/tin-0",
        "http://a.vn/tin-2",
    ]


def test_an_interrupt_in_the_middle_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    told: list[Any] = []
    with writer(tmp_path, on_close=lambda *what: told.append(what)) as warc:
        end = warc.keep(exchange(0)).end
        with monkeypatch.context() as patch:
            patch.setattr("archive.warc._sync", interrupted)
            with pytest.raises(KeyboardInterrupt):
                warc.keep(exchange(1))
    data = (tmp_path / "run-00001.warc.gz").read_bytes()
    assert len(data) == end
    assert told == [("run-00001.warc.gz", end, hashlib.sha256(data).hexdigest())]


def test_short_writes_are_completed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda descriptor, data, offset: real(descriptor, data[:37], offset))
    path, _ = written(tmp_path)
    assert len(list(records(path))) == 10


def test_a_tail_that_cannot_be_cut_back_stays_open_for_the_repair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    warc = writer(tmp_path)
    warc.keep(exchange(0))
    monkeypatch.setattr("archive.warc._sync", fail)
    monkeypatch.setattr(os, "ftruncate", fail)
    for _ in range(2):
        with pytest.raises(NoSpace):
            warc.keep(exchange(1))
    warc.close()
    assert [path.name for path in tmp_path.iterdir()] == ["run-00001.warc.gz.open"]


def test_the_reserve_is_kept_free_and_nothing_is_left_behind(tmp_path: Path) -> None:
    warc = writer(tmp_path, reserve_bytes=2**62)
    with pytest.raises(NoSpace, match="free"):
        warc.keep(exchange())
    assert list(tmp_path.iterdir()) == []
    warc.close()


LIMITED = """
import resource, sys
from pathlib import Path
from archive.errors import NoSpace
from tests.archive.warc_samples import exchange, response, writer
import os
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
body = os.urandom(9000)
with writer(Path(sys.argv[1])) as warc:
    kept = 0
    try:
        while True:
            warc.keep(exchange(kept, response=response(body), entity=body))
            kept += 1
    except NoSpace as error:
        print(kept, error)
"""


def test_a_limit_on_file_size_stops_cleanly(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-B", "-c", LIMITED, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    kept, _, message = done.stdout.partition(" ")
    assert int(kept) >= 4
    assert "largest size allowed" in message
    found = list(records(tmp_path / "run-00001.warc.gz"))
    assert len(found) == 1 + 3 * int(kept)
