"""What `verify` and `ingest` say to a person, as lines."""

from collections.abc import Iterator, Mapping
from typing import Any


def of_verification(report: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Yield lines, each with whether it is the result (for standard output) or something found (for standard error)."""
    if "lost" in report:
        yield from _of_salvage(report)
        return
    for one in report.get("repaired", ()):
        copied = f"; {one['cut']} bytes were copied to {one['damaged_copy']} and cut" if one["cut"] else ""
        yield f"repaired: {one['file']}: {one['adopted']} captures adopted{copied}", True
    for one in report["findings"]:
        place = one["file"] + ("" if one["offset"] is None else f", offset {one['offset']}")
        yield f"{one['level']}: {place}: {one['code']}: {one['message']}{_affected(one)}", False
    verdict = "whole" if report["ok"] else "DAMAGED"
    yield f"{report['files']} files, {report['records']} records, {report['bytes']} bytes: {verdict}", True


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
