"""The side file of an export, FILE.export.json: what is in it, and how to get it again."""

import hashlib
import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.export.manifest import NAME
from archive.export.selection import Written
from archive.export.target import open_target
from archive.version import tool_version


def write_note(
    path: Path, *, query: str, filters: Mapping[str, Any], exact: bool, format_name: str, written: Written
) -> Path | None:
    """Write FILE.export.json beside a finished export and return its path; None where nothing was left (a device).

    {query, exact, filters, count, format, tool_version, sha256, created} and the writer's remarks. The hash is of the
    bytes read back from disk; of a folder it is the hash of its manifest, which `manifest` names.
    """
    path = Path(os.path.realpath(path))
    summed = path / NAME if path.is_dir() else path
    if not summed.is_file():
        return None
    with summed.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    note = {
        "query": query,
        "exact": exact,
        "filters": filters,
        "count": written.count,
        "format": format_name,
        "tool_version": tool_version(),
        **({"manifest": NAME} if path.is_dir() else {}),
        "sha256": digest,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        **written.remarks,
    }
    beside = path.with_name(f"{path.name}.export.json")
    beside.unlink(
        missing_ok=True
    )  # what an earlier export said is no longer true, even if there is no room for the new
    with open_target(beside) as stream:
        json.dump(note, stream, ensure_ascii=False, indent=2)
        stream.write("\n")
    return beside
