"""Báo Long An.

The content-fck CMS by the addresses of its articles and photos (2018-2025); nobody has seen one of its pages. Since
2025-07-01 together with the paper of Tây Ninh.
"""

from parsers.site import Site

SITE = Site(
    id="baolongan",
    name="Báo Long An",
    province="Long An",
    kind="newspaper",
    hosts=("baolongan.vn",),
    seeds=("https://baolongan.vn/",),
    article_url=r"-a\d+\.html$",
    cms="content_fck",
)
