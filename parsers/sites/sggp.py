"""Báo Sài Gòn Giải Phóng.

ZCE. Addresses and sections: public crawler configuration of 2026-01; sitemap: a public crawler of 2025; the layout is
the family's.
"""

from dataclasses import replace

from parsers.cms.zce import ZCE
from parsers.site import Site

_SECTIONS = """
chinhtri xaydungdang bvnentangtutuongdang caicachhanhchinh quoc-phong-an-ninh chinhtri-doingoai xahoi theodongthoisu
sapxepcacdonvihanhchinh xahoi-giaothong xahoi-gt xahoi-tuoitrecuocsong xahoi-moitruong phapluat anninhtrattu
tuvanphapluat kinhte thitruongkt xaydungdiaoc kinhte-taichinhchuungkhoan dulichkhampha dautukt
kinhte-doanhnghiepdoanhnhan kinhtedoisong24h daphuongtien thegioi thegioi-tieudiem chinhtruongthegioi hosotulieu
giaoduc ytesuckhoe ytesuckhoe-antoanthucpham ytesuckhoe-alobacsi vanhoavannghe nhip-song vanhoagiaitri-nhanvat dienanh
vanhoagiaitri-sach nhipcaubandoc nhipcaubandoc-ykienbandoc nhipcaubandoc-diendan-thaoluan khoahoc-congnghe
"""

SITE = Site(
    id="sggp",
    name="Báo Sài Gòn Giải Phóng",
    province="Hồ Chí Minh",
    kind="newspaper",
    hosts=("sggp.org.vn",),
    seeds=("https://sggp.org.vn/", *(f"https://sggp.org.vn/{section}/" for section in _SECTIONS.split())),
    article_url=r"-post\d+\.html$",
    cms="zce",
    sitemaps=("https://www.sggp.org.vn/sitemap.xml",),
    layouts=(replace(ZCE, name="2026", since="2025-07-01"),),
)
