"""The export formats: every module beside this one with a `write` (of articles) or a `write_captures` is one, by its name."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Any, Protocol, TextIO

from archive import export
from archive.export.captures import CaptureSelection
from archive.record import Record


class Writer(Protocol):
    """Writes records as they come, in flat memory, and returns how many there were."""

    def __call__(self, records: Iterable[Record], stream: TextIO, *, for_spreadsheet: bool = False) -> int:
        """Write all records to a text stream opened with newline=""."""


class CaptureWriter(Protocol):
    """Writes the captures behind articles, in flat memory, and returns how many there were."""

    def __call__(self, chosen: CaptureSelection, stream: TextIO) -> int:
        """Write all captures to the bytes below a stream."""


def _found(function: str) -> dict[str, Any]:
    modules = {found.name: f"{export.__name__}.{found.name}" for found in pkgutil.iter_modules(export.__path__)}
    modules.pop("formats")
    writers = {name: getattr(import_module(path), function, None) for name, path in modules.items()}
    return {name: write for name, write in sorted(writers.items()) if write is not None}


FORMATS: dict[str, Writer] = _found("write")
CAPTURE_FORMATS: dict[str, CaptureWriter] = _found("write_captures")
