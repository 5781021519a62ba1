"""Lede and byline where a family's own node is empty or missing, and where it stands although it need not."""

import pytest

from parsers.article import Article
from parsers.cms.content_fck import CONTENT_FCK
from parsers.cms.nukeviet import NUKEVIET
from parsers.cms.onecms import ONECMS
from parsers.cms.sharepoint_modern import SHAREPOINT_MODERN
from parsers.cms.usual import SEEN_2026
from parsers.cms.zce import ZCE
from parsers.layout import Layout
from parsers.reading import parse
from tests.parsers.pages import URL, site

OPENING = "<p><b>Mở đầu của bài.</b></p><p>Thân bài.</p><p align=right><b>Minh Vũ</b></p>"
PLAIN = "<p>Đoạn đầu của thân bài.</p>"


def read(layout: Layout, page: str) -> Article:
    found = parse(URL, f"<html><body>{page}</body></html>".encode(), site=site(layout)).article
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("layout", "page"),
    [
        (
            NUKEVIET,
            "<div class=panel-body><h1 itemprop=headline>Tít</h1><div class=clearfix><div class=hometext></div></div>"
            f"<div id=news-bodyhtml>{OPENING}</div></div>",
        ),
        (
            SHAREPOINT_MODERN,
            f'<script>{{"Title":"Tít","CanvasContent1":"<div data-sp-rte=\\"\\">{OPENING}</div>"}}</script>',
        ),
        (SEEN_2026, f"<h1>Tít</h1><div id=content-detail>{OPENING}</div>"),
    ],
)
def test_the_bold_opening_is_the_lede_and_the_end_signs(layout: Layout, page: str) -> None:
    found = read(layout, page)
    assert (found.lede, found.body, found.byline) == ("Mở đầu của bài.", ("Thân bài.",), "Minh Vũ")


@pytest.mark.parametrize("name", ["fontd fw600 justify", "col-xs-12 detail-desc"])
def test_content_fck_reads_the_lede_of_2019_where_it_still_has_one(name: str) -> None:
    page = f"<h1 class=fw700>Tít</h1><div class='{name}'>Lời dẫn.</div><div id=newscontents><div class=content-fck>{PLAIN}</div></div>"
    found = read(CONTENT_FCK, page)
    assert (found.lede, found.body) == ("Lời dẫn.", ("Đoạn đầu của thân bài.",))


def test_the_author_in_the_head_of_a_zce_page() -> None:
    page = f"<h1 class=cms-title>Tít</h1><span class='author cms-author'>MINH VŨ</span><div class=zce-content-body>{PLAIN}</div>"
    assert read(ZCE, page).byline == "MINH VŨ"


def test_the_header_inside_the_container_of_onecms() -> None:
    page = (
        "<div class=b-maincontent><article class=entry><div class=sc-longform-header><h1 class=sc-longform-header-title>Tít</h1>"
        "<p><span class=sc-longform-header-author>Minh Vũ</span><span class=sc-longform-header-date>03/07/2025 - 08:05</span></p>"
        f"<p class=sc-longform-header-sapo>Lời dẫn.</p></div>{PLAIN}</article></div>"
    )
    found = read(ONECMS, page)
    assert (found.title, found.lede, found.byline) == ("Tít", "Lời dẫn.", "Minh Vũ")
    assert (found.body, found.published) == (("Đoạn đầu của thân bài.",), "2025-07-03T08:05+07:00")
