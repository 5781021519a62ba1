"""What the commands print: the shapes of docs/cli.md, data on standard output and everything else on standard error."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from archive.export.formats import FORMATS
from demo.portal import Portal
from tests.archive.crawling import FIELDS
from tests.cli.conftest import Crawled
from tests.cli.running import ROOT, clean, command, inside, sites_folder

ARTICLE = [
    *("id", "url", "site", "province", "province_now", "title", "lede", "body", "photos", "published", "published_raw"),
    *(
        "published_precision",
        "byline",
        "source",
        "section",
        "tags",
        "attachments",
        "captured",
        "version",
        "layout",
        "fallback",
    ),
]
COUNTS = ["requests", "bytes", "new", "changed", "unchanged", "duplicate", "not_modified", "gone"]
SEED = ROOT / "tests" / "fixtures" / "binhthuan" / "seed" / "page.html"
SITES = {"a": "tinh", "b": "so"}


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def truth(crawled: Crawled) -> dict[str, dict[str, Any]]:
    return {one["url"]: one for one in crawled.portal.expected()}


def test_crawl(crawled: Crawled) -> None:
    assert (crawled.done.code, crawled.done.err) == (0, "")
    report = crawled.done.json
    assert list(report) == [
        "command",
        "run",
        "started",
        "finished",
        "stopped_by",
        "exit_code",
        "total",
        "notes",
        "sites",
    ]
    assert list(report["total"]) == [*COUNTS, "failed", "skipped", "drift"]
    assert list(report["sites"]) == ["so", "tinh"]
    for counts in report["sites"].values():
        assert list(counts) == [*COUNTS, "kinds", "failed", "skipped", "drift", "notes"]
    assert report["total"]["new"] == len(crawled.portal.expected())
    assert all(
        re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+\+00:00", report[name]) for name in ("started", "finished")
    )


def test_show(crawled: Crawled) -> None:
    url, expected = next(iter(truth(crawled).items()))
    done = crawled.run("show", url, "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ARTICLE
    assert {name: done.json[name] for name in FIELDS} == {name: expected[name] for name in FIELDS}
    assert (done.json["site"], done.json["province"], done.json["province_now"]) == ("tinh", "Bình Thuận", "Lâm Đồng")
    assert all(list(photo) == ["url", "caption", "credit"] for photo in done.json["photos"])
    by_number = crawled.run("show", str(done.json["id"]), "--json")
    assert by_number.out == done.out
    whole = crawled.run("show", url, "--json", "--provenance").json
    assert list(whole) == [*ARTICLE, "provenance"]
    assert whole["provenance"]["capture"]["url"] == url
    assert {one["field"] for one in whole["provenance"]["fields"]} >= {"title", "body", "published"}


def test_show_for_a_person(crawled: Crawled) -> None:
    url, expected = next(
        (url, one) for url, one in truth(crawled).items() if one["photos"] and one["photos"][0]["caption"]
    )
    done = crawled.run("show", url, "--provenance")
    text = re.sub(r"\s+", " ", done.out)
    assert expected["title"] in text
    assert expected["photos"][0]["caption"] in text
    assert all(paragraph in text for paragraph in expected["body"])
    assert "kept in tintinh-" in text


def test_search(crawled: Crawled) -> None:
    done = crawled.run("search", "cang ca", "--json", "--limit", "2")
    found = lines(done.out)
    assert done.code == 0
    assert [list(one) for one in found] == [[*ARTICLE, "snippet", "rank", "captions", "copies"]] * 2
    assert [one["id"] for one in found] == sorted((one["id"] for one in found), reverse=True)
    assert re.fullmatch(r"1-2 of \d+", done.line)
    assert re.search(r"«[Cc]ảng[» ]", "".join(one["snippet"] for one in found))
    assert "\x02" not in done.out
    assert crawled.run("search", "cang ca", "--count", "--json").json == {"count": int(done.line.split()[-1])}
    assert crawled.run("search", "cang ca", "--count").out.strip() == done.line.split()[-1]


def test_the_line_of_a_search_counts(crawled: Crawled) -> None:
    assert crawled.run("search", "zzzz").line == "no hits"
    second = crawled.run("search", "thanh long", "--limit", "1", "--offset", "1")
    assert re.fullmatch(r"2-2 of \d+(; \d+ more when accents are ignored)?", second.line)
    assert re.match(r"no hits; \d+ when accents are ignored", crawled.run("search", "cẳng").line)
    behind = crawled.run("search", "thanh long", "--offset", "900")
    assert (behind.code, behind.out) == (0, "")
    assert re.fullmatch(r"none behind hit 900; there are \d+", behind.line)


def test_everything_may_be_asked_for_even_where_that_is_nothing(crawled: Crawled) -> None:
    done = crawled.run("search", "", "--gone")
    assert (done.code, done.line) == (0, "no hits")


def test_export_jsonl_and_csv(crawled: Crawled, tmp_path: Path) -> None:
    done = crawled.run("export", "jsonl")
    records = lines(done.out)
    assert (done.code, done.err) == (0, "")
    assert [list(record) for record in records] == [ARTICLE] * len(truth(crawled))
    assert {record["url"] for record in records} == truth(crawled).keys()
    for record in records:
        assert {name: record[name] for name in FIELDS} == {name: truth(crawled)[record["url"]][name] for name in FIELDS}
    table = list(csv.DictReader(io.StringIO(crawled.run("export", "csv", "thanh long").out)))
    assert 0 < len(table) < len(records)
    done = crawled.run("export", "csv", "-o", tmp_path / "news.csv")
    assert (done.code, done.out) == (0, "")
    assert done.line == f"{len(records)} articles written to {tmp_path / 'news.csv'}"


def test_a_dash_is_standard_output(crawled: Crawled) -> None:
    assert crawled.run("export", "csv", "-o", "-") == crawled.run("export", "csv")
    drawn = crawled.run("trend", "cang", "--svg", "-")
    assert drawn.out.lstrip().startswith(("<svg", "<?xml"))
    assert drawn.err == ""


def test_export_help_has_a_line_for_each_format(crawled: Crawled) -> None:
    lines = re.findall(
        r"^  ([a-z-]+)  +\S", crawled.run("export", "--help").out.partition("Arguments:")[0], re.MULTILINE
    )
    assert lines == list(FORMATS)


def test_export_makes_folders_and_files_only_by_name(crawled: Crawled, tmp_path: Path) -> None:
    done = crawled.run("export", "parquet")
    assert (done.code, done.line) == (2, "tintinh: export parquet makes a file: name it with -o")
    done = crawled.run("export", "markdown", "-o", tmp_path / "news")
    assert (done.code, done.out) == (0, "")
    assert len(list((tmp_path / "news").rglob("*.md"))) == len(truth(crawled))
    (tmp_path / "news" / "mine.md").write_text("mine")
    done = crawled.run("export", "markdown", "-o", tmp_path / "news")
    assert (done.code, "holds files of yours (mine.md)" in done.line) == (1, True)


def test_a_part_of_the_archive_is_searched_like_the_whole(crawled: Crawled, tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    crawled.run("export", "sqlite", "thanh long", "-o", tmp_path / "part" / "archive.db")
    query = ("search", "thanh long", "--json")
    assert crawled.run(*query, "--archive", tmp_path / "part").out == crawled.run(*query).out
    assert crawled.run("status", "--archive", tmp_path / "part").code == 0


@pytest.mark.parametrize(
    ("form", "begins"), [("text", ""), ("bibtex", "@online{"), ("ris", "TY  - "), ("csl-json", "[")]
)
def test_show_cites(crawled: Crawled, form: str, begins: str) -> None:
    url = next(iter(truth(crawled)))
    done = crawled.run("show", url, "--cite", form)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(begins)
    (capture,) = [crawled.run("show", url, "--provenance", "--json").json["provenance"]["capture"]]
    for name in ("record_id", "payload_digest", "file"):
        assert capture[name].replace("_", "\\_" if form == "bibtex" else "_") in done.out


def test_an_unknown_form_of_reference(crawled: Crawled) -> None:
    done = crawled.run("show", next(iter(truth(crawled))), "--cite", "apa")
    assert (done.code, "there are text, bibtex, ris, csl-json" in done.line) == (2, True)


def test_verify(crawled: Crawled) -> None:
    done = crawled.run("verify", "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == ["ok", "files", "records", "captures", "bytes", "findings"]
    assert (done.json["ok"], done.json["files"], done.json["findings"]) == (True, 1, [])
    (path,) = (crawled.folder / "warc").iterdir()
    assert done.json["bytes"] == path.stat().st_size
    alone = crawled.run("verify", path, "--json").json
    assert (alone["ok"], alone["records"]) == (True, done.json["records"])
    assert crawled.run("verify").out.endswith(" bytes: whole\n")
    assert crawled.run("verify", "--quiet").out == ""


def test_status(crawled: Crawled) -> None:
    done = crawled.run("status", "--json")
    assert (done.code, done.err) == (0, "")
    assert list(done.json) == [
        *("archive", "articles", "captures", "versions", "gone", "bytes", "packed", "last_run", "sites", "waiting")
    ]
    assert list(done.json["bytes"]) == ["warc", "database", "free"]
    assert [site["site"] for site in done.json["sites"]] == ["so", "tinh"]
    for site in done.json["sites"]:
        assert {"site", "name", "articles", "newest", "last_seen", "coverage", "due", "drift"} <= site.keys()
    text = crawled.run("status").out
    assert f"{len(truth(crawled))} articles" in text
    assert "exit code 0" in text


def test_sites(crawled: Crawled) -> None:
    shape = ["id", "name", "kind", "province", "province_now", "hosts", "seeds", "cms", "layouts", "verified"]
    done = crawled.run("sites", "--json")
    found = lines(done.out)
    assert (done.code, done.err) == (0, "")
    assert all(list(site) == shape for site in found)
    assert {"tinh", "so", "binhthuan", "hanoi"} <= {site["id"] for site in found}
    alone = crawled.run("sites", "binhthuan", "--json").json
    assert alone in found
    assert (alone["province"], alone["province_now"]) == ("Bình Thuận", "Lâm Đồng")
    assert "now Lâm Đồng" in crawled.run("sites", "binhthuan").out


class TestParse:
    def test_a_saved_page_with_its_note(self, tmp_path: Path) -> None:
        done = inside("parse", SEED.relative_to(ROOT), "--json", cwd=ROOT)
        assert (done.code, done.err) == (0, "")
        assert list(done.json) == ["kind", "site", "layout", "fallback", "problems", "article"]
        assert list(done.json["article"]) == ARTICLE
        expected = json.loads(SEED.with_name("article.json").read_text())
        assert {name: done.json["article"][name] for name in FIELDS} == {name: expected[name] for name in FIELDS}
        assert done.json["article"]["published"] == "2020-07-07"
        assert (done.json["article"]["id"], done.json["article"]["captured"], done.json["article"]["version"]) == (
            None,
            None,
            None,
        )

    def test_a_saved_page_alone(self, tmp_path: Path) -> None:
        shutil.copy(SEED, tmp_path / "saved.html")
        by_url = inside(
            "parse", "saved.html", "--url", "https://binhthuan.gov.vn/4/469/1001/652001/x.html", "--json", cwd=tmp_path
        )
        by_site = inside("parse", "saved.html", "--site", "binhthuan", "--json", cwd=tmp_path)
        assert by_url.json["article"]["title"] == by_site.json["article"]["title"]
        assert [path.name for path in tmp_path.iterdir()] == ["saved.html"], "parse writes nothing"

    def test_a_page_from_standard_input(self, tmp_path: Path) -> None:
        words = command("parse", "-", "--site", "binhthuan", "--json")
        with SEED.open("rb") as page:
            done = subprocess.run(words, stdin=page, cwd=tmp_path, env=clean(None), capture_output=True, check=True)
        assert (
            json.loads(done.stdout)["article"]["title"]
            == json.loads(SEED.with_name("article.json").read_text())["title"]
        )

    def test_an_address_of_a_local_site(self, crawled: Crawled) -> None:
        url, expected = next(iter(truth(crawled).items()))
        done = crawled.run("parse", url, "--json", "--provenance")
        assert (done.code, done.err) == (0, "")
        assert {name: done.json["article"][name] for name in FIELDS} == {name: expected[name] for name in FIELDS}
        assert {one["field"] for one in done.json["provenance"]} >= {"title", "body", "published"}

    def test_what_is_no_article_has_none(self, crawled: Crawled) -> None:
        listing = crawled.run("parse", f"{crawled.portal.a}/tin-tuc/", "--json")
        assert (listing.code, listing.json["kind"], listing.json["article"]) == (0, "listing", None)
        other = crawled.run("parse", f"{crawled.portal.a}/gioi-thieu/", "--json")
        assert (other.code, other.json["article"]) == (1, None)
        assert other.json["problems"]
        assert "Traceback" not in other.err


class TestWhere:
    """Which archive a command takes: after it, before it, the environment, the folder at hand."""

    @pytest.mark.parametrize(
        ("words", "environment"),
        [
            (("status", "--archive", "{}"), {}),
            (("--archive", "{}", "status"), {}),
            (("status",), {"TINTINH_ARCHIVE": "{}"}),
            (("--archive", "none", "status", "--archive", "{}"), {"TINTINH_ARCHIVE": "none"}),
            (("--archive", "{}", "status"), {"TINTINH_ARCHIVE": "none"}),
        ],
    )
    def test_it_is_found(
        self, crawled: Crawled, tmp_path: Path, words: tuple[str, ...], environment: dict[str, str]
    ) -> None:
        there = str(crawled.folder)
        filled = {name: value.format(there) for name, value in environment.items()}
        done = inside(*(word.format(there) for word in words), cwd=tmp_path, environment=filled)
        assert (done.code, done.err) == (0, "")
        assert done.out.startswith(there)

    def test_the_folder_at_hand(self, crawled: Crawled, tmp_path: Path) -> None:
        (tmp_path / "tintinh-archive").symlink_to(crawled.folder)
        assert inside("status", cwd=tmp_path).code == 0


class TestCrawlAndFetch:
    def test_quiet_log_and_a_dry_run(self, portal: Portal, tmp_path: Path) -> None:
        environment = sites_folder(tmp_path / "sites", portal)
        dry = inside("crawl", "tinh", "--dry-run", cwd=tmp_path, environment=environment)
        assert dry.code == 0
        assert f"begin at {portal.a}/" in dry.out
        assert portal.log == []
        assert not (tmp_path / "tintinh-archive").exists()
        done = inside("crawl", "tinh", "--quiet", "--log-json", "log.jsonl", cwd=tmp_path, environment=environment)
        assert done == (0, "", "")
        events = lines((tmp_path / "log.jsonl").read_text())
        assert {event["event"] for event in events} - {"probe"} == {"robots", "visit"}
        assert all({"at", "event", "url", "outcome"} <= event.keys() for event in events)
        assert {event.get("status") for event in events} <= {200, 404, None}
        assert len([event for event in events if event["outcome"] == "new"]) == 21
        again = inside("crawl", "tinh", "--log-json", "log.jsonl", cwd=tmp_path, environment=environment)
        assert again.err == "", "no bar and no line where all is well and nobody looks"
        assert len(lines((tmp_path / "log.jsonl").read_text())) == len(events) + 1

    def test_a_log_may_lie_in_the_archive_that_is_to_be_made(self, portal: Portal, tmp_path: Path) -> None:
        environment = sites_folder(tmp_path / "sites", portal)
        log = "tintinh-archive/log.jsonl"
        done = inside(
            "crawl", "tinh", "--quiet", "--log-json", log, "--max-pages", "3", cwd=tmp_path, environment=environment
        )
        assert (done.code, done.err) == (5, "")
        assert len(lines((tmp_path / log).read_text())) == 4
        nested = inside(
            "crawl", "tinh", "--log-json", "tintinh-archive/none/log", cwd=tmp_path, environment=environment
        )
        assert nested.code == 2
        assert "cannot write there" in nested.line
        assert inside("verify", cwd=tmp_path).code == 0

    def test_quiet_says_nothing_of_a_missing_contact(self, tmp_path: Path) -> None:
        site = (
            "from parsers.site import Site\n"
            "SITE = Site(id='khong', name='K', province=None, kind='portal', hosts=('192.0.2.1',), seeds=('http://192.0.2.1/',))\n"
        )
        (tmp_path / "sites").mkdir()
        (tmp_path / "sites" / "khong.py").write_text(site)
        environment = {"TINTINH_SITES": str(tmp_path / "sites")}
        loud = inside("crawl", "khong", cwd=tmp_path, environment=environment)
        quiet = inside("crawl", "khong", "--quiet", cwd=tmp_path, environment=environment)
        assert loud.code == quiet.code == 1
        assert "TINTINH_CONTACT" in loud.err
        assert "192.0.2.1" in quiet.line

    def test_by_address(self, portal: Portal, tmp_path: Path) -> None:
        environment = sites_folder(tmp_path / "sites", portal)
        done = inside("crawl", f"{portal.a}/kinh-te/", "--json", cwd=tmp_path, environment=environment)
        assert done.code == 0
        assert 0 < done.json["total"]["new"] <= 21
        assert [request.path for request in portal.log][:2] == ["/robots.txt", "/kinh-te/"]

    def test_fetch(self, portal: Portal, tmp_path: Path) -> None:
        environment = sites_folder(tmp_path / "sites", portal)
        url = portal.expected()[0]["url"]
        done = inside("fetch", url, "--json", cwd=tmp_path, environment=environment)
        assert (done.code, done.json["total"]["new"], done.json["command"]) == (0, 1, "fetch")
        unknown = inside("fetch", "http://192.0.2.1/x", "--quiet", cwd=tmp_path, environment=environment)
        assert unknown.code == 1
        assert "private network" in unknown.err
        table = inside("fetch", url, cwd=tmp_path, environment=environment)
        assert table.code == 0
        assert "tinh" in table.out

    def test_bounds_have_their_own_exit_code(self, portal: Portal, tmp_path: Path) -> None:
        environment = sites_folder(tmp_path / "sites", portal)
        done = inside("crawl", "tinh", "so", "--max-pages", "5", cwd=tmp_path, environment=environment)
        assert done.code == 5
        assert "stopped by: pages; everything so far is kept" in done.out
        rest = inside("crawl", "tinh", "so", "--json", cwd=tmp_path, environment=environment)
        assert rest.code == 0
        assert inside("status", "--json", cwd=tmp_path).json["articles"] == len(portal.expected())


class TestDemo:
    def test_it_leaves_a_verified_archive(self, tmp_path: Path) -> None:
        for _ in range(2):  # a second demonstration takes the place of the first
            done = inside("demo", cwd=tmp_path)
            assert done.code == 0
            assert done.line.endswith("answered 404"), "the one article that the portal took away"
            assert "whole" in done.out
            assert "What to type next:" in done.out
            assert inside("verify", "--archive", "tintinh-demo", cwd=tmp_path).code == 0
        assert {"archive.db", "news.csv", "news.jsonl"} <= {path.name for path in (tmp_path / "tintinh-demo").iterdir()}
        commands = [line.strip() for line in done.out.splitlines() if line.startswith("   tintinh ")]
        assert len(commands) >= 4
        shown = inside("search", "thanh long", "--archive", "tintinh-demo", cwd=tmp_path)
        assert re.match(r"1-\d+ of \d+", shown.line)

    def test_a_folder_of_others_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.odt").touch()
        done = inside("demo", "--keep", "mine", cwd=tmp_path)
        assert (done.code, done.out) == (6, "")
        assert "is not an earlier demonstration" in done.line
        assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.odt"]

    def test_quiet(self, tmp_path: Path) -> None:
        assert inside("demo", "--quiet", "--keep", "d", cwd=tmp_path) == (0, "", "")
