"""The public JSON shape."""

import json

from parsers.shape import article_dict, parsed_dict
from parsers.sites import site_of
from tests.parsers.pages import URL, read

NAMES = [
    *("id", "url", "site", "province", "province_now", "title", "lede", "body", "photos", "published", "published_raw"),
    *(
        "published_precision",
        "byline",
        "source",
        "section",
        "tags",
        "attachments",
        "captured",
        "version",
        "layout",
        "fallback",
    ),
]


def test_an_article_has_all_names_in_order_and_none_for_what_it_lacks() -> None:
    found = read("<p>Thân.</p><img src=/a.jpg>").article
    assert found is not None
    shape = article_dict(found, URL, site_of("binhthuan"), layout="t")
    assert list(shape) == NAMES
    assert (shape["site"], shape["province"], shape["province_now"]) == ("binhthuan", "Bình Thuận", "Lâm Đồng")
    assert [shape[name] for name in ("id", "captured", "version", "lede", "byline")] == [None] * 5
    assert shape["photos"] == [{"url": "https://vidu.vn/a.jpg", "caption": None, "credit": None}]
    assert json.loads(json.dumps(shape)) == shape
    assert article_dict(found, URL, None)["province_now"] is None


def test_a_page_that_is_none_says_why() -> None:
    shape = parsed_dict(read("<p></p>"), URL)
    assert list(shape) == ["kind", "site", "layout", "fallback", "problems", "article"]
    assert (shape["article"], shape["site"]) == (None, "vidu")
    assert [list(one) for one in shape["problems"]] == [["field", "code", "message"]] * len(shape["problems"])
    assert shape["problems"]


def test_the_article_in_it_is_the_articles_shape() -> None:
    shape = parsed_dict(read("<p>Thân.</p>"), URL, site_of("binhthuan"))
    assert list(shape["article"]) == NAMES
    assert shape["article"]["layout"] == shape["layout"] == "t"
    assert shape["article"]["site"] == "vidu"
