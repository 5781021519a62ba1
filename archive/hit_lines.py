"""What was found as lines of text for a person: hits, facets, words in context, likenesses. Pure: the command line prints them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from archive.display import head, left, right, tail, width
from archive.lines import counted, table
from archive.marks import END, START

if TYPE_CHECKING:  # each command needs one of them
    from archive.facets import Facet
    from archive.kwic import Line
    from archive.search import Hit

_INDENT = "    "
_NARROWEST = 40  # columns; below them lines are left to the terminal
_FRAME = 13 + len(
    "  " + "  " + " | " + " | "
)  # columns of a line in context beside its texts: the id and what parts them
_LEAST_CONTEXT = 12  # columns on either side of a hit
_BAR = 30  # columns of the longest bar
_EIGHTHS = " ▏▎▍▌▋▊▉"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How lines are shown: on a terminal `columns` wide (None: elsewhere, lines are not cut), in colour or not."""

    columns: int | None = None
    colour: bool = False

    def hit(self, text: str) -> str:
        """Return a text with what stands between START and END in bold, or in «» where there is no colour."""
        opening, closing = ("\x1b[1;33m", "\x1b[0m") if self.colour else ("«", "»")
        return text.replace(START, opening).replace(END, closing)

    def dim(self, text: str) -> str:
        """Return a text of less weight."""
        return f"\x1b[2m{text}\x1b[0m" if self.colour else text


def of_hit(hit: "Hit", style: Style) -> Iterator[str]:
    """Return one hit: id, day, site and title; the snippet; captions that hold a hit; the other sites of the story."""
    article = hit.article
    day = (article["published"] or article["captured"] or "")[:10]
    first = f"{article['id']}  {day}  {article['site']}"
    title = hit.title or article["title"]
    if style.columns is None or width(first) + 2 + width(_bare(title)) <= style.columns:
        yield f"{style.dim(first)}  {style.hit(title)}"
    else:
        yield style.dim(first)
        yield from _wrapped(title, style)
    if hit.snippet and _bare(hit.snippet) != _bare(title):
        yield from _wrapped(hit.snippet, style)
    for caption in hit.captions:
        if _bare(caption) not in _bare(hit.snippet):
            yield from _wrapped(f"photo: {caption}", style)
    if hit.copies:
        yield from (style.dim(line) for line in _wrapped(_elsewhere(hit), style))


def _elsewhere(hit: "Hit") -> str:
    """Say where else a story stands: "+2 sites: a, b"; or how often more on its own site."""
    sites = list(dict.fromkeys(site for _, site in hit.copies if site != hit.article["site"]))
    if sites:
        return f"+{len(sites)} {'site' if len(sites) == 1 else 'sites'}: {', '.join(sites)}"
    return f"+{len(hit.copies)} on the same site"


def _bare(text: str) -> str:
    return text.replace(START, "").replace(END, "")


def _wrapped(text: str, style: Style) -> Iterator[str]:
    """Return a text indented, broken between words where a terminal is narrower."""
    if style.columns is None or style.columns < _NARROWEST:
        yield _INDENT + style.hit(text)
        return
    room = style.columns - len(_INDENT)
    inside = False
    for line in wrap(text, room, break_long_words=False, break_on_hyphens=False):
        opened = f"{START if inside else ''}{line}"  # a hit of several words may go on in the next line
        inside = opened.count(START) > opened.count(END)
        yield _INDENT + style.hit(opened + (END if inside else ""))


def of_facets(total: int, facets: Sequence["Facet"], *, top: int) -> Iterator[str]:
    """Return the counts of each value as a number and a bar, the first `top` values and a sum of the others."""
    yield f"{total} article{'s' * (total != 1)}"
    for facet in facets:
        shown, others, of_others = facet.top(top)
        lines = [*shown]
        if others:
            lines.append((f"{others} other{'s' * (others != 1)}", of_others))
        if facet.unknown:
            lines.append(("(unknown)", facet.unknown))
        yield ""
        yield facet.name.replace("_", " ")
        longest = max((count for _, count in shown), default=1) or 1
        names = min(40, max((width(name) for name, _ in lines), default=0))
        digits = max((len(str(count)) for _, count in lines), default=1)
        for place, (name, count) in enumerate(lines):
            bar = _bar(count / longest) if place < len(shown) else ""
            yield f"  {left(head(name, names), names)}  {right(str(count), digits)}  {bar}".rstrip()


def _bar(share: float) -> str:
    eighths = round(share * _BAR * 8)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip() or ("▏" if share else "")


def of_kwic(lines: Sequence["Line"], style: Style, *, context: int | None) -> Iterator[str]:
    """Return lines with their hits in one column: article, site, left | hit | right.

    `context` is how many columns either side has; None takes what the terminal leaves, or 60.
    """
    sites = max((width(line.site) for line in lines), default=0)
    hits = max((width(line.hit) for line in lines), default=0)
    if context is None and style.columns:
        context = (style.columns - _FRAME - sites - hits) // 2
        if context < _LEAST_CONTEXT:  # a narrow terminal: the id says enough
            context, sites = max(_LEAST_CONTEXT, context + (sites + 2) // 2), 0
    context = 60 if context is None else context
    for line in lines:
        place = style.dim(f"{line.id}  {left(line.site, sites)}" if sites else str(line.id))
        before, hit = right(tail(line.left, context), context), left(line.hit, hits)
        marked = style.hit(f"{START}{hit}{END}") if style.colour else hit
        yield f"{place}  {before} | {marked} | {head(line.right, context)}".rstrip()


def kwic_counts(shown: int, *, more: bool) -> str:
    """Say how many lines are shown, and how to get the others."""
    if not shown:
        return "no lines"
    return counted(shown, "line") + ("; there are more: --limit N, or all with --csv" if more else "")


def of_likenesses(found: Sequence[Mapping[str, Any]], style: Style) -> Iterator[str]:
    """Return likenesses as a table: share of text in common, article, day, site, if it is the same story, title."""
    if not found:
        yield "no other article shares a third of its text"
        return
    rows: list[tuple[str, ...]] = [("shared", "article", "day", "site", "story", "title")]
    for one in found:
        day, story = (one["published"] or "")[:10], "same" if one["same_story"] else ""
        rows.append((f"{one['share']:.0%}", str(one["id"]), day, one["site"], story, one["title"]))
    yield from (line if style.columns is None else head(line, style.columns) for line in table(rows))
