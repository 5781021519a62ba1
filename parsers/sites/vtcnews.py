"""VTC News, a national site (seen 2025-12): provincial stories run here too, and many papers copy its photo stories.

In a photo story the text under each photo is a paragraph; `figcaption` is there and empty.
"""

from parsers.layout import Layout
from parsers.photos import in_figures
from parsers.site import Site

SITE = Site(
    id="vtcnews",
    name="Báo điện tử VTC News",
    province=None,
    kind="newspaper",
    verified="real pages of 2025-12",
    hosts=("vtcnews.vn",),
    seeds=("https://vtcnews.vn/tin-moi-hom-nay.html",),
    article_url=r"-ar\d+\.html$",
    layouts=(
        Layout(
            name="2025",
            title=".nd-detail header h1",
            lede=".content-wrapper > h2",
            published=".nd-detail .time-update",
            body=".edittor-content[itemprop=articleBody]",
            photos=in_figures(),
            byline=".edittor-content .author-make",
            section=".mt-category",
            tags=".tag-link a",
            drop=(".edittor-content .div-interaction", ".edittor-content .result-quizz", ".sponsored-banner"),
            probe=".edittor-content",
            since="2025-01-01",
        ),
    ),
)
