"""SharePoint with modern pages (SPFx): lamdong.gov.vn since 2025.

The bytes hold no article markup. Where a page carries its content at all, it is JSON in a script:
`"CanvasContent1":"<div ...>"`, escaped for JSON, and in it entities (`https&#58;//`) and web parts whose data is
JSON in an attribute (`data-sp-webpartdata="{&quot;..."`). Other fields stand beside it under the names of
SharePoint's Pages library. A page without it is an empty shell (21 of 21 in September 2026) and gives no article.
Source: descriptions of that portal, 2026, and SharePoint's public page model: text web parts are `[data-sp-rte]`,
photo web parts have `imageSources` and `captionText`.
"""

import html
import json

from lxml import etree

from parsers.cms.family import Family
from parsers.layout import Layout, RuleFunction
from parsers.names import closing_source, first_bold_paragraph, signature
from parsers.page import Page
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.tree import Element, parse_tree

_CANVAS = "CanvasContent1"
_OBJECTS = 40  # opening braces before the canvas that are tried; the object it stands in begins a few fields earlier
_DECODER = json.JSONDecoder(strict=False)


def canvas(page: Page) -> Element | None:
    """Rule for the body: the canvas as markup, its text web parts as they are and its photo web parts as figures."""
    content = page_fields(page).get(_CANVAS, "")
    if "<" not in content:
        content = html.unescape(content)
    root = parse_tree(f"<body>{content}</body>".encode("utf-8", "replace")) if "<" in content else None
    if root is None:
        return None
    article = etree.Element("div")
    for part in list(root.iter("div")):
        if part.get("data-sp-rte") is not None:
            article.append(part)
        elif (figure := _figure(part.get("data-sp-webpartdata"))) is not None:
            article.append(figure)
    return article if len(article) else None


def page_field(*names: str) -> RuleFunction:
    """Return a rule: the first of these fields of the Pages library that is on the page and not empty."""

    def field_of_page(page: Page) -> str | None:
        fields = page_fields(page)
        return next((fields[name] for name in names if fields.get(name)), None)

    return field_of_page


def page_fields(page: Page) -> dict[str, str]:
    """Return the text fields of the JSON object that holds the canvas; empty when there is none, or it is cut off.

    Only that object counts: "Title" is a name that every list on the page uses.
    """
    text = page.text
    start = canvas_at = text.find(f'"{_CANVAS}"')
    for _ in range(_OBJECTS):
        start = text.rfind("{", 0, start) if start > 0 else -1
        if start < 0:
            break
        try:
            item, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if end > canvas_at and isinstance(item, dict) and isinstance(item.get(_CANVAS), str):
            return {name: value.strip() for name, value in item.items() if isinstance(value, str)}
    return {}


def _figure(data: str | None) -> Element | None:
    """Return a photo web part as a figure, or None when the web part shows no photo of its own."""
    if not data or "imageSources" not in data:
        return None
    try:
        part = json.loads(html.unescape(data), strict=False)
        address = next(iter(part["serverProcessedContent"]["imageSources"].values()))
        caption = part.get("properties", {}).get("captionText") or ""
        figure = etree.Element("figure")
        etree.SubElement(figure, "img", {"src": html.unescape(str(address))})
        etree.SubElement(figure, "figcaption").text = html.unescape(str(caption))
    except (ValueError, LookupError, StopIteration, AttributeError, TypeError, RecursionError):
        return None
    return figure


SHAREPOINT_MODERN = Layout(
    name="sharepoint-modern",
    title=page_field("Title"),
    lede=(page_field("Description"), first_bold_paragraph()),
    published=page_field("FirstPublishedDate", "Created"),
    body=canvas,
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(page_field("AuthorByline"), signature()),
    source=closing_source(),
)

FAMILY = Family(
    name="sharepoint_modern",
    markers=(b"CanvasContent1", b"data-sp-webpartdata", b"spPageChromeAppDiv", b"sp-pages-assembly"),
    layouts=(SHAREPOINT_MODERN,),
    article_url=r"/SitePages/(?!Home\.aspx)[^/]+\.aspx",
)
