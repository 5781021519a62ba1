"""`pack`, `unpack` and the exports of captures as a person types them."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.cli.conftest import Crawled
from tests.cli.running import Done, clean, command, inside

REPORT = ["command", "run", "started", "finished", "stopped_by", "exit_code", "dry_run", "total", "files"]


class Copy:
    """The crawled archive, once more, to be written to."""

    def __init__(self, crawled: Crawled, folder: Path) -> None:
        self.folder = Path(shutil.copytree(crawled.folder, folder))
        self.environment = crawled.environment | {"TINTINH_ARCHIVE": str(folder)}

    def run(self, *words: object) -> Done:
        return inside(*words, cwd=self.folder.parent, environment=self.environment)


@pytest.fixture
def copy(crawled: Crawled, tmp_path: Path) -> Copy:
    return Copy(crawled, tmp_path / "archive")


def test_there_and_back(copy: Copy) -> None:
    dry = copy.run("pack", "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert "would be packed" in dry.out
    assert not list((copy.folder / "warc").glob("*.zst"))
    packed = copy.run("pack", "tinh", "so")
    assert (packed.code, packed.err) == (0, "")
    assert "% of the size" in packed.out
    assert list((copy.folder / "warc").glob("*.zst"))
    assert "packed: " in copy.run("status").out
    assert copy.run("verify").code == 0
    assert copy.run("show", *copy.run("search", "thanh", "--limit", 1).out.split()[:1], "--raw").code == 0
    back = copy.run("unpack")
    assert "the original file byte for byte" in back.out
    assert not list((copy.folder / "warc").glob("*.zst"))


def test_the_report(copy: Copy) -> None:
    done = copy.run("pack", "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == REPORT
    assert list(done.json["total"]) == ["files", "left", "foreign", "records", "before", "after"]
    assert done.json["files"][0]["becomes"].endswith(".warc.zst")
    assert copy.run("status", "--json").json["packed"]["files"] == done.json["total"]["files"]
    assert copy.run("pack", "--quiet") == Done(0, "", "")


@pytest.mark.parametrize("verb", ["pack", "unpack"])
def test_wrong_words_are_one_line(copy: Copy, tmp_path: Path, verb: str) -> None:
    unknown = copy.run(verb, "khongco")
    assert unknown.code == 2
    assert "no site is called 'khongco'" in unknown.line
    nowhere = inside(verb, "--archive", tmp_path / "nowhere", cwd=tmp_path)
    assert nowhere.code == 6
    assert "no such archive" in nowhere.line


def test_a_damaged_file_is_one_line_and_exit_code_1(copy: Copy) -> None:
    path = next((copy.folder / "warc").glob("*.gz"))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    done = copy.run("pack", "--quiet")
    assert (done.code, done.out) == (1, "")
    assert path.name in done.line
    assert "run: tintinh verify" in done.line
    assert path.exists()


def test_exports_of_captures_through_a_pipe(copy: Copy) -> None:
    """A pipe cannot be sought in; what comes through it must be whole all the same."""
    found = {}
    for form in ("warc", "wacz", "cdxj"):
        call = command("export", form, "--captures", "current")
        environment = clean(copy.environment)
        found[form] = subprocess.run(
            call, cwd=copy.folder.parent, env=environment, capture_output=True, timeout=60, check=True
        ).stdout
    lines = found["cdxj"].count(b"\n")
    records = [record.rec_type for record in ArchiveIterator(io.BytesIO(found["warc"]))]
    assert records.count("response") + records.count("revisit") == lines > 0
    with zipfile.ZipFile(io.BytesIO(found["wacz"])) as package:
        assert package.testzip() is None
        assert package.read("pages/pages.jsonl").count(b"\n") == lines + 1


def test_captures_of_articles_only_is_wrong_usage(copy: Copy) -> None:
    done = copy.run("export", "csv", "--captures", "all")
    assert done.code == 2
    assert "--captures is for warc, wacz, cdxj" in done.line


def test_a_file_of_captures_is_counted_in_captures(copy: Copy, tmp_path: Path) -> None:
    done = copy.run("export", "wacz", "thanh", "long", "-o", tmp_path / "x.wacz")
    assert done.line.endswith(f"captures written to {tmp_path / 'x.wacz'}")
    assert (tmp_path / "x.wacz.export.json").is_file()
