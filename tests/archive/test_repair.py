import errno
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastWarc
from warcio.archiveiterator import ArchiveIterator as Warcio

from archive.errors import NoSpace
from archive.file_check import verify_file
from archive.repair import finish, repair_tail
from archive.warc import Kept
from archive.warc_reader import payload, read_at, records
from tests.archive.warc_samples import PAGE, head, member, plain, response, written

ROOT = Path(__file__).resolve().parents[2]


def interrupted(folder: Path, count: int = 3) -> tuple[Path, list[Kept]]:
    """Give a file as a killed run leaves it: whole, but with its open name."""
    path, kept = written(folder, count)
    return path.rename(path.with_name(path.name + ".open")), kept


def append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)


def test_a_file_that_ends_where_it_was_committed_is_left_alone(tmp_path: Path) -> None:
    path, kept = interrupted(tmp_path)
    before = path.read_bytes()
    repair = repair_tail(path, kept[-1].end)
    assert (repair.adopted, repair.good_end, repair.cut, repair.damaged_copy, repair.missing) == (
        (),
        len(before),
        0,
        None,
        0,
    )
    assert path.read_bytes() == before


def test_whole_records_behind_the_committed_end_are_adopted(tmp_path: Path) -> None:
    path, kept = interrupted(tmp_path)
    before = path.read_bytes()
    repair = repair_tail(path, kept[0].end)
    assert [record.type for record in repair.adopted] == ["response", "request", "metadata"] * 2
    assert [record.record_id for record in repair.adopted[::3]] == [place.response.record_id for place in kept[1:]]
    assert (repair.good_end, repair.cut) == (len(before), 0)
    first = repair.adopted[0]
    assert (first.block, first.url) == (b"", "http://a.vn/tin-1")
    assert payload(read_at(path, first.offset, first.length)) == PAGE + b"1"
    assert path.read_bytes() == before


TEARS: dict[str, Callable[[bytes, int], bytes]] = {
    "half of the last record": lambda data, start: data[: (start + len(data)) // 2],
    "eight bytes short": lambda data, _: data[:-8],
    "one byte": lambda data, start: data[: start + 1],
    "a tail of NUL": lambda data, start: data[: start + 30] + bytes(512),
    "only NUL": lambda data, start: data[:start] + bytes(512),
    "junk": lambda data, start: data[:start] + b"junk" * 100,
}


@pytest.mark.parametrize("tear", TEARS)
def test_a_torn_end_is_copied_and_cut(tmp_path: Path, tear: str) -> None:
    path, kept = interrupted(tmp_path)
    *_, last = records(path)
    torn = TEARS[tear](path.read_bytes(), last.offset)
    path.write_bytes(torn)
    repair = repair_tail(path, kept[1].end)
    assert [record.type for record in repair.adopted] == ["response", "request"]
    assert (repair.good_end, repair.cut) == (last.offset, len(torn) - last.offset)
    assert repair.damaged_copy == tmp_path / "run-00001.warc.gz.damaged"
    assert repair.damaged_copy.read_bytes() == torn[last.offset :]
    assert path.read_bytes() == torn[: last.offset]
    again = repair_tail(path, kept[1].end)
    assert (again.cut, again.damaged_copy, len(again.adopted)) == (0, None, 2)


def test_a_response_whose_request_is_torn_is_adopted(tmp_path: Path) -> None:
    path, kept = interrupted(tmp_path)
    request = kept[2].request
    assert request is not None
    path.write_bytes(path.read_bytes()[: request.offset + 10])
    assert [record.type for record in repair_tail(path, kept[1].end).adopted] == ["response"]


@pytest.mark.parametrize(
    "strange", [member(head(), response(), trailer=b""), zlib.compress(plain(head(), b"a") * 2, 6, 31)]
)
def test_what_we_would_never_write_is_not_adopted(tmp_path: Path, strange: bytes) -> None:
    path, kept = interrupted(tmp_path)
    append(path, strange)
    repair = repair_tail(path, kept[-1].end)
    assert (repair.adopted, repair.cut) == ((), len(strange))


def test_whole_records_behind_a_tear_go_to_the_copy(tmp_path: Path) -> None:
    path, kept = interrupted(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: kept[1].end - 8] + data[kept[1].end :])
    repair = repair_tail(path, kept[0].end)
    assert [record.type for record in repair.adopted] == ["response", "request"]
    assert repair.damaged_copy is not None
    assert repair.damaged_copy.read_bytes().endswith(data[kept[1].end :])


def test_a_file_that_is_too_short_is_reported_and_not_touched(tmp_path: Path) -> None:
    path, kept = interrupted(tmp_path)
    path.write_bytes(path.read_bytes()[:-100])
    repair = repair_tail(path, kept[-1].end)
    assert (repair.missing, repair.adopted, repair.good_end) == (100, (), kept[-1].end - 100)
    assert path.stat().st_size == kept[-1].end - 100


def test_an_older_copy_is_never_replaced(tmp_path: Path) -> None:
    path, kept = interrupted(tmp_path)
    for number, name in enumerate(["damaged", "damaged.2", "damaged.3"]):
        append(path, b"junk %d" % number)
        repair_tail(path, kept[-1].end)
        assert (tmp_path / f"run-00001.warc.gz.{name}").read_bytes() == b"junk %d" % number


def test_nothing_is_cut_when_the_copy_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path, kept = interrupted(tmp_path)
    append(path, b"junk")
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NoSpace, match="Nothing was cut"):
        repair_tail(path, kept[-1].end)
    assert path.read_bytes() == before


def test_finish_gives_the_final_name_and_its_digest(tmp_path: Path) -> None:
    path, _ = interrupted(tmp_path)
    data = path.read_bytes()
    assert finish(path) == ("run-00001.warc.gz", len(data), hashlib.sha256(data).hexdigest())
    assert [left.name for left in tmp_path.iterdir()] == ["run-00001.warc.gz"]


def test_finish_removes_an_empty_file_and_replaces_none(tmp_path: Path) -> None:
    empty = tmp_path / "run-00001.warc.gz.open"
    empty.touch()
    assert finish(empty) is None
    assert list(tmp_path.iterdir()) == []
    path, _ = interrupted(tmp_path)
    (tmp_path / "run-00001.warc.gz").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        finish(path)
    assert (tmp_path / "run-00001.warc.gz").read_bytes() == b"mine"


ENDLESS = """
import json, os, sys
from pathlib import Path
from tests.archive.warc_samples import exchange, response, writer
warc = writer(Path(sys.argv[1]))
journal = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
number = 0
while True:
    body = os.urandom(400_000)
    kept = warc.keep(exchange(number, response=response(body), entity=body))
    place = kept.response
    os.write(journal, json.dumps([place.offset, place.length, place.record_id, kept.end]).encode() + b"\\n")
    number += 1
"""


def killed(folder: Path, journal: Path, delay: float) -> list[tuple[int, int, str, int]]:
    """Kill a writing process at some instant; return what it had committed by then."""
    child = subprocess.Popen([sys.executable, "-c", ENDLESS, str(folder), str(journal)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 30
        while not journal.exists() and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(delay)
    finally:
        child.send_signal(signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    lines = journal.read_text().split("\n")[:-1]  # a line without its end was not committed
    return [tuple(json.loads(line)) for line in lines]


@pytest.mark.parametrize("round_number", range(10))
def test_a_kill_at_any_instant_loses_nothing_that_was_committed(tmp_path: Path, round_number: int) -> None:
    delay = random.Random(round_number).uniform(0, 0.12)
    folder = tmp_path / "warc"
    folder.mkdir()
    committed = killed(folder, tmp_path / "journal", delay)
    path = folder / "run-00001.warc.gz.open"
    repair = repair_tail(path, committed[-1][3] if committed else 0)
    assert repair.missing == 0
    finished = finish(path)
    if finished is None:
        assert committed == []
        return
    final = folder / finished[0]
    for offset, length, record_id, _ in committed:
        assert read_at(final, offset, length).record_id == record_id
    ours = [record.record_id for record in records(final)]
    with final.open("rb") as file:
        assert len(list(Warcio(file))) == len(ours)
    with final.open("rb") as file:
        assert [(record.record_id or "").strip("<>") for record in FastWarc(file)] == ours
    adopted = [record.record_id for record in repair.adopted if record.type == "response"]
    responses = [record.record_id for record in records(final) if record.type == "response"]
    assert [place[2] for place in committed] + adopted == responses
    report = verify_file(final)
    assert (report.findings, report.length, report.sha256) == ((), *finished[1:])
