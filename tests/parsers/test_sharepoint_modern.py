"""Modern SharePoint pages keep their text in JSON: what is read from it, and what bad JSON must not do."""

import json
import time
from html import escape
from typing import Any

import pytest

from parsers.cms import FAMILIES
from parsers.cms.sharepoint_modern import canvas, page_fields
from parsers.element_text import text_of
from parsers.page import Page
from parsers.reading import parse
from parsers.site import Site

SITE = Site(
    id="modern",
    name="Thử",
    province=None,
    kind="portal",
    hosts=("modern.example.vn",),
    article_url=r"/SitePages/",
    layouts=FAMILIES["sharepoint_modern"].layouts,
)
URL = "http://modern.example.vn/news/SitePages/Bai.aspx"
TEXT = '<div data-sp-rte=""><p>Một đoạn văn.</p></div>'


def page(item: Any, before: str = "", after: str = "") -> bytes:
    script = json.dumps(item).replace("<", "\\u003c")
    head = "<html><head><title>Home</title></head><body>"
    return f"{head}{before}<script>var x = {script};</script>{after}</body></html>".encode()


def image(**part: Any) -> str:
    return f'<div data-sp-webpartdata="{escape(json.dumps(part))}"></div>'


def test_the_object_of_the_canvas_counts_not_the_nearest_name() -> None:
    item = {"d": {"ID": 1, "Author": {"Title": "Quản trị"}, "CanvasContent1": TEXT, "Title": "Tít thật"}}
    body = page(item, before='<script>var c = {"Title": "Home", "webTitle": "Home"};</script>')
    article = parse(URL, body, site=SITE).article
    assert article is not None
    assert (article.title, article.body) == ("Tít thật", ("Một đoạn văn.",))


def test_dates_are_vietnamese_time() -> None:
    item = {
        "Title": "Tít",
        "CanvasContent1": TEXT,
        "FirstPublishedDate": "2025-07-31T18:30:00Z",
        "Created": "2025-07-01T00:00:00Z",
    }
    article = parse(URL, page(item), site=SITE).article
    assert article is not None
    assert article.published == "2025-08-01T01:30:00+07:00"


def test_a_photo_without_source_or_with_bad_data_is_left_out_and_the_text_stays() -> None:
    parts = [
        image(serverProcessedContent={"imageSources": {}}),
        image(serverProcessedContent={"imageSources": {"imageSource": "/a\x01.jpg"}}),
        image(serverProcessedContent={"imageSources": ["x"]}),
        image(serverProcessedContent=None, imageSources=1),
        '<div data-sp-webpartdata="{imageSources"></div>',
        image(serverProcessedContent={"imageSources": {"imageSource": "/b.jpg"}}),
    ]
    article = parse(URL, page({"Title": "Tít", "CanvasContent1": TEXT + "".join(parts)}), site=SITE).article
    assert article is not None
    assert article.body == ("Một đoạn văn.",)
    assert [photo.url for photo in article.photos] == ["http://modern.example.vn/b.jpg"]
    assert article.photos[0].caption is None


@pytest.mark.parametrize(
    "body",
    [
        b"<html><title>Home</title><body></body></html>",
        page({"Title": "Home", "CanvasContent1": ""}),
        page({"Title": "Home", "CanvasContent1": None}),
        page({"Title": "Home", "CanvasContent1": "no markup"}),
        page(
            {
                "Title": "Home",
                "CanvasContent1": '<div data-sp-webpartdata="{&quot;title&quot;:&quot;News&quot;}"></div>',
            }
        ),
        b'<script>{"Title": "x", "CanvasContent1": "<div data-sp-rte>cut off',
        b'<script>"CanvasContent1"</script>',
        b'<script>{"CanvasContent1":{"a":[1,2]}}</script>',
    ],
)
def test_a_shell_gives_no_article(body: bytes) -> None:
    parsed = parse(URL, body, site=SITE)
    assert parsed.article is None
    assert parsed.kind in ("empty_shell", "other")


def test_deep_and_long_json_ends_soon() -> None:
    start = time.perf_counter()
    deep = b"<script>" + b"{" * 100_000 + b'"CanvasContent1": 1' + b"}" * 100_000
    assert page_fields(Page(URL, deep)) == {}
    unfinished = b'<script>{"a": "' + b"x{" * 2_000_000 + b'{"CanvasContent1": "<div'
    assert page_fields(Page(URL, unfinished)) == {}
    nested = page({"Title": "Tít", "CanvasContent1": "<div>" * 450 + TEXT})
    found = canvas(Page(URL, nested))
    assert found is not None
    assert text_of(found) == "Một đoạn văn."
    assert time.perf_counter() - start < 3
