"""Contact pages, lists and documents in the container of the articles, under a heading: at every site, none is an article."""

import re

import pytest

from parsers.layout import Layout, rule_parts
from parsers.reading import parse
from parsers.site import Site
from parsers.sites import known_sites

ROW = (
    '<div class="item"><a href="/tin-{0}.html">Chợ quê đông khách ngày giáp Tết {0}</a> <span>0{0}/05/2026</span></div>'
)
PAGES = {
    "/lien-he": ("Liên hệ", "<p>Văn phòng, số 09 Lê Duẩn.</p><p>Điện thoại: 0262.3850.270</p>"),
    "/gioi-thieu": ("Giới thiệu chung về tỉnh nhà", f"<p>{'Tỉnh có hai hệ thống sông chảy qua. ' * 12}</p>"),
    "/hoat-dong": ("Hoạt động của lãnh đạo tỉnh", "".join(ROW.format(number) for number in range(1, 9))),
    "/lich": ("Lịch làm việc tuần 19", "<table><tr><td>Thứ Hai 04/05/2026</td><td>Họp giao ban</td></tr></table>"),
}
UNDATED = {("binhthuan", "2019-undated")}  # declares no date node, so that it cannot be missed
LAYOUTS = [
    pytest.param(site, layout, id=f"{site.id}-{layout.name}")
    for site in known_sites().values()
    for layout in site.layouts
    if any(isinstance(one, str) for one in rule_parts(layout.body)) and (site.id, layout.name) not in UNDATED
]


def markup(selector: str, inside: str) -> str:
    """Return elements that a simple selector finds, round some markup."""
    for part in reversed(re.split(r"\s*>\s*|\s+", selector.partition(",")[0].strip())):
        tag = re.match(r"[a-z][a-z0-9]*", part)
        attributes = [f'id="{one}"' for one in re.findall(r"#([\w-]+)", part)]
        classes = re.findall(r"[.]([\w-]+)", re.sub(r"\[[^\]]*\]", "", part))
        attributes.append('class="' + " ".join(classes) + '"')
        attributes += [one for one in re.findall(r"\[([^\]]+)\]", part) if "=" in one]
        name = tag[0] if tag else "div"
        inside = f"<{name} {' '.join(attributes)}>{inside}</{name}>"
    return inside


@pytest.mark.parametrize(("site", "layout"), LAYOUTS)
def test_no_page_of_these_is_an_article(site: Site, layout: Layout) -> None:
    body = next(one for one in rule_parts(layout.body) if isinstance(one, str))
    probe = "".join(markup(one, "") for one in layout.probe if one != body)
    for path, (title, inside) in PAGES.items():
        page = (
            f"<html><head><title>{title} - {site.name}</title></head><body><header>Thứ Hai, 11/05/2026</header>"
            f"<div><h1>{title}</h1>{probe}{markup(body, inside)}</div></body></html>"
        )
        parsed = parse(f"https://{site.hosts[0]}{path}", page.encode())
        assert parsed.article is None, path
