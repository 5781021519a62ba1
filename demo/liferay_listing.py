"""The listings of the department: rows of the asset publisher, and its pager of a dozen query keys."""

from demo.content import Story
from demo.page import escape

SECTIONS = {"tin-tuc": "Tin tức", "dich-vu-cong": "Dịch vụ công"}
PER_PAGE = 4
_PAGER = (
    "p_p_id=101&amp;p_p_lifecycle=0&amp;p_p_state=normal&amp;p_p_mode=view&amp;p_p_col_id=column-1"
    "&amp;p_p_col_pos=1&amp;p_p_col_count=2&amp;_101_delta=4&amp;_101_keywords=&amp;_101_advancedSearch=false"
    "&amp;_101_andOperator=true&amp;p_r_p_564233524_resetCur=false&amp;_101_cur={}"
)
_ROW = """<div class="asset-bounddary">
<div class="asset-abstract ">
<div class="asset-content normal-news">
<div class="asset-content-custom" style="margin-left: 0">
<h3 class="asset-title">
	{link}
</h3>
<div class="assetPublishDate block_timer">
	{posted}
</div>
<div class="asset-summary">
	{excerpt}
</div>
</div>
</div>
<div class="asset-metadata"></div>
</div>
</div>"""
_ITERATOR = """{rows}
<div class="taglib-page-iterator" id="_101_ocerSearchContainerPageIterator">
<small class="search-results"> {count} </small>
{pager}
</div>"""


def address(story: Story) -> str:
    """Return the path of a story."""
    return f"/web/guest/{story.section}/-/view_content/{story.id}-{story.slug}.html"


def link(story: Story) -> str:
    """Return a link to a story under its title."""
    return f'<a href="{address(story)}">{escape(story.printed(story.title))}</a>'


def listing(section: str, shown: tuple[Story, ...], number: int, total: int) -> str:
    """Return one page of a listing with its pager; `total` is the number of stories in the section."""
    rows = "\n".join(_ROW.format(link=link(story), posted=story.posted, excerpt=_excerpt(story)) for story in shown)
    last = -(-total // PER_PAGE)
    first = (number - 1) * PER_PAGE + 1
    buttons = (
        _button("&larr; Đầu tiên", section, 1 if number > 1 else None, "first"),
        _button("Trước", section, number - 1 if number > 1 else None),
        _button("Tiếp theo", section, number + 1 if number < last else None),
        _button("Cuối cùng &rarr;", section, last if number < last else None, "last"),
    )
    return _ITERATOR.format(
        rows=rows,
        count=f"Hiển thị {first} - {first + len(shown) - 1} of {total} kết quả.",
        pager=f'<ul class="pager lfr-pagination-buttons">\n{"".join(buttons)}</ul>' if last > 1 else "",
    )


def _button(text: str, section: str, number: int | None, mark: str = "") -> str:
    state = f"{'disabled ' if number is None else ''}{mark}"
    href = "javascript:;" if number is None else f"/web/guest/{section}?{_PAGER.format(number)}"
    return f'<li class="{state}"> <a href="{href}" target="_self"> {text} </a> </li>\n'


def box(section: str, stories: tuple[Story, ...]) -> str:
    """Return the box of a section on the home page."""
    rows = "\n".join(
        f'<li><div class="title_news">{link(story)} <span class="date_content_asset">({story.day})</span></div></li>'
        for story in stories
    )
    more = f'<a href="/web/guest/{section}">Xem tiếp {SECTIONS[section]}</a>'
    return f'<div class="box_sub_hot_news"><ul>\n{rows}\n</ul>{more}</div>'


def _excerpt(story: Story) -> str:
    text = story.lede or next((block for block in story.blocks if isinstance(block, str)), "")
    words = story.printed(text).split()
    return escape(" ".join(words[:36]) + ("..." if len(words) > 36 else ""))
