"""Witnesses for the network here: where no host of a run answers any more, one that the run does not visit may prove it.

Nothing is asked of a witness. With hosts that answered in earlier runs a connection is opened and closed, with three of
them at most. An archive that knows no other host has the name server say where some known sites are, and does not
trouble those.
"""

import queue
import random
import sqlite3
import threading
import time
from collections.abc import Sequence

from archive.open_hosts import OpenHosts
from archive.visitors import Answer
from parsers.sites import known_sites
from scraper.peer import answers, resolves

_MOST = 3
_SECONDS = 10.0  # for a connection
_TRUE_FOR = 60.0  # seconds


class Witnesses:
    """Asks for one run, in a thread of its own: a name server that is away keeps one waiting."""

    def __init__(
        self, connection: sqlite3.Connection, hosts: OpenHosts, wake: "queue.SimpleQueue[Answer | None]"
    ) -> None:
        self._connection, self._hosts, self._wake = connection, hosts, wake
        self._asking: threading.Thread | None = None
        self._said = False
        self._when = float("-inf")

    def say(self, failing: Sequence[Answer]) -> bool | None:
        """Say whether the network here works, though some hosts fail; None while that is being found out.

        When it is, `wake` gets a None.
        """
        if self._asking and self._asking.is_alive():
            return None
        if self._asking and time.monotonic() - self._when < _TRUE_FOR:
            self._asking = None
            return self._said
        names = {answer.host for answer in failing}
        local = all(self._hosts[name].site.local for name in names)
        known = [host for host in self._known() if host not in names]
        others = [] if local else [site.hosts[0] for site in known_sites().values() if names.isdisjoint(site.hosts)]
        strangers = random.sample(others, min(_MOST, len(others)))  # so that no name is remembered from last time
        words = (known, strangers, local)
        self._asking = threading.Thread(target=self._ask, args=words, name="witnesses", daemon=True)
        self._asking.start()
        return None

    def _known(self) -> list[str]:
        """Return the hosts that answered when they were last asked, the one asked last first."""
        query = "SELECT host FROM hosts WHERE failures = 0 AND last_request NOT NULL ORDER BY last_request DESC"
        return [host for (host,) in self._connection.execute(query)]

    def _ask(self, known: Sequence[str], strangers: Sequence[str], local: bool) -> None:
        asked, said = 0, False
        for host in known:
            answer = answers(host, timeout=_SECONDS, allow_private=local)
            said, asked = bool(answer), asked + (answer is not None)
            if said or asked == _MOST:
                break
        self._said = said or (asked == 0 and any(map(resolves, strangers)))
        self._when = time.monotonic()
        self._wake.put(None)
