"""An article that redirects to the home page or a list is missing, and gone when seen twice; it is no other article."""

from pathlib import Path
from typing import Any

import pytest

from tests.archive.crawling import article, articles, crawl, listing, one, page_server, rows, site_at, status


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


STATE = "SELECT missing_since IS NOT NULL, gone_at IS NOT NULL FROM articles WHERE url LIKE '%/tin/bai-1.html'"


@pytest.mark.parametrize(
    "target",
    [
        "/",
        "/index.html",
        "/trang-chu",
        "/tin/",
        "/tin",
        "/muc",
        "/404.html",
        "/error/404",
        "/Pages/PageNotFound.aspx",
        "/chuyen-muc",
    ],
)
def test_missing_then_gone(folder: Path, target: str) -> None:
    pages: dict[str, Any] = {
        "/": '<ul><li><a href="/tin/bai-1.html">Bài số một của cổng</a></li><li><a href="/chuyen-muc">Mục</a></li></ul>',
        "/muc": listing(8, 9),
        "/chuyen-muc": listing(7, 8, 9),
        "/tin/bai-1.html": article("Một"),
    }
    with page_server(pages) as server:
        site = site_at(server, seeds=(server.url, f"{server.url}muc"))
        crawl(folder, [site])
        pages["/tin/bai-1.html"] = status(302, "Found", f"Location: {target}")
        first = crawl(folder, [site], recheck=True)
        assert rows(folder, STATE) == [(1, 0)]
        assert first.report["sites"]["vidu"]["failed"].get("redirected_away") == 1
        assert "the article is not there any more" in first.told
        second = crawl(folder, [site], recheck=True)
        assert rows(folder, STATE) == [(1, 1)]
        assert second.total["gone"] == 1
        assert [one["title"] for url, one in articles(folder).items() if "/tin/" in url] == ["Một"], (
            "what was kept stays"
        )


@pytest.mark.parametrize("target", ["/tin/bai-2.html", "/bai-1.html", "/moi/nam-2020", "/tin/bai-1.html?x=1"])
def test_elsewhere_is_followed_as_before(folder: Path, target: str) -> None:
    pages: dict[str, Any] = {
        "/": '<li><a href="/tin/bai-1.html">Bài số một của cổng</a></li>',
        "/tin/bai-1.html": status(301, "Moved", f"Location: {target}"),
        target: article("Một"),
    }
    with page_server(pages) as server:
        crawl(folder, [site_at(server)])
    assert len(articles(folder)) == 1
    assert one(folder, "SELECT count(*) FROM problems WHERE code = 'redirected_away'") == 0


def test_an_address_that_was_never_an_article_is_none(folder: Path) -> None:
    with page_server({"/": listing(1), "/bai-1.html": status(302, "Found", "Location: /")}) as server:
        run = crawl(folder, [site_at(server)])
    assert articles(folder) == {}
    assert run.report["exit_code"] == 0, "one page that is gone is every day's business"
    assert rows(folder, "SELECT count(*) FROM captures WHERE url = ?", server.url) == [(1,)], (
        "the home page is not asked again"
    )


@pytest.mark.parametrize("target", ["/dang-nhap.aspx?ReturnUrl=%2F", "/c/portal/login?p=1", "/user/Login/", "/cong"])
def test_a_redirect_to_a_sign_in_page_is_a_failure_and_not_a_removal(folder: Path, target: str) -> None:
    sign_in = "<title>Đăng nhập</title><form><input name='u'><input type='password' name='p'></form>"
    pages: dict[str, Any] = {"/": listing(1, 2), "/bai-1.html": article("Một"), "/bai-2.html": article("Hai")}
    pages[target] = sign_in
    with page_server(pages) as server:
        site = site_at(server)
        crawl(folder, [site])
        pages["/bai-1.html"] = pages["/bai-2.html"] = status(302, "Found", f"Location: {target}")
        crawl(folder, [site], recheck=True)  # so that an address with any name is known for what it is
        run = crawl(folder, [site], recheck=True)
        assert run.report["sites"]["vidu"]["failed"]["login"] >= 2
        assert "where one has to sign in" in run.told
        assert run.report["exit_code"] == 1
    assert one(folder, "SELECT count(*) FROM articles WHERE missing_since IS NOT NULL OR gone_at IS NOT NULL") == 0
    assert len(articles(folder)) == 2
