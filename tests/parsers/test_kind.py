"""What a page is, decided before any field is read."""

import pytest

from parsers.reading import parse
from tests.parsers.pages import LAYOUT, URL, html, site

LONG = "<p>" + "Chữ của trang, đủ dài để không phải vỏ rỗng. " * 40 + "</p>"


def kind_of(body: bytes, content_type: str | None = "text/html", url: str = URL) -> str:
    found = parse(url, body, content_type=content_type, site=site())
    assert (found.article is not None) == (found.kind == "article")
    assert found.article or found.problems
    return found.kind


def whole(inside: str, title: str = "Báo Ví Dụ") -> bytes:
    return f"<html><head><title>{title}</title></head><body>{inside}</body></html>".encode()


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("article", html("<p>Thân bài.</p>")),
        ("article", html("<p>Toà nhà không tìm thấy trên bản đồ.</p>" + LONG)),
        ("empty_shell", b""),
        ("empty_shell", b"  \n"),
        ("empty_shell", whole("<div id=app></div><script>render('chữ dài');</script>")),
        ("empty_shell", html("")),
        ("soft_404", whole("<h1>404</h1><p>Trang bạn tìm không tồn tại</p>")),
        ("soft_404", whole(f"<h1>404</h1><p>Trang không tồn tại</p><div style='display:none'>{LONG * 4}</div>")),
        ("soft_404", whole(f"<h1>404</h1><p>Trang không tồn tại</p><noscript>{LONG * 4}</noscript>")),
        ("soft_404", whole(f"<h1>404</h1><p>Trang không tồn tại</p><script>{LONG * 4}</script>")),
        ("other", whole(f"<h1>404</h1><p>Trang không tồn tại</p>{LONG * 4}")),
        ("soft_404", whole(LONG * 4, title="Không tìm thấy trang - Báo Ví Dụ")),
        ("soft_404", whole(f'<div class="error-404">Page not found</div>{LONG * 4}')),
        ("soft_404", whole(LONG * 4 + "<p>Tài nguyên không được tìm thấy</p>", title="Trạng thái - Báo Ví Dụ")),
        ("blocked", whole("<h1>Truy cập bị từ chối</h1>")),
        ("blocked", whole("x", title="403 Forbidden")),
        ("challenge", b'<html><script>document.cookie="D1N=' + b"a" * 32 + b'";location.reload();</script></html>'),
        ("login", whole("<form><input name=u><input type=password></form>", title="Đăng nhập")),
        ("login", whole("<form>Tên<input name=u><input type=password></form>")),
        ("other", whole(LONG)),
        ("other", b"chi la chu, khong co the nao, " * 20),
    ],
)
def test_kind(kind: str, body: bytes) -> None:
    assert kind_of(body) == kind


def test_an_article_with_a_login_box_is_an_article() -> None:
    body = html(LONG).replace(b"<h1>", b"<form><input type=password></form><h1>")
    assert kind_of(body) == "article"


BOX = "<form><input name=u><input type=password></form>"


@pytest.mark.parametrize(
    ("kind", "rows", "title"), [("listing", 3, "Tin tức"), ("login", 2, "Tin tức"), ("login", 3, "Đăng nhập")]
)
def test_a_short_list_with_a_login_box_is_a_list(kind: str, rows: int, title: str) -> None:
    links = "".join(f"<li><a href='/tin/tin-so-10{n}.html'>Tin số {n} có tít riêng của nó</a>" for n in range(rows))
    assert kind_of(whole(BOX + links, title=title), url="https://vidu.vn/tin") == kind


@pytest.mark.parametrize("rows", [2, 3])
def test_rows_with_titles_make_a_listing(rows: int) -> None:
    links = "".join(f"<a href='/tin/tin-so-10{n}.html'>Tin số {n} có tít riêng của nó</a>" for n in range(rows))
    body = whole(LONG + links + "<a href='/tin/x-109.html'>Xem</a>")
    assert kind_of(body, url="https://vidu.vn/tin") == ("listing" if rows == 3 else "other")


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        *((b"%PDF-1.4 ...", None), (b"PK\x03\x04...", "text/html"), (b"\xd0\xcf\x11\xe0...", None)),
        *((b"\xff\xd8\xff\xe0", "image/jpeg"), (b"abc", "application/pdf"), (b"abc\0def" * 9, None)),
    ],
)
def test_files_are_attachments(body: bytes, content_type: str | None) -> None:
    assert kind_of(body, content_type) == "attachment"


@pytest.mark.parametrize("before", [b"", b"\0", b"\xef\xbb\xbf", b"\r\n<!DOCTYPE html>", b"<?xml version='1.0'?>"])
def test_a_stray_zero_byte_makes_a_page_no_file(before: bytes) -> None:
    body = before + html("<p>Thân bài.</p>").replace(b"<title>", b"<title>\0")
    assert kind_of(body) == "article"
    assert kind_of(body.replace(b"<", b"[")) == "attachment"


def test_a_page_sent_as_octet_stream_is_still_a_page() -> None:
    assert kind_of(html("<p>Thân bài.</p>"), "application/octet-stream") == "article"


def test_json_is_no_page() -> None:
    assert kind_of(b'{"a": 1}', "application/json") == "other"


def test_too_much_markup_is_refused_with_a_reason() -> None:
    found = parse(URL, html("<b>" * 260_000), site=site(LAYOUT))
    assert (found.kind, found.problems[0].code) == ("other", "too_large")
