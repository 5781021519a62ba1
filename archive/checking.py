"""`verify`: the archive, or WARC files of others, as one report."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.errors import BadQuery
from archive.folder import reading
from archive.verify import Report, verify_archive, verify_file


def check(folder: Path, files: Sequence[Path], *, progress: Callable[[int, int], None] | None) -> dict[str, Any]:
    """Verify the archive in `folder`, or only `files` where there are any. Returns the report as a dict; never repairs."""
    if not files:
        with reading(folder) as connection:
            return verify_archive(folder, connection, progress=progress).as_dict()
    for path in files:
        if not path.is_file():
            raise BadQuery(f"{path}: no such file")
    checked = [verify_file(path) for path in files]
    findings = tuple(finding for one in checked for finding in one.findings)
    counts = {name: sum(getattr(one, name) for one in checked) for name in ("records", "captures")}
    report = Report(files=len(files), bytes=sum(one.length for one in checked), findings=findings, **counts)
    return {**report.as_dict(), "findings": [asdict(one) for one in findings]}
