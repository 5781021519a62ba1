"""ASP.NET WebForms systems made for one customer: the portal of Quảng Nam (2019), binhthuancpv.org.vn (2012-2019).

Known by `__VIEWSTATE`, when no other ASP.NET family claims the page. The fields are labels whose ids end in
Vietnamese names; what stands before them (`ctl00_zone1_detail_ctl00_ctl00_`) changes from page to page. Source:
public configuration of 2019-20 for Quảng Nam (lblNgayDang, lblTomTat, lblNoiDung); the ids of the title are not
known and the usual ones are tried.
"""

from parsers.cms.family import Family
from parsers.layout import Layout
from parsers.names import closing_source, signature
from parsers.photos import in_figures, in_paragraphs, in_tables

WEBFORMS = Layout(
    name="webforms",
    title=("[id$=lblTieuDe]", "[id$=lblTitle]", "[id$=lblTenBaiViet]", "h1", ".title"),
    lede=("[id$=lblTomTat]", "[id$=lblTrichYeu]"),
    published=("[id$=lblNgayDang]", "[id$=lblNgay]", "[id$=lblDate]"),
    body=("[id$=lblNoiDung]", "[id$=lblContent]"),
    photos=(in_figures(), in_tables(), in_paragraphs("em", "i")),
    byline=("[id$=lblTacGia]", signature()),
    source=("[id$=lblNguon]", "[id$=lblNguonTin]", closing_source()),
    section=("[id$=lblChuyenMuc]", "[id$=lblCategory]"),
    probe="[id$=lblNoiDung], [id$=lblContent]",
)

FAMILY = Family(
    name="webforms",
    markers=("input[name=__VIEWSTATE]", "[id$=lblNoiDung]"),
    layouts=(WEBFORMS,),
    article_url=r"[?&]ID=\d+",
)
