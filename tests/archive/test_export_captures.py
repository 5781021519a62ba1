"""`export warc`, `cdxj` and `wacz`: other tools read them, they stand alone, and they hold the kept bytes."""

import errno
import gzip
import hashlib
import json
import shutil
import struct
import subprocess
import sys
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import search
from archive.errors import ArchiveError, BadQuery, NoSpace
from archive.export import warc
from archive.export.captures import CaptureSelection, Kept, Which
from archive.export.formats import FORMATS
from archive.exporting import export_to
from archive.filters import Filters
from archive.folder import reading, writing
from archive.pack_run import run_pack
from archive.recompress import members
from archive.verify import verify_file
from archive.warc_record import plain_record
from tests.archive.crawling import article, articles, crawl, listing, page_server, rows, site_at, status


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles visited twice: one is edited, one sent again, one not modified, one gone."""
    folder = tmp_path_factory.mktemp("made") / "archive"
    pages: dict[str, Any] = {"/": listing(1, 2, 3, 4)}
    for number, word in enumerate(("cảng cá", "thanh long", "nước sạch", "hồ chứa"), 1):
        pages[f"/bai-{number}.html"] = article(f"Bài về {word}", day=f"0{number}/07/2020")
    same = article("Bài về nước sạch", day="03/07/2020").encode()
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: x\r\nContent-Length: {len(same)}\r\n\r\n"
    modified = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
    pages["/bai-3.html"] = lambda asked: modified if b"If-None-Match" in asked else head.encode() + same
    with page_server(pages) as server:
        crawl(folder, [site_at(server)])
        pages["/bai-1.html"] = article("Bài về cảng cá, đã sửa", day="01/07/2020")
        pages["/bai-4.html"] = status(404, "Not Found")
        crawl(folder, [site_at(server)], recheck=True)
    kinds = Counter(row[0] for row in rows(folder, "SELECT record_type FROM captures WHERE url LIKE '%/bai-%'"))
    assert kinds == {"response": 6, "revisit": 2}
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "archive"))


def export(
    folder: Path, form: str, target: Path, text: str = "", *, captures: Which | None = None, **filters: Any
) -> int:
    return export_to(
        folder,
        form,
        text,
        Filters(**filters),
        output=target,
        exact=False,
        captures=captures,
    ).count


def kept(path: Path) -> dict[str, bytes]:
    """Every record of a file by its id, unpacked and whole."""
    found = {}
    for member in members(path):
        record = plain_record(member.raw, offset=0, length=0)
        assert record
        assert record.record_id not in found
        found[record.record_id or ""] = member.raw
    return found


def everything(folder: Path) -> dict[str, bytes]:
    return {name: raw for path in (folder / "warc").iterdir() for name, raw in kept(path).items()}


def types(path: Path) -> Counter[str]:
    with path.open("rb") as stream:
        return Counter(record.rec_type for record in ArchiveIterator(stream))


def headers(path: Path, name: str) -> list[str]:
    with path.open("rb") as stream:
        return [value for record in ArchiveIterator(stream) if (value := record.rec_headers.get_header(name))]


def test_the_records_are_those_that_are_kept_byte_for_byte(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "tat-ca.warc.gz"
    count = export(folder, "warc", target)
    of_articles = "SELECT record_id FROM captures WHERE key IN (SELECT key FROM articles)"
    wanted = {row[0] for row in rows(folder, of_articles)}
    assert count == len(wanted) == 8
    there, archive = kept(target), everything(folder)
    own, *others = there
    assert {name: there[name] for name in others} == {name: archive[name] for name in others}
    assert own not in archive
    assert wanted <= there.keys()
    assert types(target) == {"warcinfo": 3, "request": 8, "metadata": 8, "response": 6, "revisit": 2}
    assert verify_file(target).findings == ()


def test_members_are_copied_as_they_lie(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "tat-ca.warc.gz"
    export(folder, "warc", target)
    data = b"".join(path.read_bytes() for path in (folder / "warc").iterdir())
    exported = target.read_bytes()
    places = [(one.offset, one.length) for one in members(target)]
    assert all(exported[offset : offset + length] in data for offset, length in places[1:])


def test_the_first_record_says_what_was_asked_for(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "thanh-long.warc.gz"
    export(folder, "warc", target, "title:thanh\n title:long", site="vidu", date_from="2020-07-01")
    with target.open("rb") as stream:
        first = next(iter(ArchiveIterator(stream)))
        text = first.content_stream().read().decode()
    assert first.rec_headers.get_header("WARC-Filename") == "thanh-long.warc.gz"
    lines = text.split("\r\n")
    assert {"query: title:thanh title:long", "site: vidu", "from: 2020-07-01", "captures: all"} <= set(lines)
    assert any(line.startswith("software: tintinh/") for line in lines)
    note = json.loads(target.with_name(target.name + ".export.json").read_text())
    assert (note["format"], note["count"]) == ("warc", 2)


def test_it_stands_alone(folder: Path, tmp_path: Path) -> None:
    """A revisit of one article, whose search does not find the original's visit, brings it along."""
    target = tmp_path / "x.warc.gz"
    with writing(folder) as connection:
        connection.execute(
            "UPDATE articles SET capture_id = (SELECT max(c.id) FROM captures c WHERE c.key = articles.key)"
        )
        connection.execute("UPDATE articles SET key = key || '-khac'")
    export(folder, "warc", target, captures="current")
    ids = set(headers(target, "WARC-Record-ID"))
    for name in ("WARC-Refers-To", "WARC-Warcinfo-ID", "WARC-Concurrent-To"):
        assert set(headers(target, name)) <= ids
    assert headers(target, "WARC-Refers-To")


def test_current_is_one_capture_an_article(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "warc", tmp_path / "x.warc.gz", captures="current") == len(articles(folder)) == 4


@pytest.mark.parametrize("form", ["warc", "wacz", "cdxj"])
def test_the_same_input_gives_the_same_file(folder: Path, tmp_path: Path, form: str) -> None:
    first, second = tmp_path / "a" / "x", tmp_path / "b" / "x"
    for target in (first, second):
        target.parent.mkdir()
        export(folder, form, target)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_a_packed_archive_exports_the_same(folder: Path, tmp_path: Path, form: str) -> None:
    before, after = tmp_path / "before" / "x", tmp_path / "after" / "x"
    for target in (before, after):
        target.parent.mkdir()
    export(folder, form, before)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.pack._LEAST_GAIN", -1.0)  # so small an archive gains nothing
        assert run_pack(folder, "pack")["total"]["files"] == 2
    export(folder, form, after)
    assert after.read_bytes() == before.read_bytes()


def said_by(module: str, *arguments: str) -> str:
    """What another tool says, in a process of its own: both leave files open, which is a warning here."""
    call = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    return subprocess.run(call, capture_output=True, text=True, timeout=60, check=True).stdout


def index_of(paths: list[Path]) -> list[str]:
    """What cdxj-indexer makes of some files."""
    lines = said_by("cdxj_indexer.main", "--sort", *map(str, paths)).splitlines()
    return [line for line in lines if not line.startswith("- ")]


def without_digest_of_304(lines: list[str]) -> list[str]:
    """Leave out the digest of "not modified": ours is that of the payload it stands for, they have none."""
    found = []
    for line in lines:
        head, _, fields = line.partition(" {")
        values = json.loads("{" + fields)
        if values["status"] == "304":
            values.pop("digest", None)
        found.append(f"{head} {json.dumps(values)}")
    return found


def test_the_index_is_that_of_cdxj_indexer(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.cdxj"
    assert export(folder, "cdxj", target) == 8
    ours = target.read_text().splitlines()
    theirs = [line for line in index_of(sorted((folder / "warc").iterdir())) if "/bai-" in line]

    assert without_digest_of_304(ours) == without_digest_of_304(theirs)
    assert target.read_bytes().splitlines() == sorted(target.read_bytes().splitlines())


def opened(target: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(target) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def test_the_package_is_valid(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    assert export(folder, "wacz", target) == 8
    assert "Validation succeeded" in said_by("wacz.main", "validate", "-f", str(target))


def test_the_package_holds_what_it_says(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(folder, "wacz", target)
    found = opened(target)
    described = json.loads(found["datapackage.json"])
    assert described["wacz_version"] == "1.1.1"
    assert {one["path"] for one in described["resources"]} | {"datapackage.json", "datapackage-digest.json"} == set(
        found
    )
    for one in described["resources"]:
        data = found[one["path"]]
        assert (one["hash"], one["bytes"]) == ("sha256:" + hashlib.sha256(data).hexdigest(), len(data))
    digest = json.loads(found["datapackage-digest.json"])
    assert digest["hash"] == "sha256:" + hashlib.sha256(found["datapackage.json"]).hexdigest()
    with zipfile.ZipFile(target) as package:
        stored = {one.filename for one in package.infolist() if one.compress_type == zipfile.ZIP_STORED}
    assert stored == {"archive/data.warc.gz", "indexes/index.cdx.gz"}


def test_players_that_guess_where_a_file_begins_guess_right(folder: Path, tmp_path: Path) -> None:
    """wabac.js, below ReplayWeb.page, reads the header before a file only if the directory has an extra field for it."""
    target = tmp_path / "x.wacz"
    export(folder, "wacz", target)
    data = target.read_bytes()
    with zipfile.ZipFile(target) as package:
        for one in package.infolist():
            names, extra = struct.unpack_from("<HH", data, one.header_offset + 26)
            guessed = one.header_offset + 30 + names + (extra if one.extra else 0)
            assert guessed == one.header_offset + 30 + names + extra
            if one.compress_type == zipfile.ZIP_STORED:
                assert data[guessed : guessed + 2] == b"\x1f\x8b"


def test_the_index_of_the_package_is_that_of_cdxj_indexer(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(folder, "wacz", target)
    found = opened(target)
    taken = tmp_path / "data.warc.gz"
    taken.write_bytes(found["archive/data.warc.gz"])
    ours = gzip.decompress(found["indexes/index.cdx.gz"]).decode().splitlines()
    assert without_digest_of_304(ours) == without_digest_of_304(index_of([taken]))
    meta, *blocks = found["indexes/index.idx"].decode().splitlines()
    assert json.loads(meta.removeprefix("!meta 0 ")) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    place = json.loads(blocks[0].partition(" {")[2].join("{ "))
    block = found["indexes/index.cdx.gz"][place["offset"] : place["offset"] + place["length"]]
    assert place["digest"] == "sha256:" + hashlib.sha256(block).hexdigest()
    assert blocks[0].startswith(ours[0].partition(" {")[0])


def test_every_page_of_the_list_is_in_the_index(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "x.wacz"
    export(folder, "wacz", target)
    found = opened(target)
    head, *pages = (json.loads(line) for line in found["pages/pages.jsonl"].splitlines())
    assert head["format"] == "json-pages-1.0"
    assert [page["title"] for page in pages] == [one["title"] for one in by_id(folder)]
    lines = gzip.decompress(found["indexes/index.cdx.gz"]).decode().splitlines()
    captured = {(json.loads("{" + line.partition(" {")[2])["url"], line.split(" ")[1]) for line in lines}
    for page in pages:
        assert (page["url"], "".join(each for each in page["ts"] if each.isdigit())) in captured
        assert "Đoạn văn" in page["text"]


def by_id(folder: Path) -> list[dict[str, Any]]:
    return sorted(articles(folder).values(), key=lambda one: -one["id"])


@pytest.mark.parametrize("form", ["warc", "wacz"])
def test_a_damaged_record_leaves_no_file(folder: Path, tmp_path: Path, form: str) -> None:
    ((file, offset, length),) = rows(
        folder, "SELECT file, offset, length FROM captures WHERE url LIKE '%bai-2%' LIMIT 1"
    )
    path = folder / "warc" / file
    data = bytearray(path.read_bytes())
    data[offset + length // 2] ^= 1
    path.write_bytes(data)
    target = tmp_path / "x"
    with pytest.raises(ArchiveError, match="the export ended there"):
        export(folder, form, target)
    assert not target.exists()
    assert [one.name for one in tmp_path.iterdir()] == ["archive"]


@pytest.mark.parametrize("form", ["warc", "wacz"])
@pytest.mark.parametrize("written", [0, 7])
def test_a_full_disk_leaves_no_half_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, written: int
) -> None:
    real, calls = warc._member, iter(range(1000))

    def member(kept: Kept) -> bytes:
        if next(calls) >= written:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(kept)

    monkeypatch.setattr(warc, "_member", member)
    with pytest.raises(NoSpace, match="nothing was left under that name"):
        export(folder, form, tmp_path / "x")
    assert [one.name for one in tmp_path.iterdir()] == ["archive"]


def test_a_file_that_is_not_there_is_one_line(folder: Path, tmp_path: Path) -> None:
    next((folder / "warc").iterdir()).unlink()
    with pytest.raises(ArchiveError, match="the file is not there; the export ended there"):
        export(folder, "warc", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_of_files_that_are_not_there_nothing_comes_out(folder: Path) -> None:
    for file in (folder / "warc").iterdir():
        file.unlink()
    code = f"""
from pathlib import Path
from archive.errors import ArchiveError
from archive.exporting import export_to
from archive.filters import Filters
try:
    export_to(Path({str(folder)!r}), "warc", "", Filters(), output=None, exact=False)
except ArchiveError:
    pass
else:
    raise AssertionError("no error")
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True).stdout == b""


def test_nothing_found_is_a_file_with_nothing_in_it(folder: Path, tmp_path: Path) -> None:
    assert export(folder, "warc", tmp_path / "x.warc.gz", "khongcogi") == 0
    assert types(tmp_path / "x.warc.gz") == {"warcinfo": 1}
    assert export(folder, "cdxj", tmp_path / "x.cdxj", "khongcogi") == 0
    assert export(folder, "wacz", tmp_path / "x.wacz", "khongcogi") == 0


def test_captures_are_of_no_use_to_a_format_of_articles(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadQuery, match="csv holds articles, not captures"):
        export(folder, "csv", tmp_path / "x.csv", captures="all")
    with pytest.raises(BadQuery, match=r"there are csv, jsonl.*warc, wacz, cdxj"):
        export(folder, "mhtml", tmp_path / "x")


@pytest.mark.parametrize("form", ["warc", "wacz", "cdxj"])
def test_memory_stays_flat(folder: Path, form: str) -> None:
    """The captures of the archive are given out a thousand times over: what is written is far more than what is held."""

    class Many(CaptureSelection):
        def captures(self) -> Iterator[Any]:
            for _ in range(300):
                yield from super().captures()

    class Nowhere(BytesIO):
        size = 0

        def write(self, data: Any) -> int:
            Nowhere.size += len(data)
            return len(data)

        def seekable(self) -> bool:
            return False

    with reading(folder) as connection:
        chosen = Many(folder, connection, search.ids(connection, ""), which="all", about={}, name="x")
        with closing(chosen), TextIOWrapper(Nowhere(), "utf-8", newline="") as stream:
            tracemalloc.start()
            assert FORMATS[form].writer()(chosen, stream).count >= 8
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
    assert peak < 3_000_000
    if form != "cdxj":  # the same lines are one line of an index
        assert Nowhere.size > 3_000_000
