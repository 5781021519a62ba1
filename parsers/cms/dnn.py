"""DNN (DotNetNuke): the party sites of Bình Thuận and Lâm Đồng (*.dcs.vn), Phú Thọ's disease control centre.

Known by `dnn_ctr<number>` in ids, its script variable and its module folder. DNN itself has no article page: every
site buys or writes a module, and the modules of the party sites have not been seen. Two kinds are read: EasyDNNnews
(class names of its public pages; one Vietnamese paper ran it), and modules that show their fields in labels with
Vietnamese or English names, as the WebForms portals do. The HTML module is not read: it makes the boxes in the
margin.
"""

from dataclasses import replace

from parsers.cms.family import Family
from parsers.cms.webforms import WEBFORMS
from parsers.layout import Layout
from parsers.names import closing_source, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

EASYDNN = Layout(
    name="dnn-easydnn",
    title=".edn_articleDetails .edn_articleTitle",
    lede=".edn_articleDetails .edn_articleSummary",
    published=(".edn_articleDetails time", ".edn_articleDetails .edn_metaDetails"),
    body=".edn_articleDetails",
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(".edn_articleDetails .edn_authorName", signature()),
    source=closing_source(),
    section=".edn_articleDetails .edn_categoryName",
    tags=".edn_articleTags a",
    drop=(
        ".edn_metaDetails",
        ".edn_articleTags",
        ".edn_relatedArticles",
        ".edn_socialButtons",
        ".edn_articlePrevNext",
        ".edn_ratingWrapper",
    ),
    probe=(".edn_articleDetails", ".edn_articleTitle"),
)

DNN_LABELS = replace(
    WEBFORMS,
    name="dnn-labels",
    title=("[id^=dnn_ctr][id$=lblTieuDe]", "[id^=dnn_ctr][id$=lblTitle]", "[id^=dnn_ctr] h1"),
    body=("[id^=dnn_ctr][id$=lblNoiDung]", "[id^=dnn_ctr][id$=lblContent]"),
    probe="[id^=dnn_ctr][id$=lblNoiDung], [id^=dnn_ctr][id$=lblContent]",
)

FAMILY = Family(
    name="dnn",
    markers=(
        "[id^=dnn_ctr]",
        b"__dnnVariable",
        "script[src*='/DesktopModules/']",
        "meta[name=generator i][content*=DotNetNuke]",
    ),
    layouts=(EASYDNN, DNN_LABELS),
)
