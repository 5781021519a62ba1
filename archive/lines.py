"""Reports as lines of text for a person. Pure: the command line prints them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archive.display import left, right, width

if TYPE_CHECKING:
    from archive.search import Result

_CONTEXT = 8  # unchanged words shown on each side of a change
_ENOUGH, _FALL = 10, 0.2  # articles of a month whose shares are compared; how far a share falls before it is said
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
        if counts["duplicate"]:
            yield f"{site}: duplicate {counts['duplicate']}: addresses that show an article known under another one"
        for note in counts["notes"]:
            yield f"{site}: {note}"
    yield from report["notes"]
    if report["stopped_by"]:
        yield f"stopped by: {report['stopped_by']}; everything so far is kept"


def of_reparse(report: Mapping[str, Any]) -> Iterator[str]:
    """Return what a reparse did, or would do: a table of sites by counts, then reasons, then the fields with examples."""
    names = ("same", "changed", "new", "versions", "refused")
    rows: list[tuple[str, ...]] = [("site", *("new versions" if name == "versions" else name for name in names))]
    for site, counts in report["sites"].items():
        row = {**counts, "refused": sum(counts["refused"].values())}
        rows.append((site, *(str(row[name]) for name in names)))
    if len(rows) > 2:
        rows.append(("all", *(str(report["total"][name]) for name in names)))
    yield from table(rows)
    for site, counts in report["sites"].items():
        for group, words in (("refused", "refused"), ("none", "still no article:")):
            if counts[group]:
                reasons = ", ".join(f"{count} {reason}" for reason, count in counts[group].items())
                yield f"{site}: {words} {reasons}"
    for name, found in report["fields"].items():
        yield f"{name}: {found['changed']} {'would change' if report['dry_run'] else 'changed'}"
        for example in found["examples"] if report["dry_run"] else ():
            yield f"    {example['article']}  {example['before'] or '(none)'} -> {example['after'] or '(none)'}"
    if report["stopped_by"]:
        yield f"stopped by: {report['stopped_by']}; everything so far is kept, and the next reparse goes on from there"
    elif report["dry_run"]:
        yield "nothing was written"


def of_history(article: Mapping[str, Any], *, colour: bool) -> Iterator[str]:
    """Return the versions of an article: when, by which capture, and what changed, word by word."""
    yield f"{article['id']}  {article['site']}  {article['title']}"
    yield f"    {article['url']}"
    if article["gone_at"]:
        yield f"    gone since {minute(article['gone_at'])}; last seen {minute(article['last_seen'])}"
    elif article["missing_since"]:
        yield f"    not found since {minute(article['missing_since'])}; gone if that is so once more"
    for one in article["versions"]:
        capture = one["capture"]
        yield ""
        yield f"version {one['version']}: seen {minute(one['seen_from'])} to {minute(one['seen_until'])}"
        yield f"    capture {capture['id']}: {capture['file']}, offset {capture['offset']}, {capture['payload_digest']}"
        yield f"    read by {one['parser']}"
        if not one["same_parser"]:
            yield "    another parser than the version before: some of this may be the reading; see tintinh reparse"
        for change in one["changes"]:
            place = f" ({change['url']})" if change["url"] and change["field"] in ("caption", "credit") else ""
            yield f"{change['field']:>10}{place}  {_changed(change['parts'], colour=colour)}"
        if one["version"] > 1 and not one["changes"]:
            yield "    no field differs from the version before, as both are read today"


def of_edits(edits: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Return silent edits as a table: article, day, fields, words removed and added, the title."""
    if not edits:
        yield "no silent edit"
        return
    rows: list[tuple[str, ...]] = [("article", "site", "seen", "version", "removed", "added", "fields", "title")]
    for one in edits:
        note = "".join((" (gone)" if one["gone_at"] else "", "" if one["same_parser"] else " (another parser)"))
        numbers = (str(one[name]) for name in ("version", "removed", "added"))
        fields = ", ".join(one["fields"]) + note
        rows.append((str(one["id"]), one["site"], one["seen"][:10], *numbers, fields, one["title"]))
    yield from table(rows)


def minute(instant: str) -> str:
    """Return an instant as people read it, in UTC."""
    return f"{instant[:10]} {instant[11:16]}Z"


def _changed(parts: Sequence[Mapping[str, str]], *, colour: bool) -> str:
    """Return a text with what went and what came marked; long stretches without a change are left out."""
    marks = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
    if colour:
        marks = {"removed": ("\x1b[31m", "\x1b[0m"), "added": ("\x1b[32m", "\x1b[0m")}
    shown = []
    for number, part in enumerate(parts):
        text = " ".join(part["text"].replace("\n\n", " ¶ ").split())
        if part["op"] == "same":
            shown.append(_near(text.split(), first=number == 0, last=number == len(parts) - 1))
        else:
            shown.append(text.join(marks[part["op"]]))
    return " ".join(shown)


def _near(words: Sequence[str], *, first: bool, last: bool) -> str:
    """Return what of an unchanged stretch is near a change."""
    if len(words) <= 2 * _CONTEXT or ((first or last) and len(words) <= _CONTEXT):
        return " ".join(words)
    before, after = "" if first else " ".join(words[:_CONTEXT]), "" if last else " ".join(words[-_CONTEXT:])
    return " ".join(filter(None, (before, "…", after)))


def of_pack(report: Mapping[str, Any]) -> Iterator[str]:
    """Return the report of `pack` or `unpack`."""
    for one in report["files"]:
        if one["left"]:
            yield f"{one['file']}: left as it is: {one['left']}"
            continue
        same = {True: ", the original file byte for byte", False: ", the same records in other gzip members"}.get(
            one["original"], ""
        )
        sizes = f"{byte_size(one['before'])} -> {byte_size(one['after'])}"
        yield f"{one['file']} -> {one['becomes']}: {one['records']} records, {sizes}{same}"
    total = report["total"]
    what = "would be " if report["dry_run"] else ""
    saved = total["before"] - total["after"]
    change = f"{byte_size(abs(saved))} {'less' if saved >= 0 else 'more'}"
    share = f", {total['after'] / total['before']:.0%} of the size" if total["before"] else ""
    yield f"{counted(total['files'], 'file')} {what}{report['command']}ed: {change}{share}; {total['left']} left as they are"
    if total["foreign"]:
        stay = "stays as it is" if total["foreign"] == 1 else "stay as they are"
        yield f"{counted(total['foreign'], 'file')} of others, taken in by ingest, {stay}: pack rewrites only what crawls wrote"


def of_status(status: Mapping[str, Any]) -> Iterator[str]:
    """Return the state of an archive."""
    size = status["bytes"]
    words = {"articles": "article", "captures": "capture", "versions": "earlier version"}
    counts = ", ".join(counted(status[name], word) for name, word in words.items())
    yield f"{status['archive']}: {counts}, {status['gone']} gone"
    yield f"WARC {byte_size(size['warc'])}, database {byte_size(size['database'])}, free on disk {byte_size(size['free'])}"
    packed = status["packed"]
    if packed["files"]:
        before = byte_size(packed["bytes_before"])
        yield f"packed: {counted(packed['files'], 'file')}, {byte_size(packed['bytes'])} instead of {before}"
    last = status["last_run"]
    if last:
        unusual = {None: "under way", -1: "did not end well"}
        ended = unusual.get(last["exit_code"], f"exit code {last['exit_code']}")
        yield f"last run: {last['command']} at {last['started'][:19]}Z, {ended}"
    rows: list[tuple[str, ...]] = [
        ("site", "articles", "newest", "lede", "caption", "body", "date", "byline", "due", "drift")
    ]
    for one in status["sites"]:
        shares = [
            f"{one['coverage'][name]:.0%}" if name in one["coverage"] else "-"
            for name in ("lede", "caption", "body", "published", "byline")
        ]
        rows.append(
            (one["site"], str(one["articles"]), (one["newest"] or "")[:10], *shares, str(one["due"]), str(one["drift"]))
        )
    yield from table(rows)
    for one in status["sites"]:
        yield from _falls(one)
    for host in status["waiting"]:
        yield f"{host['host']} waits until {host['not_before'][:19]}Z ({host['reason']}, {host['failures']} failures in a row)"


def _falls(site: Mapping[str, Any]) -> Iterator[str]:
    """Say which field of a site is read on far fewer articles of the newest month than of an earlier one."""
    months = [one for one in site["coverage_by_month"] if one["articles"] >= _ENOUGH]
    for name in site["coverage"] if len(months) > 1 else ():
        *before, now = (one["coverage"].get(name, 0.0) for one in months)
        if max(before) - now >= _FALL:
            shares = ", ".join(f"{one['month']} {one['coverage'].get(name, 0.0):.0%}" for one in months)
            yield f"{site['site']}: {'date' if name == 'published' else name} is read less often: {shares}"


def of_counts(result: "Result", offset: int) -> str:
    """Say which hits of how many these are; a plus where counting stopped before the end, which --count does not."""
    total = f"{result.total}{'+' if result.total_capped else ''}"
    shown = f"{offset + 1}-{offset + len(result.hits)} of {total}"
    if not result.hits:
        shown = f"none behind hit {offset}; there are {total}" if result.total else "no hits"
    plus = "+" if result.more_capped else ""
    more = (
        f"; {result.more_without_accents}{plus}{' more' if result.total else ''} when accents are ignored"
        if result.more_without_accents
        else ""
    )
    ranked = f"; ranked over the newest {result.ranked_over}" if result.ranked_over else ""
    return f"{shown}{more}{ranked}"


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Return rows, the first of them names, as aligned columns: of text to the left, of numbers to the right."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(width, column)) for column in columns]
    fill = [right if all(map(_is_number, column[1:])) else left for column in columns]
    for row in rows:
        cells = (aligned(cell, wide) for aligned, cell, wide in zip(fill, row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def byte_size(count: int) -> str:
    """Return a number of bytes as people say it."""
    for unit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"


def counted(count: int, word: str) -> str:
    """Return a number with its word: 1 file, 2 files."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def _is_number(text: str) -> bool:
    return text in ("", "-") or text.replace(".", "").replace("%", "").isdecimal()
