"""A CMS family as a value: what its pages are known by, and the layouts of its templates."""

from dataclasses import dataclass

from parsers.layout import Layout, check_rule
from parsers.page import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """One CMS.

    `markers` are CSS selectors, or bytes of the page; any one of them is enough. A marker must come from the machinery
    of the CMS (its generator tag, its scripts, its style sheets), not from addresses in the text: articles link to
    pages of every other CMS. `article_url` is how addresses of articles look (searched in path and query) where the
    CMS itself decides that; None where each site does.
    """

    name: str
    markers: tuple[str | bytes, ...]
    layouts: tuple[Layout, ...]
    article_url: str | None = None

    def __post_init__(self) -> None:
        """Refuse a marker that is no CSS, at import."""
        for marker in self.markers:
            if isinstance(marker, str):
                check_rule(marker, f"family {self.name}, markers")

    def marker_on(self, page: Page) -> str | None:
        """Return the first marker found on a page, as text, or None."""
        for marker in self.markers:
            if isinstance(marker, bytes):
                if marker in page.body:
                    return marker.decode()
            elif page.first(marker) is not None:
                return marker
        return None
