"""Bad input: one clear line on standard error, the right exit code, never a traceback, and nothing kept is lost."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from archive.schema import VERSION
from demo.files import file_bytes
from scraper.message import read_response
from tests.archive.crawling import free_port, read_with_warcio, status
from tests.cli.conftest import Crawled
from tests.cli.running import ROOT, bound_by_permissions, clean, command, inside, tintinh
from tests.scraper.raw_server import RawServer, answer, ok

SEED = ROOT / "tests" / "fixtures" / "binhthuan" / "seed" / "page.html"
_LOCAL = """
from parsers.site import Site
SITE = Site(id="vidu", name="x", province=None, kind="portal", hosts=({host!r},), seeds=({root!r},), local=True, delay=0.0)
"""


def known(folder: Path, root: str) -> dict[str, str]:
    """Make a server known as the site "vidu"."""
    folder.mkdir(exist_ok=True)
    (folder / "vidu.py").write_text(_LOCAL.format(host=root.split("/")[2], root=root))
    return {"TINTINH_SITES": str(folder)}


def unreachable() -> str:
    return f"http://127.0.0.1:{free_port()}/"


class TestNetwork:
    def test_crawl_of_an_unreachable_host(self, tmp_path: Path) -> None:
        done = tintinh("crawl", "vidu", cwd=tmp_path, environment=known(tmp_path / "s", unreachable()))
        assert done.code == 1
        assert "refused" in done.line

    def test_parse_of_an_unreachable_host(self, tmp_path: Path) -> None:
        url = unreachable()
        done = tintinh("parse", url, cwd=tmp_path, environment=known(tmp_path / "s", url))
        assert (done.code, done.out) == (1, "")
        assert "refused" in done.line

    def test_fetch_of_an_unreachable_host(self, tmp_path: Path) -> None:
        url = unreachable()
        done = tintinh("fetch", url, cwd=tmp_path, environment=known(tmp_path / "s", url))
        assert done.code == 1
        assert "refused" in done.line

    @pytest.mark.parametrize("verb", ["parse", "fetch"])
    def test_a_404(self, tmp_path: Path, verb: str) -> None:
        with RawServer(lambda request: answer(status(404, "Not Found"))) as server:
            done = tintinh(verb, f"{server.url}x", cwd=tmp_path, environment=known(tmp_path / "s", server.url))
        assert done.code == 1
        assert f"{server.url}x answered 404" in done.line

    def test_broken_compression(self, tmp_path: Path) -> None:
        junk = ok(b"\x1f\x8bjunk" * 9, "Content-Encoding: gzip")
        with RawServer(lambda request: answer(junk)) as server:
            done = tintinh("parse", server.url, cwd=tmp_path, environment=known(tmp_path / "s", server.url))
        assert done.code == 1
        assert "broken compressed content" in done.line

    def test_what_is_no_http(self, tmp_path: Path) -> None:
        with RawServer(lambda request: answer(b"SSH-2.0-OpenSSH_9.9\r\n", after="close")) as server:
            done = tintinh("parse", server.url, cwd=tmp_path, environment=known(tmp_path / "s", server.url))
        assert done.code == 1
        assert done.line

    @pytest.mark.parametrize("verb", ["parse", "fetch"])
    def test_a_private_address(self, tmp_path: Path, verb: str) -> None:
        environment = {"TINTINH_CONTACT": "archive@example.org"}
        done = tintinh(verb, "http://169.254.169.254/latest/meta-data/", cwd=tmp_path, environment=environment)
        assert done.code == 1
        assert "private network" in done.line


class TestFiles:
    def test_a_page_of_an_unknown_site(self, tmp_path: Path) -> None:
        done = inside("parse", SEED, "--url", "https://example.org/bai-1.html", cwd=tmp_path)
        assert (done.code, done.out) == (1, "")
        assert "example.org" in done.line

    def test_an_empty_file(self, tmp_path: Path) -> None:
        (tmp_path / "page.html").touch()
        done = inside("parse", "page.html", "--url", "https://binhthuan.gov.vn/", cwd=tmp_path)
        assert done.code == 2
        assert "page.html: the file is empty" in done.line

    @pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.doc", "a.jpg"])
    def test_a_binary_file(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(file_bytes(name) * 3)
        done = inside("parse", name, "--url", f"https://binhthuan.gov.vn/{name}", cwd=tmp_path)
        assert (done.code, done.out) == (1, "")
        assert done.line
        done = inside("parse", name, cwd=tmp_path)
        assert done.code == 2
        assert "give it with --url" in done.line

    def test_no_file_and_a_folder(self, tmp_path: Path) -> None:
        done = inside("parse", "none.html", cwd=tmp_path)
        assert (done.code, done.line) == (2, "tintinh: none.html: no such file or directory")
        done = inside("parse", tmp_path, cwd=tmp_path)
        assert done.code == 2
        assert "directory" in done.line

    def test_a_broken_note_beside_a_page(self, tmp_path: Path) -> None:
        shutil.copy(SEED, tmp_path / "page.html")
        (tmp_path / "page.json").write_text("{")
        done = inside("parse", "page.html", cwd=tmp_path)
        assert done.code == 2
        assert "page.json: not JSON" in done.line
        (tmp_path / "page.json").write_text("[1]")
        done = inside("parse", "page.html", cwd=tmp_path)
        assert done.code == 2
        assert "page.json" in done.line

    @pytest.mark.parametrize(
        "url", ["not an address", "ftp://binhthuan.gov.vn/", "http://[::1", "https://binhthuan.gov.vn:99999/"]
    )
    def test_an_address_that_is_none(self, tmp_path: Path, url: str) -> None:
        done = inside("parse", SEED, "--url", url, cwd=tmp_path)
        assert done.code == 2
        assert "page.html: " in done.line


class TestArchives:
    @pytest.mark.parametrize("words", [("search", "x"), ("show", "1"), ("export", "csv"), ("verify",), ("status",)])
    def test_a_missing_archive(self, tmp_path: Path, words: tuple[str, ...]) -> None:
        done = inside(*words, cwd=tmp_path)
        assert (done.code, done.out) == (6, "")
        assert "tintinh-archive: no such archive" in done.line
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        "words", [("search", "x"), ("verify",), ("crawl", "binhthuan", "--contact", "a@b.vn"), ("status",)]
    )
    def test_another_programs_database(self, tmp_path: Path, words: tuple[str, ...]) -> None:
        with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
            connection.execute("CREATE TABLE books(title)")
            connection.commit()
        done = inside(*words, "--archive", tmp_path, cwd=tmp_path)
        assert done.code == 6
        assert "is not a tintinh archive" in done.line
        assert [path.name for path in tmp_path.iterdir()] == ["archive.db"]

    @pytest.mark.parametrize("words", [("search", "x"), ("verify",), ("index",), ("pack",), ("status",)])
    def test_an_empty_database_is_not_made_an_archive(self, tmp_path: Path, words: tuple[str, ...]) -> None:
        (tmp_path / "archive.db").touch()
        done = inside(*words, "--archive", tmp_path, cwd=tmp_path)
        assert done.code == 6
        assert "is not a tintinh archive" in done.line
        assert (tmp_path / "archive.db").stat().st_size == 0
        assert [path.name for path in tmp_path.iterdir()] == ["archive.db"]

    @pytest.mark.parametrize("words", [("search", "x"), ("crawl", "binhthuan", "--contact", "a@b.vn")])
    def test_a_newer_schema(self, tmp_path: Path, crawled: Crawled, words: tuple[str, ...]) -> None:
        shutil.copytree(crawled.folder, tmp_path / "archive")
        with closing(sqlite3.connect(tmp_path / "archive" / "archive.db")) as connection:
            connection.execute(f"PRAGMA user_version = {VERSION + 1}")
        done = inside(*words, "--archive", "archive", cwd=tmp_path)
        assert done.code == 6
        assert "newer tintinh" in done.line

    @pytest.mark.parametrize("share", [0.0003, 0.02, 0.5, 0.9])
    @pytest.mark.parametrize(
        "words",
        [("search", "thanh long"), ("export", "jsonl"), ("crawl", "tinh", "--recheck")],
        ids=["search", "export", "crawl"],
    )
    def test_a_database_cut_off(self, tmp_path: Path, crawled: Crawled, share: float, words: tuple[str, ...]) -> None:
        shutil.copytree(crawled.folder, tmp_path / "archive")
        path = tmp_path / "archive" / "archive.db"
        os.truncate(path, int(path.stat().st_size * share))
        done = inside(*words, "--archive", "archive", cwd=tmp_path, environment=crawled.environment)
        assert done.code == 6
        assert "damaged" in done.line
        assert "archive.db" in done.line

    def test_verify_of_a_database_cut_off_says_damage(self, tmp_path: Path, crawled: Crawled) -> None:
        shutil.copytree(crawled.folder, tmp_path / "archive")
        path = tmp_path / "archive" / "archive.db"
        os.truncate(path, path.stat().st_size // 2)
        done = inside("verify", "--archive", "archive", cwd=tmp_path)
        assert done.code in (4, 6)
        assert "Traceback" not in done.err

    def test_a_file_with_a_flipped_bit(self, tmp_path: Path, crawled: Crawled) -> None:
        shutil.copytree(crawled.folder, tmp_path / "archive")
        (path,) = (tmp_path / "archive" / "warc").iterdir()
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
        done = inside("verify", "--archive", "archive", cwd=tmp_path)
        assert done.code == 4
        assert "Traceback" not in done.err
        assert path.name in done.err
        assert "DAMAGED" in done.out

    def test_a_wacz_is_not_called_damaged(self, tmp_path: Path, crawled: Crawled) -> None:
        assert crawled.run("export", "wacz", "tau", "-o", tmp_path / "tau.wacz").code == 0
        done = inside("verify", tmp_path / "tau.wacz", cwd=tmp_path)
        assert done.code == 0
        assert done.out.rstrip().endswith(": whole")

    def test_a_folder_that_may_not_be_written_to(self, tmp_path: Path, crawled: Crawled) -> None:
        try:
            prefix = bound_by_permissions()
        except FileNotFoundError:
            pytest.skip("root is bound by no permissions here, and there is no setpriv")
        shutil.copytree(crawled.folder, tmp_path / "archive")
        shutil.rmtree(tmp_path / "archive" / "warc")
        for folder in (tmp_path / "archive", tmp_path):
            folder.chmod(0o555)
        try:
            for target in (tmp_path / "new", tmp_path / "archive"):
                done = tintinh(
                    "crawl", "tinh", "--archive", target, cwd=tmp_path, environment=crawled.environment, prefix=prefix
                )
                assert done.code == 6
                assert "cannot write there" in done.line
            done = tintinh("search", "thanh long", "--archive", tmp_path / "archive", cwd=tmp_path, prefix=prefix)
            assert done.code == 0, "but it may be read"
            assert "of" in done.line
        finally:
            tmp_path.chmod(0o755)
            (tmp_path / "archive").chmod(0o755)

    def test_a_folder_that_may_not_be_read(self, tmp_path: Path) -> None:
        try:
            prefix = bound_by_permissions()
        except FileNotFoundError:
            pytest.skip("root is bound by no permissions here, and there is no setpriv")
        (tmp_path / "archive").mkdir(mode=0o000)
        done = tintinh("status", "--archive", "archive", cwd=tmp_path, prefix=prefix)
        assert done.code == 6
        assert "no permission" in done.line

    def test_a_file_where_the_archive_should_be(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        for words in (("status",), ("crawl", "binhthuan", "--dry-run")):
            done = inside(*words, "--archive", "file", cwd=tmp_path)
            assert (done.code, done.out) == (6, "")
            assert done.line.startswith("tintinh: file: ")

    @pytest.mark.parametrize("place", ["file/archive", "/proc/none/archive", "/dev/null/archive"])
    def test_a_place_where_no_folder_can_be(self, tmp_path: Path, crawled: Crawled, place: str) -> None:
        (tmp_path / "file").touch()
        done = inside("crawl", "tinh", "--archive", place, cwd=tmp_path, environment=crawled.environment)
        assert done.code == 6
        assert "cannot write there" in done.line
        done = inside("status", "--archive", place, cwd=tmp_path)
        assert done.code == 6
        assert done.line


class TestWords:
    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("crawl", "binhtuan"), "did you mean"),
            (("crawl",), "name sites or addresses"),
            (("crawl", "--all", "binhthuan"), "not both"),
            (("crawl", "https://example.org/"), "no site is known for example.org"),
            (("crawl", "binhthuan", "--since", "2020-02-30"), "there is no day 2020-02-30"),
            (("crawl", "binhthuan", "--max-time", "soon"), "is no span of time"),
            (("crawl", "binhthuan", "--contact", "me"), "give an e-mail address or a URL"),
            (("fetch", "https://binhthuan.gov.vn/", "foo"), "'foo' is no http or https address"),
            (("crawl", "binhthuan", "--since", "7/7/2020"), "is no date; write it as 2020-07-31"),
            (("sites", "hanoii"), "did you mean"),
            (("crawl", "Binhthaun"), "did you mean binhthuan"),
            (("crawl", "Khánh Hòa"), "it is a province, with the sites baokhanhhoa, baoninhthuan, khanhhoa"),
            (("verify", str(SEED.parent)), "a folder"),
            (("parse", str(SEED), "--site", "qqqq"), "no site is called 'qqqq'"),
        ],
        ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else "",
    )
    def test_wrong_words_without_an_archive(self, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
        done = inside(*words, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert says in done.line
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize("name", ["binhthuan.gov.vn", "BINHTHUAN", " binhthuan", "www.binhthuan.gov.vn"])
    def test_a_site_is_found_by_its_host_and_in_any_case(self, tmp_path: Path, name: str) -> None:
        done = inside("crawl", "--dry-run", name, cwd=tmp_path)
        assert (done.code, done.out.partition(":")[0]) == (0, "binhthuan")

    @pytest.mark.parametrize(
        "words",
        ["verify {}", "ingest {}", "verify --salvage {}", "status --archive {}", "crawl x --archive {}", "parse {}"],
    )
    def test_a_name_that_no_file_can_have(self, tmp_path: Path, words: str) -> None:
        done = tintinh(*words.format("a" * 5000).split(), cwd=tmp_path)
        assert done.code in (2, 6)
        assert done.line

    @pytest.mark.parametrize(
        ("words", "code"),
        [
            (("search", "x", "--from", "2020-13-01"), 2),
            (("search", "x", "--to", "07/07/2020"), 2),
            (("search", "(thanh"), 2),
            (("search", '"thanh'), 2),
            (("search", "--", "-thanh"), 2),
            (("search", "x", "--site", "qqqq"), 2),
            (("search", "x", "--province", "Atlantis"), 2),
            (("export", "docx"), 2),
            (("show", "1"), 1),
            (("show", "9" * 5000), 1),
            (("show", "http://["), 2),
            (("show", "2020070700001", "--raw", "--cite", "text"), 2),
            (("show", "2020070700001", "--raw", "--json"), 2),
            (("kwic", "cang", "--csv", "--json"), 2),
            (("trend", "cang", "--csv", "--json"), 2),
            (("history", "--since", "20200701"), 2),
            (("show", "2020070700001", "--version", "99"), 1),
            (("verify", "none.warc.gz"), 2),
        ],
        ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else "",
    )
    def test_wrong_words_about_an_archive(self, crawled: Crawled, words: tuple[str, ...], code: int) -> None:
        done = crawled.run(*words)
        assert (done.code, done.out) == (code, "")
        assert len(done.line) < 400

    def test_a_site_module_that_cannot_be_used(self, tmp_path: Path) -> None:
        (tmp_path / "broken.py").write_text("SITE = 1/0\n")
        done = inside("crawl", "tinh", cwd=tmp_path, environment={"TINTINH_SITES": str(tmp_path)})
        assert done.code == 2
        assert "broken.py: ZeroDivisionError" in done.line
        done = inside("sites", cwd=tmp_path, environment={"TINTINH_SITES": "none"})
        assert done.code == 2
        assert "TINTINH_SITES: none is no folder" in done.line

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("crawl", "--no-such"), "tintinh crawl: No such option: --no-such; see tintinh crawl --help"),
            (("serch", "x"), "tintinh: No such command 'serch'. Did you mean 'search'"),
            (("search",), "tintinh search: Missing argument 'QUERY'; see tintinh search --help"),
            (("crawl", "x", "--max-pages", "0"), "tintinh crawl: Invalid value for '--max-pages'"),
            (("search", "dân", "-vận"), "to leave a word out, quote the whole query: 'one -other'"),
            (
                ("search", "x", "--site", "a", "--site", "b"),
                "--site is said twice; it takes one value; see tintinh search",
            ),
            (("export", "csv", "-o", "a", "--output", "b"), "--output is said twice"),
            (("export", "warc", "--captures", "x"), "Invalid value for '--captures': 'x' is not one of 'all'"),
        ],
    )
    def test_usage(self, tmp_path: Path, words: tuple[str, ...], says: str) -> None:
        done = tintinh(*words, cwd=tmp_path)
        assert (done.code, done.out) == (2, "")
        assert says in done.line


class TestOutput:
    def test_an_export_from_a_folder_that_was_removed(self, crawled: Crawled) -> None:
        call = ["sh", "-c", 'cd "$(mktemp -d)" && rmdir "$PWD" && "$@"', "sh"]
        words = command("export", "csv", "-o", "x.csv", "--archive", crawled.folder)
        done = subprocess.run([*call, *words], env=clean(None), capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (1, "tintinh: cannot write x.csv: No such file or directory\n")

    @pytest.mark.parametrize("target", ["none/x.csv", ".", "/proc/x.csv"])
    def test_an_export_target_that_cannot_be_written(self, crawled: Crawled, target: str) -> None:
        done = crawled.run("export", "csv", "-o", target)
        assert done.code in (1, 5)
        assert "cannot write" in done.line

    def test_a_log_that_cannot_be_written(self, crawled: Crawled, tmp_path: Path) -> None:
        done = tintinh(
            "crawl",
            "tinh",
            "--log-json",
            "none/log",
            "--archive",
            tmp_path / "a",
            cwd=tmp_path,
            environment=crawled.environment,
        )
        assert done.code == 2
        assert "--log-json none/log" in done.line
        assert not (tmp_path / "a").exists()

    @pytest.mark.parametrize("words", ["sites", "export jsonl", "export csv", "search thanh --json", "sites --json"])
    def test_a_reader_that_goes_away(self, crawled: Crawled, words: str) -> None:
        environment = clean(crawled.environment | {"TINTINH_ARCHIVE": str(crawled.folder)})
        script = f"set -o pipefail; {' '.join(command(*words.split()))} | head -n 1"
        done = subprocess.run(
            ["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr
        assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)

    @pytest.mark.parametrize("words", ["sites", "export csv", "search thanh", "status", "verify"])
    def test_a_reader_that_was_never_there(self, crawled: Crawled, words: str) -> None:
        environment = clean(crawled.environment | {"TINTINH_ARCHIVE": str(crawled.folder)})
        reading, writing = os.pipe()
        os.close(reading)
        try:
            done = subprocess.run(
                command(*words.split()),
                env=environment,
                stdout=writing,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
                check=False,
            )
        finally:
            os.close(writing)
        assert done.returncode == 0
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr

    @pytest.mark.parametrize(
        ("words", "code"), [("search khongcogi --json", 0), ("status", 0), ("verify", 0), ("search (", 2), ("serch", 2)]
    )
    def test_a_closed_standard_error(self, crawled: Crawled, words: str, code: int) -> None:
        environment = clean(crawled.environment | {"TINTINH_ARCHIVE": str(crawled.folder)})
        call = ["sh", "-c", '"$@" 2>&- <&-', "sh", *command(*words.split())]
        done = subprocess.run(call, env=environment, stdout=subprocess.PIPE, text=True, timeout=60, check=False)
        assert done.returncode == code
        assert (done.stdout == "") == (words not in ("status", "verify")), "what is not data goes nowhere"

    @pytest.mark.parametrize("words", ["sites", "export jsonl", "search thanh", "status --json", "--help"])
    def test_a_full_disk_behind_standard_output(self, crawled: Crawled, words: str) -> None:
        environment = clean(crawled.environment | {"TINTINH_ARCHIVE": str(crawled.folder)})
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(
                command(*words.split()),
                env=environment,
                stdout=full,
                stderr=subprocess.PIPE,
                text=True,
                timeout=60,
                check=False,
            )
        assert done.returncode == 5
        assert "no space left" in done.stderr.splitlines()[-1]
        assert "Traceback" not in done.stderr
        assert "Exception ignored" not in done.stderr

    @pytest.mark.parametrize("words", ["sites", "--help", "search thanh"])
    def test_no_standard_output_at_all(self, crawled: Crawled, words: str) -> None:
        environment = crawled.environment | {"TINTINH_ARCHIVE": str(crawled.folder)}
        done = tintinh(*words.split(), cwd=crawled.folder, environment=environment, before=lambda: os.close(1))
        assert done.code == 0
        assert "Traceback" not in done.err

    @pytest.mark.parametrize(
        "locale",
        [
            {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
            {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
        ],
    )
    @pytest.mark.parametrize("words", ["search thanh long", "sites tinh", "export csv", "status"])
    def test_vietnamese_in_a_locale_without_it(self, crawled: Crawled, locale: dict[str, str], words: str) -> None:
        environment = crawled.environment | {"TINTINH_ARCHIVE": str(crawled.folder)} | locale
        done = tintinh(*words.split(), cwd=crawled.folder.parent, environment=environment)
        assert done.code == 0
        assert "Traceback" not in done.err
        assert any(letter in done.out for letter in "ậảịộệđ") or words == "status"


def test_show_raw_is_what_the_server_sent(crawled: Crawled) -> None:
    """The clock and the counter of the page are those of the moment of the crawl, so the kept bytes are the measure."""
    url = crawled.portal.expected()[0]["url"]
    done = subprocess.run(
        command("show", url, "--raw"),
        env=clean(crawled.environment | {"TINTINH_ARCHIVE": str(crawled.folder)}),
        capture_output=True,
        timeout=60,
        check=False,
    )
    (block,) = (one.block for one in read_with_warcio(crawled.folder) if one.type == "response" and one.url == url)
    assert done.returncode == 0
    assert done.stdout == read_response(block).entity
    assert done.stderr == b""
    assert done.stdout.startswith(b"<!DOCTYPE html>") or b"<html" in done.stdout[:300]
