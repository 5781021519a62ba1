"""Cổng thông tin điện tử tỉnh Bắc Giang.

Liferay web content. Date, lede and captions: public configuration of 2019-20; title, addresses and TLS: a public
scraper of 2026, which takes the date up to the first bar.
"""

from dataclasses import replace

from parsers.cms.liferay import LIFERAY_JOURNAL
from parsers.site import Site

SITE = Site(
    id="bacgiang",
    name="Cổng thông tin điện tử tỉnh Bắc Giang",
    province="Bắc Giang",
    kind="portal",
    hosts=("bacgiang.gov.vn",),
    seeds=("https://bacgiang.gov.vn/",),
    article_url="^/web/guest/(?:[^?]*/)?-/[^/?]+",
    cms="liferay",
    layouts=(
        replace(LIFERAY_JOURNAL, name="2019", lede=".article-summary", published=".meta-data-date", since="2019-01-01"),
    ),
    tls="weak_dh",
    tls_reason="key too small for the usual security level; needs SECLEVEL=1 (public scraper, 2026)",
)
