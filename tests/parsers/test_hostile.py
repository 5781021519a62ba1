"""Any bytes at all: nothing is raised, and no page takes long or much."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parsers.reading import parse

ROOT = Path(__file__).resolve().parents[2]
URLS = [
    *("https://binhthuan.gov.vn/a-12345.html", "https://sotttt.hanoi.gov.vn/web/x/-/view_content/123-x"),
    *("https://baolaocai.vn/x-post1.html", "https://baocantho.com.vn/x-a1.html", "https://khong-biet.example/x"),
]
GOLDENS = [
    (json.loads(one.read_text())["url"], one.with_name("page.html").read_bytes())
    for one in sorted((ROOT / "tests" / "fixtures").glob("*/*/page.json"))
]
HEAD = (
    "<html><head><title>x</title></head><body><h1>Một tít dài của trang</h1><div class=PostDate>07/7/2020</div>"
    '<div class="ArticleContent">'
)
TAIL = "</div></body></html>"
SECONDS, MEGABYTES = 2.0, 200


@given(st.binary(max_size=2000), st.sampled_from(URLS), st.one_of(st.none(), st.text(max_size=30)))
@settings(max_examples=150, deadline=None)
def test_any_bytes(body: bytes, url: str, content_type: str | None) -> None:
    found = parse(url, body, content_type=content_type, generic=True)
    assert found.article is not None or found.problems


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.large_base_example, HealthCheck.too_slow])
def test_goldens_with_pieces_cut_out_doubled_and_broken(data: st.DataObject) -> None:
    url, body = data.draw(st.sampled_from(GOLDENS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(body)))
        end = min(len(body), start + data.draw(st.integers(0, 400)))
        piece = data.draw(st.sampled_from([b"", body[start:end] * 2, b"\xff\0<", b"</div></p>", b"<table><td>", b'"']))
        body = body[:start] + piece + body[end:]
    found = parse(url, body, generic=True)
    assert found.article is not None or found.problems


MONSTERS = {
    "20,000 nested divs": "<div>" * 20_000 + "chữ" + "</div>" * 20_000,
    "20,000 nested divs of every class": '<div class="ArticleContent related title PostDate"><img src=/a>' * 20_000,
    "1 MB of <": "<" * 1_000_000,
    "100,000 links": "".join(f'<a href="/x/y-1{n:06}.html">Một liên kết</a>' for n in range(100_000)),
    "50,000 photos with captions": '<p><img src="/a.jpg"></p><p align=center>chú</p>' * 50_000,
    "one table of 50,000 photos": "<table>" + "<tr><td><img src=/a.jpg><td>b" * 50_000 + "</table>",
    "200,000 closers": "</p>" * 200_000,
    "100,000 attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>",
    "spans never closed": "<span>a" * 100_000,
    "half a million breaks": "a<br>" * 500_000,
    "10 MB of text": "<p>" + "chữ nghĩa " * 700_000 + "</p>",
    "a lede full of dates": "<p>" + "Quyết định số 3 của a ngày 1/1/2020 " * 5_000 + "</p>",
    "a caption full of credits": "<p align=center><img src=/a.jpg></p><p align=center>" + " Ảnh : ( - " * 60 + "</p>",
    "ampersands": "&" * 1_000_000,
}


@pytest.mark.parametrize("name", MONSTERS)
def test_no_page_takes_long(name: str) -> None:
    body = (HEAD + MONSTERS[name] + TAIL).encode()
    start = time.process_time()
    for url in (URLS[0], URLS[-1]):
        parse(url, body, generic=True)
    assert time.process_time() - start < 2 * SECONDS * 1.5  # two pages; half as much again for a busy machine


@pytest.mark.parametrize("text", ["1/1/", "1 ", "cập nhật 1/1/2020 ", " ", "1", "ngày số ", "Thứ hai, "])
def test_no_date_node_takes_long(text: str) -> None:
    body = (HEAD + "<p>x</p>" + TAIL).replace("07/7/2020", text * (200_000 // len(text))).encode()
    start = time.process_time()
    parse(URLS[0], body)
    assert time.process_time() - start < SECONDS


@pytest.mark.slow
def test_a_page_of_10_mb_needs_less_than_200_mb() -> None:
    code = f"""
import resource
from parsers.reading import parse
body = ({HEAD!r} + ("<p>" + "chữ nghĩa " * 30 + '<a href="/x">y</a></p>') * 23000 + {TAIL!r}).encode()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
kind = parse({URLS[0]!r}, body).kind
print(kind, len(body), (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    kind, size, used = done.stdout.split()
    assert kind == "article"
    assert int(size) > 8_000_000
    assert int(used) < MEGABYTES
