"""One page as a value: what a portal answers to a request for an address."""

import hashlib
import html
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

CLOCK = "{{clock}}"  # replaced at each request by the day, as the header of the portal prints it
VIEWS = "{{views}}"  # replaced at each request by the number of visits
HERE = "{{here}}"  # replaced at each request by the path asked for
HTML = "text/html; charset=UTF-8"

_DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: its bytes with CLOCK, VIEWS and HERE still in place, and what its headers say.

    `modified` None means that the page carries no validators. `views` is the number of visits before the first request.
    """

    body: bytes
    media_type: str = HTML
    status: int = 200
    modified: datetime | None = None
    views: int = 0

    @property
    def etag(self) -> str | None:
        """The entity tag: weak, since clock and counter change without it (RFC 9110 §8.8.1)."""
        if self.modified is None:
            return None
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'

    def at(self, today: date, views: int, path: str) -> bytes:
        """Return the bytes to send on a day, with the counter at `views`, to a request for `path`."""
        if self.media_type != HTML:
            return self.body
        body = self.body.replace(CLOCK.encode(), clock(today).encode())
        return body.replace(VIEWS.encode(), str(views).encode()).replace(
            HERE.encode(), escape(path.rstrip("/")).encode()
        )


def clock(today: date) -> str:
    """Return a day as the header prints it: "Chủ nhật, ngày 22/11/2026"."""
    return f"{_DAYS[today.weekday()]}, ngày {today:%d/%m/%Y}"


def moment(published: str) -> datetime:
    """Return when a page of this `published` was last changed, in UTC; a bare day counts as 08:00 in Vietnam."""
    return datetime.fromisoformat(published if "T" in published else f"{published}T08:00+07:00").astimezone(UTC)


def escape(text: str) -> str:
    """Escape a text for HTML, in elements and in double-quoted attributes."""
    return html.escape(text, quote=True)


def carry_over(old: Mapping[str, Page], new: Mapping[str, Page], now: datetime) -> dict[str, Page]:
    """Return the new pages; those that differ from the old ones, or are not among them, were modified `now`.

    Files stay where they are when the page that showed them goes, as they do on real portals.
    """
    kept = {target: page for target, page in old.items() if page.media_type != HTML}
    for target, page in new.items():
        before = old.get(target)
        same = before is not None and before.body == page.body
        kept[target] = before if before is not None and same else replace(page, modified=now if page.modified else None)
    return kept
