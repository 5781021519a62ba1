"""The export formats: their names, and what each writes to. The module of the same name writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Literal, TypeAlias

from archive.errors import BadQuery
from archive.export.selection import Written

Target: TypeAlias = Literal["stream", "file", "folder"]
Holds: TypeAlias = Literal["articles", "captures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One export format; archive/export/NAME.py has its `write(selection, target)`, which returns Written.

    holds: what is written, and so what selection is: articles (a Selection), or the captures behind them (a CaptureSelection).

    target: a text stream opened with newline="" (a file or standard output); the path of a file to make; or the
    path of an empty folder. `package` is what an extra must bring for it.
    """

    name: str
    target: Target
    package: str | None = None
    holds: Holds = "articles"

    def writer(self) -> Callable[..., Written]:
        """Load the module and return its `write`. Raises BadQuery, with the command to type, where the package is missing."""
        try:
            write: Any = import_module(f"archive.export.{self.name.replace('-', '_')}").write
        except ModuleNotFoundError as error:
            if error.name is None or error.name.partition(".")[0] != self.package:
                raise
            raise BadQuery(
                f"export {self.name} needs {self.package}, which is not installed: pip install 'tintinh[export]'"
            ) from error
        return write  # type: ignore[no-any-return]  # every module here has one; a test says so


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        Format(name="csv", target="stream"),
        Format(name="jsonl", target="stream"),
        Format(name="json", target="stream"),
        Format(name="parquet", target="file", package="pyarrow"),
        Format(name="xlsx", target="file", package="xlsxwriter"),
        Format(name="markdown", target="folder"),
        Format(name="text", target="folder"),
        Format(name="tei", target="stream"),
        Format(name="bibtex", target="stream"),
        Format(name="ris", target="stream"),
        Format(name="csl-json", target="stream"),
        Format(name="sqlite", target="file"),
        Format(name="warc", target="stream", holds="captures"),
        Format(name="wacz", target="stream", holds="captures"),
        Format(name="cdxj", target="stream", holds="captures"),
    )
}


def format_named(name: str) -> Format:
    """Return the format of a name. Raises BadQuery, with the nearest name, for an unknown one."""
    found = FORMATS.get(name.lower())
    if found is not None:
        return found
    close = get_close_matches(name.lower(), FORMATS, n=1, cutoff=0.6)
    hint = f"did you mean {close[0]}? " if close else ""
    raise BadQuery(f"no export format is called {name!r}; {hint}there are {', '.join(FORMATS)}")
