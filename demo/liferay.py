"""The department: Liferay 6.2 as the departments of Hà Nội have it.

Its traps are those of the real family. The language links add /en or /vi to whatever address is shown, and each of
these answers 200 with the section list; an unknown address answers 200 with "Không tìm thấy"; an article answers
under its number, whatever the slug.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import replace
from string import Template
from urllib.parse import parse_qs

from demo.blocks import Manner, body_html
from demo.content import PAGES, Offer, Story
from demo.files import file_bytes, media_type
from demo.liferay_listing import PER_PAGE, SECTIONS, box, link, listing
from demo.liferay_listing import address as address
from demo.page import HERE, VIEWS, Page, escape, moment

NAME = "Sở Dịch vụ số Thành phố Hà Nội"
_RELATED = 6
_OPENED = "2012-01-03"
_LANGUAGE = re.compile(r"/(?:vi|en)$")
_ARTICLE = re.compile(r"^/web/guest/[a-z-]+/-/view_content/(\d+)(?:-[^/]*)?$")
_PORTLET = """<section class="portlet" id="portlet_101">
<header class="portlet-topper">
	<h1 class="portlet-title">
		<span class="portlet-title-icon"> &nbsp; </span>
		<span class="portlet-title-text">{}</span>
	</h1>
</header>
<div class="portlet-content">
{}
</div>
</section>"""
_NOT_FOUND = f"""<h3 class="alert alert-error">
	Không tìm thấy
</h3>
Tài nguyên không được tìm thấy.
<br /><br />
<code class="lfr-url-error">{HERE}</code>
<div class="separator"><!-- --></div>
<a href="javascript:history.go(-1);">&laquo; Quay lại</a>"""
_LEADERS = (
    '<div class="journal-content-article"><p>Giám đốc: bà Kiều Thanh Trà</p>\n'
    "<p>Phó Giám đốc: ông Mạc Đình Khôi, phụ trách hạ tầng và dữ liệu</p></div>"
)
_LOGIN = """<form action="/c/portal/login" method="post">
Tên đăng nhập <input type="text" name="login" />
Mật khẩu <input type="password" name="password" />
</form>"""


def photo_address(name: str) -> str:
    """Return the path and query of a photo: a number and a cache-buster, no name."""
    return f"/image/journal/article?img_id={_image_id(name)}&t=1661593286573"


def file_address(name: str) -> str:
    """Return the path of a file that a page offers."""
    return f"/documents/10197/0/{name}"


def pages(stories: tuple[Story, ...], root: str) -> dict[str, Page]:
    """Return every page of the portal by path and query; `stories` newest first. `root` is not printed anywhere."""
    template = Template((PAGES / "liferay.html").read_text(encoding="utf-8"))

    def page(title: str, heading: str, main: str, changed: str | None, *, views: int = 0) -> Page:
        filled = template.substitute(
            title=escape(f"{title} - {NAME}"), description=escape(NAME), main=_PORTLET.format(escape(heading), main)
        )
        return Page(body=filled.encode(), modified=moment(changed) if changed else None, views=views)

    found: dict[str, Page] = {}
    for story in stories:
        section = SECTIONS[story.section]
        found[address(story)] = page(section, section, _article(story, stories), story.published, views=story.views)
    for section, name in SECTIONS.items():
        own = tuple(story for story in stories if story.section == section)
        for number, start in enumerate(range(0, len(own), PER_PAGE), 1):
            shown = own[start : start + PER_PAGE]
            found[_listing_key(section, number)] = page(
                name, name, listing(section, shown, number, len(own)), shown[0].published
            )
    home = "\n".join(
        box(section, tuple(story for story in stories if story.section == section)[:3]) for section in SECTIONS
    )
    found["/"] = found["/web/guest/trang-chu"] = page("Trang chủ", "Tin nổi bật", home, stories[0].published)
    found["/web/guest/lanh-ao-so"] = page("Lãnh đạo Sở", "Lãnh đạo Sở", _LEADERS, _OPENED)
    found["/c/portal/login"] = page("Đăng nhập", "Đăng nhập", _LOGIN, None)
    found["404"] = page("Trạng thái", "Trạng thái", _NOT_FOUND, None)
    robots = b"User-agent: *\nDisallow: /c/\n"
    found["/robots.txt"] = Page(body=robots, media_type="text/plain", modified=moment(_OPENED))
    return found | _assets(stories)


def answer(known: Mapping[str, Page], target: str) -> Page:
    """Return what the portal shows at a path with its query; it always shows something, with status 200."""
    path, _, query = target.partition("?")
    if _LANGUAGE.search(path):
        section = next((name for name in SECTIONS if path.startswith(f"/web/guest/{name}/")), "tin-tuc")
        return replace(known[_listing_key(section, 1)], modified=None)
    if article := _ARTICLE.match(path):
        number = f"/-/view_content/{article[1]}-"
        return next((page for key, page in known.items() if number in key), known["404"])
    if path == "/image/journal/article":
        return known.get(f"{path}?img_id={parse_qs(query).get('img_id', [''])[0]}") or known["404"]
    section = path.removeprefix("/web/guest/")
    if section in SECTIONS:
        wanted = parse_qs(query).get("_101_cur", ["1"])[0]
        return known.get(f"/web/guest/{section}?cur={wanted}") or known[_listing_key(section, 1)]
    return known.get(path) or known["404"]


def _listing_key(section: str, number: int) -> str:
    return f"/web/guest/{section}?cur={number}"


def _article(story: Story, stories: tuple[Story, ...]) -> str:
    title = escape(story.printed(story.title))
    later = stories.index(story) + 1
    older = [other for other in stories[later:] if other.section == story.section][:_RELATED]
    related = "\n".join(f"<li>{link(other)}</li>" for other in older)
    return f"""<div class="asset-full-content-title">{title}</div>
<div class="assetPublishDate block_timer">
{_date(story)}
</div>
<div class="asset-full-content show-asset-title">
<!-- -->
<div class="asset-content" id="_101_{story.id}">
{_sapo(story)}
<div class="journal-content-article">
{_body(story)}
{_author(story)}</div>
</div>
</div>
<div class="related_asset">
<div class="related_asset_title">Các tin khác</div>
<ul class="related_asset_list">
{related}
</ul>
</div>"""


def _date(story: Story) -> str:
    if "bare_date" in story.quirks:
        return f"\t{story.posted}"
    return f"\tNgày đăng {story.posted}\n\t&nbsp;|&nbsp;View count: {VIEWS}"


def _sapo(story: Story) -> str:
    if "no_sapo" in story.quirks:
        return ""
    lede = "" if "empty_sapo" in story.quirks else escape(story.printed(story.lede or ""))
    return f'<div class="sapo-wrapper clearfix">\n<p class="sapo">\n\t<strong>{lede}</strong>\n</p>\n</div>'


def _body(story: Story) -> str:
    repeated = (
        _paragraph(escape(story.printed(story.lede or ""))) if "repeated_lede" in story.quirks else "<p>&nbsp;</p>"
    )
    paragraph = _closed_only if "orphan_closers" in story.quirks else _paragraph
    return f"{repeated}\n{body_html(story, Manner(paragraph=paragraph, photo=photo_address, file=file_address))}"


def _author(story: Story) -> str:
    if not story.byline:
        return ""
    return f'<p align="right" class="view-content-author">\n<strong><em>{escape(story.byline)}</em></strong>\n</p>\n'


def _assets(stories: tuple[Story, ...]) -> dict[str, Page]:
    names = {
        photo_address(name).partition("&")[0]: name
        for story in stories
        for picture in story.pictures
        for name in picture.photos
    }
    names |= {
        file_address(block.file): block.file for story in stories for block in story.blocks if isinstance(block, Offer)
    }
    names[file_address("duong-day-nong.gif")] = "duong-day-nong.gif"
    return {
        target: Page(body=file_bytes(name), media_type=media_type(name), modified=moment(_OPENED))
        for target, name in names.items()
    }


def _image_id(name: str) -> int:
    return 3_100_000 + zlib.crc32(name.encode()) % 99_991


def _paragraph(text: str) -> str:
    return f"<p>\n{text}</p>"


def _closed_only(text: str) -> str:
    return f"{text}</p>"
