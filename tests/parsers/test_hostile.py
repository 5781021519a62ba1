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
from tests.parsers.monsters import HEAD, PAGES, TAIL

ROOT = Path(__file__).resolve().parents[2]
URLS = [
    *("https://binhthuan.gov.vn/a-12345.html", "https://sotttt.hanoi.gov.vn/web/x/-/view_content/123-x"),
    *("https://baolaocai.vn/x-post1.html", "https://baocantho.com.vn/x-a1.html", "https://khong-biet.example/x"),
]
GOLDENS = [
    (json.loads(one.read_text())["url"], one.with_name("page.html").read_bytes())
    for one in sorted((ROOT / "tests" / "fixtures").glob("*/*/page.json"))
]
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


@pytest.fixture(scope="module")
def costs() -> dict[str, tuple[float, float]]:
    if not Path("/proc/self/clear_refs").exists():
        pytest.skip("the peak of memory is measured by /proc")
    done = subprocess.run(
        [sys.executable, "-m", "tests.parsers.monsters"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found: dict[str, tuple[float, float]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_no_page_takes_long_or_much(costs: dict[str, tuple[float, float]], name: str) -> None:
    seconds, megabytes = costs[name]
    assert seconds < SECONDS * 1.5  # half as much again for a busy machine
    assert megabytes < MEGABYTES


@pytest.mark.parametrize("text", ["1/1/", "1 ", "cập nhật 1/1/2020 ", " ", "1", "ngày số ", "Thứ hai, "])
def test_no_date_node_takes_long(text: str) -> None:
    body = (HEAD + "<p>x</p>" + TAIL).replace("07/7/2020", text * (200_000 // len(text))).encode()
    start = time.process_time()
    parse(URLS[0], body)
    assert time.process_time() - start < SECONDS
