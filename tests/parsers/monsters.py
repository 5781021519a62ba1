"""Pages made to cost time or memory, of 10 MB at most, and what reading each costs.

    python -m tests.parsers.monsters

prints one JSON object: for each page its seconds of CPU and its megabytes, the worse of a known and an unknown site.
Every page is read in a process of its own, so that none profits from the memory of the one before. Linux only.
"""

import gc
import json
import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from parsers.reading import parse

KNOWN, UNKNOWN = "https://binhthuan.gov.vn/a-12345.html", "https://khong-biet.example/x"
MOST = 10_000_000  # bytes
HEAD = (
    "<html><head><title>x</title></head><body><h1>Một tít dài của trang</h1><div class=PostDate>07/7/2020</div>"
    '<div class="ArticleContent">'
)
TAIL = "</div></body></html>"
ALL = (
    "ArticleContent ArticleHeader ArticleTitle PostTitle ArticleSummary ArticleAuthor PostDate breadcrumb CategoryName "
    "related OtherNews title next pagination"
)
_LINK = '<a href="/tin/bai-viet-so-1-12345{0}.html">Một bài viết dài đủ {0}</a>'
PAGES: dict[str, Callable[[], str]] = {
    "20,000 nested divs": lambda: "<div>" * 20_000 + "chữ" + "</div>" * 20_000,
    "20,000 nested divs of every class": lambda: f'<div class="{ALL}"><img src=/a>' * 20_000,
    "200 chains of 240 divs of every class": lambda: (f'<div class="{ALL}">' * 240 + "</div>" * 240) * 200,
    "450 chains of 80 tables": lambda: ("<table><tr><td>" * 80 + "<img src=/a.jpg>" + "</td></tr></table>" * 80) * 450,
    "an enormous class": lambda: f'<div class="{"a b " * 2_490_000}">x</div>',
    "an enormous class of many names": lambda: f'<div class="{" ".join(f"c{n}" for n in range(1_200_000))}">x</div>',
    "50 large classes": lambda: f'<div class="{"ArticleContent " * 13_000}">x</div>' * 50,
    "5,000 classes of 2 KB": lambda: f'<div class="{"ArticleContent " * 130}">x</div>' * 5000,
    "an enormous style": lambda: f'<div style="{"none;" * 1_990_000}">x</div>',
    "an enormous address": lambda: f'<a href="/{"a" * 9_900_000}">x</a>',
    "an enormous picture": lambda: f'<p><img src="data:{"a" * 9_900_000}"></p><p align=center>chú</p>',
    "100,000 attributes": lambda: "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">x</p>",
    "a million siblings": lambda: "<p class=related>" * 580_000,
    "60,000 siblings of every class": lambda: f'<p class="{ALL}">a' * 58_000,
    "120,000 rows of one list": lambda: f"<ul class=breadcrumb>{'<li><a>b</a>' * 60_000}</ul>",
    "240,000 marks of a next page": lambda: f"<ul class=pagination>{'<li class=next>b' * 240_000}</ul>",
    "one table of 500,000 cells": lambda: f"<table>{('<tr>' + '<td>a' * 100) * 5000}</table>",
    "one row of 240,000 cells": lambda: f"<table><tr>{'<td>a' * 240_000}</table>",
    "one table of 50,000 photos": lambda: f"<table>{'<tr><td><img src=/a.jpg><td>b' * 50_000}</table>",
    "one text of 10 MB": lambda: "chữ nghĩa " * 760_000,
    "one word of 10 MB": lambda: "<p>" + "a" * 9_900_000,
    "white space": lambda: " " * 9_900_000,
    "entities": lambda: "&amp;" * 1_980_000,
    "numbers for letters": lambda: "&#7913;" * 1_410_000,
    "entities escaped twice": lambda: "<p>" + "&amp;#7913;" * 900_000,
    "combining marks": lambda: "<p>a" + "\u0301" * 4_900_000,
    "a million breaks": lambda: "<br>" * 1_000_000,
    "240,000 breaks": lambda: "a<br>" * 240_000,
    "100,000 photos": lambda: '<p><img src="/a.jpg"></p>' * 100_000,
    "80,000 photos with captions": lambda: '<p><img src="/a.jpg"><p align=center>chú' * 80_000,
    "60,000 photos in one figure": lambda: f"<figure>{'<img src=/a.jpg><figcaption>b</figcaption>' * 60_000}</figure>",
    "100,000 links": lambda: "".join(map(_LINK.format, range(90_000))),
    "100,000 links with dots": lambda: "".join(f'<a href="../a/./b/{n}">y</a>' for n in range(110_000)),
    "100,000 files": lambda: "".join(f'<a href="/x{n}.pdf">y</a>' for n in range(110_000)),
    "100,000 hidden": lambda: '<div style="display:none">a</div>' * 110_000,
    "100,000 titles": lambda: "<h1>Một tít dài của trang</h1>" * 100_000,
    "100,000 dates": lambda: "<span class=PostDate>1/1/2020</span>" * 100_000,
    "JSON-LD never closed": lambda: (
        '<script type="application/ld+json">{"@type":"NewsArticle",' + '"a":[' * 1_000_000 + "</script>"
    ),
    "80,000 JSON-LD": lambda: '<script type="application/ld+json">{"@type":"NewsArticle"</script>' * 80_000,
    "<": lambda: "<" * 1_000_000,
    "ampersands": lambda: "&" * 1_000_000,
    "zero bytes": lambda: "\0" * 9_900_000,
    "200,000 closers": lambda: "</p>" * 200_000,
    "18,000 closers of nothing": lambda: "<p>a</p>b</p>" * 18_000,
    "closers of all kinds": lambda: "</div></span></b></p></td>" * 48_000,
    "a script never closed": lambda: "<script>" + "a<b" * 80_000 + "a" * 9_000_000,
    "a comment never closed": lambda: "<!--" + "a" * 9_900_000,
    "a quotation mark never closed": lambda: '<a href="' + "a>" * 4_900_000,
    "a lede full of dates": lambda: "<p>" + "Quyết định số 3 của a ngày 1/1/2020 " * 5000 + "</p>",
    "a caption full of credits": lambda: (
        "<p align=center><img src=/a.jpg></p><p align=center>" + " Ảnh : ( - " * 60 + "</p>"
    ),
    **{
        f"{tags} never closed": partial(str.__mul__, f"{tags}a", 240_000 // tags.count("<"))
        for tags in ("<b>", "<p>", "<a href=/x>", "<table>", "<table><tr><td>", "<ul><li>", "<select><option>")
    },
    "tags of all kinds never closed": lambda: "<div><span><b><i><p><td><li>a" * 34_000,
}


def cost_of(inside: Callable[[], str], url: str) -> tuple[float, float]:
    """Return the seconds and megabytes that reading a page takes, measured in a forked process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        body = f"{HEAD}{inside()}{TAIL}".encode()[:MOST]
        gc.collect()
        Path("/proc/self/clear_refs").write_text("5")  # from here on VmHWM is the peak of what follows
        before = _kilobytes("VmRSS")
        start = time.process_time()
        parse(url, body, generic=True)
        spent = time.process_time() - start
        os.write(writer, json.dumps((spent, (_kilobytes("VmHWM") - before) / 1024)).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as told:
        seconds, megabytes = json.loads(told.read())
    os.waitpid(child, 0)
    return seconds, megabytes


def _kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def main() -> None:
    parse(KNOWN, f"{HEAD}<p>x</p>{TAIL}".encode(), generic=True)  # loads the sites, once for all
    costs = {name: [cost_of(inside, url) for url in (KNOWN, UNKNOWN)] for name, inside in PAGES.items()}
    print(json.dumps({name: tuple(map(max, *found)) for name, found in costs.items()}))


if __name__ == "__main__":
    main()
