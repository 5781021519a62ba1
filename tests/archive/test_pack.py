"""`pack` and `unpack`: the same records, every command reads both, and nothing is lost however a run ends."""

import errno
import gzip
import hashlib
import itertools
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator

from archive import pack, page_dictionary, verify
from archive.captures import load
from archive.errors import NoSpace
from archive.folder import reading, transaction, writing
from archive.gzip_member import gzip_member
from archive.lines import of_pack
from archive.pack_repair import leftovers, settle
from archive.pack_run import run_pack
from archive.pages import raw_page
from archive.recompress import Recompressed, Unfit, check_same, members
from archive.reparse import reparse
from archive.status import status
from archive.verify import verify_archive
from archive.warc_random import OpenFiles
from archive.warc_zstd import read_dictionary
from tests.archive import foreign_samples
from tests.archive.crawling import (
    HTML,
    article,
    articles,
    assert_whole,
    crawl,
    listing,
    one,
    page_server,
    rows,
    site_at,
)
from tests.archive.foreign_samples import ingest, record
from tests.archive.version_one import make_version_1
from tests.archive.warc_samples import response

ROOT = Path(__file__).resolve().parents[2]
COUNT = 24
KILLS = 24
FURNITURE = "".join(f"<li><a href='/muc-{n}'>Chuyên mục số {n} của cổng thông tin {n * n}</a></li>" for n in range(150))


def page(number: int) -> str:
    words = random.Random(number)
    body = " ".join(f"từ{words.randrange(10_000)}" for _ in range(120))
    return article(f"Bài số {number}", body=body).replace("<body>", f"<body><ul>{FURNITURE}</ul>")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of two files: 24 articles, then their second visit as revisits with one edit."""
    folder = tmp_path_factory.mktemp("made") / "archive"
    pages: dict[str, Any] = {"/": listing(*range(1, COUNT + 1))}
    pages |= {f"/bai-{number}.html": page(number) for number in range(1, COUNT + 1)}
    with page_server(pages) as server:
        crawl(folder, [site_at(server)])
        pages["/bai-3.html"] = page(300)
        crawl(folder, [site_at(server)], recheck=True)
    assert one(folder, "SELECT count(*) FROM captures WHERE record_type = 'revisit'") >= COUNT - 1
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def compressed(text: str) -> bytes:
    """Return a whole answer as a server sends it that compresses; the noise stands for a long page."""
    body = gzip.compress(text.encode() + random.Random(text).randbytes(30_000), mtime=0)
    head = f"HTTP/1.1 200 OK\r\n{HTML}\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "warc").iterdir())


def files(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (folder / "warc").iterdir()}


def records(folder: Path) -> list[str]:
    """The digest of every record, unpacked, in the order of the files."""
    return [
        hashlib.sha256(member.raw).hexdigest()
        for path in sorted((folder / "warc").iterdir())
        for member in members(path)
    ]


def captures(folder: Path) -> dict[str, str]:
    """What every capture gives when it is read by its id: a digest of all of it, by record id."""
    with reading(folder) as connection:
        ids = connection.execute("SELECT id, record_id FROM captures").fetchall()
        return {name: hashlib.sha256(repr(load(folder, connection, each)).encode()).hexdigest() for each, name in ids}


def requests(folder: Path) -> list[tuple[Any, ...]]:
    return rows(folder, "SELECT record_id, request_offset IS NULL FROM captures ORDER BY id")


def test_there_and_back_gives_the_same_files(folder: Path) -> None:
    before, content, whole = files(folder), records(folder), captures(folder)
    sizes = sum(path.stat().st_size for path in (folder / "warc").iterdir())
    report = run_pack(folder, "pack")
    assert [name.rpartition(".warc")[2] for name in names(folder)].count(".zst") == report["total"]["files"] >= 1
    assert records(folder) == content
    assert captures(folder) == whole
    assert report["total"]["after"] < report["total"]["before"] / 2
    assert sum(path.stat().st_size for path in (folder / "warc").iterdir()) < sizes / 2
    assert_reads_everywhere(folder)
    back = run_pack(folder, "unpack")
    assert all(one["original"] for one in back["files"])
    assert files(folder) == before
    assert captures(folder) == whole
    assert_whole(folder)
    assert rows(
        folder, "SELECT DISTINCT dictionary_id, original_name, original_length, original_sha256 FROM warc_files"
    ) == [(None, None, None, None)]


def assert_reads_everywhere(folder: Path) -> None:
    with writing(folder) as connection:
        report = verify_archive(folder, connection, check_index=True)
    assert report.findings == ()
    for path in (folder / "warc").glob("*.zst"):
        with path.open("rb") as stream:
            found = [
                (one.headers["WARC-Record-ID"], one.verify_block_digest())
                for one in FastIterator(stream, parse_http=False)
            ]
        assert len(found) == sum(1 for _ in members(path))
        assert all(good for _, good in found)


def test_rows_move_with_their_records(folder: Path) -> None:
    before = requests(folder)
    run_pack(folder, "pack")
    assert requests(folder) == before
    for file, length, sha256, original, size, digest, dictionary in rows(
        folder,
        "SELECT name, length, sha256, original_name, original_length, original_sha256, dictionary_id FROM warc_files "
        "WHERE original_name IS NOT NULL",
    ):
        data = (folder / "warc" / file).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (length, sha256)
        assert original == file.replace(".zst", ".gz")
        assert size > length
        assert len(digest) == 64
        assert 32768 <= dictionary < 2**31  # as the draft wants it
    ends = {member.offset + member.length for path in (folder / "warc").iterdir() for member in members(path)}
    assert {end for (end,) in rows(folder, "SELECT group_end FROM captures")} <= ends


def test_the_file_is_as_the_draft_wants_it(folder: Path) -> None:
    run_pack(folder, "pack")
    path = next((folder / "warc").glob("*.zst"))
    data = path.read_bytes()
    assert data[:4] == b"\x5d\x2a\x4d\x18"
    dictionary = read_dictionary(lambda offset, size: data[offset : offset + size])
    assert dictionary
    assert dictionary.dict_content[:4] == b"\x37\xa4\x30\xec"  # an RFC 8878 §5 dictionary, not raw content
    for member in members(path):
        assert data[member.offset : member.offset + 4] == b"\x28\xb5\x2f\xfd"
        descriptor = data[member.offset + 4]
        assert descriptor & 0b100, "check sum"
        assert descriptor & 0b11, "dictionary id"
        assert descriptor >> 6 or descriptor & 0b100000, "content size"


def test_every_command_reads_both(folder: Path) -> None:
    with reading(folder) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM articles")]
        before = [raw_page(folder, connection, each, version=None) for each in ids]
    shape = articles(folder)
    run_pack(folder, "pack")
    with reading(folder) as connection:
        assert [raw_page(folder, connection, each, version=None) for each in ids] == before
        state = status(folder, connection)
    assert state["packed"]["files"] >= 1
    assert state["packed"]["bytes"] < state["packed"]["bytes_before"]
    with writing(folder) as connection, transaction(connection):
        connection.execute("UPDATE articles SET parser = 'old/0'")
    (port,) = {int(record["url"].split(":")[2].partition("/")[0]) for record in shape.values()}
    site = site_at(SimpleNamespace(port=port))  # type: ignore[arg-type]
    assert reparse(folder, jobs=1, sites={"vidu": site})["exit_code"] == 0
    assert one(folder, "SELECT count(*) FROM articles WHERE parser = 'old/0'") == 0
    assert articles(folder) == shape


def test_a_crawl_goes_on_behind_packed_files(folder: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    pages = {"/": listing(1, 2), "/bai-1.html": page(1), "/bai-2.html": page(2)}
    with page_server(pages) as server:
        site = site_at(server)
        crawl(again, [site])
        run_pack(again, "pack")
        crawl(again, [site], recheck=True)
        crawl(again, [site], recheck=True)
    assert one(again, "SELECT count(*) FROM captures WHERE record_type = 'revisit'") >= 4
    assert len(captures(again)) == one(again, "SELECT count(*) FROM captures")
    with reading(again) as connection:
        assert verify_archive(again, connection).findings == ()


def test_a_dry_run_says_the_same_and_changes_nothing(folder: Path) -> None:
    before, runs = files(folder), one(folder, "SELECT count(*) FROM runs")
    dry = run_pack(folder, "pack", dry_run=True)
    assert files(folder) == before
    assert one(folder, "SELECT count(*) FROM runs") == runs
    assert dry["total"] == run_pack(folder, "pack")["total"]


def test_only_files_of_the_sites_named(folder: Path) -> None:
    before = files(folder)
    assert run_pack(folder, "pack", only=["binhthuan"])["files"] == []
    assert files(folder) == before
    assert run_pack(folder, "pack", only=["vidu"])["total"]["files"] >= 1


def test_what_would_not_shrink_stays(tmp_path: Path) -> None:
    """A server that sends its pages compressed leaves nothing to gain."""
    folder = tmp_path / "archive"
    pages: dict[str, Any] = {"/": listing(*range(1, 7))}
    pages |= {f"/bai-{number}.html": compressed(page(number) * 40) for number in range(1, 7)}
    with page_server(pages) as server:
        crawl(folder, [site_at(server)])
    assert one(folder, "SELECT count(*) FROM captures WHERE kind = 'article'") == 6
    before = files(folder)
    (result,) = run_pack(folder, "pack")["files"]
    assert "nothing to gain" in result["left"]
    assert not result["damaged"]
    assert files(folder) == before


def test_a_damaged_file_stays_as_it_is(folder: Path) -> None:
    path = max((folder / "warc").iterdir(), key=lambda one: one.stat().st_size)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    before = files(folder)[path.name]
    report = run_pack(folder, "pack")
    assert report["exit_code"] == 1
    (result,) = [one for one in report["files"] if one["file"] == path.name]
    assert result["damaged"]
    assert files(folder)[path.name] == before
    assert not list((folder / "warc").glob("*.part"))


def test_a_file_that_changed_since_it_was_closed_stays(folder: Path) -> None:
    with writing(folder) as connection, transaction(connection):
        connection.execute("UPDATE warc_files SET sha256 = ?", ("0" * 64,))
    before = files(folder)
    report = run_pack(folder, "pack")
    assert report["exit_code"] == 1
    assert all("sha256 differs" in one["left"] for one in report["files"])
    assert files(folder) == before


def test_a_row_without_a_record_stops_the_move(folder: Path) -> None:
    with writing(folder) as connection, transaction(connection):
        connection.execute("UPDATE captures SET length = length + 1 WHERE id = 3")
    before = files(folder)
    assert run_pack(folder, "pack")["exit_code"] == 1
    name = one(folder, "SELECT file FROM captures WHERE id = 3")
    assert name.endswith(".gz")
    assert files(folder)[name] == before[name]


def test_what_does_not_read_back_is_thrown_away(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(old: Path, new: Path, made: Recompressed) -> None:
        data = bytearray(new.read_bytes())
        data[-30] ^= 1
        new.write_bytes(data)
        check_same(old, new, made)

    before = files(folder)
    monkeypatch.setattr(pack, "check_same", broken)
    report = run_pack(folder, "pack")
    assert report["exit_code"] == 1
    assert files(folder) == before


def test_a_full_disk_leaves_everything(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_values: object, **_named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = files(folder)
    monkeypatch.setattr(pack, "recompress", full)
    report = run_pack(folder, "pack")
    assert (report["exit_code"], report["stopped_by"]) == (5, "disk")
    assert files(folder) == before


def test_too_little_room_is_said_before_anything_is_written(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pack, "_RESERVE", 2**62)
    with writing(folder) as connection:
        (file, *_) = pack.files_to_do(folder, connection, "pack", ())
        with pytest.raises(NoSpace):
            pack.rewrite_file(connection, file, "pack", dry_run=False, told=lambda size: None)


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("way", ["pack", "unpack"])
@pytest.mark.parametrize("place", ["recompress", "check_same", "sync_folder", "_move", "settle"])
def test_a_kill_at_each_step_is_put_right(
    folder: Path, monkeypatch: pytest.MonkeyPatch, place: str, way: pack.Way
) -> None:
    """The process ends right before each step, and the cleaning up at the end of a block does not happen."""
    if way == "unpack":
        run_pack(folder, "pack")
    content, whole = records(folder), captures(folder)

    def die(*_values: object, **_named: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(pack, "settle", die if place == "settle" else lambda *_values: [])
        patch.setattr(pack, place, die)
        with pytest.raises(Killed):
            run_pack(folder, way)
    assert captures(folder) == whole, "whoever only reads sees nothing of it"
    with reading(folder) as connection:
        report = verify_archive(folder, connection)
    assert report.ok
    assert {finding.code for finding in report.findings} <= {"spare"}
    with writing(folder) as connection:
        settle(folder / "warc", connection)
        assert list(leftovers(folder / "warc", connection)) == []
    assert records(folder) == content
    run_pack(folder, way)
    assert records(folder) == content
    assert captures(folder) == whole


def test_nothing_goes_while_its_twin_is_not_as_recorded(folder: Path) -> None:
    """The old file is there and the new one, which the database knows, was cut by a bad disk: the old one must stay."""
    old = {path.name: path.read_bytes() for path in (folder / "warc").iterdir()}
    run_pack(folder, "pack")
    for name, data in old.items():
        (folder / "warc" / name).write_bytes(data)
    for path in (folder / "warc").glob("*.zst"):
        os.truncate(path, path.stat().st_size - 10)
    with writing(folder) as connection:
        assert settle(folder / "warc", connection) == []
    assert set(old) <= set(names(folder))


def test_a_reader_finds_a_capture_that_is_moved_between_its_two_looks(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, real = captures(folder), OpenFiles.record
    calls: list[dict[str, Any]] = []

    def record(self: OpenFiles, name: str, offset: int, length: int) -> Any:
        if not calls:
            calls.append(run_pack(folder, "pack"))
        return real(self, name, offset, length)

    monkeypatch.setattr(OpenFiles, "record", record)
    assert captures(folder) == whole
    assert calls


def test_a_verification_beside_a_pack_is_no_damage(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names of the files were read before they were rewritten."""
    before = names(folder)
    run_pack(folder, "pack")
    monkeypatch.setattr(verify, "_WARC_NAMES", ())
    monkeypatch.setattr(verify, "_NAMES", " UNION ALL ".join(f"SELECT '{name}'" for name in before))
    with reading(folder) as connection:
        report = verify.verify_archive(folder, connection)
    assert report.ok
    assert {one.code for one in report.findings} == {"moved"}


def test_files_of_others_are_left_alone(folder: Path) -> None:
    strange = folder / "warc" / "cua-toi.warc.zst"
    strange.write_bytes(b"x")
    (folder / "warc" / "cua-toi.warc.gz").write_bytes(b"y")
    with writing(folder) as connection:
        assert settle(folder / "warc", connection) == []
    assert strange.exists()


def test_files_that_ingest_took_in_are_named_and_left(folder: Path, tmp_path: Path) -> None:
    shared = tmp_path / "web.warc.gz"
    shared.write_bytes(foreign_samples.member(record("response", 1, response()) + record("response", 2, response())))
    ingest(folder, shared)
    for dry_run in (True, False):
        report = run_pack(folder, "pack", dry_run=dry_run)
        assert (report["total"]["files"], report["total"]["foreign"]) == (1, 1)
        assert list(of_pack(report))[-1] == (
            "1 file of others, taken in by ingest, stays as it is: pack rewrites only what crawls wrote"
        )
    assert len(list((folder / "warc").glob("*web.warc.gz"))) == 1
    assert run_pack(folder, "unpack")["total"]["foreign"] == 0


def test_a_file_whose_records_share_a_member_says_so(tmp_path: Path) -> None:
    shared = tmp_path / "web.warc.gz"
    shared.write_bytes(foreign_samples.member(record("response", 1, response()) + record("response", 2, response())))
    with pytest.raises(Unfit, match="offset 0: several records share one gzip member"):
        list(members(shared))


class Packer:
    """The process of `killed_pack`."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.archive.killed_pack"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def close(self) -> None:
        self._process.communicate(timeout=30)

    def run(self, archive: Path, way: str, *, kill_after: float) -> int:
        """Pack or unpack, killed after so many seconds; return the exit code, or the signal as a negative number."""
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({"archive": str(archive), "way": way}), file=self._process.stdin, flush=True)
        child = int(self._process.stdout.readline())
        timer = threading.Timer(kill_after, _kill, [child])
        timer.start()
        ended = int(self._process.stdout.readline())
        timer.cancel()
        timer.join()
        return ended


def _kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.fixture
def packer() -> Iterator[Packer]:
    process = Packer()
    yield process
    process.close()


@pytest.mark.slow
def test_kills_at_random_instants_lose_nothing(folder: Path, packer: Packer) -> None:
    content, whole = records(folder), captures(folder)
    instants, kills, done = random.Random(5), 0, 0
    ways = ("pack", "unpack")
    while kills < KILLS:
        ended = packer.run(folder, ways[done % 2], kill_after=instants.uniform(0.002, 0.12))
        if ended == 0:
            done += 1
            assert done < 200, "the kills come too late"
            continue
        assert ended == -signal.SIGKILL
        kills += 1
        assert captures(folder) == whole
        with reading(folder) as connection:
            assert verify_archive(folder, connection).ok
    assert packer.run(folder, "unpack", kill_after=60) == 0
    assert records(folder) == content
    assert captures(folder) == whole
    assert_whole(folder)


def test_an_archive_of_version_1_is_upgraded_with_everything(folder: Path) -> None:
    before = rows(folder, "SELECT name, length, sha256 FROM warc_files ORDER BY name")
    whole = captures(folder)
    make_version_1(folder / "archive.db")
    assert rows(folder, "SELECT name, length, sha256 FROM warc_files ORDER BY name") == before
    assert captures(folder) == whole
    assert run_pack(folder, "pack")["total"]["files"] >= 1
    assert captures(folder) == whole


def _by(*ways: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    turn = itertools.cycle(ways)
    return lambda record: next(turn)(record)


def _zlib(level: int, memory: int = 8) -> Callable[[bytes], bytes]:
    def made(record: bytes) -> bytes:
        packer = zlib.compressobj(level, wbits=31, memLevel=memory)
        return packer.compress(record) + packer.flush()

    return made


@pytest.mark.parametrize(
    ("deflate", "notes", "original"),
    [
        (_zlib(4), ["zlib-4"], True),
        (_zlib(6), ["zlib-4", "zlib-6"], True),
        (_by(_zlib(4), _zlib(4), gzip_member), ["zlib-4", "isal-3"], True),
        (_zlib(6, memory=1), ["unknown"], False),
    ],
)
def test_a_packed_file_says_what_made_its_gzip_members(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    deflate: Callable[[bytes], bytes],
    notes: list[str],
    original: bool,
) -> None:
    folder, numbers = tmp_path / "archive", range(1, 7)
    with page_server({"/": listing(*numbers), **{f"/bai-{number}.html": page(number) for number in numbers}}) as server:
        monkeypatch.setattr("archive.warc_compose.gzip_member", deflate)
        crawl(folder, [site_at(server)])
    before, content = files(folder), records(folder)
    run_pack(folder, "pack")
    packed = next((folder / "warc").iterdir())
    noted = [member.deflater for member in members(packed)]
    assert list(dict.fromkeys(noted)) == notes
    assert packed.read_bytes().count(b"tintinh deflater ") == sum(1 for _ in itertools.groupby(noted))
    assert records(folder) == content
    assert_reads_everywhere(folder)
    assert run_pack(folder, "unpack")["files"][0]["original"] is original
    assert records(folder) == content
    assert (files(folder) == before) is original
    assert_whole(folder)


def test_a_file_packed_before_files_said_so_was_made_by_zlib_4(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, numbers = tmp_path / "earlier", range(1, 7)
    with page_server({"/": listing(*numbers), **{f"/bai-{number}.html": page(number) for number in numbers}}) as server:
        monkeypatch.setattr("archive.warc_compose.gzip_member", _zlib(4))
        crawl(folder, [site_at(server)])
    before = files(folder)
    monkeypatch.setattr(pack, "deflater_frame", lambda name: b"")
    run_pack(folder, "pack")
    assert {member.deflater for path in (folder / "warc").iterdir() for member in members(path)} == {None}
    assert run_pack(folder, "unpack")["files"][0]["original"]
    assert files(folder) == before


def test_each_site_of_a_file_has_a_page_in_its_dictionary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, sites = tmp_path / "archive", 8
    with ExitStack() as stack:
        shown = []
        for site in range(sites):
            menu = "".join(f"<li><a href='/{site}-{n}'>Mục {site * 1000 + n * n}</a></li>" for n in range(400))
            pages = {f"/bai-{n}.html": page(n).replace(FURNITURE, menu) for n in range(1, 6)}
            server = stack.enter_context(page_server({"/": listing(*range(1, 6)), **pages}))
            shown.append(site_at(server, id=f"site{site}"))
        crawl(folder, shown)
    before = files(folder)
    report = run_pack(folder, "pack")
    assert [one["left"] for one in report["files"]] == [None]
    packed = next((folder / "warc").iterdir())
    dictionary = read_dictionary(lambda offset, size: packed.read_bytes()[offset : offset + size])
    assert dictionary
    assert [site for site in range(sites) if b"href='/%d-399'" % site not in dictionary.dict_content] == []
    run_pack(folder, "unpack")
    assert files(folder) == before
    monkeypatch.setattr(page_dictionary, "_LARGEST", 3 * len(page(1)))
    with reading(folder) as connection:
        few = page_dictionary.dictionary_for(next((folder / "warc").iterdir()), connection)
    assert few
    assert 1 <= sum(b"href='/%d-399'" % site in few.dict_content for site in range(sites)) <= 3
