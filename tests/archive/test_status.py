"""How an archive stands, as `status --json` prints it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.folder import reading, writing
from archive.status import status
from demo.portal import Portal
from tests.archive.crawling import article, crawl, crawl_portal, listing, page_server, site_at


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, tuple[dict[str, Any], ...]]]:
    folder = tmp_path_factory.mktemp("status") / "archive"
    with Portal() as portal:
        crawl_portal(folder, portal)
        yield folder, portal.expected()


def state(folder: Path) -> dict[str, Any]:
    with reading(folder) as connection:
        return status(folder, connection)


def test_counts_and_sizes(crawled: tuple[Path, Any]) -> None:
    folder, expected = crawled
    found = state(folder)
    assert (found["articles"], found["versions"], found["gone"]) == (len(expected), 0, 0)
    assert found["bytes"]["warc"] == sum(path.stat().st_size for path in (folder / "warc").iterdir())
    assert found["bytes"]["database"] == (folder / "archive.db").stat().st_size
    assert found["last_run"]["exit_code"] == 0
    assert found["last_run"]["total"]["new"] == len(expected)
    assert found["waiting"] == []


def test_coverage_is_the_share_of_articles_with_a_field(crawled: tuple[Path, Any]) -> None:
    folder, expected = crawled
    for site, letter in zip(state(folder)["sites"], "ab", strict=True):
        own = [truth for truth in expected if truth["site"] == letter]
        shares = {
            "lede": sum(bool(truth["lede"]) for truth in own),
            "caption": sum(any(photo["caption"] for photo in truth["photos"]) for truth in own),
            "body": sum(bool(truth["body"]) for truth in own),
            "published": sum(bool(truth["published"]) for truth in own),
            "byline": sum(bool(truth["byline"]) for truth in own),
        }
        assert site["coverage"] == {name: round(count / len(own), 3) for name, count in shares.items()}
        assert site["articles"] == len(own)
        assert site["newest"] == max(truth["published"] for truth in own)
        assert site["due"] == site["drift"] == 0


def test_drift_and_what_is_due_are_counted(tmp_path: Path) -> None:
    text = "Không còn gì như cũ trên trang này. " * 20
    redesigned = f"<html><body><section><h3>Thiết kế mới</h3><p>{text}</p></section></body></html>"
    with page_server({"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": redesigned}) as server:
        run = crawl(tmp_path / "archive", [site_at(server)])
    (site,) = state(tmp_path / "archive")["sites"]
    assert (site["articles"], site["drift"]) == (1, 1)
    assert run.report["exit_code"] == 1
    later = datetime.now(UTC) - timedelta(days=1)
    with writing(tmp_path / "archive") as connection:
        connection.execute("UPDATE frontier SET due = ?", (later.isoformat(),))
    (site,) = state(tmp_path / "archive")["sites"]
    assert site["due"] == 3


def test_hosts_that_wait_are_named(tmp_path: Path) -> None:
    with page_server(
        {"/": listing(1), "/bai-1.html": b"HTTP/1.1 503 Busy\r\nRetry-After: 9999\r\nContent-Length: 0\r\n\r\n"}
    ) as server:
        crawl(tmp_path / "archive", [site_at(server)])
    (host,) = state(tmp_path / "archive")["waiting"]
    assert host["host"] == f"127.0.0.1:{server.port}"
    assert (host["reason"], host["failures"]) == ("failed:status_503", 1)
    assert datetime.fromisoformat(host["not_before"]) > datetime.now(UTC) + timedelta(hours=2)


def test_an_archive_without_a_run(tmp_path: Path) -> None:
    with writing(tmp_path / "archive", create=True):
        pass
    found = state(tmp_path / "archive")
    assert (found["articles"], found["last_run"], found["sites"]) == (0, None, [])
