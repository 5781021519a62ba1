"""A trend as SVG 1.1: a file of its own, without scripts or fonts, that prints."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import escape

from archive.display import head
from archive.export.target import open_target
from archive.filters import Filters
from archive.trend import Trend
from archive.trend_lines import ceiling, percent
from archive.version import tool_version

# Okabe and Ito (2008), "Color Universal Design": told apart by people with any colour vision. Black first: it prints best.
_COLOURS = ("#000000", "#E69F00", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#A08A00")
_DASHES = ("none", "8 3", "2 3", "10 3 2 3", "14 4", "5 5", "1 4", "12 2 2 2 2 2")  # and without colour, too
_WIDE, _HIGH, _LEFT, _TOP, _BOTTOM = 960, 480, 72, 56, 76  # px
_LEGEND = 22  # px a line
_LABEL = 36  # px a year under the axis takes


def svg_of(trend: Trend, *, title: str, source: str) -> str:
    """Return a chart as SVG 1.1: shares as lines, gaps where a period has no article, axes, legend, title, source."""
    high = _HIGH + _LEGEND * len(trend.queries)
    top = ceiling(trend)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDE}" height="{high}" viewBox="0 0 {_WIDE} {high}" '
        'role="img" font-family="sans-serif" font-size="13">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDE}" height="{high}" fill="#fff"/>',
        f'<text x="{_LEFT}" y="30" font-size="18">{escape(head(title, 90))}</text>',
        *_grid(trend, top),
        *(line for number in range(len(trend.queries)) for line in _series(trend, number, top)),
        *_legend(trend),
        f'<text x="{_LEFT}" y="{high - 10}" font-size="11" fill="#555">{escape(source)}</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(trend: Trend, place: int) -> float:
    return round(_LEFT + (_WIDE - _LEFT - 24) * (place + 0.5) / len(trend.periods), 1)


def _y(share: float, top: float) -> float:
    return round(_HIGH - _BOTTOM - (_HIGH - _BOTTOM - _TOP) * share / top, 1)


def _grid(trend: Trend, top: float) -> Iterator[str]:
    for step in range(6):
        share = top * step / 5
        y = _y(share, top)
        yield f'<line x1="{_LEFT}" y1="{y}" x2="{_WIDE - 24}" y2="{y}" stroke="{"#333" if not step else "#ddd"}"/>'
        yield f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{percent(share)}</text>'
    if not trend.periods:
        return
    # Label the first period of each year; where years are many, every n-th of them; where all is one year, months.
    firsts = [0] + [
        place for place in range(1, len(trend.periods)) if trend.periods[place][:4] != trend.periods[place - 1][:4]
    ]
    labels = firsts if len(firsts) > 2 else list(range(len(trend.periods)))
    labels_shown = labels[:: -(-len(labels) // 16)]
    if len(labels_shown) > 1 and _x(trend, labels_shown[1]) - _x(trend, labels_shown[0]) < _LABEL:
        del labels_shown[0]  # what there is of the first year has no room for its name
    for place in labels_shown:
        x, y = _x(trend, place), _HIGH - _BOTTOM
        text = trend.periods[place][:4] if labels is firsts else trend.periods[place]
        yield f'<line x1="{x}" y1="{y}" x2="{x}" y2="{y + 5}" stroke="#333"/>'
        yield f'<text x="{x}" y="{y + 20}" text-anchor="middle">{text}</text>'
    yield f'<text x="{_LEFT}" y="{_HIGH - _BOTTOM + 40}" fill="#555">share of the articles of each {trend.by}</text>'


def _series(trend: Trend, number: int, top: float) -> Iterator[str]:
    style = f'stroke="{_COLOURS[number]}" stroke-width="2" fill="none" stroke-linejoin="round" stroke-dasharray="{_DASHES[number]}"'
    shares = [trend.share(number, place) for place in range(len(trend.periods))]
    gaps = [-1, *(place for place, share in enumerate(shares) if share is None), len(shares)]
    for before, after in pairwise(gaps):
        points = [f"{_x(trend, place)},{_y(shares[place] or 0, top)}" for place in range(before + 1, after)]
        if len(points) > 1:
            yield f'<polyline points="{" ".join(points)}" {style}/>'
        elif points:
            x, _, y = points[0].partition(",")
            yield f'<circle cx="{x}" cy="{y}" r="3" fill="{_COLOURS[number]}"/>'


def _legend(trend: Trend) -> Iterator[str]:
    for number, query in enumerate(trend.queries):
        y = _HIGH - 18 + _LEGEND * number
        yield (
            f'<line x1="{_LEFT}" y1="{y - 4}" x2="{_LEFT + 40}" y2="{y - 4}" stroke="{_COLOURS[number]}" '
            f'stroke-width="2" stroke-dasharray="{_DASHES[number]}"/>'
        )
        found = f"{query}: {sum(trend.counts[number])} of {sum(trend.totals)} articles"
        yield f'<text x="{_LEFT + 50}" y="{y}">{escape(head(found, 110))}</text>'


def caption(trend: Trend, filters: Filters) -> str:
    """Return the line that says what the chart was drawn from."""
    narrowed = ", ".join(f"{name} {value}" for name, value in filters.asked_for().items())
    dated = f"{sum(trend.totals)} dated articles"
    return f"Source: tintinh {tool_version()}, {dated}{' (' + narrowed + ')' if narrowed else ''}"


def write_svg(svg: str, path: Path | None) -> None:
    """Write an SVG into a file that appears whole or not at all, or to standard output. Raises the errors of `open_target`."""
    with open_target(path) as stream:
        stream.write(svg)
