"""A world that changes over simulated weeks, crawled every night: at the end the archive says what the world says.

Time is injected, not slept. The world keeps its own record of what it published, edited and deleted; at the end the two
are compared, article by article and version by version.
"""

import json
import random
import re
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from archive.clock import Clock
from parsers.layout import Layout
from tests.archive.crawling import HTML, articles, assert_whole, crawl, one, rows, site_at, status
from tests.scraper.raw_server import Answer, RawServer, answer, ok

ROWS = 10
SPEED = 600.0  # seconds of the world in one of ours; a night is moved on at once
FIRST_DAY = datetime(2026, 1, 1, 1, 0, tzinfo=UTC)


@dataclass(slots=True)
class Story:
    number: int
    day: str
    texts: list[str]  # as first published, and after each edit
    shown: list[str] = field(default_factory=list)  # those of them that a visitor saw on a page that could be read
    gone: bool = False

    @property
    def title(self) -> str:
        return f"Bài số {self.number} của cổng thông tin"


@dataclass(slots=True)
class World:
    """A portal whose list names the newest first. `redesigned` pages use other classes; while `out`, it answers 503.

    `readable` says whether the crawler knows how its pages look.
    """

    stories: dict[int, Story] = field(default_factory=dict)
    redesigned: bool = False
    readable: bool = True
    out: bool = False
    requests: int = 0

    def publish(self, day: datetime) -> None:
        number = len(self.stories) + 1
        text = f"Nội dung của bài số {number} nói về cảng cá, trường học và đường liên xã. " * 4 + "Hết bài."
        self.stories[number] = Story(number, f"{day:%d/%m/%Y}", [text])

    def edit(self, story: Story) -> None:
        story.texts.append(f"{story.texts[0]} Sửa lần {len(story.texts)}.")

    def __call__(self, request: bytes) -> Answer:
        self.requests += 1
        path = request.split(b" ")[1].decode()
        if self.out and path != "/robots.txt":
            return answer(status(503, "Busy"))
        if path == "/robots.txt":
            return answer(status(404, "Not Found"))
        number = re.fullmatch(r"/bai-(\d+)\.html", path)
        story = self.stories.get(int(number[1])) if number else None
        if story and not story.gone:
            if self.readable and story.texts[-1] not in story.shown[-1:]:
                story.shown.append(story.texts[-1])
            return answer(ok(self.article(story).encode(), HTML))
        page = 1 if path == "/" else int(path.rpartition("=")[2]) if path.startswith("/danh-sach?trang=") else 0
        newest = sorted((one for one in self.stories.values() if not one.gone), key=lambda one: -one.number)
        shown = newest[(page - 1) * ROWS : page * ROWS] if page else []
        if not shown:
            return answer(status(404, "Not Found"))
        links = "".join(f'<li><a href="/bai-{one.number}.html">{one.title}</a></li>' for one in shown)
        more = f'<a class="next" href="/danh-sach?trang={page + 1}">Trang sau</a>' if page * ROWS < len(newest) else ""
        return answer(ok(f"<html><body><h2>Tin tức</h2><ul>{links}</ul>{more}</body></html>".encode(), HTML))

    def article(self, story: Story) -> str:
        kinds = ("tieu-de", "luc", "than-bai") if self.redesigned else ("cu-tieu-de", "cu-ngay", "cu-noi-dung")
        clock = f"<div class='xem'>Lượt xem: {self.requests}</div>"
        return (
            f"<html><head><title>{story.title}</title></head><body>{clock}<h1 class='{kinds[0]}'>{story.title}</h1>"
            f"<div class='{kinds[1]}'>{story.day}</div><div class='{kinds[2]}'><p>{story.texts[-1]}</p></div></body></html>"
        )


OLD = Layout(name="2025", title="h1.cu-tieu-de", lede=(), body=".cu-noi-dung", published=".cu-ngay")
NEW = Layout(name="2026", title="h1.tieu-de", lede=(), body=".than-bai", published=".luc")


def test_after_a_month_the_archive_is_the_worlds_own_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, world, choose = tmp_path / "archive", World(), random.Random(20260701)
    begin, night = time.monotonic(), 0

    def passed() -> float:
        return (time.monotonic() - begin) * SPEED

    def now() -> datetime:
        return FIRST_DAY + timedelta(days=night, seconds=passed())

    class Today(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> "Today":
            return cls.fromisoformat(now().isoformat())

    monkeypatch.setattr("scraper.fetch.datetime", Today)
    reports: dict[int, dict[str, Any]] = {}
    with RawServer(world) as server:
        site = site_at(server, layouts=(OLD,))
        for night in range(36):
            world.out = 12 <= night < 14
            world.redesigned = night >= 18
            looked = night >= 21  # three nights until somebody has looked
            world.readable = looked or not world.redesigned
            site = replace(site, layouts=(NEW, OLD) if looked else (OLD,))
            if night < 26:
                for _ in range(choose.randrange(3)):
                    world.publish(now())
                for story in choose.sample([*world.stories.values()], k=min(1, len(world.stories))):
                    if not story.gone and choose.random() < 0.3:
                        world.edit(story)
                    elif choose.random() < 0.1:
                        story.gone = True
            reports[night] = crawl(
                folder, [site], recheck=night >= 33, clock=Clock(now=now, steady=passed, speed=SPEED)
            ).report
    found = articles(folder)
    assert {int(re.findall(r"-(\d+)\.html", url)[0]) for url in found} == set(world.stories)
    for record in found.values():
        story = world.stories[int(re.findall(r"-(\d+)\.html", record["url"])[0])]
        assert (record["title"], record["published"]) == (story.title, "-".join(reversed(story.day.split("/"))))
        assert _texts_of(folder, record) == story.shown, "every version that was seen, in order, and none that was not"
        assert story.shown[-1] == story.texts[-1] or story.gone
    assert sum(record["version"] > 1 for record in found.values()) > 3, "there were edits"
    gone = {
        int(number)
        for (number,) in rows(
            folder, "SELECT substr(title, 8, instr(substr(title, 8), ' ') - 1) FROM articles WHERE gone_at IS NOT NULL"
        )
    }
    assert gone == {number for number, story in world.stories.items() if story.gone}
    assert one(folder, "SELECT count(*) FROM articles WHERE missing_since IS NOT NULL AND gone_at IS NULL") == 0
    assert all(reports[night]["exit_code"] == 1 for night in (12, 13)), "an outage of theirs is told"
    assert any(reports[night]["sites"]["vidu"]["drift"] for night in range(18, 21)), "a redesign is told"
    assert reports[35]["sites"]["vidu"]["drift"] == 0
    assert_whole(folder)


def _texts_of(folder: Path, record: dict[str, Any]) -> list[str]:
    """Return the bodies of all versions of an article, the present one last."""
    query = "SELECT fields FROM versions WHERE article_id = ? ORDER BY version"
    before = [json.loads(fields)["body"] for (fields,) in rows(folder, query, record["id"])]
    assert record["version"] == len(before) + 1
    return [*before, "\n".join(record["body"])]
