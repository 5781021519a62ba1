"""`verify`: the archive, or WARC files of others, as one report."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from archive.errors import ArchiveBusy, BadQuery, CannotOpen, NoSpace
from archive.fixity import Finding
from archive.folder import DATABASE, reading, writing
from archive.verify import Report, check_indexes, verify_archive, verify_file


def check(folder: Path, files: Sequence[Path], *, progress: Callable[[int, int], None] | None) -> dict[str, Any]:
    """Verify the archive in `folder`, or only `files` where there are any. Returns the report as a dict; never repairs."""
    if not files:
        found = _check_indexes(folder)
        with reading(folder) as connection:
            report = verify_archive(folder, connection, progress=progress)
        return replace(report, findings=(*found, *report.findings)).as_dict()
    for path in files:
        _check_is_warc(path)
    checked = [verify_file(path) for path in files]
    findings = tuple(finding for one in checked for finding in one.findings)
    counts = {name: sum(getattr(one, name) for one in checked) for name in ("records", "captures")}
    report = Report(files=len(files), bytes=sum(one.length for one in checked), findings=findings, **counts)
    return {**report.as_dict(), "findings": [asdict(one) for one in findings]}


def _check_is_warc(path: Path) -> None:
    """Raise BadQuery for what nobody would call a damaged WARC file: no file, a folder, a ZIP such as a WACZ."""
    if path.is_dir():
        raise BadQuery(f"{path}: a folder; name the WARC files in it, or an archive with --archive")
    try:
        with path.open("rb") as file:
            beginning = file.read(4)
    except FileNotFoundError:
        raise BadQuery(f"{path}: no such file") from None
    except OSError as error:
        raise BadQuery(f"{path}: cannot be read ({error.strerror})") from error
    if beginning == b"PK\x03\x04":
        raise BadQuery(f"{path}: a ZIP file, such as a WACZ; unzip it and verify the WARC files in its folder archive")


def _check_indexes(folder: Path) -> tuple[Finding, ...]:
    """Compare the full-text indexes with the text, first and by itself: only this needs the archive's lock."""
    try:
        with writing(folder) as connection:
            return tuple(check_indexes(connection))
    except (ArchiveBusy, NoSpace, CannotOpen) as error:
        message = f"the full-text indexes were not checked ({error})"
        return (Finding(file=DATABASE, offset=None, code="index_unchecked", message=message, level="note"),)
