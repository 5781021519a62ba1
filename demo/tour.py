"""`tintinh demo`: a crawl from a portal's address to fields, search, export and proof, in under a minute."""

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from archive.article_lines import of_article
from archive.checking import check
from archive.errors import CannotOpen
from archive.exporting import export_to
from archive.file_lines import of_verification
from archive.filters import Filters
from archive.folder import reading
from archive.hit_lines import Style, of_hit, of_kwic
from archive.jobs import crawl_sites
from archive.kwic import kwic, some
from archive.lines import of_report
from archive.lookup import article_id
from archive.progress import Event
from archive.record import article_dict
from archive.run import Bounds
from archive.search import search
from archive.trend import trend
from archive.trend_lines import of_trend
from archive.version import tool_version
from demo.portal import Portal
from demo.sites import sites_of

_MARK = "made-by-tintinh-demo"
_QUERY = "cang ca"
_PHRASE = '"thanh long"'
Progress = Callable[[], AbstractContextManager[Callable[[Event], None]]]


def tour(folder: Path, *, progress: Progress) -> Iterator[str]:
    """Run the whole demonstration, giving it line by line. The archive is left in `folder`, made anew each time.

    A folder that is not an earlier demonstration's is never touched: CannotOpen.
    """
    _clear(folder)
    with Portal() as portal:
        yield f"1. A provincial portal runs at {portal.a}, a department's at {portal.b}. Crawling both:"
        yield ""
        first = _crawl(folder, portal, progress, recheck=False)
        yield from of_report(first)
        yield ""
        yield "2. One article, read from its page:"
        yield ""
        yield from _one_article(folder, portal)
        yield ""
        yield f"3. A search typed without accents: {_QUERY}"
        yield ""
        yield from _search(folder)
        yield ""
        yield f"4. A phrase in its context, {_PHRASE}, and its share of each year's articles:"
        yield ""
        yield from _counted(folder)
        yield ""
        yield "5. Exports, for a spreadsheet, for a program, and with the kept pages for ReplayWeb.page:"
        yield from _exports(folder)
        yield ""
        change = portal.publish_more()
        yield "6. The portal publishes one article, corrects one and removes one. A second crawl looks at every page again:"
        yield ""
        second = _crawl(folder, portal, progress, recheck=True)
        yield from of_report(second)
        yield ""
        yield from _sent_again(folder, second)
        yield f"   The correction: {change.before} became {change.after}; both versions are kept."
        yield "   The page that was removed answered 404. Seen so twice, it is called gone; its article stays."
    yield ""
    yield from _proof(folder)
    yield from _what_next(folder, _newest(folder))


def _clear(folder: Path) -> None:
    if not folder.exists():
        return
    if not (folder / _MARK).is_file():
        raise CannotOpen(f"{folder}: exists and is not an earlier demonstration; choose another folder with --keep")
    shutil.rmtree(folder)


def _crawl(folder: Path, portal: Portal, progress: Progress, *, recheck: bool) -> dict[str, Any]:
    wanted = {site.id: (site, list[str]()) for site in sites_of(portal)}
    agent = f"tintinh/{tool_version()} (demonstration on loopback)"
    with progress() as tell:
        report = crawl_sites(folder, wanted, agent=agent, operator=None, bounds=Bounds(), recheck=recheck, tell=tell)
    (folder / _MARK).touch()
    return report


def _one_article(folder: Path, portal: Portal) -> Iterator[str]:
    seed = next(one["url"] for one in portal.expected() if one["published"] == "2020-07-07" and one["photos"])
    with reading(folder) as connection:
        yield from of_article(article_dict(connection, article_id(connection, seed)))


def _search(folder: Path) -> Iterator[str]:
    with reading(folder) as connection:
        result = search(connection, _QUERY, limit=3)
    for hit in result.hits:
        yield from of_hit(hit, Style())
    yield f"{len(result.hits)} of {result.total} hits shown"


def _counted(folder: Path) -> Iterator[str]:
    with reading(folder) as connection:
        shown, _ = some(kwic(connection, _PHRASE, order="right", context=30), 3)
        shares = trend(connection, [_PHRASE], Filters(date_from="2018-01-01"), by="year")
    yield from of_kwic(shown, Style(), context=30)
    yield from list(of_trend(shares, columns=60))[:-1]


def _exports(folder: Path) -> Iterator[str]:
    for form in ("csv", "jsonl", "wacz"):
        path = folder / f"news.{form}"
        written = export_to(folder, form, "", Filters(), output=path, exact=False, for_spreadsheet=False)
        yield f"   {path}: {written.count} {written.what}"


def _sent_again(folder: Path, report: Mapping[str, Any]) -> Iterator[str]:
    """Say what the second crawl made the portals send: with a validator only what changed, without one everything."""
    query = (
        "SELECT count(*), coalesce(sum(f.etag IS NULL AND f.last_modified IS NULL), 0) FROM captures c "
        "JOIN frontier f ON f.key = c.key WHERE c.run_id = ? AND c.status = 200"
    )
    with reading(folder) as connection:
        sent, without = connection.execute(query, (report["run"],)).fetchone()
    yield f"   {report['total']['not_modified']} unchanged pages were not sent again. {sent} were sent: {sent - without} new or changed,"
    yield f"   {without} for which the site offers neither ETag nor Last-Modified to ask with."


def _proof(folder: Path) -> Iterator[str]:
    report = check(folder, [], progress=None)
    result = "; ".join(line for line, is_result in of_verification(report) if is_result)
    yield f"7. Every byte read again: {result}"


def _newest(folder: Path) -> int:
    with reading(folder) as connection:
        return int(connection.execute("SELECT max(id) FROM articles").fetchone()[0])


def _what_next(folder: Path, newest: int) -> Iterator[str]:
    command = (
        sys.argv[0] if sys.argv[0].endswith("/tintinh") else "tintinh"
    )  # as it was typed: it may not be on the PATH
    yield ""
    yield "What to type next:"
    yield f"   {command} search 'thanh long' --archive {folder}"
    yield f"   {command} show {newest} --provenance --archive {folder}"
    yield f"   {command} history --since 2020-01-01 --archive {folder}"
    yield f"   {command} export csv --province 'Bình Thuận' -o news.csv --archive {folder}"
    yield f"   {command} status --archive {folder}"
    yield f"   {command} sites"
