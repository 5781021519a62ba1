"""A trend as PNG, drawn from its SVG by resvg (https://github.com/linebender/resvg): a wheel of 3 MB that needs nothing else.

The letters are those of the fonts on the machine. resvg draws nothing at all where there are none, so that is looked for.
"""

import sys
from pathlib import Path

from archive.errors import BadQuery
from archive.export.target import file_target

_TWICE = 2  # pixels for each px of the SVG: sharp on paper
_FAMILY = "DejaVu Sans" if sys.platform.startswith("linux") else "Arial"  # where it is missing resvg takes another
_PROBE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><text x="5" y="30" font-size="20">{}</text></svg>'
)


def demand_extra() -> None:
    """Raise BadQuery, with what helps, where resvg or any font is missing."""
    try:
        import resvg_py  # noqa: F401
    except ImportError:
        raise BadQuery("a chart as PNG needs resvg; install it with: pip install 'tintinh[plot]'") from None
    if _drawn(_PROBE.format("ệ")) == _drawn(_PROBE.format("")):
        raise BadQuery(
            "a chart as PNG needs a font with Vietnamese letters, such as DejaVu Sans: install one, or use --svg"
        )


def write_png(svg: str, path: Path) -> None:
    """Draw an SVG into a file that appears whole or not at all. Raises BadQuery, and the errors of `file_target`."""
    demand_extra()
    with file_target(path) as made:
        made.write_bytes(_drawn(svg, zoom=_TWICE))


def _drawn(svg: str, *, zoom: int = 1) -> bytes:
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=zoom, sans_serif_family=_FAMILY, font_family=_FAMILY))
