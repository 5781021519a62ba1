"""Lists whose next pages are posted for: every kind met on real portals, after a kill, with a stale cursor, with --since."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from archive import posted, recording, recovery
from archive.folder import transaction, writing
from parsers.declared_lists import JsonList, PostedList
from tests.archive.crawling import (
    HTML,
    articles,
    assert_whole,
    crawl,
    fields_of,
    listing,
    one,
    page_server,
    rows,
    site_at,
    status,
)
from tests.archive.posting_portals import (
    PAGES,
    PER_PAGE,
    SPACE,
    WebForms,
    button_pager,
    form_of,
    grid_pager,
    json_api,
    next_pager,
    numbers,
    sharepoint,
    vcms,
)
from tests.scraper.raw_server import RawServer, ok

ALL = [f"bai-{n}.html" for n in range(1, PAGES * PER_PAGE + 1)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def posting_site(server: RawServer, **changes: Any) -> Any:
    return site_at(server, next_page=(), **changes)


def later(folder: Path) -> None:
    """Let the time pass for which hosts and addresses are left alone after a failure."""
    with writing(folder) as connection, transaction(connection):
        connection.execute("UPDATE hosts SET not_before = NULL, failures = 0")
        connection.execute("UPDATE frontier SET due = '2020-01-01' WHERE failures > 0 AND due < '9999'")


def found(folder: Path) -> list[str]:
    return sorted((url.rpartition("/")[2] for url in articles(folder)), key=lambda name: int(name[4:-5]))


class TestWebForms:
    @pytest.mark.parametrize("pager", [grid_pager, button_pager, next_pager])
    def test_every_page_is_visited_once(self, folder: Path, pager: Callable[[int], str]) -> None:
        portal = WebForms(pager=pager)
        with portal.server as server:
            run = crawl(folder, [posting_site(server)])
            assert found(folder) == ALL
            assert portal.asked == [("GET", "/"), ("POST", "2"), ("POST", "3"), ("POST", "4")]
        assert run.report["exit_code"] == 0
        assert one(folder, "SELECT count(*) FROM frontier WHERE body IS NOT NULL") == 0, (
            "what was used is not kept twice"
        )

    def test_what_is_sent_is_the_form_and_never_a_password_or_a_button(self, folder: Path) -> None:
        portal = WebForms()
        with portal.server as server:
            crawl(folder, [posting_site(server)])
        assert portal.forms[0] == {
            "__VIEWSTATE": "/wEP+1.1==",
            "__EVENTTARGET": "ctl00$grd",
            "__EVENTARGUMENT": "Page$2",
            "ctl00$txtTimKiem": "",
            "ctl00$ddlNam": "2020",
        }

    def test_the_archive_holds_what_was_posted(self, folder: Path) -> None:
        portal = WebForms()
        with portal.server as server:
            crawl(folder, [posting_site(server)])
            sent = [request for request in server.requests if request.startswith(b"POST")]
        records = assert_whole(folder)
        kept = [record for record in records if record.type == "request" and record.block.startswith(b"POST")]
        assert [record.block for record in kept] == sent
        assert form_of(kept[1].block) == portal.forms[1]
        assert {record.url for record in kept} == {server.url}
        keys = [
            key for (key,) in rows(folder, "SELECT key FROM captures WHERE key LIKE '%__wb_method=POST%' ORDER BY id")
        ]
        assert [key.partition("&fields")[0].partition("/")[2] for key in keys] == [
            f"?__wb_method=POST&page={n}" for n in (2, 3, 4)
        ]
        assert len({key.partition("&fields=")[2] for key in keys}) == 1
        about = {record.url: fields_of(record.block) for record in records if record.type == "metadata"}
        assert about[f"{server.url}bai-4.html"]["via"].startswith(f"{server.url}?__wb_method=POST&page=2&")
        assert about[f"{server.url}bai-1.html"]["via"] == server.url

    def test_since_stops_there_too(self, folder: Path) -> None:
        portal = WebForms()
        with portal.server as server:
            run = crawl(folder, [posting_site(server)], since=f"2020-07-{29 - 4:02}")
            assert portal.asked == [("GET", "/"), ("POST", "2"), ("POST", "3")], (
                "page 2 has one article of the day, page 3 none"
            )
            assert run.report["sites"]["vidu"]["skipped"] == {"since": 1}
            crawl(folder, [posting_site(server)])
            assert found(folder) == ALL, "a later run goes on with the cursor that was kept"

    def test_a_run_that_was_stopped_goes_on_where_it_was(self, folder: Path) -> None:
        portal = WebForms()
        with portal.server as server:
            for _ in range(30):
                if crawl(folder, [posting_site(server)], pages=3).report["exit_code"] == 0:
                    break
            assert found(folder) == ALL
            assert [one for one in portal.asked if one[0] == "POST"] == [("POST", str(n)) for n in (2, 3, 4)]

    def test_nothing_new_ends_at_the_first_page(self, folder: Path) -> None:
        portal = WebForms()
        with portal.server as server:
            crawl(folder, [posting_site(server)])
            portal.asked.clear()
            crawl(folder, [posting_site(server)])
            crawl(folder, [posting_site(server)], recheck=True)
            assert portal.asked == [("GET", "/"), ("GET", "/")]

    def test_a_server_that_is_down_is_asked_again_with_the_same_cursor(self, folder: Path) -> None:
        portal = WebForms()
        real = portal.page
        portal.page = lambda number: real(1) if number == 1 else status(503, "Busy")  # type: ignore[method-assign]
        with portal.server as server:
            crawl(folder, [posting_site(server)])
            assert rows(folder, "SELECT state, reason, failures FROM frontier WHERE method = 'POST'") == [
                ("done", "status_503", 1)
            ]
            portal.page = real  # type: ignore[method-assign]
            later(folder)
            crawl(folder, [posting_site(server)])
            assert found(folder) == ALL
        assert portal.forms[0] == portal.forms[1]


STALE = status(500, "Internal Server Error", body="Validation of viewstate MAC failed.")


class TestStaleCursor:
    @pytest.mark.parametrize("refusal", [None, STALE, status(302, "Found", "Location: /")])
    def test_the_list_is_read_again_from_its_first_page(self, folder: Path, refusal: bytes | None) -> None:
        """The server forgets its sessions between page 2 and page 3: it shows page 1, answers 500, or redirects."""
        portal = WebForms(stale=refusal)
        portal.etag = '"1"'  # a 304 to the first page would bring no cursor
        with portal.server as server:
            site = posting_site(server)
            crawl(folder, [site], pages=8)  # /, its three articles, page 2, its three articles
            assert rows(folder, "SELECT list_page FROM frontier WHERE body IS NOT NULL") == [(3,)]
            portal.session = 2
            portal.asked.clear()
            run = crawl(folder, [site])
            if refusal == STALE:  # a 500 is also a host in trouble: it is given a rest
                later(folder)
                run = crawl(folder, [site])
            assert found(folder) == ALL
        posts = [page for method, page in portal.asked if method == "POST"]
        assert posts == ["3", "2", "3", "4"]
        assert run.report["sites"]["vidu"]["failed"].get(posted.STALE) is None

    def test_a_server_that_never_takes_a_cursor_is_given_up(self, folder: Path) -> None:
        portal = WebForms()
        with portal.server as server:
            portal.session = -1
            portal.page = lambda number: WebForms.page(portal, 1)  # type: ignore[method-assign]
            run = crawl(folder, [posting_site(server)])
            assert len(portal.asked) < 12
        assert run.report["exit_code"] == 1
        assert run.report["sites"]["vidu"]["failed"] == {posted.STALE: 1}
        assert "page 2 of this list was not given for what was posted" in run.told
        assert found(folder) == ALL[:PER_PAGE]


class _Killed(BaseException):
    """Stands for the end of the process between the WARC and the database."""


class TestAfterAKill:
    @pytest.mark.parametrize("visits", range(1, PAGES * (PER_PAGE + 1) + 1))
    @pytest.mark.parametrize("pager", [grid_pager, next_pager])
    def test_between_any_two_pages(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, pager: Callable[[int], str], visits: int
    ) -> None:
        """A capture is on the disk and its rows are not committed when the process dies; the next run goes on."""
        portal = WebForms(pager=pager)
        with portal.server as server:
            site = posting_site(server)
            monkeypatch.setattr(recovery, "site_of", lambda url: site)
            die_after(folder, site, visits)
            assert list((folder / "warc").glob("*.open"))
            asked_before = len(portal.asked)
            crawl(folder, [site])
            assert found(folder) == ALL
            assert ("POST", "2") not in portal.asked[asked_before:] or visits <= PER_PAGE + 2
        posts = [page for method, page in portal.asked if method == "POST"]
        assert sorted(set(posts)) == ["2", "3", "4"]
        assert len(posts) <= PAGES, "at most the page under way was asked for again"
        assert_whole(folder)
        assert one(folder, "SELECT count(*) FROM captures WHERE key LIKE '%POST%'") == PAGES - 1


def die_after(folder: Path, site: Any, visits: int) -> None:
    """Crawl, and die when the rows of a visit are to be committed."""
    real, seen = recording.record, [0]

    def record(*words: Any, **named: Any) -> Any:
        seen[0] += 1
        if seen[0] == visits:
            raise _Killed
        return real(*words, **named)

    with patch.object(recording, "record", record), pytest.raises(_Killed):
        crawl(folder, [site])


def test_sharepoint_posts_its_form_to_the_address_of_the_page(folder: Path) -> None:
    server, forms = sharepoint()
    with server:
        run = crawl(folder, [posting_site(server, seeds=(f"{server.url}Lists/Tin/AllItems.aspx",))])
    assert found(folder) == ALL
    assert [form["__REQUESTDIGEST"] for form in forms] == ["0xAB,1", "0xAB,2", "0xAB,3"]
    assert run.report["exit_code"] == 0
    assert len(set(rows(folder, "SELECT key FROM captures WHERE key LIKE '%POST%'"))) == PAGES - 1


@pytest.mark.parametrize("with_form", [True, False])
def test_vcms_posts_for_pieces_of_a_page(folder: Path, *, with_form: bool) -> None:
    server, asked = vcms(with_form=with_form)
    with server:
        crawl(folder, [posting_site(server)])
    assert found(folder) == ALL
    assert [form[f"{SPACE}page"] for _, form in asked] == ["2", "3", "4"]
    assert {address.partition("?")[0] for address, _ in asked} == {"/c/portal/render_portlet"}
    assert all((f"{SPACE}cat" in form) == with_form for _, form in asked)


def test_a_list_that_the_site_declares_is_posted_for(folder: Path) -> None:
    sent: list[dict[str, str]] = []

    def more(request: bytes) -> bytes:
        sent.append(form_of(request))
        return ok(listing(*numbers(int(sent[-1]["trang"]))).encode() if len(sent) < 3 else b"<p>0</p>", HTML)

    pages: dict[str, Any] = {
        "/": listing(1, 2, 3),
        "/them-tin": more,
        **{f"/bai-{n}.html": page(n) for n in range(1, 10)},
    }
    with page_server(pages) as server:
        declared = PostedList(listing=r"^/$", action=f"{server.url}them-tin", body="cat=5&trang={page}")
        crawl(folder, [posting_site(server, posted_lists=(declared,))])
    assert found(folder) == ALL[:9]
    assert sent == [{"cat": "5", "trang": str(n)} for n in (2, 3, 4)]


def page(number: int) -> str:
    from tests.archive.crawling import article

    return article(f"Bài {number}")


@pytest.mark.parametrize("with_post", [False, True])
def test_a_list_that_a_script_fills_from_json(folder: Path, *, with_post: bool) -> None:
    server, asked = json_api(posted=with_post)
    with server:
        where = {"address": f"{server.url}api/tin", "body": '{"trang": {page}}'} if with_post else {}
        named: dict[str, Any] = {"address": f"{server.url}api/tin?trang={{page}}&t=1", "rows": "data.items", **where}
        declared = JsonList(**named, link="/{duongDan}.html", title="tieuDe", published="ngay")
        site = posting_site(server, seeds=(), json_lists=(declared,), keep_query=("id",))
        run = crawl(folder, [site])
        assert found(folder) == ALL
        assert len(asked) == PAGES + 1, "the page after the last has no rows"
        assert run.report["exit_code"] == 0
        crawl(folder, [site])
        assert len(asked) == PAGES + 2, "a second run asks for the first page only"
    assert all(b"content-type: application/json" in request.lower() for request in asked) == with_post


def test_a_list_in_json_that_is_asked_for_with_a_form(folder: Path) -> None:
    """As vinhphuc.gov.vn did (2025): the names of list and order in a form, rows counted, addresses made of numbers."""
    sent: list[dict[str, str]] = []

    def rows(request: bytes) -> bytes:
        sent.append(form_of(request))
        start = int(sent[-1]["start"])
        ids = range(start + 1, min(start + 2, 3) + 1)
        data = [{"ID": n, "Title": f"Bài {n}", "CreatedDate": "2025-06-30T19:02:21"} for n in ids]
        return ok(json.dumps({"data": data}).encode(), "Content-Type: application/json; charset=utf-8")

    pages: dict[str, Any] = {"/api/QUERYDATA": rows}
    pages |= {f"/Lists/KinhTe/View_Detail.aspx?ItemID={n}": page(n) for n in (1, 2, 3)}
    with page_server(pages) as server:
        declared = JsonList(
            address=f"{server.url}api/QUERYDATA",
            body="do=QUERYDATA&UrlList=/Lists/KinhTe&start={offset}&length=2",
            media_type="application/x-www-form-urlencoded",
            rows="data",
            link="/Lists/KinhTe/View_Detail.aspx?ItemID={ID}",
            title="Title",
            published="CreatedDate",
            size=2,
        )
        site = posting_site(server, seeds=(), json_lists=(declared,), article_url=r"/View_Detail\.aspx\?ItemID=\d+")
        run = crawl(folder, [site])
    assert [(one["UrlList"], one["start"]) for one in sent] == [("/Lists/KinhTe", "0"), ("/Lists/KinhTe", "2")]
    assert one(folder, "SELECT count(*) FROM frontier WHERE role = 'article' AND visits = 1") == 3
    assert run.report["exit_code"] == 0


def test_a_page_of_a_json_list_whose_commit_was_lost_is_followed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of its query tells it from others, for the repair as for the crawl, whatever keep_query says."""
    monkeypatch.setattr("archive.group._MOST", 1)
    rows_of_it = b'{"items": [{"url": "/bai-1.html"}, {"url": "/bai-2.html"}]}'
    with page_server({"/api?p=1&t=1": ok(rows_of_it, "Content-Type: application/json")}) as server:
        declared = JsonList(address=f"{server.url}api?p={{page}}&t=1", rows="items", link="url")
        site = posting_site(server, seeds=(), json_lists=(declared,), keep_query=("id",), article_url=r"/bai-\d+\.html")
        monkeypatch.setattr(recovery, "site_of", lambda url: site)
        with patch.object(recording, "record", side_effect=_Killed), pytest.raises(_Killed):
            crawl(folder, [site])
        with writing(folder) as connection:
            (done,) = recovery.recover(folder, connection)
    assert done.adopted == 1
    assert one(folder, "SELECT count(*) FROM frontier WHERE role = 'article'") == 2
    assert one(folder, "SELECT count(*) FROM frontier WHERE role = 'seed' AND visits = 1") == 1, "and it was visited"


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"<html>maintenance</html>", "no JSON"),
        (b'{"data": {"items": {}}}', "no list at 'data.items'"),
        (b'{"data": {"items": [{"x": 1}]}}', "1 rows, none with an address at 'url'"),
        (b'{"data": {"items": []}}', "a list without a link to any article"),
        (b"[" * 100_000, "no JSON"),
    ],
)
def test_a_json_list_without_links_is_a_failure_that_is_told(folder: Path, answer: bytes, says: str) -> None:
    with page_server({"/api?p=1": ok(answer, "Content-Type: application/json")}) as server:
        declared = JsonList(address=f"{server.url}api?p={{page}}", rows="data.items", link="url")
        run = crawl(folder, [posting_site(server, seeds=(), json_lists=(declared,))])
    assert run.report["exit_code"] == 1
    assert run.report["sites"]["vidu"]["failed"] == {"empty_listing": 1}
    assert says in run.told


def test_a_posted_page_without_links_is_told(folder: Path) -> None:
    portal = WebForms()
    real = portal.page
    portal.page = lambda number: real(1) if number == 1 else ok(b"<html><body><p>Xin loi</p></body></html>", HTML)  # type: ignore[method-assign]
    with portal.server as server:
        run = crawl(folder, [posting_site(server)])
    assert (run.report["exit_code"], run.report["sites"]["vidu"]["failed"]) == (1, {"empty_listing": 1})


@pytest.mark.parametrize("code", [307, 308])
def test_a_post_is_repeated_where_a_redirect_asks_for_it_but_never_at_another_host(folder: Path, code: int) -> None:
    sent: list[bytes] = []

    def more(request: bytes) -> bytes:
        sent.append(request)
        return ok(listing(4).encode(), HTML)

    pages: dict[str, Any] = {"/": listing(1, 2, 3), "/moi": more, **{f"/bai-{n}.html": page(n) for n in range(1, 5)}}
    with page_server(pages) as server, page_server({}) as other:
        hosts = (f"127.0.0.1:{server.port}", f"127.0.0.1:{other.port}")
        declared = PostedList(listing=r"^/$", action=f"{server.url}cu", body="trang={page}", last=2)
        pages["/cu"] = status(code, "Moved", "Location: /moi")
        crawl(folder, [posting_site(server, hosts=hosts, posted_lists=(declared,))])
        assert [request[:9] for request in sent] == [b"POST /moi"]
        assert form_of(sent[0]) == {"trang": "2"}
        assert found(folder) == ALL[:4]
        pages["/cu"] = status(code, "Moved", f"Location: {other.url}moi")
        crawl(folder.with_name("other"), [posting_site(server, hosts=hosts, posted_lists=(declared,))])
        assert other.requests == []


def test_after_303_the_answer_is_got(folder: Path) -> None:
    pages: dict[str, Any] = {
        "/": listing(1, 2, 3),
        "/them": status(303, "See Other", "Location: /trang-hai"),
        "/trang-hai": listing(4),
        **{f"/bai-{n}.html": page(n) for n in range(1, 5)},
    }
    with page_server(pages) as server:
        declared = PostedList(listing=r"^/$", action=f"{server.url}them", body="trang={page}", last=2)
        crawl(folder, [posting_site(server, posted_lists=(declared,))])
        assert b"GET /trang-hai" in b"".join(server.requests)
    assert found(folder) == ALL[:4]
