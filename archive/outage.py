"""Tells our outage from theirs: a network that is down here, or a laptop that slept, is no failure of a thousand hosts.

A host that cannot be resolved or connected to says nothing by itself. Its answer is held back until another host
answers, which proves that the network works, or until no other can. If then one of those that fail answered lately, in
this run or in the days before, a witness that this run does not visit is looked for (archive.witnesses). Without one
nobody is to blame but the network here: the run is suspended, asks one host now and then, and goes on when one answers.
Hosts that were not seen answering for days, or never, are believed to be dead: else a run over such hosts alone would
call them our outage every night. With one or two hosts a refused connection is believed too, for somebody refused it.
Times come in, words go out.
"""

import errno
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeAlias, TypeVar

from scraper.exchange import Exchange

Answer = TypeVar("Answer")
State: TypeAlias = Literal["up", "down", "over"]  # over: it was down for so long that the run ends
Standing: TypeAlias = Literal["good", "unknown", "failing"]  # of a host: it answered lately; not lately; it failed last

_OURS = frozenset({"dns", "connect"})
_HOSTS_TO_BLAME_US = 3
_ENOUGH = 5.0  # seconds without any answer, while others are being asked
_UNDECIDED = 30.0  # seconds after which one or two hosts that fail are believed
_ASLEEP = 30.0  # seconds that the calendar's clock may run ahead of the steady one
_WAKING = 60.0  # seconds after a sleep in which a broken connection proves nothing
PROBE_EVERY = 30.0
_PATIENCE = 15 * 60.0


@dataclass(slots=True)
class Outage(Generic[Answer]):
    """What a run knows of its own network. `held` are answers that are not yet believed; when down, they are dropped.

    `witness` says whether the network works all the same, of the answers held; None while it is looked for.
    """

    witness: Callable[[Sequence[Answer]], bool | None]
    held: list[Answer] = field(default_factory=list)
    _any_good: bool = False  # of those held
    _any_refused: bool = False
    state: State = "up"
    _first_held: float = 0.0
    _down_since: float = 0.0
    _asked: float = 0.0
    _clocks: tuple[datetime, float] | None = None
    _woke: float = float("-inf")

    def slept(self, now: datetime, steady: float) -> bool:
        """Say whether the machine slept since the last call: the calendar went on while the steady clock stood."""
        before, self._clocks = self._clocks, (now, steady)
        if before is None or (now - before[0]).total_seconds() - (steady - before[1]) < _ASLEEP:
            return False
        self._woke = steady
        return True

    def take(
        self, answer: Answer, exchange: Exchange, steady: float, standing: Standing
    ) -> Literal["count", "hold", "drop"]:
        """Say what to do with an answer of a host; one that had failed before proves nothing about us.

        After "count" of an exchange that shows a working network, `release` gives what was held back meanwhile.
        """
        if exchange.failure and not exchange.response and steady - self._woke < _WAKING:
            return "drop"
        if exchange.failure not in _OURS:
            if self.state == "down" and exchange.response:
                self.state = "up"
            return "count"
        if self.state == "down":
            return "drop"
        if standing == "failing":
            return "count"
        if not self.held:
            self._first_held, self._any_good, self._any_refused = steady, False, False
        self.held.append(answer)
        self._any_good |= standing == "good"
        self._any_refused |= os.strerror(errno.ECONNREFUSED) in exchange.failure_detail
        return "hold"

    def release(self) -> list[Answer]:
        """Return the answers held back: they are believed, or, when the network is down, dropped."""
        held, self.held = self.held, []
        return held

    def judge(self, steady: float, *, others: bool) -> Literal["wait", "believe", "down"]:
        """Decide about what is held; `others` says whether any other host is being asked or waits to be."""
        waited, several = steady - self._first_held, len(self.held) >= _HOSTS_TO_BLAME_US
        if not self.held or (others and waited < (_ENOUGH if several else _UNDECIDED)):
            return "wait"
        if not self._any_good or (not several and (others or self._any_refused)):
            return "believe"
        if (works := self.witness(self.held)) is not False:
            return "believe" if works else "wait"
        self.state, self._down_since, self._asked = "down", steady, steady
        return "down"

    def may_ask(self, steady: float) -> bool:
        """Say whether it is time, while the network is down, to ask one host whether it is back."""
        if steady - self._down_since >= _PATIENCE:
            self.state = "over"
            return False
        if steady - self._asked < PROBE_EVERY:
            return False
        self._asked = steady
        return True
