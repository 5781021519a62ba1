"""The provincial portal: VNPT vnPortal as binhthuan.gov.vn had it in 2019-20.

Known of the real pages: `div.PostDate`, `div.ArticleContent` with the lede as its first `p`, photos in a `p` of their
own, the caption in the next, centred `p`, and photos under /SiteFolders/. The class of the title is not known.
"""

from collections.abc import Iterable, Mapping
from string import Template

from demo.blocks import Manner, body_html
from demo.content import PAGES, Offer, Story
from demo.files import file_bytes, media_type
from demo.page import VIEWS, Page, escape, moment

SECTIONS = {"tin-tuc": "Tin tức - Sự kiện", "kinh-te": "Kinh tế", "van-hoa": "Văn hóa - Xã hội"}
UNLISTED = {"moi-truong": "Môi trường"}  # no listing leads there: only the sitemap does
NAME = "Cổng thông tin điện tử tỉnh Bình Thuận"
_HOT = (637402, 637410, 637351, 637365)  # chosen by the editors, whatever is new
_PER_PAGE = 4
_RELATED = 4
_ASSETS = "/SiteFolders/btn-ubnd/"
_OPENED = "2019-01-02"
_LOGIN = """<h2>Đăng nhập</h2>
<p>Tên đăng nhập <input type="text" name="u" /> Mật khẩu <input type="password" name="p" /></p>"""
_ABOUT = """<h2>Giới thiệu</h2>
<p>Cổng thông tin điện tử là nơi đăng tin tức, văn bản và thủ tục của tỉnh.
Ban Biên tập nhận tin bài của cộng tác viên vào giờ làm việc các ngày trong tuần.</p>"""
_ROW = """<div class="NewsItem">
{thumb}<h3 class="NewsTitle">{link}</h3>
<span class="NewsDate">({day})</span>
<div class="NewsSummary">{excerpt}</div>
</div>"""
_LIST = """<h2 class="BlockTitle">{name}</h2>
<div class="NewsList">
{rows}
</div>
<div class="Pager">{before} {after}</div>"""


def address(story: Story) -> str:
    """Return the path of a story."""
    return f"/tin-tuc-su-kien/{story.slug}-{story.id}.html"


def photo_address(name: str) -> str:
    """Return the path of a photo."""
    return f"{_ASSETS}6370/{name}"


def file_address(name: str) -> str:
    """Return the path of a file that a page offers."""
    return f"{_ASSETS}VanBan/{name}"


def pages(stories: tuple[Story, ...], root: str) -> dict[str, Page]:
    """Return every page of the portal by path and query; `stories` newest first, `root` without a final slash."""
    template = Template((PAGES / "vnportal.html").read_text(encoding="utf-8"))

    def page(title: str, main: str, changed: str, *, views: int = 0) -> Page:
        body = template.substitute(title=escape(title), description=escape(NAME), main=main)
        return Page(body=body.encode(), modified=moment(changed), views=views)

    found = {
        address(story): page(
            f"{story.printed(story.title)} - {NAME}", _article(story, stories), story.published, views=story.views
        )
        for story in stories
    }
    listed = tuple(story for story in stories if story.section in SECTIONS)
    found["/"] = page(NAME, _home(listed), listed[0].published)
    for section, name in SECTIONS.items():
        own = tuple(story for story in listed if story.section == section)
        for number, start in enumerate(range(0, len(own), _PER_PAGE), 1):
            shown = own[start : start + _PER_PAGE]
            listing = page(
                f"{name} - {NAME}",
                _listing(section, shown, number, len(own)),
                shown[0].published,
            )
            found[f"/{section}/?page={number}"] = listing
        found[f"/{section}/"] = found[f"/{section}/?page=1"]
    found["/gioi-thieu/"] = page(f"Giới thiệu - {NAME}", _ABOUT, _OPENED)
    found["/quan-tri/dang-nhap"] = page(f"Đăng nhập - {NAME}", _LOGIN, _OPENED)
    missing = page(
        f"Không tìm thấy trang - {NAME}", "<h2>Không tìm thấy trang</h2>\n<p>Trang bạn cần không tồn tại.</p>", _OPENED
    )
    found["404"] = Page(body=missing.body, status=404)
    return found | _assets(stories) | _for_robots(stories, root)


def answer(known: Mapping[str, Page], target: str) -> Page:
    """Return the page at a path with its query, or the portal's 404. Articles do not look at the query."""
    path = target.partition("?")[0]
    return known.get(path if path.endswith(".html") else target) or known["404"]


def _article(story: Story, stories: tuple[Story, ...]) -> str:
    hot = [other for other in stories if other.id in _HOT and other is not story]
    manner = Manner(paragraph=_pasted if "word" in story.quirks else _justified, photo=photo_address, file=file_address)
    lede = escape(story.printed(story.lede or ""))
    parts = (
        '<h2 class="BlockTitle">TIN MỚI NHẤT</h2>',
        f'<h1 class="ArticleTitle">{escape(story.printed(story.title))}</h1>',
        f'<div class="PostDate">{story.posted}</div>',
        '<div class="ArticleContent">',
        manner.paragraph(f"<strong>{lede}</strong>" if "strong_lede" in story.quirks else lede) if lede else "",
        body_html(story, manner),
        f'<p style="text-align: right;"><strong>Tin, ảnh: {escape(story.byline)}</strong></p>' if story.byline else "",
        "</div>",
        f'<div class="ViewCount">Lượt xem: {VIEWS}</div>',
        _box("OtherNews", "Các tin khác", _older(story, stories)),
        _box("HotNews", "TIN NỔI BẬT", hot),
    )
    return "\n".join(part for part in parts if part)


def _older(story: Story, stories: tuple[Story, ...]) -> tuple[Story, ...]:
    """Return earlier stories of the section; so a page does not change when a newer story comes or goes."""
    later = stories.index(story) + 1
    return tuple(other for other in stories[later:] if other.section == story.section)[:_RELATED]


def _box(name: str, heading: str, stories: Iterable[Story]) -> str:
    rows = "\n".join(f"  <li>{_link(story)} <span>({story.day})</span></li>" for story in stories)
    return f'<div class="{name}">\n<h3>{heading}</h3>\n<ul>\n{rows}\n</ul>\n</div>'


def _home(listed: tuple[Story, ...]) -> str:
    blocks = [_box("NewsBlock", "TIN MỚI NHẤT", listed[:5])]
    for section, name in SECTIONS.items():
        own = [story for story in listed if story.section == section]
        more = f'<p><a href="/{section}/">Xem thêm {name}</a></p>'
        blocks.append(_box("NewsBlock", escape(name), own[:2]) + more)
    return "\n".join(blocks)


def _listing(section: str, shown: tuple[Story, ...], number: int, total: int) -> str:
    rows = "\n".join(
        _ROW.format(thumb=_thumb(story), link=_link(story), day=story.day, excerpt=_excerpt(story)) for story in shown
    )
    before, after = f"/{section}/?page={number - 1}", f"/{section}/?page={number + 1}"
    return _LIST.format(
        name=SECTIONS[section],
        rows=rows,
        before=f'<a class="prev" href="{before}">Trang trước</a>' if number > 1 else "",
        after=f'<a class="next" href="{after}">Trang sau</a>' if number * _PER_PAGE < total else "",
    )


def _assets(stories: tuple[Story, ...]) -> dict[str, Page]:
    names = {photo_address(name): name for story in stories for picture in story.pictures for name in picture.photos}
    names |= {
        file_address(block.file): block.file for story in stories for block in story.blocks if isinstance(block, Offer)
    }
    names |= {f"{_ASSETS}{path}": path.rpartition("/")[2] for path in ("css/portal.css", "images/banner.png")}
    return {
        path: Page(body=file_bytes(name), media_type=media_type(name), modified=moment(_OPENED))
        for path, name in names.items()
    }


def _for_robots(stories: tuple[Story, ...], root: str) -> dict[str, Page]:
    robots = f"User-agent: *\nDisallow: /quan-tri/\n\nSitemap: {root}/sitemap.xml\n"
    entries = "\n".join(
        f"  <url><loc>{root}{address(story)}</loc><lastmod>{story.published[:10]}</lastmod></url>"
        for story in stories
        if story.section in UNLISTED
    )
    sitemap = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{entries}\n</urlset>\n'
    return {
        "/robots.txt": Page(body=robots.encode(), media_type="text/plain", modified=moment(_OPENED)),
        "/sitemap.xml": Page(body=sitemap.encode(), media_type="application/xml", modified=moment(_OPENED)),
    }


def _link(story: Story) -> str:
    return f'<a href="{address(story)}">{escape(story.printed(story.title))}</a>'


def _thumb(story: Story) -> str:
    return (
        f'<img class="Thumb" alt="" src="{photo_address(story.pictures[0].photos[0])}" />\n' if story.pictures else ""
    )


def _excerpt(story: Story) -> str:
    words = story.printed(story.lede or "").split()
    return escape(" ".join(words[:24]) + ("..." if len(words) > 24 else ""))


def _justified(text: str) -> str:
    return f'<p style="text-align: justify;">{text}</p>'


def _pasted(text: str) -> str:
    span = '<span style="font-size: 14px; font-family: arial, helvetica, sans-serif;">'
    return (
        f'<p class="MsoNormal" style="text-align: justify; margin: 6pt 0in;">{span}&nbsp;&nbsp;&nbsp; {text}</span></p>'
    )
