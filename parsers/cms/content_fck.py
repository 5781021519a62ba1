"""The "content-fck" CMS of southern papers: baocantho, baotayninh, dongkhoi and travinh.baovinhlong.

In 2019 baothuathienhue and baoangiang ran it too. Known by `#newscontents .content-fck` and the folder of its
templates. Addresses end in -a<id>.html. The first `h1` names the section, the second is the title. In 2026 (seen:
baocantho) there is no node for the lede: it is the first paragraph of the body, opening with a dateline such as
"(CTO) -". In 2019 (public configurations) it had one, in bold above the body, and is read there if it still has.
"""

from dataclasses import replace

from parsers.cms.family import Family
from parsers.layout import Layout
from parsers.names import closing_source, first_paragraph, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

CONTENT_FCK = Layout(
    name="content-fck",
    title=("h1.fw700", ".titledetail h1", "#content > h1"),
    lede=(".fontd.fw600", ".detail-desc", first_paragraph()),
    published=".pubdate",
    body="#newscontents .content-fck",
    photos=(in_figures(), in_tables(), in_paragraphs("em")),
    byline=signature(),
    source=closing_source(),
    section=(".titlecate h1 span a", ".titlecate h1 a"),
    tags=".block_tag a.tag_item",
    drop=(".content-fck .related", "[class^=AMN_]"),
    probe="#newscontents",
)

CONTENT_FCK_2019 = replace(
    CONTENT_FCK,
    name="content-fck-2019",
    title=("h1.fw700", ".titledetail h1", "#content > h1", "h1.title", "h1"),
    body=("#newscontents .content-fck", ".content-fck.slider-jsgallery", "#newscontents"),
    probe=".pubdate",
)

FAMILY = Family(
    name="content_fck",
    markers=("#newscontents .content-fck", "script[src*='/static/templates/version1/homepage/']"),
    layouts=(CONTENT_FCK, CONTENT_FCK_2019),
    article_url=r"-a\d+\.html$",
)
