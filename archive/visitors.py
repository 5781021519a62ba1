"""The threads that fetch: one for each host being visited, so that a slow host holds up nobody but itself."""

import queue
import threading
from dataclasses import dataclass
from typing import Literal, TypeAlias

from archive.frontier import Entry
from scraper.exchange import Exchange
from scraper.fetch import Fetcher

Errand: TypeAlias = Literal["page", "robots", "probe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a visitor brings back: the host, what was asked for and why (no entry: robots.txt or a probe), the exchange."""

    host: str
    entry: Entry | None
    exchange: Exchange
    errand: Errand = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    url: str
    entry: Entry | None
    errand: Errand = "page"
    etag: str | None = None
    last_modified: str | None = None


class Visitor:
    """One host's thread, with one Fetcher and so one connection. It fetches what it is told and never decides anything."""

    def __init__(self, host: str, fetcher: Fetcher, answers: "queue.SimpleQueue[Answer | None]") -> None:
        self._host = host
        self._fetcher = fetcher
        self._answers = answers
        self._orders: queue.SimpleQueue[_Order | None] = queue.SimpleQueue()
        # A daemon: after Ctrl-C nobody waits for a host that drips. What it was fetching is fetched again by the next run.
        threading.Thread(target=self._work, name=f"visit {host}", daemon=True).start()

    def fetch(self, entry: Entry, *, etag: str | None = None, last_modified: str | None = None) -> None:
        """Fetch a page; the answer will be in the queue."""
        self._orders.put(_Order(url=entry.url, entry=entry, etag=etag, last_modified=last_modified))

    def run_errand(self, url: str, errand: Errand) -> None:
        """Fetch an address that is no page; the answer will be in the queue."""
        self._orders.put(_Order(url=url, entry=None, errand=errand))

    def stop(self) -> None:
        """End the thread after what it is doing."""
        self._orders.put(None)

    def _work(self) -> None:
        with self._fetcher as fetcher:
            while (order := self._orders.get()) is not None:
                self._answers.put(self._answer(fetcher, order))  # no name for it: a thread that waits holds no page

    def _answer(self, fetcher: Fetcher, order: _Order) -> Answer:
        if order.entry and order.entry.method == "POST" and (body := order.entry.body) is not None:
            exchange = fetcher.post(order.url, body=body.encode(), media_type=order.entry.body_type or "")
        else:
            exchange = fetcher.get(order.url, etag=order.etag, last_modified=order.last_modified)
        return Answer(host=self._host, entry=order.entry, exchange=exchange, errand=order.errand)
