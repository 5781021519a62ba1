"""The "content-fck" CMS of the Mekong delta papers: baocantho, baodongthap, baotayninh, dongkhoi and travinh.baovinhlong.

Known by `#newscontents .content-fck`. Addresses end in -a<id>.html. The first `h1` names the section, the second is the title. There is
no node for the lede: it is the first paragraph of the body, opening with a dateline such as "(CTO) -".
"""

from parsers.layout import Layout
from parsers.names import first_paragraph, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

CONTENT_FCK = Layout(
    name="content-fck",
    title=("h1.fw700", ".titledetail h1", "#content > h1"),
    lede=first_paragraph(),
    published=".pubdate",
    body="#newscontents .content-fck",
    photos=(in_figures(), in_tables(), in_paragraphs("em")),
    byline=signature(),
    section=(".titlecate h1 span a", ".titlecate h1 a"),
    tags=".block_tag a.tag_item",
    drop=(".content-fck .related", "[class^=AMN_]"),
    probe="#newscontents",
)
