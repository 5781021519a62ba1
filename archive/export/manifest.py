"""The manifest of an exported folder: a sha256 for every file, as `sha256sum -c MANIFEST.sha256` reads it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

NAME = "MANIFEST.sha256"


def write_manifest(folder: Path) -> None:
    """Write the manifest of all files in a folder, in the order of their paths."""
    with (folder / NAME).open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(f"{_digest(folder / name)}  {name}\n" for name in sorted(_names(folder)))


def changed_since(folder: Path) -> str | None:
    """Say how a folder differs from its manifest, or return None if it does not. Raises OSError."""
    try:
        lines = (folder / NAME).read_text("utf-8").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        return "is no export of tintinh"
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = set(_names(folder))
    if added := sorted(there - listed.keys()):
        return f"holds files of yours ({added[0]}{', ...' if len(added) > 1 else ''})"
    for name, digest in listed.items():
        if name not in there or _digest(folder / name) != digest:
            return f"has been changed ({name})"
    return None


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if name != NAME and (path.is_symlink() or not path.is_dir()):
            yield name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
