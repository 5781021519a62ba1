"""What designs have in common, for sites known from configurations only: starting points to `replace` fields of.

SEEN_2019 goes with the public configurations of 2019-20. They name date, lede, body and captions, but took titles
from feeds. SEEN_2026 goes with those of January 2026. They name body and often title, but no date. What they
leave out is sought where it usually stands: by its usual name, else between title and body (parsers.above). Nothing of
the kind has been checked on a page.
"""

from parsers.above import author_by_the_body, date_by_the_title, heading_that_names_the_page, lede_by_the_title
from parsers.layout import Layout
from parsers.names import closing_source, first_bold_paragraph, first_paragraph, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

# The engine skips headings of boxes, so a plain h1 may come late. No og:title: home pages have one, too.
USUAL_TITLES = (
    *("h1[itemprop=headline]", "[itemprop=headline]", "h1.title", "h1.detail-title", "h1.article-title"),
    *("h1.title-detail", ".title-detail", ".detail-title", ".article-title", ".news-title", ".title-news"),
    *(
        ".titledetail",
        ".title_detail",
        ".title_news_detail",
        "h1",
        "h2.title",
        "div.title",
    ),
    heading_that_names_the_page(),
)
# Only nodes that say what they are: a bare `time` may belong to a related article or to a clock.
USUAL_DATES = (
    *("meta[property='article:published_time']", "[itemprop=datePublished]::attr(content)", "[itemprop=datePublished]"),
    *(".pubdate", ".detail-time", ".article-date", ".post-date", ".publish-date", ".date-publish"),
    date_by_the_title(),
)
USUAL_LEDES = (
    *(".sapo", ".article-sapo", ".detail-sapo", ".article__sapo", "h2.sapo"),
    lede_by_the_title(),
    first_bold_paragraph(),
)

SEEN_2019 = Layout(
    name="2019",
    title=USUAL_TITLES,
    lede=first_paragraph(),
    published=".date",
    body="#content",
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=signature(),
    source=closing_source(),
    since="2019-01-01",
    until="2020-12-31",
)

SEEN_2026 = Layout(
    name="2026",
    title=USUAL_TITLES,
    lede=USUAL_LEDES,
    published=USUAL_DATES,
    body="#content-detail",
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(signature(), author_by_the_body()),
    source=closing_source(),
    since="2025-07-01",
)
