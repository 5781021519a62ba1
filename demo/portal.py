"""The demonstration's two sites, running: a provincial portal (a) and a department of another province (b)."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from types import TracebackType
from typing import Any, Protocol, Self

from demo import liferay, vnportal
from demo.content import Story, corrected, load, load_later, newest_first
from demo.page import Page, carry_over
from demo.server import Listener, Request, SiteLetter
from demo.truth import fields


class Family(Protocol):
    """What a module must offer to be one of the portals."""

    def address(self, story: Story) -> str:
        """Return the path of a story."""

    def photo_address(self, name: str) -> str:
        """Return the path of a photo, with its query."""

    def file_address(self, name: str) -> str:
        """Return the path of a file that a page offers."""

    def pages(self, stories: tuple[Story, ...], root: str) -> dict[str, Page]:
        """Return every page by its key."""

    def answer(self, known: Mapping[str, Page], target: str) -> Page:
        """Return the page at a path with its query."""


_FAMILIES: Mapping[SiteLetter, Family] = {"a": vnportal, "b": liferay}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What `publish_more` did: the three addresses, and the words that differ in the edited article."""

    added: str
    edited: str
    removed: str
    before: str
    after: str


class Portal:
    """Two portals on loopback, for as long as the `with` block runs.

    `today` fixes the day that the header of site a shows; None means the day of each request, in Vietnam. Port 0 takes
    a free port. Raises OSError on entry if a port is taken.
    """

    def __init__(self, *, today: date | None = None, port_a: int = 0, port_b: int = 0) -> None:
        self.log: list[Request] = []
        self._today = today
        self._ports = (port_a, port_b)
        self._stories: dict[SiteLetter, tuple[Story, ...]] = {"a": load("binhthuan"), "b": load("hanoi")}
        self._pages: dict[SiteLetter, Mapping[str, Page]] = {}
        self._listeners: dict[SiteLetter, Listener] = {}
        self._published_more = False
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            for site, port in zip(self._stories, self._ports, strict=True):
                listener = Listener(site=site, port=port, log=self.log, today=self._today)
                self._listeners[site] = listener
                stack.enter_context(listener)
                self._show(site, _FAMILIES[site].pages(self._stories[site], listener.root))
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @property
    def a(self) -> str:
        """The root address of the provincial portal, "http://127.0.0.1:PORT"."""
        return self._root("a")

    @property
    def b(self) -> str:
        """The root address of the department, "http://127.0.0.1:PORT"."""
        return self._root("b")

    def publish_more(self, *, remove_from: SiteLetter = "a") -> Change:
        """Add one article to a listing of a, correct a figure in another of a, and take one article away.

        The article taken from a answers 404 afterwards, one taken from b "Không tìm thấy" with status 200. This may be
        done once in the life of a portal; RuntimeError otherwise.
        """
        if self._published_more:
            raise RuntimeError("publish_more has been called before; a portal has one later state")
        self._published_more = True
        later = load_later()
        edited = next(story for story in self._stories["a"] if story.id == later.edited)
        removed = next(story for story in self._stories[remove_from] if story.id == later.removed[remove_from])
        change = Change(
            added=self._url("a", later.added),
            edited=self._url("a", edited),
            removed=self._url(remove_from, removed),
            before=later.before,
            after=later.after,
        )
        after = {edited: corrected(edited, later.before, later.after)}
        now = datetime.now(UTC).replace(microsecond=0)
        for site, stories in self._stories.items():
            more = (later.added,) if site == "a" else ()
            kept = (*(after.get(story, story) for story in stories if story is not removed), *more)
            self._stories[site] = newest_first(kept)
            built = _FAMILIES[site].pages(self._stories[site], self._root(site))
            self._show(site, carry_over(self._pages[site], built, now))
        return change

    def expected(self) -> tuple[dict[str, Any], ...]:
        """Return the fields of every article that is there now, from the stories: no parser has a part in it.

        Each is `{url, site, title, lede, photos, body, published, byline, attachments}`, with the shapes of an article.
        """
        return tuple(
            fields(
                story,
                url=self._url(site, story),
                site=site,
                root=self._root(site),
                photo=_FAMILIES[site].photo_address,
                file=_FAMILIES[site].file_address,
            )
            for site, stories in self._stories.items()
            for story in stories
        )

    def _root(self, site: SiteLetter) -> str:
        if site not in self._listeners:
            raise RuntimeError("the portal has no address before its with block begins")
        return self._listeners[site].root

    def _url(self, site: SiteLetter, story: Story) -> str:
        return self._root(site) + _FAMILIES[site].address(story)

    def _show(self, site: SiteLetter, pages: Mapping[str, Page]) -> None:
        self._pages[site] = pages
        self._listeners[site].answer = partial(_FAMILIES[site].answer, pages)
