"""Báo Gia Lai.

ZCE. Layout: public crawler configuration of 2026-01.
"""

from dataclasses import replace

from parsers.cms.zce import ZCE
from parsers.site import Site

_SECTIONS = """
thoi-su-su-kien thoi-su-quoc-te thoi-su-binh-luan chinh-tri kinh-te giao-duc suc-khoe van-hoa giai-tri doi-song
the-thao song-tre-song-dep khoa-hoc-cong-nghe do-thi du-lich phap-luat tu-thien ban-doc chuyen-nguoi-gia-lai
phong-su-ky-su xe-may-xe-o-to thi-truong-vang ma-ra-thon tennis-pickleball xoa-nha-tam-nha-dot-nat ban-tin-the-gioi
gia-lai-hom-nay gia-lai-moi-tuan-mot-diem-den diem-den-gia-lai-2022 net-zero rung-bien-ket-noi chuyen-dong-tre
thoi-tiet
"""

SITE = Site(
    id="baogialai",
    name="Báo Gia Lai",
    province="Gia Lai",
    kind="newspaper",
    hosts=("baogialai.com.vn",),
    seeds=("https://baogialai.com.vn/", *(f"https://baogialai.com.vn/{section}" for section in _SECTIONS.split())),
    article_url=r"-post\d+\.html$",
    cms="zce",
    layouts=(replace(ZCE, title=("h1.article__title", "h1"), name="2026", since="2025-07-01"),),
)
