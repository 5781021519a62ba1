"""VNPT vnPortal ("SiteFolders"): Bình Thuận, Cao Bằng, Lào Cai, Ninh Bình, departments of Hải Phòng and Sóc Trăng.

Known by `/SiteFolders/`, `storage-vnportal.vnpt.vn`, `.ArticleContent`. Of the title only its place is known:
between the heading of a box and the body. Source: public configurations of 2019-20; the title's class names are
those of the family's templates.
"""

from dataclasses import replace

from parsers.cms.family import Family
from parsers.layout import Layout
from parsers.names import closing_source, first_paragraph, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

VNPORTAL = Layout(
    name="vnportal",
    title=(
        ".ArticleHeader h1",
        ".ArticleTitle",
        ".PostTitle",
        ".ArticleHeader",
        "h1.title",
        "h1",
        "h2.title",
        ".title",
        "h2",
        "h3",
    ),
    body=".ArticleContent",
    lede=(".ArticleSummary", first_paragraph()),
    published=".PostDate",
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(".ArticleAuthor", signature()),
    source=closing_source(),
    section=(".breadcrumb li:last-child a", ".breadcrumb a:last-child", ".CategoryName"),
    drop=(".ArticleContent .related", ".ArticleContent .OtherNews"),
    probe=(".ArticleContent", ".PostDate"),
)

# A page of the same design without a date node: there the lede may supply the day.
VNPORTAL_UNDATED = replace(VNPORTAL, name="vnportal-undated", published=(), probe=".ArticleContent")

FAMILY = Family(
    name="vnportal",
    markers=(
        "script[src*='/SiteFolders/']",
        "link[href*='/SiteFolders/']",
        "img[src*='/SiteFolders/']",
        "img[src*='storage-vnportal.vnpt.vn']",
        ".PostDate ~ .ArticleContent",
    ),
    layouts=(VNPORTAL, VNPORTAL_UNDATED),
    article_url=r"-\d{4,}\.html$|/\d+/\d+/\d+/\d+/",
)
