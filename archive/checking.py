"""`verify`: the archive, or WARC files of others, as one report; and `verify --repair`, which puts right what it can."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from archive.errors import ArchiveBusy, BadQuery, CannotOpen, NoSpace
from archive.fixity import Finding
from archive.folder import DATABASE, reading, writing
from archive.salvage import salvage
from archive.verify import FileReport, Report, check_indexes, verify_archive, verify_file
from archive.wacz_reader import is_wacz, members

if TYPE_CHECKING:
    from archive.recovery import Recovered

Tell: TypeAlias = Callable[[int, int], None]
_WORTH_A_REPAIR = frozenset(
    {"torn", "junk", "nul", "corrupt", "file_changed", "record_without_row", "unknown_file", "no_digest"}
)


def verified(
    folder: Path,
    files: Sequence[Path],
    *,
    repair: bool,
    salvaged: Path | None,
    output: Path | None,
    progress: Tell | None,
) -> dict[str, Any]:
    """Do what `verify` was asked for. Raises BadQuery for what does not go together."""
    if (repair and (files or salvaged)) or (salvaged and files) or (output and not salvaged):
        raise BadQuery(
            "verify takes files, or --repair (of the archive), or --salvage FILE with -o OUT; not several of them"
        )
    if salvaged:
        report = salvage(salvaged, output, progress=progress)
        return {"ok": not report["lost"], **report}
    return check_and_repair(folder, progress=progress) if repair else check(folder, files, progress=progress)


def check(folder: Path, files: Sequence[Path], *, progress: Tell | None) -> dict[str, Any]:
    """Verify the archive in `folder`, or only `files` where there are any. Returns the report as a dict; never repairs."""
    if not files:
        found = _check_indexes(folder)
        with reading(folder) as connection:
            report = verify_archive(folder, connection, progress=progress)
        return replace(report, findings=(*found, *report.findings)).as_dict()
    for path in files:
        if path.is_dir():
            raise BadQuery(f"{path}: a folder; name the WARC files in it, or an archive with --archive")
        if not path.is_file():
            raise BadQuery(f"{path}: no such file")
    checked = [report for path in files for report in _check_file(path)]
    findings = tuple(finding for one in checked for finding in one.findings)
    counts = {name: sum(getattr(one, name) for one in checked) for name in ("records", "captures")}
    report = Report(files=len(checked), bytes=sum(one.length for one in checked), findings=findings, **counts)
    return report.as_dict()


def _check_indexes(folder: Path) -> tuple[Finding, ...]:
    """Compare the full-text indexes with the text, first and by itself: only this needs the archive's lock."""
    try:
        with writing(folder) as connection:
            return tuple(check_indexes(connection))
    except (ArchiveBusy, NoSpace, CannotOpen) as error:
        message = f"the full-text indexes were not checked ({error})"
        return (Finding(file=DATABASE, offset=None, code="index_unchecked", message=message, level="note"),)


def check_and_repair(folder: Path, *, progress: Tell | None) -> dict[str, Any]:
    """Verify the archive and put right what can be put right without loss; then verify again.

    Whole captures that the database does not know get their rows; a torn end is copied to `*.damaged` and then cut.
    A lost database is made again from the files. The report is that of the last verification, with `repaired`: what was
    done, file by file. Takes the archive's lock.
    """
    from archive.recovery import recover, repair_closed  # loads the parsers, which only a repair needs

    with writing(folder, remake=True) as connection:
        repaired = recover(folder, connection)
        report = verify_archive(folder, connection, check_index=True, progress=progress)
        worth = sorted({one.file for one in report.findings if one.code in _WORTH_A_REPAIR})
        if worth:
            repaired += repair_closed(folder, connection, worth)
            report = verify_archive(folder, connection, check_index=True, progress=progress)
    return {**report.as_dict(), "repaired": [_told(one) for one in repaired]}


def _check_file(path: Path) -> list[FileReport]:
    if not is_wacz(path):
        return [verify_file(path)]
    return [
        verify_file(path, name=f"{path.name}/{one.name}", start=one.start, end=one.start + one.size)
        for one in members(path)
        if not one.deflated
    ]


def _told(one: "Recovered") -> dict[str, Any]:
    copy = one.damaged_copy.name if one.damaged_copy else None
    return {"file": one.file, "adopted": one.adopted, "cut": one.cut, "damaged_copy": copy}
