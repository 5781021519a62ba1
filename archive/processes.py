"""Work spread over processes that may die: a broken pool is rebuilt, and what is not done is submitted again."""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Generic, TypeVar

from archive.errors import ArchiveError

T = TypeVar("T")
R = TypeVar("R")
_BARREN = 20  # pools that broke in a row without a result between them: then it is not the items


def spread(
    function: Callable[[Sequence[T]], Sequence[R]],
    batches: Iterable[Sequence[T]],
    *,
    jobs: int,
    died: Callable[[T], R],
) -> Iterator[Sequence[R]]:
    """Yield the results of each batch as they come, in no set order. Two batches a process are under way at once.

    `function`, its items and its results must pickle. When a process dies, the batches under way are tried again one by
    one, and cut in halves until the item is found over which processes die; `died` makes that item's result. What
    `function` raises is raised here. Raises ArchiveError when no process lives long enough for a result.
    """
    work = _Work(function, batches, jobs)
    barren = 0
    while barren < _BARREN:
        pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_ignore_interrupts)
        try:
            for result in work.results(pool):
                barren = 0
                yield result
            return
        except BrokenProcessPool:
            barren += 1
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        for item in work.after_a_death():
            barren = 0
            yield [died(item)]
    raise ArchiveError(f"reading processes ended {_BARREN} times without a result; try again with --jobs 1")


class _Work(Generic[T, R]):
    """What is under way and what is suspected of having killed a process, over the life of several pools."""

    def __init__(
        self, function: Callable[[Sequence[T]], Sequence[R]], batches: Iterable[Sequence[T]], jobs: int
    ) -> None:
        self._function, self._source, self._most = function, iter(batches), 2 * jobs
        self._handed: deque[Sequence[T]] = deque()  # taken from the source, not yet submitted
        self._running: dict[Future[Sequence[R]], Sequence[T]] = {}
        self._suspects: deque[Sequence[T]] = deque()

    def results(self, pool: ProcessPoolExecutor) -> Iterator[Sequence[R]]:
        """Yield results until all is done. Raises BrokenProcessPool; nothing is lost then."""
        while True:
            self._submit(pool)
            if not self._running:
                return
            for future in wait(self._running, return_when=FIRST_COMPLETED).done:
                result = future.result()
                del self._running[future]
                yield result

    def _submit(self, pool: ProcessPoolExecutor) -> None:
        if self._suspects:
            if not self._running:  # a suspect runs alone, so that its guilt is certain
                self._handed.append(self._suspects.popleft())
        else:
            while len(self._running) + len(self._handed) < self._most and (batch := next(self._source, None)):
                self._handed.append(batch)
        while self._handed:
            self._running[pool.submit(self._function, self._handed[0])] = self._handed[0]
            self._handed.popleft()

    def after_a_death(self) -> Iterator[T]:
        """Sort out what was under way; yield the item over which a process died alone."""
        lost = [*self._running.values(), *self._handed]
        self._running.clear()
        self._handed.clear()
        if len(lost) > 1:
            self._suspects.extendleft(reversed(lost))
        elif lost and len(lost[0]) > 1:
            half = len(lost[0]) // 2
            self._suspects.extendleft((lost[0][half:], lost[0][:half]))
        elif lost:
            yield lost[0][0]


def _ignore_interrupts() -> None:
    """Leave Ctrl-C, which a terminal sends to the whole group, to the process that writes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
