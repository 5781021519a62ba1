"""Liferay 6.x, as VNPT ePortal, EcoIT and VCMS set it up: departments of Hà Nội, Bắc Giang, Thái Nguyên, ministries.

Known by its script object and portlet boundaries. `.journal-content-article` alone proves nothing: boxes in the
margin use it too. `h1` is a portlet's heading.

LIFERAY is the asset publisher (seen on sotttt.hanoi.gov.vn, 2022). `.view-content-author` holds the account that
posted ("Admin English"); a name signed in the body goes before it. LIFERAY_JOURNAL shows web content with a date
beside it: Bắc Giang and Thái Nguyên (public configurations of 2019-20 and 2026-01). VCMS is the news portlet of the
ministries, all tables (description of mps.gov.vn, 2026): the picture stands between title and lede, the title begins
with "»".
"""

from parsers.cms.family import Family
from parsers.cms.usual import USUAL_TITLES
from parsers.element_text import text_of
from parsers.layout import Layout
from parsers.names import closing_source, first_bold_paragraph, first_paragraph, signature
from parsers.page import Page
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.tree import Element


def longest_journal(page: Page) -> Element | None:
    """Rule for the body: of all web contents on the page, the one with most text; the others are boxes."""
    return max(page.select(".journal-content-article"), key=lambda one: len(text_of(one)), default=None)


def vcms_title(page: Page) -> str | None:
    """Rule for the title: without the "»" that the template puts before it."""
    title = page.first("span.text_none2")
    return text_of(title).lstrip("»› ") or None if title is not None else None


LIFERAY = Layout(
    name="liferay",
    title=".asset-full-content-title",
    lede="p.sapo",
    published=".assetPublishDate",
    body=(".asset-content .journal-content-article", ".asset-full-content .journal-content-article", ".asset-content"),
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(signature(), ".view-content-author"),
    source=closing_source(),
    section=(".dd_chuyenmuc .tintuc", ".portlet-asset-publisher .portlet-title-text"),
    drop=(".related_asset", ".asset-control-detail", ".view-content-author"),
    probe=(".asset-full-content-title", ".asset-full-content"),
)

LIFERAY_JOURNAL = Layout(
    name="liferay-journal",
    title=(".title-news h1", ".title-detail h1", *USUAL_TITLES),
    lede=(".article-summary", first_paragraph()),
    published=(".meta-data-date", ".date_post"),
    body=longest_journal,
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=signature(),
    source=closing_source(),
    drop=(".journal-content-article .related", ".journal-content-article .taglib-ratings"),
    probe=(".journal-content-article", ".meta-data-date, .date_post"),
)

VCMS = Layout(
    name="liferay-vcms",
    title=vcms_title,
    lede=first_bold_paragraph(),
    published=("[id*=vcmsviewcontent] div[align=right]", "[id*=vcmsviewcontent] div[style*=right]"),
    body="[id*=vcmsviewcontent] .portlet-body",
    photos=(in_figures(), in_paragraphs("em", "i")),  # its tables lay out the page, they frame no photo
    byline=signature(),
    source=closing_source(),
    section="[id*=vcmsviewcontent] td.title_center",
    drop=(
        "span.text_none2",
        "[id*=vcmsviewcontent] td.title_center",
        "[id*=vcmsviewcontent] div[align=right]",
        "[id*=vcmsviewcontent] div[style*=right]",
        "[id*=vcmsviewcontent] a[href^='javascript:']",
    ),
    probe=("[id*=vcmsviewcontent] span.text_none2",),
)

FAMILY = Family(
    name="liferay",
    markers=(b"Liferay.ThemeDisplay", ".portlet-boundary", "code.lfr-url-error", "script[src*='/html/portlet/']"),
    layouts=(LIFERAY, LIFERAY_JOURNAL, VCMS),
    article_url=r"/-/view_content/\d+|/-/asset_publisher/\w+/[Cc]ontent/[^/?]+",
)
