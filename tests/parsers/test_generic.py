"""The generic reading: asked for only, always marked, never a listing."""

import json

import pytest

from parsers.article import Parsed
from parsers.reading import parse

URL = "https://khong-biet.example/tin/bai.html"
BODY = [f"Đoạn {n} của bài, dài vừa phải để nhận ra là chữ của bài viết chứ không phải trình đơn." for n in range(5)]
LEDE = "Câu mở đầu mà trang tự mô tả mình, đứng riêng một đoạn ngay dưới tít của bài."


def page(head: str = "", h1: str = "Tít của bài trên trang lạ", before: str = "") -> bytes:
    text = "".join(f"<p>{one}</p>" for one in BODY)
    menu = "<nav><p>" + "<a href=/a>Mục lục của trang</a> " * 30 + "</p></nav>"
    return (
        f"<html><head><title>Tít của bài trên trang lạ - Báo Lạ</title>{head}</head><body>{menu}<h1>Báo Lạ</h1>"
        f"<div class=clock>Thứ Hai, 29/11/2021</div><h1>{h1}</h1><div class=x>{before}{text}"
        f"<div class='tin-lien-quan related'><p>{'Tin khác. ' * 9}</p></div></div></body></html>"
    ).encode()


def ld(**fields: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def generic(body: bytes) -> Parsed:
    return parse(URL, body, generic=True)


def test_it_is_used_only_when_asked_for() -> None:
    assert parse(URL, page()).article is None


def test_what_it_gives_is_marked() -> None:
    found = generic(page())
    assert found.article is not None
    assert (found.kind, found.fallback, found.layout) == ("article", True, "generic")
    assert all(one.fallback for one in found.article.provenance)
    assert [one.code for one in found.problems] == ["unknown_site"]
    assert found.article.title == "Tít của bài trên trang lạ"
    assert list(found.article.body) == BODY
    assert found.article.published is None


def test_linked_data_gives_date_title_and_the_lede_that_stands_on_the_page() -> None:
    head = ld(headline="Tít &#273;ầy đủ của bài", datePublished="2020-07-03T09:30:00+07:00", description=LEDE)
    found = generic(page(head, h1="Mục Thời sự hôm nay", before=f"<p>{LEDE}</p>")).article
    assert found is not None
    assert (found.title, found.lede) == ("Tít đầy đủ của bài", LEDE)
    assert found.published == "2020-07-03T09:30:00+07:00"
    assert list(found.body) == BODY


def test_a_description_that_stands_nowhere_is_no_lede() -> None:
    found = generic(page(ld(headline="Tít của bài trên trang lạ", description=LEDE))).article
    assert found is not None
    assert found.lede is None


@pytest.mark.parametrize(
    "broken",
    [
        '{"@type":"NewsArticle","headline":"Tít lạ lùng","datePublished":"2020-07-03",}',
        '{"@type":"NewsArticle","headline":"Tít lạ lùng","description":"a "b" c","datePublished":"2020-07-03"}',
        '<!-- {"@type":"NewsArticle","headline":"Tít lạ lùng","datePublished":"2020-07-03"} -->',
        '{"@type":"NewsArticle","headline":"Tít lạ lùng","articleBody":"dòng\nhai","datePublished":"2020-07-03"}',
        '{"@type":"NewsArticle","headline":"Tít lạ lùng","datePublished":"2020-07-03"',
        '[{"@graph":[{"@type":["Thing","NewsArticle"],"headline":"Tít lạ lùng","datePublished":"2020-07-03"}]}]',
    ],
)
def test_broken_json_is_read_as_far_as_it_goes(broken: str) -> None:
    found = generic(page(f'<script type="application/ld+json">{broken}</script>', h1="Mục")).article
    assert found is not None
    assert (found.title, found.published) == ("Tít lạ lùng", "2020-07-03")


def test_open_graph_date() -> None:
    head = '<meta property="article:published_time" content="2020-07-03T02:30:00Z">'
    found = generic(page(head)).article
    assert found is not None
    assert found.published == "2020-07-03T09:30:00+07:00"


@pytest.mark.parametrize(
    "inside",
    [
        "<p>ngắn</p>",
        "".join(f"<p><a href=/{n}>Một tít trong danh sách các tin của trang này</a></p>" for n in range(30)),
        "",
    ],
)
def test_lists_and_short_pages_give_no_article(inside: str) -> None:
    title = "Trang lạ của chúng tôi"
    body = f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>{inside}</div></body></html>"
    assert generic(body.encode()).article is None


def test_a_listing_of_a_known_site_stays_a_listing() -> None:
    rows = "".join(
        f"<p>Tóm tắt dài của tin trong danh sách, không có liên kết nào ở trong.</p>"
        f"<a href='/tin-so-{n}-a19690{n}.html'>Tít riêng của tin trong danh sách</a>"
        for n in range(9)
    )
    body = f"<html><head><title>Thời sự trong tỉnh</title></head><body><h1>Thời sự trong tỉnh</h1>{rows}</body></html>"
    found = parse("https://baocantho.com.vn/thoi-su/", body.encode(), generic=True)
    assert (found.kind, found.article) == ("listing", None)


def test_drift_may_be_filled_in() -> None:
    found = parse("https://baocantho.com.vn/bai-viet-a196999.html", page(), generic=True)
    assert (found.kind, found.fallback, found.site_id) == ("article", True, "baocantho")
    assert "drift" in [one.code for one in found.problems]
