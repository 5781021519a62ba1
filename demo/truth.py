"""What a perfect reading of the portals would give, from the stories themselves."""

from collections.abc import Callable, Iterator
from typing import Any

from demo.content import Heading, Items, Offer, Rows, Story

Address = Callable[[str], str]  # from a file name to a path


def fields(story: Story, *, url: str, site: str, root: str, photo: Address, file: Address) -> dict[str, Any]:
    """Return the fields of a story as an article has them (docs/glossary.md), with absolute addresses."""
    return {
        "url": url,
        "site": site,
        "title": story.title,
        "lede": story.lede,
        "photos": [
            {"url": root + photo(name), "caption": picture.caption, "credit": picture.credit}
            for picture in story.pictures
            for name in picture.photos
        ],
        "body": list(_paragraphs(story)),
        "published": story.published,
        "byline": story.byline,
        "attachments": [
            {"url": root + file(block.file), "text": block.link} for block in story.blocks if isinstance(block, Offer)
        ],
    }


def _paragraphs(story: Story) -> Iterator[str]:
    """Sub-headings, list items and table rows are paragraphs; the cells of a row are joined by a space."""
    for block in story.blocks:
        match block:
            case str():
                yield block
            case Offer():
                yield f"{block.before}{block.link}{block.after}"
            case Heading():
                yield block.heading
            case Items():
                yield from block.items
            case Rows():
                yield from (" ".join(row) for row in block.rows)
