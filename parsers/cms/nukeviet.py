"""NukeViet, the Vietnamese open-source CMS: districts, departments, party sites (tinhuybinhphuoc.vn).

Known by its generator tag and the script variable `nv_base_siteurl`. Source: the public templates of the news
module, `themes/default` (versions 3 and 4) and `themes/egov`. The photo of the article and its lede stand before the
body proper, so the container is the panel round all three; of that panel only these parts are read. Egov puts views
and comments behind the time, in nodes of the same class. Versions from 4.5 on are not checked.
"""

from parsers.cms.family import Family
from parsers.element_text import text_of
from parsers.layout import Layout, RuleFunction
from parsers.names import closing_source, first_bold_paragraph, signature
from parsers.page import Page
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.text import folded


def after_label(selector: str, *labels: str) -> RuleFunction:
    """Return a rule: what stands behind a bold label, in the first element whose label begins so (folded)."""

    def after_the_label(page: Page) -> str | None:
        for element in page.select(selector):
            label = element.find("strong")
            if label is not None and folded(text_of(label)).startswith(labels):
                return text_of(element, {label})
        return None

    return after_the_label


NUKEVIET = Layout(
    name="nukeviet-4",
    title=("h1[itemprop=headline]", ".panel-body:has(> #news-bodyhtml) > h1"),
    lede=(".panel-body .hometext", first_bold_paragraph()),
    published=(".panel-body:has(> #news-bodyhtml) > .row .h5", "span[itemprop=datePublished]"),
    body=(".panel-body:has(> #news-bodyhtml)", "#news-bodyhtml"),
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(after_label("p.h5.text-right", "tac gia", "author"), signature()),
    source=(after_label("p.h5.text-right", "nguon", "source"), closing_source()),
    section=("ul.temp-breadcrumbs li:last-child a", ".breadcrumb li:last-child a"),
    tags=".h5:has(.fa-tags) a",
    attachments=".panel-body:has(> #news-bodyhtml) .news-download-file",
    drop=(".panel-body:has(> #news-bodyhtml) > :not(.clearfix):not(#news-bodyhtml)",),
    probe="#news-bodyhtml",
)

NUKEVIET_3 = Layout(
    name="nukeviet-3",
    title="#news_detail > h1",
    lede="#news_detail > #hometext",
    published="#news_detail > .time",
    body="#news_detail",
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=after_label("#news_detail > p", "tac gia", "author"),
    source=after_label("#news_detail > p", "nguon", "source"),
    tags=".news_column .keywords a",
    drop=(
        "#news_detail > .time",
        "#news_detail > .control",
        "#news_detail > p:has(> strong)",
        "#news_detail > .copyright",
    ),
    probe=("#news_detail", "#news_detail > .bodytext"),
)

FAMILY = Family(
    name="nukeviet",
    markers=("meta[name=generator i][content*=NukeViet]", b"nv_base_siteurl", b"nv_siteroot", "#news-bodyhtml"),
    layouts=(NUKEVIET, NUKEVIET_3),
    article_url=r"-\d+\.html$",
)
