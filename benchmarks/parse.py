"""What reading a page costs, and how much of it comes out right: this project and its peers on the same pages.

    python benchmarks/parse.py [--pages N] [--rounds N]
    python benchmarks/parse.py --memory [--pages N]     resident memory while N pages are read, 100,000 unless told

One process, one thread, CPU time, the best round counts. The tools take turns after every few pages: a drift of the
machine meets them all, and each reads most of its pages as in a run of its own, not after another has emptied the
caches. Pages are made here (`portal_page.py`), so the fields are known. A peer that is not installed is named and left
out.
"""

import argparse
import importlib
import resource
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from lxml import etree

from benchmarks.portal_page import URL, Expected, build
from parsers.fields import read_article
from parsers.page import Page
from parsers.reading import parse
from parsers.sites import site_of

DIFFERENT = 200  # pages that are read in turn when memory is measured
TURN = 5  # pages that a tool reads before the next one has its turn
FIELDS = ("title", "lede", "captions", "date", "body")
Found: TypeAlias = dict[str, Any]  # a field of FIELDS that the tool gives; a missing one counts as wrong
Tool: TypeAlias = Callable[[bytes], Found]


@dataclass(slots=True)
class Score:
    """One tool's best round in seconds for all pages, and how often each field was exact."""

    best: float = float("inf")
    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FIELDS, 0))


def bare_lxml(body: bytes) -> Found:
    etree.fromstring(body, etree.HTMLParser(encoding="utf-8"))
    return {}


def five_fields() -> Tool:
    site = site_of(URL)
    assert site is not None
    layout = site.layouts[0]

    def read(body: bytes) -> Found:
        article, _ = read_article(Page(URL, body), layout)
        return _of_ours(article)

    return read


def whole_parse(body: bytes) -> Found:
    return _of_ours(parse(URL, body, content_type="text/html; charset=utf-8").article)


def _of_ours(article: Any) -> Found:
    return {
        "title": article.title,
        "lede": article.lede,
        "captions": tuple(photo.caption for photo in article.photos),
        "date": article.published,
        "body": article.body,
    }


def soup(module: Any) -> Tool:
    def read(body: bytes) -> Found:
        tree = module.BeautifulSoup(body, "lxml", from_encoding="utf-8")
        container = tree.select_one(".ArticleContent")
        blocks = container.select("p")
        captions = [one for one in blocks if one.select_one("em") and "center" in one.get("style", "")]
        rest = [one for one in blocks if one not in captions and not one.select_one("img")]
        return {
            "title": _text(tree.select_one(".ArticleHeader h1").get_text()),
            "lede": _text(rest[0].get_text()),
            "captions": tuple(_text(one.get_text()) for one in captions),
            "date": _iso(tree.select_one(".PostDate").get_text()),
            "body": tuple(_text(one.get_text()) for one in rest[1:]),
        }

    return read


def trafilatura(module: Any) -> Tool:
    def read(body: bytes) -> Found:
        found = module.bare_extraction(body, url=URL, with_metadata=True)
        return {"title": found.title, "lede": found.description, "date": found.date, "body": _lines(found.text)}

    return read


def readability(module: Any) -> Tool:
    def read(body: bytes) -> Found:
        document = module.Document(body.decode())
        tree = etree.fromstring(document.summary(), etree.HTMLParser())
        return {
            "title": document.short_title(),
            "body": _lines("\n".join("".join(map(str, p.itertext())) for p in tree.iter("p"))),
        }

    return read


def resiliparse(module: Any) -> Tool:
    def read(body: bytes) -> Found:
        return {"body": _lines(module.extract_plain_text(body.decode(), main_content=True))}

    return read


def newspaper(module: Any) -> Tool:
    def read(body: bytes) -> Found:
        article = module.Article(URL, language="vi", fetch_images=False)
        article.download(input_html=body.decode())
        article.parse()
        day = article.publish_date.date().isoformat() if article.publish_date else None
        return {"title": article.title, "lede": article.meta_description, "date": day, "body": _lines(article.text)}

    return read


PEERS: tuple[tuple[str, str, Callable[[Any], Tool]], ...] = (
    ("BeautifulSoup(lxml) + select", "bs4", soup),
    ("trafilatura", "trafilatura", trafilatura),
    ("readability-lxml", "readability", readability),
    ("resiliparse", "resiliparse.extract.html2text", resiliparse),
    ("newspaper4k", "newspaper", newspaper),
)


def _text(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(_text(line) for line in (text or "").splitlines() if line.strip())


def _iso(text: str) -> str:
    day, month, year = text.strip().split("/")
    return f"{year}-{int(month):02}-{int(day):02}"


def tools() -> tuple[dict[str, Tool], list[str]]:
    """Return the tools that can be run here, and the names of the peers that are missing."""
    found: dict[str, Tool] = {
        "bare lxml.etree.fromstring": bare_lxml,
        "tintinh, five fields": five_fields(),
        "tintinh, parse()": whole_parse,
    }
    missing = []
    for name, module, make in PEERS:
        try:
            found[name] = make(importlib.import_module(module))
        except ImportError:
            missing.append(name)
    return found, missing


def measure(found: dict[str, Tool], pages: list[tuple[bytes, Expected]], rounds: int) -> dict[str, Score]:
    """Run all tools over all pages, in turns; score the fields in the first round only."""
    scores = {name: Score() for name in found}
    for body, expected in pages:  # warms up, and is not timed
        for name, tool in found.items():
            _score(scores[name], tool(body), expected)
    for _ in range(rounds):
        spent = dict.fromkeys(found, 0.0)
        for first in range(0, len(pages), TURN):
            for name, tool in found.items():
                start = time.process_time()
                for body, _expected in pages[first : first + TURN]:
                    tool(body)
                spent[name] += time.process_time() - start
        for name, seconds in spent.items():
            scores[name].best = min(scores[name].best, seconds)
    return scores


def _score(score: Score, fields: Found, expected: Expected) -> None:
    truth = {
        "title": expected.title,
        "lede": expected.lede,
        "captions": expected.captions,
        "date": expected.published,
        "body": expected.body,
    }
    for name in FIELDS:
        score.right[name] += fields.get(name) == truth[name]


def report(scores: dict[str, Score], pages: int, size: int, missing: Iterable[str]) -> None:
    """Print a line for each tool and a summary in the last line."""
    bare = scores["bare lxml.etree.fromstring"].best
    print(f"{pages} pages of {size / 1000:.0f} KB; CPU time per page; share of pages with the field exact")
    print(f"{'':32}{'ms':>8}{'ratio':>8}   " + "".join(f"{name:>10}" for name in FIELDS))
    for name, score in scores.items():
        shares = "".join(f"{score.right[one] / pages:>10.0%}" for one in FIELDS) if name[:4] != "bare" else ""
        print(f"{name:32}{score.best / pages * 1000:8.2f}{score.best / bare:8.1f}   {shares}")
    for name in missing:
        print(f"{name}: not installed here, left out")
    ratios = ", ".join(f"{name} {score.best / bare:.1f}" for name, score in scores.items() if name[:4] != "bare")
    print(f"times the bare lxml parse: {ratios}")


def memory(pages: int) -> None:
    """Read so many pages one after the other; print the resident memory after each tenth, and how much it grew."""
    built = [build(number)[0] for number in range(min(pages, DIFFERENT))]
    taken = []
    for number in range(pages):
        parse(URL, built[number % len(built)])
        if (number + 1) % max(1, pages // 10) == 0:
            taken.append(_resident())
            print(f"{number + 1:>10} pages: {taken[-1]:.1f} MB")
    print(f"memory over {pages} pages: {taken[-1] - taken[0]:+.1f} MB from the first tenth to the last")


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--pages", type=int, help="default 20; with --memory 100,000")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--memory", action="store_true", help="resident memory instead of time (Linux)")
    chosen = options.parse_args()
    if chosen.memory:
        memory(chosen.pages or 100_000)
        return
    pages = [build(number) for number in range(chosen.pages or 20)]
    found, missing = tools()
    scores = measure(found, pages, chosen.rounds)
    report(scores, len(pages), sum(len(body) for body, _ in pages) // len(pages), missing)


if __name__ == "__main__":
    main()
