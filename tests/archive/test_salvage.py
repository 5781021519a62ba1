"""`verify --salvage`: every readable record in a new file, byte for byte, and a true account of what is lost."""

import gzip
import zlib
from pathlib import Path

import pytest

from archive.errors import BadQuery
from archive.file_check import verify_file
from archive.salvage import salvage
from archive.warc_reader import records
from tests.archive.warc_samples import PAGE, head, member, plain, written


def hand_written(count: int = 4) -> list[bytes]:
    return [member(head("resource", number), b"%d " % number + PAGE) for number in range(count)]


def ids(path: Path) -> list[str | None]:
    return [record.record_id for record in records(path)]


def test_records_behind_a_tear_are_found_and_the_original_stays(tmp_path: Path) -> None:
    members = hand_written()
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(members[0] + members[1][:-20] + members[2] + members[3])
    before = path.read_bytes()
    report = salvage(path, None)
    assert path.read_bytes() == before
    assert report["output"] == str(tmp_path / "crawl.salvaged.warc.gz")
    assert Path(report["output"]).read_bytes() == members[0] + members[2] + members[3]
    (lost,) = report["lost"]
    assert (lost["offset"], lost["bytes"]) == (len(members[0]), len(members[1]) - 20)
    assert lost["url"] == "http://a.vn/hand"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["crawl.salvaged.warc.gz", "crawl.warc.gz"]


def test_a_whole_file_comes_out_the_same(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    report = salvage(path, tmp_path / "out.warc.gz")
    assert report["lost"] == []
    assert (tmp_path / "out.warc.gz").read_bytes() == path.read_bytes()


def test_records_of_one_member_get_a_member_each_with_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "all.warc.gz"
    pieces = [plain(head("resource", number), PAGE) for number in range(3)]
    path.write_bytes(hand_written(1)[0] + zlib.compress(b"".join(pieces), 6, 31))
    report = salvage(path, None)
    output = Path(report["output"])
    assert report["records"] == 4
    assert gzip.decompress(output.read_bytes()) == gzip.decompress(path.read_bytes())
    assert not any(record.member_shared for record in records(output))


def test_damage_inside_a_shared_member_keeps_what_stands_before_it(tmp_path: Path) -> None:
    path = tmp_path / "all.warc.gz"
    whole = zlib.compress(b"".join(plain(head("resource", n), bytes([65 + n]) * 400_000) for n in range(4)), 0, 31)
    path.write_bytes(whole[: len(whole) // 2] + member(head("resource", 9), PAGE))
    report = salvage(path, None)
    assert len(report["lost"]) == 1
    assert report["records"] == 2
    assert verify_file(Path(report["output"])).findings == ()


def test_a_plain_file_is_salvaged_too(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    pieces = [plain(head("resource", number), PAGE) for number in range(3)]
    path.write_bytes(pieces[0] + b"\0" * 700 + pieces[1] + b"junk\r\n" + pieces[2])
    report = salvage(path, None)
    assert Path(report["output"]).read_bytes() == b"".join(pieces)
    assert [one["bytes"] for one in report["lost"]] == [700, 6]


def test_nothing_readable_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"\x1f\x8bjunk" * 100)
    report = salvage(path, None)
    assert (report["records"], report["output"]) == (0, None)
    assert [one.name for one in tmp_path.iterdir()] == ["a.warc.gz"]


def test_an_output_that_exists_is_never_replaced(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(BadQuery, match="exists already"):
        salvage(path, tmp_path / "out")
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_a_record_that_announces_ten_gigabytes_costs_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(plain(head("resource", 1), PAGE, length=10 * 2**30) + plain(head("resource", 2), PAGE))
    report = salvage(path, None)
    assert ids(Path(report["output"])) == ["urn:uuid:00000000-0000-4000-8000-000000000002"]
