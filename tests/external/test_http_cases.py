"""The 35 awkward responses collected for the project: read back, and fetched over a real socket."""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest

from scraper.fetch import Fetcher, Limits
from scraper.message import read_response
from tests.archive.crawling import HTML, assert_whole, crawl, listing, site_at, status
from tests.scraper.raw_server import After, Answer, RawServer, answer, ok

FILE = Path(__file__).resolve().parents[3] / "shared" / "cases" / "http" / "raw_responses.jsonl"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason=f"no cases: {FILE} is missing")

CUT = {"short_body", "chunk_trunc", "rst_mid"}  # less came than was announced
NOT_HTTP = {"http09"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    name: str
    raw: bytes
    entity: bytes | None  # None: left open
    after: After


def cases() -> list[Any]:
    if not FILE.is_file():
        return []
    rows = [json.loads(line) for line in FILE.read_text().splitlines()]
    return [
        pytest.param(
            Case(
                name=row["name"],
                raw=base64.b64decode(row["raw_b64"]),
                entity=None if row["entity_b64"] is None else base64.b64decode(row["entity_b64"]),
                after=cast("After", row["after"]),
            ),
            id=row["name"],
        )
        for row in rows
    ]


def test_all_cases_are_there() -> None:
    assert len(cases()) == 35


@pytest.mark.parametrize("case", cases())
def test_is_read(case: Case) -> None:
    message = read_response(case.raw)
    if case.entity is not None:
        assert message.entity == case.entity
    assert message.complete == (case.name not in CUT and bool(case.raw))
    assert (message.status is None) == (case.name in NOT_HTTP or not case.raw)


@pytest.mark.parametrize("case", cases())
def test_is_fetched_to_the_byte(case: Case) -> None:
    limits = Limits(connect=5, silence=5, deadline=10)
    with (
        RawServer([Answer(pieces=(case.raw,), after=case.after)]) as server,
        Fetcher(user_agent="x", allow_private=True, limits=limits) as fetcher,
    ):
        exchange = fetcher.get(server.url)
    message = read_response(case.raw)
    assert exchange.response == case.raw
    assert exchange.request == server.requests[0]
    assert (exchange.status, exchange.headers, exchange.entity) == (message.status, message.headers, message.entity)
    assert exchange.truncated == ("disconnect" if case.name in CUT else None)
    assert exchange.failure == (None if message.status else "protocol" if case.raw else "empty")
    assert exchange.duration < 1  # the end is seen, not waited for


@pytest.mark.parametrize("case", cases())
def test_becomes_a_capture_of_a_crawl(case: Case, tmp_path: Path) -> None:
    """34 of the 35: the empty reply has no bytes to keep."""

    def serve(request: bytes) -> Answer:
        path = request.split(b" ")[1].decode()
        if path == "/bai-1.html":
            return Answer(pieces=(case.raw,), after=case.after)
        return answer(ok(listing(1).encode(), HTML) if path == "/" else status(404, "Not Found"))

    with RawServer(serve) as server:
        run = crawl(tmp_path / "archive", [site_at(server)], limits=Limits(connect=5, silence=5, deadline=10))
    kept = [
        one
        for one in assert_whole(tmp_path / "archive")
        if one.type == "response" and one.url == f"{server.url}bai-1.html"
    ]
    assert [one.block for one in kept] == ([case.raw] if case.raw else [])
    failed = run.report["sites"]["vidu"]["failed"]
    assert bool(failed) == (
        case.name in CUT or case.name in NOT_HTTP or not case.raw or read_response(case.raw).status != 200
    )
