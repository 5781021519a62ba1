"""The date of an article: from its declared node, or, where a design has none, from lede or dateline."""

from datetime import datetime

from parsers import dates
from parsers.article import Provenance
from parsers.layout import Layout, rule_parts
from parsers.rules import Notes, Value, names_of

_LONGEST_RAW = 500  # characters kept of a lede that served as the source of the date


def read_published(
    value: Value | None,
    layout: Layout,
    notes: Notes,
    *,
    lede: str | None,
    opening: str | None,
    captured: datetime | None,
) -> tuple[dates.Reading, str | None]:
    """Return the reading of the date and the raw text it was read from; `value` is what the date node holds.

    Only a layout that declares no date node lets the lede, or else the opening paragraph, supply the day.
    """
    if not rule_parts(layout.published):
        return _from_prose(layout, notes, lede, opening)
    if value is None:
        notes.problem("published", "missing", f"nothing at {names_of(layout.published)}")
        return dates.Reading(), None
    reading = dates.read(value.text, order=layout.order, reference=captured)
    notes.note("published", value)
    if reading.reason:
        notes.problem("published", "refused", reading.reason)
    elif captured and reading.day and (reading.day - captured.date()).days > 1:
        notes.problem("published", "in_future", f"{reading.value} is after the capture")
    return reading, value.text


def _from_prose(
    layout: Layout, notes: Notes, lede: str | None, opening: str | None
) -> tuple[dates.Reading, str | None]:
    text = lede or opening or ""
    reading = dates.in_prose(text, order=layout.order)
    if not reading.value:
        notes.problem("published", "no_date", reading.reason)
        return reading, None
    rule = f"{'lede' if lede else 'dateline'}: no date node in this layout"
    notes.provenance.append(Provenance(field="published", rule=rule, raw=text[:_LONGEST_RAW]))
    return reading, text[:_LONGEST_RAW]
