"""The crawl benchmark runs, counts what it says, and does without its peer."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.portal_world import World
from parsers.reading import parse
from parsers.sites import known_sites

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("options", [(), ("--tree",)], ids=["list", "tree"])
def test_a_small_round_without_the_peer(tmp_path: Path, options: tuple[str, ...]) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "crawl.py"), "--pages=70", "--sizes=25", "--rounds=1"]
    missing = str(tmp_path / "python")
    done = subprocess.run(
        [*command, "--peer", missing, *options], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert f"Scrapy: not installed for {missing}, left out" in done.stdout
    last = done.stdout.splitlines()[-1]
    assert re.fullmatch(r"tintinh: 25 KB(, tree)?: \d+ pages/s, \d+\.\d\d ms CPU/page, \d+ MB", last), last


@pytest.mark.parametrize("size", [25, 80])
def test_pages_have_their_size_and_are_read(size: int) -> None:
    status, kind, body = World(pages=300, size=size).answer(b"/4/469/tin-trong-tinh/bai-viet-100123.html")
    assert (status, kind) == (200, b"text/html; charset=utf-8")
    assert abs(len(body) - size * 1000) < 2000
    url = "https://binhthuan.gov.vn/4/469/tin-trong-tinh/bai-viet-100123.html"
    parsed = parse(url, body, site=known_sites()["binhthuan"])
    assert parsed.article is not None
    assert parsed.problems == ()
    assert parsed.article.title.startswith("Bài viết số 123:")
    assert parsed.article.published == "2020-07-12"
    assert len(parsed.article.body) == 11
    assert [photo.caption for photo in parsed.article.photos] == ["Ảnh chụp số 123"]


def test_every_article_hangs_on_the_list_or_the_tree() -> None:
    link = re.compile(rb'class="(?:list|other)-item"><a class="name" href="[^"]*-(\d+)\.html')
    listed = World(pages=120)
    on_lists = b"".join(listed.answer(b"/danh-sach?page=%d" % page)[2] for page in (1, 2, 3))
    assert {int(number) for number in link.findall(on_lists)} == set(range(100_000, 100_120))
    assert listed.answer(b"/danh-sach?page=4")[0] == 404
    tree, found, todo = World(pages=120, tree=True), set[int](), [b"/"]
    while todo:
        for number in map(int, link.findall(tree.answer(todo.pop())[2])):
            if number not in found:
                found.add(number)
                todo.append(b"/bai-viet-%d.html" % number)
    assert found == set(range(100_000, 100_120))


def test_some_polite_hosts() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "crawl.py"), "--hosts", "--count=4", "--seconds=4"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said = re.match(r"4 hosts for \d+ s: (\d+) requests \(\d+ a second\), (\d+) articles kept", done.stdout)
    assert said, done.stdout
    assert 4 < int(said[2]) < int(said[1]) <= 4 * 6, "none is asked more often than once a second"
    assert re.match(
        r"4 polite hosts, 25 KB: \d+ pages/s took \d+% of one core, 4 would take \d+%", done.stdout.splitlines()[-1]
    )


def test_levels_of_gzip(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(World(pages=1).answer(b"/bai-viet-100000.html")[2])
    command = [sys.executable, str(ROOT / "benchmarks" / "crawl.py"), "--levels", "--sizes=25", f"--folder={tmp_path}"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    ratio = r"\d+\.\d\d x time, \d\.\d{3} x bytes"
    assert re.fullmatch(rf"kept to zlib 6: 25 KB: {ratio}; {tmp_path}: {ratio}", done.stdout.splitlines()[-1])
