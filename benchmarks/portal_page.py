"""A portal page of about 79 KB with known fields, written for the benchmark in the markup of VNPT vnPortal."""

from dataclasses import dataclass

URL = "https://binhthuan.gov.vn/4/469/54321/123456/tin-trong-tinh/do-ngay-cong-trinh-1234567.html"
_PROSE = (
    "tỉnh ta tiếp tục đẩy mạnh chuyển đổi số trong quản lý nước sạch nông thôn, giao các xã rà soát từng công trình, "
    "công khai kết quả trên cổng thông tin và tiếp nhận phản ánh của người dân qua đường dây nóng"
)
_WORDS = _PROSE.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What stands on the page, known because the page is built from it."""

    title: str
    lede: str
    captions: tuple[str, ...]
    published: str  # the day, YYYY-MM-DD
    body: tuple[str, ...]


def build(number: int = 1) -> tuple[bytes, Expected]:
    """Return one page as UTF-8 bytes and its fields; `number` varies the text."""
    body = tuple(_sentence(number * 31 + index, 130) for index in range(18))
    captions = tuple(_sentence(number * 7 + index, 16) for index in range(4))
    day = 3 + number % 20
    expected = Expected(
        title=f"Ra mắt bản đồ nước sạch nông thôn lần thứ {number}",
        lede=_sentence(number * 17, 40),
        captions=captions,
        published=f"2020-07-{day:02}",
        body=body,
    )
    clock = "Thứ Hai, 29/11/2021 08:15"  # the clock of the header: the day of the visit, not of the article
    article = "\n".join(_paragraphs(expected))
    page = f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Trang thông tin - Chi tiết tin</title>
<link rel="stylesheet" href="/Themes/main.css"><script src="/Scripts/jquery.js"></script>
<style>{_style()}</style></head>
<body><div id="wrapper"><div class="header"><div class="clock">{clock}</div>{_menu(60)}</div>
<div class="row"><div class="col-left"><h3 class="box">TIN MỚI NHẤT</h3>{_list(55, "left")}</div>
<div class="col-main"><div class="ArticleHeader"><h1>{expected.title}</h1></div>
<div class="PostDate">{day:02}/7/2020</div>
<div class="ArticleContent">
<p style="text-align:justify"><strong>{expected.lede}</strong></p>
{article}
</div><script type="text/javascript">var counter = 0; function like() {{ counter += 1; }}</script>
<h3 class="box">Các tin khác</h3>{_list(55, "other")}</div>
<div class="col-right"><h3 class="box">TIN NỔI BẬT</h3>{_list(55, "right")}</div></div>
<div class="footer"><p>Cơ quan chủ quản: Uỷ ban nhân dân tỉnh</p>{_menu(20)}</div></div></body></html>"""
    return page.encode(), expected


def _sentence(start: int, length: int) -> str:
    text = " ".join(_WORDS[(start + 5 * index) % len(_WORDS)] for index in range(length))
    return text[0].upper() + text[1:].rstrip(",") + "."


def _paragraphs(expected: Expected) -> list[str]:
    rows = []
    for index, text in enumerate(expected.body):
        half = len(text) // 2
        inner = f'<span style="font-size:14px">{text[:half]}<em>{text[half:]}</em></span>'
        rows.append(f'<p style="text-align:justify">{inner}</p>')
        if index % 4 == 1 and index // 4 < len(expected.captions):
            rows.append(f'<p style="text-align:center"><img src="/SiteFolders/anh/{index}.jpg" width="640" alt=""></p>')
            rows.append(f'<p style="text-align:center"><em>{expected.captions[index // 4]}</em></p>')
    return rows


def _menu(count: int) -> str:
    rows = [f'<li class="item"><a href="/muc/{n}"><span>Chuyên mục số {n}</span></a></li>' for n in range(count)]
    return f'<ul class="menu">{"".join(rows)}</ul>'


def _list(count: int, name: str) -> str:
    rows = []
    for n in range(count):
        link = f"/4/469/{n}/{n}/{name}-{n:04}{n}.html"
        thumb = f'<a class="thumb" href="{link}"><img src="/SiteFolders/nho/{n}.jpg" alt=""></a>'
        title = f'<a class="name" href="{link}">{_sentence(n, 12)}</a>'
        rows.append(f'<li class="{name}-item">{thumb}{title}<span class="date">(0{1 + n % 9}/06/2020)</span></li>')
    return f'<ul class="{name}">{"".join(rows)}</ul>'


def _style() -> str:
    return "".join(f".col-{n} a:hover{{color:#00{n:02}f0;text-decoration:underline}}" for n in range(70))
