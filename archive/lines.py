"""Reports, articles and hits as lines of text for a person. Pure: the command line prints them."""

from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from archive.marks import END, START

_TOTALS = ("requests", "new", "changed", "unchanged", "not_modified", "gone", "failed", "skipped", "drift")


def of_report(report: Mapping[str, Any]) -> Iterator[str]:
    """Return a run's report: a table of sites by counts, then reasons and notes."""
    rows: list[tuple[str, ...]] = [("site", *(name.replace("_", " ") for name in _TOTALS))]
    for site, counts in report["sites"].items():
        summed = {name: sum(counts[name].values()) for name in ("failed", "skipped")}
        rows.append((site or "(unknown)", *(str({**counts, **summed}[name]) for name in _TOTALS)))
    if len(rows) > 2:
        rows.append(("all", *(str(report["total"][name]) for name in _TOTALS)))
    yield from table(rows)
    for site, counts in report["sites"].items():
        for group in ("failed", "skipped"):
            if counts[group]:
                yield f"{site or '(unknown)'}: {group} " + ", ".join(
                    f"{count} {reason}" for reason, count in counts[group].items()
                )
        for note in counts["notes"]:
            yield f"{site}: {note}"
    if report["stopped_by"]:
        yield f"stopped by: {report['stopped_by']}; everything so far is kept"


def of_article(article: Mapping[str, Any], *, width: int = 100) -> Iterator[str]:
    """Return an article's fields, each under its name, the body as paragraphs."""
    province = article["province"] or ""
    if article["province_now"] and article["province_now"] != province:
        province += f" (now {article['province_now']})"
    heads = {
        "id": article["id"],
        "title": article["title"],
        "published": article["published"],
        "site": article["site"],
        "province": province,
        "section": article["section"],
        "byline": article["byline"],
        "source": article["source"],
        "url": article["url"],
        "captured": article["captured"],
        "version": article["version"] if (article["version"] or 1) > 1 else None,
        "lede": article["lede"],
    }
    for name, value in heads.items():
        if value not in (None, ""):
            yield from _field(name, str(value), width)
    for photo in article["photos"]:
        credit = f" (credit: {photo['credit']})" if photo["credit"] else ""
        yield from _field("photo", photo["url"], width)
        yield from _field("caption", f"{photo['caption'] or '(none)'}{credit}", width)
    for paragraph in article["body"]:
        yield from _field("body", paragraph, width)
    for attachment in article["attachments"]:
        yield from _field("file", f"{attachment['text']}: {attachment['url']}", width)
    if article["fallback"]:
        yield "  (read without a layout of this site: a guess, marked as fallback)"


def of_provenance(source: Mapping[str, Any] | None) -> Iterator[str]:
    """Return where an article's bytes lie, and by which rule each field was found."""
    if not source:
        return
    capture = source["capture"]
    yield f"{'kept in':>10}  {capture['file']}, offset {capture['offset']}, {capture['length']} bytes, {capture['record_id']}"
    yield f"{'digest':>10}  {capture['payload_digest']}"
    yield f"{'parser':>10}  {source['parser']}"
    for one in source["fields"]:
        yield f"{one['field']:>10}  {one['rule']}"


def of_hit(article: Mapping[str, Any], snippet: str, *, bold: bool) -> Iterator[str]:
    """Return one hit: id, day, site, title, and the snippet with its hits marked."""
    opening, closing = ("\x1b[1m", "\x1b[0m") if bold else ("«", "»")
    day = (article["published"] or article["captured"] or "")[:10]
    yield f"{article['id']}  {day}  {article['site']}  {article['title']}"
    if snippet:
        yield "    " + snippet.replace(START, opening).replace(END, closing)


def of_status(status: Mapping[str, Any]) -> Iterator[str]:
    """Return the state of an archive."""
    size = status["bytes"]
    counts = f"{status['articles']} articles, {status['captures']} captures, {status['versions']} earlier versions"
    yield f"{status['archive']}: {counts}, {status['gone']} gone"
    yield f"WARC {megabytes(size['warc'])}, database {megabytes(size['database'])}, free on disk {megabytes(size['free'])}"
    last = status["last_run"]
    if last:
        ended = "did not end well" if last["exit_code"] in (None, -1) else f"exit code {last['exit_code']}"
        yield f"last run: {last['command']} at {last['started'][:19]}Z, {ended}"
    rows: list[tuple[str, ...]] = [
        ("site", "articles", "newest", "lede", "caption", "body", "date", "byline", "due", "drift")
    ]
    for one in status["sites"]:
        shares = [f"{one['coverage'].get(name, 0):.0%}" for name in ("lede", "caption", "body", "published", "byline")]
        rows.append(
            (one["site"], str(one["articles"]), (one["newest"] or "")[:10], *shares, str(one["due"]), str(one["drift"]))
        )
    yield from table(rows)
    for host in status["waiting"]:
        yield f"{host['host']} waits until {host['not_before'][:19]}Z ({host['reason']}, {host['failures']} failures in a row)"


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Return rows as aligned columns: text to the left, numbers to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (
            cell.rjust(width) if _is_number(cell) else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        )
        yield "  ".join(cells).rstrip()


def megabytes(count: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count} bytes"


def _field(name: str, text: str, width: int) -> Iterator[str]:
    lines = wrap(text, width - 12, break_long_words=False, break_on_hyphens=False) or [""]
    yield f"{name:>10}  {lines[0]}"
    yield from (" " * 12 + line for line in lines[1:])


def _is_number(text: str) -> bool:
    return text.replace(".", "").replace("%", "").isdecimal()
