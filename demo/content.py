"""What the two portals of the demonstration say: stories as values, read from `pages/*.json`.

Every person, commune, meeting and figure in them is invented. The texts are stored as a reader should get them
(NFC, with Đ); `quirks` name what the portal does to them on the way to the page.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

from demo.files import media_type
from demo.spelling import half_decomposed, slug, with_eth

PAGES = Path(__file__).with_name("pages")

Form: TypeAlias = Literal["plain", "parens", "dash"]  # "X. Ảnh: N" | "X (Ảnh: N)" | "X - Ảnh: N"
Quirk: TypeAlias = Literal[
    "strong_lede",  # the lede paragraph is bold
    "word",  # paragraphs pasted from Word: a class, a span and leading spaces
    "plain_captions",  # centred captions without <em>
    "half_decomposed",  # tone marks stored apart from their letters, as cp1258 does
    "eth",  # Ð (U+00D0) typed for Đ
    "repeated_lede",  # the body begins with the lede again
    "empty_sapo",  # the node of the lede is there, but empty
    "no_sapo",  # the node of the lede is missing
    "orphan_closers",  # paragraphs closed but never opened
    "bare_date",  # the date without its label and the view counter
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One photo, or several that share a caption, by file name. `form` says how the credit is written."""

    photos: tuple[str, ...]
    caption: str | None = None
    credit: str | None = None
    form: Form = "plain"

    def __post_init__(self) -> None:
        """Refuse a form that no page knows."""
        if self.form not in get_args(Form):
            raise ValueError(f"{self.photos}: unknown form of credit {self.form!r}")

    @property
    def line(self) -> str:
        """The caption as the page prints it, with its credit."""
        caption = self.caption or ""
        if not self.credit:
            return caption
        shape = {"plain": "{} Ảnh: {}", "parens": "{} (Ảnh: {})", "dash": "{} - Ảnh: {}"}[self.form]
        return shape.format(caption, self.credit).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A paragraph that offers a file: the words before, in and after the link."""

    file: str
    link: str
    before: str = ""
    after: str = ""

    def __post_init__(self) -> None:
        """Refuse a file that the server could not serve."""
        media_type(self.file)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A sub-heading inside the body."""

    heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Items:
    """A numbered list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table of data: its rows, the first of them the heads."""

    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = str | Picture | Offer | Heading | Items | Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One article: `posted` is the date as printed, `published` what it means (docs/glossary.md)."""

    id: int
    section: str
    title: str
    lede: str | None
    posted: str
    published: str
    views: int
    blocks: tuple[Block, ...]
    byline: str | None = None
    quirks: frozenset[Quirk] = frozenset()

    @property
    def slug(self) -> str:
        """The title as addresses have it: ASCII, hyphens, cut at 100 characters in mid-word."""
        return slug(self.title)[:100]

    @property
    def day(self) -> str:
        """The day of publication as listings print it: "07/07/2020"."""
        year, month, day = self.published[:10].split("-")
        return f"{day}/{month}/{year}"

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures of the body in their order."""
        return tuple(block for block in self.blocks if isinstance(block, Picture))

    def printed(self, text: str) -> str:
        """Return a text of this story as its portal stores it."""
        if "half_decomposed" in self.quirks:
            return half_decomposed(text)
        return with_eth(text) if "eth" in self.quirks else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """What the portals do after the first visit: one article more, one figure corrected, one article gone."""

    added: Story
    edited: int
    before: str
    after: str
    removed: Mapping[str, int]  # by site: "a", "b"


def newest_first(stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """Sort stories as listings do: latest first, the greater id where the time is the same."""
    return tuple(sorted(stories, key=lambda story: (story.published, story.id), reverse=True))


def load(name: str) -> tuple[Story, ...]:
    """Read the stories of `pages/<name>.json`, newest first."""
    return newest_first(tuple(_story(record) for record in _read(name)))


def load_later() -> Later:
    """Read `pages/later.json`."""
    record = _read("later")
    edit = record["edited"]
    return Later(
        added=_story(record["added"]),
        edited=edit["id"],
        before=edit["before"],
        after=edit["after"],
        removed=record["removed"],
    )


def corrected(story: Story, before: str, after: str) -> Story:
    """Return the story with `before` replaced in its body; ValueError when no paragraph holds it."""
    blocks = tuple(block.replace(before, after) if isinstance(block, str) else block for block in story.blocks)
    if blocks == story.blocks:
        raise ValueError(f"story {story.id}: no paragraph holds {before!r}")
    return replace(story, blocks=blocks)


def _read(name: str) -> Any:
    return json.loads((PAGES / f"{name}.json").read_text(encoding="utf-8"))


def _story(record: dict[str, Any]) -> Story:
    quirks = frozenset(record.get("quirks", ()))
    if unknown := quirks.difference(get_args(Quirk)):
        raise ValueError(f"story {record['id']}: unknown quirks {sorted(unknown)}")
    return Story(**{**record, "blocks": tuple(_block(block) for block in record["blocks"]), "quirks": quirks})


def _block(record: str | dict[str, Any]) -> Block:
    if isinstance(record, str):
        return record
    if "photos" in record:
        return Picture(**{**record, "photos": tuple(record["photos"])})
    if "file" in record:
        return Offer(**record)
    if "rows" in record:
        return Rows(rows=tuple(tuple(row) for row in record["rows"]))
    return Items(items=tuple(record["items"])) if "items" in record else Heading(**record)
