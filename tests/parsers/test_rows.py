"""The rows of a listing: titles, and the day beside each."""

import pytest

from parsers.links import find_links
from parsers.page import Page
from parsers.reading import parse
from parsers.rows import is_listing, with_days, with_texts
from tests.parsers.pages import URL, html, site

LIST = "https://vidu.vn/thoi-su"


def links(inside: str) -> dict[str, tuple[str, str | None]]:
    page = Page(LIST, f"<html><body>{inside}</body></html>".encode())
    found = with_days(page, with_texts(page, find_links(page, site())))
    return {link.url.removeprefix("https://vidu.vn"): (link.text, link.published) for link in found}


def row(number: int, day: str, inside: str = "<li><a href='{0}'>Tít số {0}</a> {1}</li>") -> str:
    return inside.format(f"/a-{number}.html", day)


@pytest.mark.parametrize(
    "inside",
    [
        "<li><a href='{0}'>Tít</a> ({1})</li>",
        "<li><a href='{0}'><img src=/a.jpg></a><a href='{0}'>Tít</a><span class=d>{1}</span></li>",
        "<li><div><span>{1}</span></div><div><a href='{0}'>Tít</a><p>Sáng 1/1/2019, hội nghị bàn việc.</p></div></li>",
        "<li><a href='{0}'><h3>Tít</h3><time>{1}</time></a></li>",
        "<dt><a href='{0}'>Tít</a></dt><dd>{1}</dd>",
        "<a href='{0}'>Tít</a> {1}<br>",
        "<tr><td>1</td><td><a href='{0}'>Tít</a></td><td>{1}</td></tr>",
    ],
)
@pytest.mark.parametrize(
    "day", ["03/07/2020", "Thứ Sáu, 03/07/2020, 14:49", "Đăng ngày 3-7-2020 | 14:49 CH", "2020-07-03T08:00:00"]
)
def test_the_day_of_a_row(inside: str, day: str) -> None:
    table = "<table>{}</table>" if inside.startswith("<tr") else "<dl>{}</dl>" if "<dt" in inside else "<ul>{}</ul>"
    found = links(
        table.format("".join(row(number, day if number == 101 else "", inside) for number in (101, 102, 103)))
    )
    assert [published for _, published in found.values()] == ["2020-07-03", None, None]


@pytest.mark.parametrize(
    "day",
    [
        *(
            "Thông báo ngày 03/07/2020",
            "Quyết định số 3/QĐ ngày 03/07/2020",
            "31/02/2020",
            "03/07",
            "số 07/2020/QĐ-UBND",
        ),
        "<i>03/07/2020</i> <i>04/07/2020</i>",
    ],
)
def test_what_is_no_day_of_a_row(day: str) -> None:
    assert [published for _, published in links(row(101, day) + row(102, day)).values()] == [None, None]


def test_a_row_does_not_take_the_day_of_the_next_one() -> None:
    found = links(row(101, "") + row(102, "03/07/2020"))
    assert [published for _, published in found.values()] == [None, "2020-07-03"]


def test_titles_come_from_the_first_anchor_with_text() -> None:
    found = links(
        "<a href='/a-101.html'><img src=/x></a><a href='/a-101.html'>Một tít <b>dài</b></a><a href='/a-101.html'>Xem</a>"
    )
    assert found == {"/a-101.html": ("Một tít dài", None)}


def test_rows_are_titles_not_invitations() -> None:
    titles = "".join(f"<a href='/a-10{number}.html'>Tít của bài số {number}</a>" for number in (2, 3))
    others = "<a href='/a-101.html'>Xem thêm</a><a href='/x'>Một trang không phải là bài</a>"
    page = Page(LIST, (titles + others).encode())
    found = find_links(page, site())
    assert not is_listing(found)
    assert not is_listing(with_texts(page, found))
    page = Page(LIST, (titles + others + "<a href='/a-104.html'>Tít của bài thứ ba</a>").encode())
    assert not is_listing(find_links(page, site()))
    assert is_listing(with_texts(page, find_links(page, site())))


def test_only_listings_have_texts_and_days() -> None:
    rows = "".join(
        row(number, "03/07/2020", "<li><a href='{0}'>Tít của bài số {0}</a> {1}</li>") for number in range(101, 105)
    )
    article = parse(URL, html(f"<p>Thân bài.</p><ul class=related>{rows}</ul>"), site=site())
    listing = parse(LIST, f"<html><body><ul>{rows}</ul></body></html>".encode(), site=site())
    assert (article.kind, listing.kind) == ("article", "listing")
    assert {(link.text, link.published) for link in article.links} == {("", None)}
    assert {link.published for link in listing.links} == {"2020-07-03"}
    assert all(link.text for link in listing.links)
