"""What `verify` and `ingest` say to a person, as lines."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from archive.lines import byte_size, counted, table

_ALIKE = 20  # findings of one kind in one file that are told one by one; a lost file has ten thousands
_HOSTS = 12  # shown; the report in JSON has more


def of_verification(report: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield lines, each with whether it is the result (for standard output) or something found (for standard error)."""
    if "lost" in report:
        yield from _of_salvage(report)
        return
    for one in report.get("repaired", ()):
        copied = f"; {one['cut']} bytes were copied to {one['damaged_copy']} and cut" if one["cut"] else ""
        yield f"repaired: {one['file']}: {one['adopted']} captures adopted{copied}", True
    alike: Counter[tuple[str, str, str]] = Counter()
    for one in report["findings"]:
        alike[one["level"], one["file"], one["code"]] += 1
        if alike[one["level"], one["file"], one["code"]] > _ALIKE:
            continue
        place = one["file"] + ("" if one["offset"] is None else f", offset {one['offset']}")
        yield f"{one['level']}: {place}: {one['code']}: {one['message']}{_affected(one)}", False
    for (level, file, code), count in alike.items():
        if count > _ALIKE:
            yield f"{level}: {file}: {code}: {count - _ALIKE} more like these; tintinh verify --json has all", False
    verdict = "whole" if report["ok"] else "DAMAGED"
    read = f"{counted(report['files'], 'file')}, {counted(report['records'], 'record')}, {report['bytes']} bytes"
    yield f"{read}: {verdict}", True


def _affected(finding: Mapping[str, Any]) -> str:
    """Say which capture of which address a finding is about."""
    if not finding["url"]:
        return ""
    number = f"capture {finding['capture_id']} of " if finding["capture_id"] is not None else ""
    return f" ({number}{finding['url']})"


def _of_salvage(report: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    for one in report["lost"]:
        named = f" ({one['url']})" if one["url"] else ""
        yield f"lost: {report['file']}, offset {one['offset']}, {one['bytes']} bytes: {one['reason']}{named}", False
    total = sum(one["bytes"] for one in report["lost"])
    lost = f"{total} bytes in {len(report['lost'])} places were lost" if report["lost"] else "nothing was lost"
    written = (
        f"{report['records']} records written to {report['output']}" if report["output"] else "no record can be read"
    )
    yield f"{written}; {lost}", True


def of_ingest(report: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield lines, each with whether it is the result or something an operator must see."""
    for one in report["damage"]:
        named = f" ({one['url']})" if one["url"] and one["url"] not in one["reason"] else ""
        yield f"damage: {one['file']}, offset {one['offset']}: {one['reason']}{named}", False
    if report["damaged"] > len(report["damage"]):
        yield f"damage: and {report['damaged'] - len(report['damage'])} more places", False
    for one in report["files"]:
        if one["state"] == "failed":
            yield f"failed: {one['why']}", False
        elif one["state"] == "known":
            yield f"{one['file']}: known already", True
        elif one["state"] == "separated":
            yield f"{one['file']}: its records share gzip members; they were written into the archive one by one", True
        else:
            left = "" if one["state"] == "whole" else " so far"
            yield f"{one['file']}: {one['captures']} captures{left}", True
    yield from ((line, True) for line in _of_hosts(report))
    for archive in report.get("merged", ()):
        counts = f"{archive['met']} articles met, {archive['copied']} copied, {archive['aliases']} aliases written"
        yield f"{archive['archive']}: {counts}", True
    total = report["total"]
    records = ", ".join(f"{count} {name}" for name, count in report["records"].items())
    yield f"records: {records or 'none'}; {report['known']} captures known already", True
    words = ", ".join(f"{total[name]} {name}" for name in ("new", "changed", "unchanged"))
    yield f"articles: {words}; {sum(_reasons(report).values())} captures not read{_listed(_reasons(report))}", True
    if report["stopped_by"]:
        yield f"stopped by: {report['stopped_by']}; run it again and it goes on from there", True


def _of_hosts(report: Mapping[str, Any]) -> Iterator[str]:
    hosts = report["hosts"]
    if not hosts:
        return
    rows: list[tuple[str, ...]] = [("host", "captures", "articles", "bytes", "kinds")]
    for host, counts in list(hosts.items())[:_HOSTS]:
        kinds = ", ".join(f"{count} {kind}" for kind, count in counts["kinds"].items())
        numbers = (str(counts["captures"]), str(counts["articles"]), byte_size(counts["bytes"]))
        rows.append((host, *numbers, kinds))
    yield from table(rows)
    if more := len(hosts) - len(rows) + 1 + report["more_hosts"]:
        yield f"and {more} more hosts"


def _reasons(report: Mapping[str, Any]) -> Counter[str]:
    """Return why captures gave no article although they were asked to, over all sites."""
    reasons: Counter[str] = Counter()
    for counts in report["sites"].values():
        reasons.update(counts["failed"])
        reasons.update(counts["skipped"])
    return reasons


def _listed(reasons: Counter[str]) -> str:
    return f" ({', '.join(f'{count} {reason}' for reason, count in reasons.most_common(8))})" if reasons else ""
