"""A trend drawn in block letters for a terminal. Pure."""

from collections.abc import Iterator
from math import ceil, floor, log10

from archive.display import head, right
from archive.trend import Trend, shortened

_BLOCKS = " ▁▂▃▄▅▆▇█"
_HEIGHT = 5  # lines of one terminal chart
_WIDEST = 8  # columns of one bar with the space behind it


def of_trend(trend: Trend, *, columns: int) -> Iterator[str]:
    """Return one small chart for each query, all on the same scale, and a table of sums; `columns` is the room there is."""
    if not trend.periods:
        yield "no dated article"
        return
    room = max(10, columns - 9)
    drawn, together = shortened(trend, room)
    top, wide = ceiling(drawn), min(_WIDEST, room // len(drawn.periods))
    for number, query in enumerate(trend.queries):
        found, total = sum(trend.counts[number]), sum(trend.totals)
        yield head(f"{query}: {found} of {total} articles, {percent(found / total)}", columns)
        shares = [drawn.share(number, place) for place in range(len(drawn.periods))]
        for line in range(_HEIGHT, 0, -1):
            label = percent(top * line / _HEIGHT) if line in (_HEIGHT, 1) else ""
            bars = "".join((_cell(share, line, top) * max(1, wide - 1)).ljust(wide) for share in shares)
            yield f"{right(label, 7)} {bars}".rstrip()
        yield " " * 8 + _axis(drawn.periods, wide)
    yield f"each column is {f'{together} {trend.by}s' if together > 1 else f'a {trend.by}'}; · has no articles at all"


def _cell(share: float | None, line: int, top: float) -> str:
    """Return the part of a bar that stands in one line; the lowest line shows a zero as a thin line, and no data as a dot."""
    if share is None:
        return "·" if line == 1 else " "
    eighths = round(share / top * _HEIGHT * 8) - (line - 1) * 8
    if line == 1:
        eighths = max(eighths, 1 if share else 0)
        if not share:
            return "_"
    return _BLOCKS[min(8, max(0, eighths))]


def _axis(periods: tuple[str, ...], wide: int) -> str:
    """Return the names of years, or of months where there is room, under the columns they begin at."""
    whole = wide > len(periods[0])
    line = ""
    for place, period in enumerate(periods):
        begins = place == 0 or whole or period[:4] != periods[place - 1][:4]
        if begins and (not line or place * wide > len(line)):
            line = line.ljust(place * wide) + (period if whole else period[:4])
    return line


def ceiling(trend: Trend) -> float:
    """Return where the scale ends: a round share at or above the greatest: a short number times a power of ten."""
    places = range(len(trend.periods))
    greatest = max(
        (trend.share(query, place) or 0 for query in range(len(trend.queries)) for place in places), default=0
    )
    if not greatest:
        return 0.01
    power: float = 10.0 ** floor(log10(greatest))
    return min(1.0, next(step * power for step in (1, 2, 2.5, 3, 4, 5, 6, 8, 10) if step * power >= greatest * 0.9999))


def percent(share: float) -> str:
    """Return a share as people read it, with two digits that count: 12 %, 0.34 %."""
    value = share * 100
    if not value or value >= 10:
        return f"{value:.1f}".removesuffix(".0") + " %"
    return f"{value:.{max(1, ceil(-log10(value)) + 1)}f}".rstrip("0").rstrip(".") + " %"
