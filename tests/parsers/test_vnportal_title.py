"""vnPortal: nobody has recorded the class of the title, so it is found by its place, whatever it is called."""

import pytest

from parsers.reading import parse

TITLE = "Xã Hàm Sơn sơ kết công tác thuỷ lợi"
LEDE = "Theo Quyết định số 12-QĐ/TU, ngày 25/02/2010, xã Hàm Sơn tổ chức hội nghị ngày 07/7/2020."
BODY = "Hội nghị nghe báo cáo về bốn tuyến kênh đã nạo vét và hai tuyến còn chờ kinh phí."
BOXES = (
    '<h2>TIN MỚI NHẤT</h2>|<div class="title">TIN MỚI NHẤT</div>|<h1>Cổng thông tin điện tử</h1><h3>TIN MỚI NHẤT</h3>'
)
TITLES = (
    '<h1>{}</h1>|<h2 class="x">{}</h2>|<h3>{}</h3>|<div class="PostTitle">{}</div>|<p class="Title">{}</p>'
    '|<span class="tieude">{}</span>'
)
PHOTOS = (
    '<p style="text-align:center"><img src="/SiteFolders/a.jpg"></p><p style="text-align: center;"><em>Quang cảnh. Ảnh: N. Lân</em></p>',
    '<p style="text-align:center"><img src="/SiteFolders/a.jpg"><br><em>Quang cảnh.</em></p>',
    '<table><tr><td><img src="/SiteFolders/a.jpg"></td></tr><tr><td>Quang cảnh.</td></tr></table>',
)


@pytest.mark.parametrize("photo", PHOTOS, ids=["next", "same", "table"])
@pytest.mark.parametrize("date", ["", '<div class="PostDate">07/7/2020</div>'], ids=["undated", "dated"])
@pytest.mark.parametrize("title", TITLES.split("|"))
@pytest.mark.parametrize("box", BOXES.split("|"), ids=["h2", "div", "logo"])
def test_every_field_of_the_seed_structure(box: str, title: str, date: str, photo: str) -> None:
    page = f"""<html><body><div class="clock">Chủ nhật, ngày 22/11/2026</div>{box}{title.format(TITLE)}{date}
    <div class="ArticleContent"><p>{LEDE}</p>{photo}<p>{BODY}</p></div>
    <h3>Các tin khác</h3><ul><li><a href="/tin-cu-123456.html">Tin cũ</a> (01/01/2019)</li></ul><h2>TIN NỔI BẬT</h2></body></html>"""

    article = parse("https://binhthuan.gov.vn/tin-tuc/so-ket-123457.html", page.encode()).article

    assert article is not None
    assert (article.title, article.lede, article.body) == (TITLE, LEDE, (BODY,))
    assert article.published == "2020-07-07"
    assert [photo.caption for photo in article.photos] == ["Quang cảnh."]
