"""Báo Đắk Lắk.

Layouts: public configuration of 2019-20 and public crawler configuration of 2026-01; it changed its body markup in
between. It kept the class of its body.
"""

from dataclasses import replace

from parsers.cms.usual import SEEN_2019, SEEN_2026, USUAL_TITLES
from parsers.photos import in_tables
from parsers.site import Site

_SECTIONS = """
thoi-su chinh-tri kinh-te xa-hoi giao-duc y-te-suc-khoe chinh-sach-xa-hoi phap-luat an-ninh-quoc-phong quoc-te
the-thao van-hoa-du-lich-van-hoc-nghe-thuat du-lich khoa-hoc-cong-nghe moi-truong trang-tin-dia-phuong
thong-tin-doanh-nghiep-tu-gioi-thieu phong-su-ky-su van-de-ban-doc-quan-tam
"""

SITE = Site(
    id="baodaklak",
    name="Báo Đắk Lắk",
    province="Đắk Lắk",
    kind="newspaper",
    hosts=("baodaklak.vn",),
    seeds=("https://baodaklak.vn/", *(f"https://baodaklak.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"/\d{6}/[^/]+/?$",
    layouts=(
        replace(
            SEEN_2019,
            published=".date",
            body=".content",
            drop=(".quote.center",),
            photos=in_tables(),
            probe=(".date", "table.image.center, .content > p"),
        ),
        replace(
            SEEN_2026,
            title=("h1.media-heading", *USUAL_TITLES),
            body=".article_content #content",
            published=".article_content .date",
            drop=(".article_content .social", ".article_content .bd02"),
        ),
    ),
)
