"""Báo An Giang.

The content-fck CMS with a body node of its own. Layouts: public configuration of 2019-20, and a saved page of 2026-10.
Next to its own keywords an article shows those that the paper promotes; nothing tells them apart, so none are read.
"""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK, CONTENT_FCK_2019
from parsers.names import closing_source
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.site import Site

SITE = Site(
    id="baoangiang",
    name="Báo An Giang",
    province="An Giang",
    kind="newspaper",
    hosts=("baoangiang.com.vn",),
    seeds=("https://baoangiang.com.vn/",),
    article_url=r"-a\d+\.html$",
    cms="content_fck",
    verified="golden, written from the markup of a saved page of 2026-10",
    layouts=(
        replace(
            CONTENT_FCK_2019,
            lede=".content-fck:not(.slider-jsgallery)",
            body="#newscontents .content-fck-font-size",
            probe=("#newscontents", ".content-fck-font-size"),
            photos=(in_figures(), in_tables(), in_paragraphs("p.note", "em", "i")),
            name="2019",
            since="2019-01-01",
            until="2020-12-31",
        ),
        replace(
            CONTENT_FCK,
            title=".detail-title h1",
            lede=".detail-desc .fontd",
            body="#newscontents .content-fck-font-size",
            section=".mybreadcrumb .breadcrumb li:last-child a",
            source=closing_source(),
            photos=(in_figures(), in_tables(), in_paragraphs("p.note", "em", "i")),
            probe=("#newscontents .content-fck-font-size", ".detail-desc .fontd"),
            name="2026",
            since="2021-01-01",
        ),
    ),
)
