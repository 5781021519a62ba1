"""Small portals whose lists go on by POST: WebForms, SharePoint, Liferay's VCMS, JSON. Each is strict about what it takes."""

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from tests.archive.crawling import HTML, article, status
from tests.scraper.raw_server import Answer, RawServer, answer, ok

PAGES = 4
ABOUT = f"<p>{'Trang thông tin điện tử của cổng ví dụ, có ô đăng nhập cho cán bộ. ' * 15}</p>"  # a page that is no login page
PER_PAGE = 3


def numbers(page: int) -> range:
    """Return the numbers of the articles on a page of a list; the newest is bai-1."""
    return range((page - 1) * PER_PAGE + 1, page * PER_PAGE + 1)


def rows(page: int) -> str:
    return "".join(f'<li><a href="/bai-{n}.html">Bài số {n} của cổng ví dụ</a></li>' for n in numbers(page))


def form_of(request: bytes) -> dict[str, str]:
    body = request.partition(b"\r\n\r\n")[2].decode()
    return {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}


def serve(lists: Callable[[str, str, bytes], bytes]) -> RawServer:
    """Serve articles, and what `lists(method, address, request)` gives for all else."""

    def reply(request: bytes) -> Answer:
        method, address = request.split(b" ")[:2]
        if found := re.fullmatch(rb"/bai-(\d+)\.html", address):
            number = int(found[1])
            return answer(ok(article(f"Bài {number}", day=f"{29 - number:02}/07/2020").encode(), HTML))
        if address == b"/robots.txt":
            return answer(status(404, "Not Found"))
        return answer(lists(method.decode(), address.decode(), request))

    return RawServer(reply)


class WebForms:
    """A GridView's list. A view state is good for the pages its own page links to, and only within its `session`."""

    def __init__(self, *, pager: Callable[[int], str] | None = None, stale: bytes | None = None) -> None:
        self.session = 1
        self.asked: list[tuple[str, str]] = []  # method and page
        self.forms: list[dict[str, str]] = []
        self.etag = ""  # with one, a page that was had before is not sent again
        self._pager, self._stale = pager or grid_pager, stale
        self.server = serve(self._lists)

    def page(self, number: int) -> bytes:
        fields = (
            f'<input type="hidden" name="__VIEWSTATE" value="/wEP+{self.session}.{number}==">'
            '<input type="hidden" name="__EVENTTARGET" value="">'
        )
        others = (
            '<input type="text" name="ctl00$txtTimKiem" value=""><input type="password" name="ctl00$matkhau">'
            '<input type="submit" name="ctl00$btnTim" value="Tìm">'
            '<select name="ctl00$ddlNam"><option value="2020" selected>2020</option></select>'
            "<a href=\"javascript:__doPostBack('ctl00$lnkDangNhap','')\">Đăng nhập</a>"
        )
        body = (
            f'<html><body><form method="post" action="./" id="aspnetForm">{fields}{others}<ul>{rows(number)}</ul>{ABOUT}'
            f"<table><tr>{self._pager(number)}</tr></table></form></body></html>"
        )
        return ok(body.encode(), HTML, *([f"ETag: {self.etag}"] if self.etag else []))

    def _lists(self, method: str, address: str, request: bytes) -> bytes:
        if method == "GET":
            self.asked.append((method, address))
            if self.etag and b"\r\nIf-None-Match: " in request:
                return f"HTTP/1.1 304 Not Modified\r\nETag: {self.etag}\r\n\r\n".encode()
            return self.page(1) if address == "/" else status(404, "Not Found")
        form = form_of(request)
        self.forms.append(form)
        session, _, shown = form["__VIEWSTATE"].removeprefix("/wEP+").removesuffix("==").partition(".")
        wanted = self.wanted(form, int(shown))
        self.asked.append((method, str(wanted)))
        if int(session) != self.session:
            return self._stale or self.page(1)
        return self.page(wanted)

    def wanted(self, form: dict[str, str], shown: int) -> int:
        argument = form["__EVENTARGUMENT"]
        if argument.startswith("Page$"):
            return int(argument.removeprefix("Page$"))
        counter = re.search(r"lnk(\d+)", form["__EVENTTARGET"])
        return int(counter[1]) if counter else shown + 1


def grid_pager(shown: int) -> str:
    return "".join(
        f"<td><span>{n}</span></td>"
        if n == shown
        else f'<td><a href="javascript:__doPostBack(&#39;ctl00$grd&#39;,&#39;Page${n}&#39;)">{n}</a></td>'
        for n in range(1, PAGES + 1)
    )


def button_pager(shown: int) -> str:
    """Link buttons, each with a name of its own."""
    return "".join(
        f"<td><b>{n}</b></td>"
        if n == shown
        else f"<td><a href=\"javascript:__doPostBack('ctl00$rpt$ctl{n:02}$lnk{n}','')\">{n}</a></td>"
        for n in range(1, PAGES + 1)
    )


def next_pager(shown: int) -> str:
    """One button, "Tiếp", whatever page is shown: only the view state knows which."""
    following = "<td><a href=\"javascript:__doPostBack('ctl00$lnkSau','')\">Tiếp »</a></td>"
    return following if shown < PAGES else ""


def sharepoint() -> tuple[RawServer, list[dict[str, str]]]:
    """A list view: the next page is posted to an address of its own, with the digest of the page."""
    forms: list[dict[str, str]] = []

    def lists(method: str, address: str, request: bytes) -> bytes:
        query = parse_qs(urlsplit(address).query)
        first = int(query.get("PageFirstRow", ["1"])[0])
        number = (first - 1) // PER_PAGE + 1
        if method == "POST":
            forms.append(form_of(request))
            if forms[-1].get("__REQUESTDIGEST") != f"0xAB,{number - 1}":
                return status(403, "Forbidden", body="The security validation for this page is invalid.")
        elif number > 1:
            return status(404, "Not Found")
        base = "/Lists/Tin/AllItems.aspx"
        links = [
            f"{base}?Paged=TRUE\\u0026p_ID={first + PER_PAGE - 1}\\u0026PageFirstRow={first + PER_PAGE}",
            f"{base}?Paged=TRUE\\u0026PagedPrev=TRUE\\u0026p_ID={first}\\u0026PageFirstRow={first - PER_PAGE}",
        ]
        pager = "".join(
            f"<td><a href='javascript:' onclick='javascript:SubmitFormPost(\"{link}\");javascript:return false;'>&gt;</a></td>"
            for link, there in zip(links[::-1], (number > 1, number < PAGES), strict=True)
            if there
        )
        body = (
            f'<html><body><form method="post" action="{base}"><input type="hidden" name="__REQUESTDIGEST" value="0xAB,{number}">'
            f'<input type="hidden" name="MSOWebPartPage_Shared" value=""><ul>{rows(number)}</ul><table><tr>{pager}</tr></table>'
            "</form></body></html>"
        )
        return ok(body.encode(), HTML)

    return serve(lists), forms


SPACE = "_vcmsviewcontent_INSTANCE_GbkG_"


def vcms(*, with_form: bool) -> tuple[RawServer, list[tuple[str, dict[str, str]]]]:
    """Liferay's VCMS: pages after the first come as pieces from /c/portal/render_portlet."""
    asked: list[tuple[str, dict[str, str]]] = []
    render = f"/c/portal/render_portlet?p_l_id=10178&p_p_id={SPACE.strip('_')}"

    def piece(number: int) -> str:
        pager = "".join(
            f"<a href=\"javascript:void(0)\" onclick=\"{SPACE}submitForm('{n}','')\">{n}</a>"
            if n != number
            else f"<b>{n}</b>"
            for n in range(1, PAGES + 1)
        )
        hidden = f'<input type="hidden" name="{SPACE}page" value="{number}"><input type="hidden" name="{SPACE}cat" value="5">'
        form = f'<form name="{SPACE}fm" method="post" action="{render}">{hidden}</form>' if with_form else ""
        script = "" if with_form else f"<script>var u = '{render}';</script>"
        return f'<div class="portlet-boundary"><ul>{rows(number)}</ul>{pager}</div>{form}{script}'

    def lists(method: str, address: str, request: bytes) -> bytes:
        if method == "GET":
            page = f"<html><body><h2>Tin</h2>{piece(1)}</body></html>"
            return ok(page.encode(), HTML) if address == "/" else status(404, "Not Found")
        asked.append((address, form_of(request)))
        return ok(piece(int(form_of(request)[f"{SPACE}page"])).encode(), HTML)

    return serve(lists), asked


def json_api(*, posted: bool) -> tuple[RawServer, list[bytes]]:
    """A home page without news, and an address that answers JSON."""
    asked: list[bytes] = []

    def lists(method: str, address: str, request: bytes) -> bytes:
        if address == "/":
            return ok(b"<html><body><ul><li>{{ bai.tieuDe }}</li></ul></body></html>", HTML)
        asked.append(request)
        sent = request.partition(b"\r\n\r\n")[2]
        number = int(json.loads(sent)["trang"]) if posted else int(parse_qs(urlsplit(address).query)["trang"][0])
        items = [
            {"tieuDe": f"Bài số {n}", "duongDan": f"bai-{n}", "ngay": 1595782800000 - n * 86_400_000}
            for n in numbers(number)
            if number <= PAGES
        ]
        return ok(json.dumps({"data": {"items": items}}).encode(), "Content-Type: application/json")

    return serve(lists), asked
