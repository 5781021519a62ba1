"""The values that reading a page gives: Parsed, and inside it an Article. Words as in docs/glossary.md."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal[
    "article",
    "listing",
    "attachment",
    "soft_404",
    "blocked",
    "challenge",
    "login",
    "empty_shell",
    "other",
]
Precision: TypeAlias = Literal["day", "minute", "second"]
LinkRole: TypeAlias = Literal["article", "next", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """One photo of the article: absolute address, caption without its credit, credit as a name."""

    url: str
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file the article offers (pdf, doc, xls, ...): absolute address and the text of its link."""

    url: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How one field came to be: the rule that found it and the raw text before cleaning."""

    field: str
    rule: str
    raw: str
    fallback: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The fields of one article. What the page lacks is None, or an empty tuple.

    `published` is ISO 8601 at the precision the page gives: `2020-07-07`, `2020-07-07T14:30+07:00`
    or `2020-07-07T14:30:05+07:00`.
    """

    title: str
    lede: str | None = None
    body: tuple[str, ...] = ()
    photos: tuple[Photo, ...] = ()
    published: str | None = None
    published_raw: str | None = None
    published_precision: Precision | None = None
    byline: str | None = None
    source: str | None = None
    dateline: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    language: str | None = None
    provenance: tuple[Provenance, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that could not be read: the field (or `page`), a short code for counting, and a sentence."""

    field: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What is posted to get a page of a list that no address leads to.

    `body` is all ASCII, as it is sent, and `media_type` its Content-Type. `page` is the number of the page it asks for.
    `identity` holds what tells the list from others at the same address: what a visitor chose, not the state of the
    page that the form stood on.
    """

    body: str
    media_type: str
    page: int
    identity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address found on the page, absolute.

    `text` is read on pages that gave no article, `published`, the day beside the link (YYYY-MM-DD), on listings only.
    With `post` the address is not requested but posted to.
    """

    url: str
    role: LinkRole
    text: str = ""
    published: str | None = None
    post: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What a page is, and its article if it is one."""

    kind: Kind
    article: Article | None = None
    site_id: str | None = None
    layout: str | None = None
    fallback: bool = False
    problems: tuple[Problem, ...] = ()
    links: tuple[Link, ...] = ()
