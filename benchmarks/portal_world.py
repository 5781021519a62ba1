"""A portal of any size on loopback, for the crawl benchmark: seeded pages in the markup of VNPT vnPortal.

    python benchmarks/portal_world.py [--pages N] [--size KB] [--tree]

Prints its address and serves until it is ended. A page costs the server a few hundredths of a millisecond: what a
crawler measures against it is the crawler.
"""

import argparse
import asyncio
import random
import re
from functools import cached_property

ROWS = 50  # articles on a page of the list
BRANCHES = 10  # articles that an article of the tree leads to
_PROSE = (
    "tỉnh uỷ ban nhân dân xã phường thôn đường cầu nước sạch trường học trạm y tế nông dân thanh long lúa cá tôm biển "
    "đảo rừng quy hoạch đầu tư công trình khởi công hoàn thành kiểm tra giám sát hội nghị đại biểu cử tri kỳ họp báo "
    "cáo kế hoạch giải pháp chuyển đổi số hồ sơ một cửa phản ánh tiếp nhận hỗ trợ gia đình chính sách khen thưởng"
)
_SYLLABLES = _PROSE.split()
_NUMBER = re.compile(rb"-(\d{6,})\.html$")
_LIST = re.compile(rb"/danh-sach\?page=(\d+)$")


class World:
    """The pages of a portal, made anew at each request and always the same; each host has its own.

    `pages` articles of about `size` KB hang on a list of `ROWS` a page; with `tree` there is no list: each article
    leads to the next `BRANCHES`, as related articles do.
    """

    def __init__(self, *, pages: int, size: int = 25, tree: bool = False) -> None:
        self.pages, self.size, self.tree = pages, size, tree

    def answer(self, target: bytes, host: str = "") -> tuple[int, bytes, bytes]:
        """Return status, content type and body for the target of a request to a host."""
        if target == b"/robots.txt":
            return 200, b"text/plain", b"User-agent: *\nAllow: /\n"
        article, listing = _NUMBER.search(target), _LIST.search(target)
        number = int(article[1]) - 100_000 if article else -1
        if target == b"/":
            return 200, b"text/html; charset=utf-8", self._listing(1, host)
        if listing and 1 <= int(listing[1]) <= self._lists:
            return 200, b"text/html; charset=utf-8", self._listing(int(listing[1]), host)
        if 0 <= number < self.pages:
            return 200, b"text/html; charset=utf-8", self._article(number, host)
        return 404, b"text/html; charset=utf-8", "<html><body><h1>Không tìm thấy trang</h1></body></html>".encode()

    @property
    def _lists(self) -> int:
        return 1 if self.tree else -(-self.pages // ROWS)

    @cached_property
    def _sentences(self) -> list[bytes]:
        choose = random.Random(20200707)
        made = (" ".join(choose.choices(_SYLLABLES, k=choose.randint(12, 34))) for _ in range(3000))
        return [f"{text[0].upper()}{text[1:]}. ".encode() for text in made]

    @cached_property
    def _shell(self) -> tuple[bytes, bytes]:
        """Head and foot of every page. They are padded with menus and boxes, as a portal's are, up to `size`."""
        head = (
            '<!DOCTYPE html>\n<html lang="vi"><head><meta charset="utf-8"><title>Cổng thông tin</title>'
            '<script src="/SiteFolders/1/jquery.js"></script></head><body><div class="header"><div class="clock">'
            f"Thứ Hai, 29/11/2021 08:15</div>{self._menu(self.size)}</div>"
            '<div class="row"><div class="col-main">\n'
        )
        newest = "".join(self._row(number, "box-item") for number in range(0 if self.tree else min(ROWS, self.pages)))
        foot = (
            f'</div><div class="col-right"><h3 class="box">TIN MỚI NHẤT</h3><ul>{newest}</ul></div></div>'
            f'<div class="footer"><p>Cơ quan chủ quản: Uỷ ban nhân dân tỉnh</p>{self._menu(self.size)}</div></body></html>'
        )
        own = 9_000  # the article itself
        missing = max(0, self.size * 1000 - own - len(head.encode()) - len(foot.encode()))
        return head.encode(), self._filling(missing) + foot.encode()

    def _menu(self, items: int) -> str:
        rows = (f'<li><a href="#muc-{n}"><span>Chuyên mục số {n}</span></a></li>' for n in range(items))
        return f'<ul class="menu">{"".join(rows)}</ul>'

    def _filling(self, size: int) -> bytes:
        rows, filled = [], 0
        for number, text in enumerate(self._sentences):
            if filled > size:
                break
            rows.append(b'<tr class="doc"><td>%04d</td><td><span class="name">%s</span></td></tr>\n' % (number, text))
            filled += len(rows[-1])
        return b'<table class="docs">' + b"".join(rows) + b"</table>"

    def _row(self, number: int, kind: str) -> str:
        return (
            f'<li class="{kind}"><a class="name" href="/4/469/tin-trong-tinh/bai-viet-{100_000 + number}.html">'
            f"Tiêu đề của bài viết số {number} trên cổng</a><span>(07/06/2020)</span></li>"
        )

    def _listing(self, page: int, host: str) -> bytes:
        first = (page - 1) * ROWS
        last = min(first + (BRANCHES if self.tree else ROWS), self.pages)
        rows = "".join(self._row(number, "list-item") for number in range(first, last))
        following = f'<a class="next" href="/danh-sach?page={page + 1}">Trang sau</a>' if page < self._lists else ""
        head, foot = self._shell
        return head + f'<h2>{host}</h2><ul class="list">{rows}</ul>{following}'.encode() + foot

    def _article(self, number: int, host: str) -> bytes:
        choose = random.Random(f"{host} {number}")
        told = choose.choices(self._sentences, k=48)
        paragraphs = (b"".join(told[at : at + 4]) for at in range(4, 48, 4))
        body = b"".join(b'<p style="text-align:justify"><span>' + one + b"</span></p>\n" for one in paragraphs)
        more = range(BRANCHES * (number + 1), BRANCHES * (number + 2)) if self.tree else range(number + 1, number + 11)
        rows = "".join(self._row(one, "other-item") for one in more if one < self.pages)
        head, foot = self._shell
        opening = (
            f'<div class="ArticleHeader"><h1>Bài viết số {number}: {told[0].decode()[:60].strip()}</h1></div>'
            f'<div class="PostDate">{1 + number % 28:02}/7/2020</div><div class="ArticleContent"><p><strong>'
        )
        photo = (
            f'<p style="text-align:center"><img src="/SiteFolders/anh/{number}.jpg" width="640" alt=""></p>'
            f'<p style="text-align:center"><em>Ảnh chụp số {number}</em></p>'
        )
        others = f'</div><h3 class="box">Các tin khác</h3><ul>{rows}</ul>'
        lede = b"".join(told[:2]) + b"</strong></p>\n"
        return b"".join((head, opening.encode(), lede, photo.encode(), body, others.encode(), foot))


class _Connection(asyncio.Protocol):
    """HTTP/1.1 with keep-alive and nothing else: one GET after the other."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self._host = transport, transport.get_extra_info("sockname")[0]

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while b"\r\n\r\n" in self._seen:
            head, _, self._seen = self._seen.partition(b"\r\n\r\n")
            status, kind, body = self._world.answer(head.split(b" ", 2)[1], self._host)
            line = b"HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            reason = b"OK" if status == 200 else b"Not Found"
            self._transport.write(line % (status, reason, kind, len(body)) + body)


def addresses(count: int) -> list[str]:
    """Return so many addresses of this machine."""
    return [f"127.0.{number // 250 + 1}.{number % 250 + 1}" for number in range(count)]


async def serve(world: World, hosts: int = 0) -> None:
    """Serve on a free port of 127.0.0.1, and on that port of so many other addresses; print the first when ready."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(world), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    if hosts:
        await loop.create_server(lambda: _Connection(world), addresses(hosts), port)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await server.serve_forever()


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--size", type=int, default=25, help="KB of a page, about")
    options.add_argument("--tree", action="store_true")
    options.add_argument("--hosts", type=int, default=0, help="so many addresses more, 127.0.x.y")
    chosen = options.parse_args()
    asyncio.run(serve(World(pages=chosen.pages, size=chosen.size, tree=chosen.tree), chosen.hosts))


if __name__ == "__main__":
    main()
