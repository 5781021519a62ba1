"""Báo An Giang.

The content-fck CMS with a body node of its own. Layout: public configuration of 2019-20.
"""

from dataclasses import replace

from parsers.cms.content_fck import CONTENT_FCK_2019
from parsers.photos import in_figures, in_paragraphs, in_tables
from parsers.site import Site

SITE = Site(
    id="baoangiang",
    name="Báo An Giang",
    province="An Giang",
    kind="newspaper",
    hosts=("baoangiang.com.vn",),
    seeds=("https://baoangiang.com.vn/",),
    cms="content_fck",
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
    ),
)
