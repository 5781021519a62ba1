"""The export formats: every module beside this one that has a `write` is one, under its own name."""

import pkgutil
from collections.abc import Iterable
from importlib import import_module
from typing import Protocol, TextIO

from archive import export
from archive.record import Record


class Writer(Protocol):
    """Writes records as they come, in flat memory, and returns how many there were."""

    def __call__(self, records: Iterable[Record], stream: TextIO, *, for_spreadsheet: bool = False) -> int:
        """Write all records to a text stream opened with newline=""."""


def _found() -> dict[str, Writer]:
    modules = {found.name: f"{export.__name__}.{found.name}" for found in pkgutil.iter_modules(export.__path__)}
    modules.pop("formats")
    writers = {name: getattr(import_module(path), "write", None) for name, path in modules.items()}
    return {name: write for name, write in sorted(writers.items()) if write is not None}


FORMATS: dict[str, Writer] = _found()
