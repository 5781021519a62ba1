"""OneCMS, the newspaper CMS on 1cdn.vn: baodanang, baonghean, baohaiphong (and baohaiduong), hanoimoi, national papers.

Known by `sc-longform-header` and by class names that begin with `onecms`. Addresses end in -<id>.html, those of
collections in -event<id>.html. Source: saved pages of baodanang.vn, baonghean.vn and baohaiphong.vn of 2026-09, and
public scrapers of 2023 to 2026 of these and of hanoimoi.vn and congly.vn. Title, lede, author and date stand in a header
inside the body; in an older template (2021-23) and in articles taken over from an older system above it, in
`c-detail-head`. `article:published_time` has the month first ("1/8/2026 10:02:01 AM" is 8 January); the visible date
does not.
"""

from parsers.above import author_by_the_body
from parsers.cms.family import Family
from parsers.cms.usual import USUAL_DATES
from parsers.layout import Layout
from parsers.names import closing_source, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

ONECMS = Layout(
    name="onecms",
    title=(".block-sc-title", ".sc-longform-header-title", "h1.c-detail-head__title"),
    lede=(".block-sc-sapo", ".sc-longform-header-sapo", ".c-news-detail h2.desc", ".desc > h2"),
    published=(
        ".block-sc-publish-time",
        ".sc-longform-header-date",
        ".c-detail-head__time",
        ".c-detail-head__date",
        *USUAL_DATES[1:],
    ),
    body=(
        ".b-maincontent article.entry",
        ".b-maincontent .entry",
        "article.entry",
        ".b-maincontent",
        ".content-main-normal",
    ),
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(
        ".block-sc-author",
        ".sc-longform-header-author",
        ".c-detail-head__author",
        ".vtranslate-author-translate",
        signature(),
        author_by_the_body(),
    ),
    source=(".js-source-copy", closing_source()),
    section=(".block-sc-cate-name", ".breadcrumb-item.active a", ".breadcrumb-item:last-child a"),
    tags=".onecms__tags a",
    drop=(
        ".sc-longform-header",
        ".sc-empty-layer",
        ".entry .vtranslate-author-translate",  # the byline once more
        ".b-maincontent .c-box",
        ".b-maincontent .c-news-related",
        ".sc-related-articles",
        ".b-maincontent .oneads",
    ),
    probe=".b-maincontent, article.entry, .content-main-normal",
)

FAMILY = Family(
    name="onecms",
    markers=(".sc-longform-header", "[class*=onecms__]", "link[href*='1cdn.vn/onecms/']", ".c-detail-head__title"),
    layouts=(ONECMS,),
    article_url=r"/(?!.*-event\d+\.html$)[^/]+-\d{4,}\.html$",
)
