"""The crawl: which host is asked now, and when to stop. One thread decides, keeps and reads; others only fetch."""

import queue
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from archive import frontier
from archive.bounds import Used
from archive.choosing import Choice
from archive.clock import Clock
from archive.discovery import robots_address
from archive.errands import Errands
from archive.folder import transaction
from archive.group import Group
from archive.ingest import Caught, Keeper
from archive.keeping import Keeping
from archive.open_hosts import OpenHost, OpenHosts
from archive.outage import PROBE_EVERY, Outage
from archive.outcomes import Visit
from archive.progress import Event
from archive.report import Report
from archive.run import Bounds
from archive.shapes import Shapes
from archive.turns import Turns
from archive.visitors import Answer
from archive.witnesses import Witnesses
from parsers.site import Site

HOSTS_AT_ONCE = 2000  # one thread each; far more than the sites known
_WORTH_WAITING = 90.0  # seconds; a host that wants a longer pause is left for the next run
_LOOK_EVERY, _COUNT_EVERY = 1.0, 5.0  # seconds between two looks at the frontier: for hosts, for how much is due
_LONGEST_WAIT = 1.0  # seconds in which nothing is looked at


class Crawl:
    """One run over some sites: `Crawl(...).run()`. `report` fills as it goes, so that an interrupted run has one too.

    At most `hosts_at_once` hosts are visited at a time; others follow when those have nothing left to do.
    """

    def __init__(
        self,
        keeper: Keeper,
        sites: Sequence[Site],
        report: Report,
        *,
        folder: Path,
        agent: str,
        bounds: Bounds,
        tell: Callable[[Event], None],
        clock: Clock = Clock(),  # noqa: B008 - a frozen value
        hosts_at_once: int = HOSTS_AT_ONCE,
    ) -> None:
        self._keeper, self._report, self._tell, self._clock = keeper, report, tell, clock
        self._sites = {site.id for site in sites}
        self._answers: queue.SimpleQueue[Answer | None] = queue.SimpleQueue()
        self._used = Used(bounds, folder, report, clock)
        self._hosts = OpenHosts(
            keeper, sites, report, self._answers, agent=agent, bounds=bounds, clock=clock, most=hosts_at_once, tell=tell
        )
        self._outage = Outage(Witnesses(keeper.connection, self._hosts, self._answers).say)
        shapes = Shapes(keeper.connection)
        self._keeping = Keeping(keeper, self._hosts, shapes, report, clock)
        self._group = Group(keeper, shapes.save, self._kept)
        self._choice = Choice(keeper.connection, shapes, self._group, bounds.since)
        self._errands = Errands(keeper, self._hosts, report, tell)
        self._turns = Turns()
        self._busy: set[str] = set()
        self._interrupted, self._due = False, 0
        self._looked = self._counted = float("-inf")

    def run(self) -> None:
        """Visit everything due, then return; `report.stopped_by` says what ended it early. Raises NoSpace."""
        try:
            self._report.stopped_by = self._visit_all()
            self._group.write()
        finally:
            self._hosts.close()
        if waiting := len(self._hosts.without_place):
            self._report.notes.append(f"{waiting} hosts waited for a place; the next run begins with them")

    def interrupt(self) -> None:
        """Ask the run to end after the capture at hand. Safe to call from a signal handler."""
        self._interrupted = True
        self._answers.put(None)

    def _visit_all(self) -> str | None:
        while not self._interrupted:
            bound = self._used.reached()
            pause = None if bound else self._send_out()
            if self._outage.state == "over":
                return "outage"
            steady, alone = self._clock.steady(), not (self._busy or pause)
            if self._answers.empty() and (self._group.settle(steady, alone=alone) or self._decide()):
                continue
            if pause is None and not self._busy:
                return bound if bound and frontier.count_todo(self._keeper.connection, self._sites) else None
            try:
                waits = (one for one in (pause, self._group.pause(steady), _LONGEST_WAIT) if one is not None)
                answer = self._answers.get(timeout=min(waits) / self._clock.speed)
            except queue.Empty:
                continue
            if answer is not None:
                self._take(answer)
        return "interrupt"

    def _send_out(self) -> float | None:
        """Give work to every host that may be asked now. Returns the seconds until the next may be, if one waits."""
        now, steady = self._clock.now(), self._clock.steady()
        if self._outage.slept(now, steady):
            self._say("this machine slept; connections that broke meanwhile are not counted")
        if self._outage.state == "down":
            self._ask_whether_back(now, steady)
            return PROBE_EVERY
        if steady - self._looked >= _LOOK_EVERY:
            self._look(now, steady)
        self._ask_those_whose_turn_it_is(now, steady)
        if not (self._busy or self._turns):  # before the run ends for want of work
            self._look(now, steady)
            self._ask_those_whose_turn_it_is(now, self._clock.steady())
        return self._turns.pause(self._clock.steady())

    def _ask_those_whose_turn_it_is(self, now: datetime, steady: float) -> None:
        while name := self._turns.next(steady):
            host = self._hosts[name]
            host.waiting = False
            if host.pause(now) > 0:
                self._have_wait(host, now)
            else:
                self._give_work(host, now)

    def _look(self, now: datetime, steady: float) -> None:
        """Look on which hosts something is to do, and have those that are idle wait for their turn."""
        connection = self._keeper.connection
        with transaction(connection):
            frontier.promote(connection, self._sites, now)
        names = frontier.hosts_todo(connection, self._sites)
        for host in self._hosts.with_work(names):
            self._have_wait(host, now)
        if steady - self._counted >= _COUNT_EVERY:
            self._due, self._counted = frontier.count_todo(connection, self._sites), steady
        self._looked = steady

    def _have_wait(self, host: OpenHost, now: datetime) -> None:
        """Put a host into the queue of those that will be asked, or leave it if that would take too long."""
        if host.busy or host.waiting or self._hosts.is_left(host.name):
            return
        pause = host.pause(now)
        if pause > max(_WORTH_WAITING, host.least):  # the pause that was asked for is always worth it
            self._hosts.leave(host, f"{host.name} is not to be asked for another {timedelta(seconds=round(pause))}")
            return
        host.waiting = True
        self._turns.wait(host.name, self._clock.steady() + pause)

    def _give_work(self, host: OpenHost, now: datetime) -> None:
        if self._interrupted or not self._used.may_ask() or host.busy or self._hosts.is_left(host.name):
            return
        if host.robots is None:
            if first := frontier.next_todo(self._keeper.connection, host.name, ()):
                host.visitor.run_errand(robots_address(first.url), "robots")
                self._asked(host)
            return
        entry = self._choice.next(host, self._report.sites[host.site.id], now)
        if entry is None:
            return
        if probe := self._errands.probe(host, entry, now):
            host.visitor.run_errand(probe, "probe")
            self._asked(host)
            return
        host.ask(entry)
        self._used.pages += 1
        self._asked(host)

    def _asked(self, host: OpenHost) -> None:
        host.busy = True
        self._busy.add(host.name)

    def _take(self, answer: Answer) -> None:
        """Take an answer: believe it, hold it back until it is known whose fault it is, or drop it."""
        was_down = self._outage.state == "down"
        standing = self._hosts[answer.host].standing(self._clock.now())
        verdict = self._outage.take(answer, answer.exchange, self._clock.steady(), standing)
        if was_down and self._outage.state == "up":
            self._say("a host answers again; the crawl goes on")
        if verdict == "drop":
            self._drop(answer)
        elif verdict == "count":
            if answer.exchange.response:  # the network works, so what failed meanwhile failed by itself
                for one in self._outage.release():
                    self._count(one)
            self._count(answer)

    def _count(self, answer: Answer) -> None:
        """Free the host and give it new work first, so that reading does not hold up fetching; then keep."""
        host, now = self._hosts[answer.host], self._clock.now()
        host.answered(answer, now)
        self._busy.discard(host.name)
        if answer.entry is None:
            if self._errands.take(answer, host, now):
                self._asked(host)
        else:
            self._hosts.leave_challenger(host, answer.exchange)
            if host.pause(now) == 0:
                self._give_work(host, now)
            self._keeping.add(self._group, answer.exchange, answer.entry, host, now)
        self._have_wait(host, now)

    def _kept(self, caught: Caught, visit: Visit) -> None:
        """Tell of a visit that is in the database, and have its host, which may have new addresses now, wait for its turn."""
        url, status = caught.entry.url, caught.exchange.status
        host = self._hosts[caught.entry.host]
        host.under_way.discard(caught.entry.key)
        self._keeping.look_at(host, visit, caught.now)
        self._have_wait(host, caught.now)
        told = Event(what="visit", url=url, outcome=visit.outcome, status=status, visit=visit, due=self._due)
        self._tell(replace(told, hosts=len(self._hosts), asked=len(self._busy), next_host=self._turns.first))

    def _drop(self, answer: Answer) -> None:
        """Forget an answer that says nothing about the host: what was asked for stays due."""
        host = self._hosts[answer.host]
        host.busy = False
        self._busy.discard(host.name)
        if answer.entry:
            host.under_way.discard(answer.entry.key)
            self._used.pages -= 1
        if self._outage.state == "up":
            host.last_request = self._clock.now()
            self._have_wait(host, host.last_request)

    def _decide(self) -> bool:
        """Decide about answers that were held back. Returns whether there was something to decide."""
        others = len(self._busy) > len(self._outage.held) or bool(self._turns)
        verdict = self._outage.judge(self._clock.steady(), others=others)
        if verdict == "wait":
            return False
        held = self._outage.release()
        if verdict == "down":
            names = ", ".join(sorted({answer.host for answer in held})[:5])
            self._say(f"no host can be reached ({names} ...): the network here seems to be down; nothing is counted")
        for answer in held:
            self._drop(answer) if verdict == "down" else self._count(answer)
        return True

    def _ask_whether_back(self, now: datetime, steady: float) -> None:
        """While the network is down, ask one host now and then; each time another one."""
        if self._busy or not self._outage.may_ask(steady):
            if self._outage.state == "over":
                self._report.notes.append("the network here was down for a quarter of an hour; the run was ended")
            return
        for host in self._hosts.longest_not_asked():
            host.last_request = now
            self._give_work(host, now)
            if host.busy:
                return

    def _say(self, what: str) -> None:
        self._report.notes.append(what)
        self._tell(Event(what="waiting", url="", outcome=what))
