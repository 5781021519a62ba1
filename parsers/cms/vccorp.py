"""VCCorp's newspaper CMS: vpcp.chinhphu.vn, mst.gov.vn, bvhttdl.gov.vn and many national papers.

Known by `VCSortableInPreviewMode` and the attribute `data-role`. Addresses end in -<17 digits>.htm. Source: public
crawler configuration of 2026-01 (`h1.detail-title`, `.detail-content`, `.kbwscwl-relatedbox`) and the markup that
its editor writes into the public copies of its articles. A photo is a `figure` (before about 2018 a `div`) of type
Photo; a box of type "content" is body, one of type "RelatedOneNews" is not.
"""

from parsers.cms.family import Family
from parsers.layout import Layout
from parsers.names import closing_source, signature
from parsers.photos import in_figures, in_paragraphs

VCCORP = Layout(
    name="vccorp",
    title=("h1[data-role=title]", "h1.detail-title", "h1.title-detail"),
    lede=("[data-role=sapo]", ".detail-sapo"),
    published=("[data-role=publishdate]", ".detail-time", ".detail-info .date"),
    body=("[data-role=content]", ".detail-content.afcbc-body", ".detail-content"),
    photos=(
        in_figures(".PhotoCMS_Caption", ".VCSortableInPreviewMode", ".PhotoCMS_Author"),
        in_figures(),
        in_paragraphs(),
    ),
    byline=("[data-role=author]", ".detail-author", signature()),
    source=closing_source(),
    section=("[data-role=cate-name]", ".detail-cate a"),
    tags=(".detail-tag-list a", ".detail-tag a"),
    drop=(
        ".VCSortableInPreviewMode[type^=Related]",  # RelatedOneNews, RelatedNewsBox, RelatedNews
        ".kbwscwl-relatedbox",
        ".link-content-footer",
        ".detail-content .type-6",
        ".PhotoCMS_Author",
    ),
    probe="[data-role=content], .detail-content",
)

FAMILY = Family(
    name="vccorp",
    markers=(
        b"VCSortableInPreviewMode",
        "[data-role=sapo]",
        ".afcbc-body",
        "a.box-category-link-title",
        "a.box-stream-link-title",
    ),
    layouts=(VCCORP,),
    article_url=r"-\d{8,}\.htm$",
)
