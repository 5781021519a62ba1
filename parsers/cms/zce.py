"""ZCE/ePi, the newspaper CMS: baolaocai, baogialai, baohatinh, sggp. Addresses end in -post<id>.html.

Known by `zce-content-body`, `cms-title`, `cms-desc`. Paragraphs are `<p>` or `<div>`; a `<style>` may stand in the
body. The visible time has minutes; the attribute `datetime` has seconds, with an offset without a colon.
"""

from parsers.cms.family import Family
from parsers.layout import Layout
from parsers.names import closing_source, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

ZCE = Layout(
    name="zce",
    title="h1.cms-title",
    lede=".cms-desc.article__sapo",
    published=("time.time", "meta.cms-date"),
    body=".zce-content-body",
    photos=(in_figures(), in_tables(), in_paragraphs("em")),
    byline=(".article__author .name", ".article__author", ".cms-author", signature()),
    source=closing_source(),
    section=".breadcrumbs .main a",
    tags=".article__tags .box-content a",
    drop=(
        ".zce-content-body .sda_middle",
        ".zce-content-body .rennab",
        ".zce-content-body .article__related",
        ".zce-content-body .cms-relate",
    ),
    probe=".zce-content-body",
)

FAMILY = Family(
    name="zce",
    markers=(".zce-content-body", "h1.cms-title", "a.cms-link"),
    layouts=(ZCE,),
    article_url=r"-post\d+\.html$",
)
