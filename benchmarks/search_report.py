"""What benchmarks/search.py measured, as tables with each goal beside its figure, and as one line."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The times of one kind of answer, in milliseconds, and the goal for p95 if there is one."""

    name: str
    milliseconds: Sequence[float]
    cpu: Sequence[float]
    goal: float | None = None

    @property
    def p50(self) -> float:
        """The time that half of the answers stay below."""
        return statistics.median(self.milliseconds)

    @property
    def p95(self) -> float:
        """The time that 19 of 20 answers stay below."""
        return _percentile_95(self.milliseconds)

    @property
    def cpu95(self) -> float:
        """The processor time that 19 of 20 answers stay below."""
        return _percentile_95(self.cpu)

    @property
    def met(self) -> bool:
        """Whether p95 is below the goal."""
        return self.goal is None or self.p95 < self.goal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Articles written in a second, beside the goal if there is one."""

    name: str
    speed: float
    goal: float | None = None

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.goal is None or self.speed >= self.goal


def _percentile_95(values: Sequence[float]) -> float:
    return sorted(values)[max(0, round(len(values) * 0.95) - 1)]


def shown(times: Sequence[Times], rates: Sequence[Rate]) -> list[str]:
    """Return the tables: each time beside our own newest-first page, each goal beside its figure."""
    base = times[0].p50
    lines = [f"{'':38}{'p50 ms':>8}{'p95 ms':>9}{'cpu 95':>8}{'x':>7}{'goal':>9}"]
    for one in times:
        goal = f"{f'< {one.goal:.0f}':>9} {_verdict(one)}" if one.goal else ""
        lines.append(f"{one.name:38}{one.p50:8.2f}{one.p95:9.2f}{one.cpu95:8.1f}{one.p50 / base:7.1f}{goal}")
    if rates:
        lines.append(f"{'':38}{'articles/s':>17}")
    for each in rates:
        goal = f"{f'{each.goal:,.0f}':>9} {_verdict(each)}" if each.goal else ""
        lines.append(f"{each.name:38}{each.speed:17,.0f}{'':15}{goal}".rstrip())
    return lines


def _verdict(one: Times | Rate) -> str:
    return "met" if one.met else "missed"


def summary(count: int, times: Sequence[Times], rates: Sequence[Rate]) -> str:
    """Return the last line: how many goals are met, which are not, and the peer beside us."""
    goals: list[Times | Rate] = [*(one for one in times if one.goal), *(one for one in rates if one.goal)]
    missed = [one.name for one in goals if not one.met]
    by_name = {one.name: one for one in times}
    peer, ours = by_name["sqlite-utils search, 20"], times[2]
    return (
        f"summary: {count:,} articles, {len(goals) - len(missed)} of {len(goals)} goals met"
        f"{' (missed: ' + ', '.join(missed) + ')' if missed else ''}; newest page p95 {times[0].p95:.1f} ms, relevance p95 "
        f"{ours.p95:.1f} ms, sqlite-utils' search {peer.p50 / ours.p50:.1f}x as long (p50)"
    )
