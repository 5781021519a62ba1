"""Files that `ingest` took in, in every container and wherever they lie: read, exported, left as they are."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import intake, warc_random
from archive.bulk import waiting
from archive.checking import check
from archive.exporting import export_to
from archive.filters import Filters
from archive.folder import reading, writing
from archive.pack_run import run_pack
from archive.pages import raw_page
from archive.reparse import reparse
from archive.salvage import salvage
from archive.search import count
from archive.verify import verify_file
from archive.warc_bytes import Damage, Source
from archive.warc_reader import Record, records, survey
from archive.warc_zstd import FrameWriter, ZstdCompressor, ZstdDict, dictionary_frame, new_dictionary
from tests.archive.crawling import one, rows
from tests.archive.foreign_samples import FIRST, SITE, arc, ingest, member, page, record, record_id, url, wacz, write

Maker: TypeAlias = Callable[[Path], Path]
RECORDS = tuple(
    one
    for number in (1, 2, 3)
    for one in (
        record("response", number, page(f"{FIRST} {number}"), f"WARC-Concurrent-To: <{record_id(number + 10)}>"),
        record("request", number + 10, b"GET / HTTP/1.1\r\nHost: vidu.vn\r\n\r\n", to=url(number)),
    )
)
PAGES = {url(number): page(f"{FIRST} {number}").partition(b"\r\n\r\n")[2] for number in (1, 2, 3)}


def zst(*, with_dictionary: bool) -> bytes:
    """The records as one frame each, as the IIPC draft has it."""
    dictionary = new_dictionary(RECORDS[0], RECORDS * 8) if with_dictionary else None
    assert bool(dictionary) == with_dictionary
    writer = FrameWriter(dictionary)
    return (dictionary_frame(dictionary) if dictionary else b"") + b"".join(map(writer.frame, RECORDS))


def zst_of_others() -> bytes:
    """The dictionary bare in its frame, and frames that do not say how much they hold: streamed, as other tools write."""
    dictionary = new_dictionary(RECORDS[0], RECORDS * 8)
    assert isinstance(dictionary, ZstdDict)
    content = dictionary.dict_content
    data = b"\x5d\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content
    for raw in RECORDS:
        compressor = ZstdCompressor(zstd_dict=dictionary)
        data += compressor.compress(raw[:100]) + compressor.compress(raw[100:], ZstdCompressor.FLUSH_FRAME)
    return data


def _bytes(name: str, data: bytes) -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(data)
        return folder / name

    return make


def _wacz(name: str, data: bytes) -> Maker:
    return lambda folder: wacz(folder / "web.wacz", {f"archive/{name}": data})


MAKERS: dict[str, Maker] = {
    "gzip": lambda folder: write(folder / "c.warc.gz", *RECORDS),
    "plain": lambda folder: write(folder / "c.warc", *RECORDS, packed=False),
    "zst": _bytes("c.warc.zst", zst(with_dictionary=False)),
    "zst with a dictionary": _bytes("c.warc.zst", zst(with_dictionary=True)),
    "zst of others": _bytes("c.warc.zst", zst_of_others()),
    "wacz": _wacz("data.warc.gz", b"".join(map(member, RECORDS))),
    "wacz with zst and a dictionary": _wacz("data.warc.zst", zst(with_dictionary=True)),
    "wacz with zst of others": _wacz("data.warc.zst", zst_of_others()),
    "arc": lambda folder: arc(
        folder / "c.arc",
        [(url(number), "20190501000000", page(f"{FIRST} {number}")) for number in (1, 2, 3)],
        packed=False,
    ),
    "arc.gz": lambda folder: arc(
        folder / "c.arc.gz",
        [(url(number), "20190501000000", page(f"{FIRST} {number}")) for number in (1, 2, 3)],
        packed=True,
    ),
}


@pytest.fixture(params=MAKERS)
def original(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    (tmp_path / "elsewhere").mkdir()
    return MAKERS[request.param](tmp_path / "elsewhere")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a"


def raw_pages(folder: Path) -> dict[str, bytes]:
    """What `show --raw` gives for each article."""
    with reading(folder) as connection:
        articles = connection.execute("SELECT id, url FROM articles").fetchall()
        return {address: raw_page(folder, connection, identity, version=None) for identity, address in articles}


def export(folder: Path, form: str, target: Path) -> int:
    return export_to(folder, form, "", Filters(), output=target, exact=False, captures=None).count


def payloads(path: Path) -> dict[str, bytes]:
    """What warcio reads in an exported WARC."""
    with path.open("rb") as stream:
        return {
            one.rec_headers.get_header("WARC-Target-URI"): one.raw_stream.read()
            for one in ArchiveIterator(stream)
            if one.rec_type == "response"
        }


@pytest.mark.parametrize("copy", [False, True])
def test_every_container_is_read_where_it_lies_and_copied(original: Path, folder: Path, copy: bool) -> None:
    before = original.read_bytes()
    report = ingest(folder, original, copy=copy)
    assert (report["exit_code"], report["damage"], report["total"]["new"]) == (0, [], 3)
    assert bool(list((folder / "warc").iterdir())) == copy
    assert raw_pages(folder) == PAGES
    assert check(folder, [], progress=None)["ok"]
    assert check(folder, [original], progress=None)["ok"]
    assert reparse(folder, sites={SITE.id: SITE}, jobs=1)["exit_code"] == 0
    assert ingest(folder, original, copy=copy)["total"]["new"] == 0
    assert original.read_bytes() == before


def test_an_export_holds_them_wherever_they_lie(original: Path, folder: Path, tmp_path: Path) -> None:
    ingest(folder, original)
    assert export(folder, "warc", tmp_path / "out.warc.gz") == 3
    assert payloads(tmp_path / "out.warc.gz") == PAGES
    assert verify_file(tmp_path / "out.warc.gz").findings == ()
    assert export(folder, "wacz", tmp_path / "out.wacz") == 3
    with zipfile.ZipFile(tmp_path / "out.wacz") as package:
        (name,) = (one for one in package.namelist() if one.startswith("archive/"))
        (tmp_path / "inner.warc.gz").write_bytes(package.read(name))
    assert payloads(tmp_path / "inner.warc.gz") == PAGES
    kept = {record_id for (record_id,) in rows(folder, "SELECT record_id FROM captures")}
    assert kept <= {one.record_id for one in records(tmp_path / "out.warc.gz")}


def test_an_index_says_where_a_file_lies(folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "c.warc.gz", *RECORDS)
    ingest(folder, path)
    export(folder, "cdxj", tmp_path / "out.cdxj")
    lines = [json.loads(line.split(" ", 2)[2]) for line in (tmp_path / "out.cdxj").read_text().splitlines()]
    assert {line["filename"] for line in lines} == {str(path)}
    with path.open("rb") as stream:
        for line in lines:
            stream.seek(int(line["offset"]))
            assert next(iter(ArchiveIterator(stream))).rec_headers.get_header("WARC-Target-URI") == line["url"]


def test_the_key_of_a_page_that_was_posted_for_holds_what_was_posted(folder: Path, tmp_path: Path) -> None:
    ingest(folder, write(tmp_path / "c.warc.gz", *RECORDS))
    with writing(folder) as connection:
        for table in ("captures", "articles"):
            connection.execute(f"UPDATE {table} SET key = key || '?__wb_method=POST&page=2' WHERE url = ?", (url(2),))
    export(folder, "cdxj", tmp_path / "out.cdxj")
    first, second, third = (tmp_path / "out.cdxj").read_text().splitlines()
    assert second.startswith("vn,vidu)/bai-2.html?__wb_method=post&page=2 20190501000000 {")
    assert json.loads(second.split(" ", 2)[2])["method"] == "POST"
    assert json.loads(second.split(" ", 2)[2])["url"] == url(2)
    assert not any("method" in line for line in (first, third))


def test_a_record_without_an_id_is_exported_under_that_of_the_archive(folder: Path, tmp_path: Path) -> None:
    twice = record("response", 1, page(f"{FIRST} 2"), to=url(2))
    nameless = record("response", 3, page(f"{FIRST} 3")).replace(f"WARC-Record-ID: <{record_id(3)}>\r\n".encode(), b"")
    path = write(tmp_path / "c.warc.gz", record("response", 1, page(f"{FIRST} 1")), twice, nameless)
    ingest(folder, path)
    assert export(folder, "warc", tmp_path / "out.warc.gz") == 3
    assert payloads(tmp_path / "out.warc.gz") == PAGES
    ids = [one.record_id for one in records(tmp_path / "out.warc.gz")]
    assert len(set(ids)) == len(ids) == 4
    assert {name for (name,) in rows(folder, "SELECT record_id FROM captures")} <= set(ids)


def test_a_file_that_is_gone_is_named(folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "c.warc.gz", *RECORDS)
    ingest(folder, path)
    path.unlink()
    report = check(folder, [], progress=None)
    assert not report["ok"]
    assert {finding["code"] for finding in report["findings"]} >= {"unreadable", "row_without_record"}


@pytest.mark.parametrize("copy", [False, True])
@pytest.mark.parametrize("name", ["c.warc.gz", "c.warc.zst"])
def test_pack_and_unpack_leave_them_alone(folder: Path, tmp_path: Path, name: str, copy: bool) -> None:
    path = write(tmp_path / name, *RECORDS) if name.endswith(".gz") else tmp_path / name
    if name.endswith(".zst"):
        path.write_bytes(zst(with_dictionary=True))
    ingest(folder, path, copy=copy)
    before, files = path.read_bytes(), sorted((folder / "warc").iterdir())
    assert run_pack(folder, "pack")["files"] == run_pack(folder, "unpack")["files"] == []
    assert path.read_bytes() == before
    assert sorted((folder / "warc").iterdir()) == files
    assert raw_pages(folder) == PAGES


def test_a_copy_does_not_take_the_name_that_a_packed_file_would_have(folder: Path, tmp_path: Path) -> None:
    """`pack` takes two files with such names for one and the same."""
    ingest(folder, write(tmp_path / "c.warc.gz", *RECORDS[:2]), copy=True)
    (tmp_path / "c.warc.zst").write_bytes(zst(with_dictionary=True))
    ingest(folder, tmp_path / "c.warc.zst", copy=True)
    assert sorted(path.name for path in (folder / "warc").iterdir()) == ["2-c.warc.zst", "c.warc.gz"]


def test_an_archive_that_was_packed_brings_nothing_that_is_here(folder: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "c.warc.gz", *RECORDS)
    ingest(folder, path, copy=True)
    with writing(folder) as connection:
        connection.execute("DELETE FROM ingests")  # as if it were our own
    theirs = tmp_path / "b"
    ingest(theirs, path, copy=True)
    with writing(theirs) as connection:
        connection.execute("DELETE FROM ingests")
        connection.execute("UPDATE warc_files SET original_sha256 = sha256, sha256 = 'packed'")
    assert ingest(folder, theirs)["files"] == []


def test_salvage_reads_zst_and_writes_gzip(tmp_path: Path) -> None:
    path = tmp_path / "c.warc.zst"
    data = bytearray(zst(with_dictionary=True))
    path.write_bytes(data)
    third = [one.offset for one in records(path)][2]
    data[third + 30] ^= 0xFF
    path.write_bytes(data)
    assert sum(isinstance(one, Damage) for one in _survey(path)) == 1
    report = salvage(path, None)
    assert (report["records"], len(report["lost"])) == (5, 1)
    target = tmp_path / "c.salvaged.warc.gz"
    assert report["output"] == str(target)
    assert verify_file(target).findings == ()
    assert [one.block for one in records(target)] == [one.block for one in _survey(path) if not isinstance(one, Damage)]


def test_much_is_indexed_at_the_end_and_after_a_kill_by_the_next_command(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "_MANY", 1)
    monkeypatch.setattr(intake, "resolve", _killed)
    path = write(tmp_path / "c.warc.gz", *RECORDS)
    with pytest.raises(MemoryError):
        ingest(folder, path)
    with reading(folder) as connection:
        assert (waiting(connection), count(connection, "cảng")) == (3, 0)
    monkeypatch.undo()
    assert ingest(folder, path)["exit_code"] == 0
    with reading(folder) as connection:
        assert (waiting(connection), count(connection, "cảng")) == (0, 3)
    assert check(folder, [], progress=None)["ok"]


def test_a_copy_of_articles_takes_their_aliases_along(folder: Path, tmp_path: Path) -> None:
    ingest(folder, write(tmp_path / "c.warc.gz", *RECORDS))
    identity = one(folder, "SELECT min(id) FROM articles")
    with writing(folder) as connection:
        connection.execute("INSERT INTO aliases VALUES (2001010100001, 'b', ?)", (identity,))
    export(folder, "sqlite", tmp_path / "out.db")
    with closing(sqlite3.connect(tmp_path / "out.db")) as connection:
        assert connection.execute("SELECT alias, article_id FROM aliases").fetchall() == [(2001010100001, identity)]


def _killed(*_: object) -> int:
    raise MemoryError


def _survey(path: Path) -> list[Record | Damage]:
    with Source(path) as source:
        return list(survey(source))


def test_the_dictionary_of_a_wacz_member_serves_random_reads(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(folder, MAKERS["wacz with zst and a dictionary"](tmp_path))
    monkeypatch.setattr(warc_random, "read_at", _killed)
    assert raw_pages(folder) == PAGES
