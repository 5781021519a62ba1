"""Cổng thông tin điện tử tỉnh Vĩnh Phúc.

SharePoint whose lists a script fills, by a public scraper of 2025: it read the texts from there, so the design of the
pages themselves is not known. Its last articles were of 2025-06; since 2025-07-01 part of Phú Thọ. The scraper posted
for all lists to the bare address; here all but the first have their name behind it, by which answers are told apart.
"""

from parsers.declared_lists import JsonList
from parsers.site import Site

_ANSWERS = "https://vinhphuc.gov.vn/APIVP/api/DSTinTuc/QUERYDATA"
_LISTS = {
    _ANSWERS: "/ct/cms/tintuc/Lists/ThoiSuChinhTri",
    f"{_ANSWERS}?list=KinhTe": "/ct/cms/tintuc/Lists/KinhTe",
    f"{_ANSWERS}?list=VanHoaXaHoi": "/ct/cms/tintuc/Lists/VanHoaXaHoi",
    f"{_ANSWERS}?list=NguoiTotViecTot": "/ct/cms/tintuc/Lists/NguoiTotViecTot",
    f"{_ANSWERS}?list=DiTichDanhThang": "/ct/cms/dukhach/Lists/DiTichDanhThang",
}

SITE = Site(
    id="vinhphuc",
    name="Cổng thông tin điện tử tỉnh Vĩnh Phúc",
    province="Vĩnh Phúc",
    kind="portal",
    hosts=("vinhphuc.gov.vn",),
    seeds=("https://vinhphuc.gov.vn/",),
    article_url=r"/View_Detail\.aspx\?(?:.*&)?ItemID=\d+",
    cms="sharepoint",
    json_lists=tuple(
        JsonList(
            address=address,
            body=f"do=QUERYDATA&fieldOrder=CreatedDate&ascending=desc&UrlList={path}&start={{offset}}&length=50",
            media_type="application/x-www-form-urlencoded",
            rows="data",
            link=f"{path}/View_Detail.aspx?ItemID={{ID}}",
            title="Title",
            published="CreatedDate",
            size=50,
        )
        for address, path in _LISTS.items()
    ),
    tls="weak_dh",
    tls_reason="a public scraper of 2025 came in with SECLEVEL=1 only",
)
