"""SharePoint with classic pages: Điện Biên, Quảng Ninh, Hưng Yên, Hà Tĩnh, several ministries.

Known by its generator tag, `ms-rtestate-field` and web part ids. Addresses are /Pages/<name>.aspx, or one page with
`?ItemID=` or `?nid=`; those of Tân Dân's portals /portal/Pages/<yyyy-m-d>/<title><code>.aspx (Điện Biên, Nam Định,
Ninh Thuận, Thanh Hóa; links of 2020-24). The first layout is that of Tân Dân's news web part (Điện Biên; public
configuration of 2019-20, public scraper of 2025-26), the second the publishing page that comes with SharePoint. Lists
that AngularJS fills (An Giang's party site) are empty in the bytes.
"""

from parsers.cms.family import Family
from parsers.cms.usual import USUAL_TITLES
from parsers.layout import Layout
from parsers.names import closing_source, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

TANDAN = Layout(
    name="sharepoint-tandan",
    title=(".tandan-p-article-news-title", "[class*=tandan-][class*=article-news-title]", *USUAL_TITLES),
    lede=".tandan-p-article-news-summary",
    published=".tandan-span-date-publish",
    body=(".tandan-p-article-news-content", ".tandan-p-article-main .ms-rtestate-field", ".ms-rtestate-field"),
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=("[class*=tandan-][class*=author]", signature()),
    source=closing_source(),
    tags=".td-tags a",
    drop=(".tandan-div-article-other",),
    probe=(".tandan-span-date-publish", ".ms-rtestate-field, .tandan-p-article-news-content"),
)

SHAREPOINT = Layout(
    name="sharepoint-publishing",
    title=("#DeltaPlaceHolderPageTitleInTitleArea", ".ms-core-pageTitle", ".article-header h1", "h1.title", "h1"),
    lede=(".article-summary", ".news-summary"),
    published=(".date-line", ".article-date", ".publish-date"),
    body=(".article:has(> .article-content)", ".ms-rtestate-field"),
    photos=(in_figures(".caption", ".captioned-image"), in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=(".author-line", ".article-byline", signature()),
    source=closing_source(),
    drop=(".article > .article-header",),
    # Boxes use the same field control, so one of the date nodes must be there as well.
    probe=(".ms-rtestate-field", ".date-line, .article-date, .publish-date"),
)

FAMILY = Family(
    name="sharepoint",
    markers=(
        "meta[name=generator i][content*='Microsoft SharePoint']",
        ".ms-rtestate-field",
        "[id^=WebPartWPQ]",
        b"_spBodyOnLoadFunctionNames",
        b"_spPageContextInfo",
    ),
    layouts=(TANDAN, SHAREPOINT),
    article_url=r"/Pages/[^?]+\.aspx\?(?:.*&)?(?:ItemID|nid)=\d+|/Pages/\d{4}-\d{1,2}-\d{1,2}/[^/?]+\.aspx",
)
