"""An article as lines of text for a person: its fields, how it stands, where its bytes lie. Pure."""

from collections.abc import Iterator, Mapping
from textwrap import wrap
from typing import Any

from archive.lines import minute

_HEADS = (
    "id",
    "title",
    "published",
    "site",
    "province",
    "section",
    "byline",
    "source",
    "url",
    "captured",
    "version",
    "lede",
)
_WIDEST = 100  # columns: longer lines are hard to read


def of_article(article: Mapping[str, Any], *, width: int | None = None) -> Iterator[str]:
    """Return an article's fields, each under its name, the body as paragraphs, in lines of `width` columns, at most 100."""
    width = max(40, min(width or _WIDEST, _WIDEST))
    province = article["province"] or ""
    if article["province_now"] and article["province_now"] != province:
        province += f" (now {article['province_now']})"
    heads = {**article, "province": province, "version": article["version"] if (article["version"] or 1) > 1 else None}
    for name in _HEADS:
        if heads[name] not in (None, ""):
            yield from _field(name, str(heads[name]), width)
    if article["tags"]:
        yield from _field("tags", ", ".join(article["tags"]), width)
    for number, photo in enumerate(article["photos"], 1):
        credit = f" (credit: {photo['credit']})" if photo["credit"] else ""
        yield from _field(f"photo {number}", photo["url"], width)
        yield from _field("caption", f"{photo['caption'] or '(none)'}{credit}", width)
    for number, paragraph in enumerate(article["body"]):
        if number:
            yield ""
        yield from _field("body" if not number else "", paragraph, width)
    for attachment in article["attachments"]:
        yield from _field("file", f"{attachment['text']}: {attachment['url']}", width)
    if article["fallback"]:
        yield "  (read without a layout of this site: a guess, marked as fallback)"


def _field(name: str, text: str, width: int) -> Iterator[str]:
    lines = wrap(text, width - 12, break_long_words=False, break_on_hyphens=False) or [""]
    yield f"{name:>10}  {lines[0]}"
    yield from (" " * 12 + line for line in lines[1:])


def of_standing(article: Mapping[str, Any], seen: Mapping[str, Any]) -> Iterator[str]:
    """Return when an article was seen, whether it is gone, which versions and copies there are, and how to see those."""
    yield f"{'seen':>10}  {minute(seen['first_seen'])} to {minute(seen['last_seen'])}"
    if seen["gone_at"]:
        yield f"{'gone':>10}  since {minute(seen['gone_at'])}"
    elif seen["missing_since"]:
        yield f"{'missing':>10}  since {minute(seen['missing_since'])}; gone if that is so once more"
    if seen["version"] > 1:
        yield f"{'versions':>10}  this is {article['version']} of {seen['version']}; tintinh history {article['id']} compares them"
    if seen["copies"]:
        others = ", ".join(f"{one['site']} {one['id']}" for one in seen["copies"])
        yield f"{'copies':>10}  {others}; tintinh similar {article['id']} compares them"


def of_provenance(source: Mapping[str, Any] | None) -> Iterator[str]:
    """Return where an article's bytes lie, and by which rule each field was found."""
    if not source:
        return
    capture = source["capture"]
    yield f"{'kept in':>10}  {capture['file']}, offset {capture['offset']}, {capture['length']} bytes, {capture['record_id']}"
    yield f"{'digest':>10}  {capture['payload_digest']}"
    yield f"{'parser':>10}  {source['parser']}"
    for one in source["fields"]:
        yield f"{one['field']:>10}  {one['rule']}"
