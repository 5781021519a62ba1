"""`export`: what a search finds, written in a format, to a file that appears whole or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

from archive.errors import BadQuery
from archive.export.captures import CaptureSelection, Which
from archive.export.formats import FORMATS, Format, format_named
from archive.export.note import write_note
from archive.export.selection import Selection, Written
from archive.export.target import file_target, folder_target, open_target
from archive.filters import Filters
from archive.folder import reading
from archive.search import ids


def export_to(
    folder: Path,
    name: str,
    text: str,
    filters: Filters,
    *,
    output: Path | None,
    exact: bool,
    for_spreadsheet: bool = False,
    captures: Which | None = None,
) -> Written:
    """Write all articles that a search finds, newest first, or the captures behind them; `output` None is standard output.

    Articles are read from one state of the archive, whatever a crawl writes meanwhile. `captures` says which captures of
    an article, None all. Beside a file or folder stands its side file. Raises BadQuery for an unknown format and for what
    a format cannot do, ArchiveError and NoSpace for the target.
    """
    form = format_named(name)
    if for_spreadsheet and form.name != "csv":
        raise BadQuery("--for-spreadsheet is for csv; xlsx needs no guard")
    if captures and form.holds != "captures":
        holding = ", ".join(one.name for one in FORMATS.values() if one.holds == "captures")
        raise BadQuery(f"{form.name} holds articles, not captures; --captures is for {holding}")
    target, write = _target(form, output), form.writer()
    asked: dict[str, Any] = filters.asked_for()
    with reading(folder) as connection:
        if form.holds == "captures":
            asked["captures"] = captures or "all"
            about = {"query": text, **asked}
            file = output.name if output else f"export.{form.name}"
            found = ids(connection, text, filters, exact=exact)
            chosen = CaptureSelection(folder, connection, found, which=captures or "all", about=about, name=file)
            with closing(chosen), target() as opened:
                written = write(chosen, opened)
        else:
            connection.execute("BEGIN")
            articles = Selection(folder=folder, connection=connection, ids=ids(connection, text, filters, exact=exact))
            with target() as opened:
                written = write(articles, opened, **({"for_spreadsheet": True} if for_spreadsheet else {}))
    if output:
        write_note(output, query=text, filters=asked, exact=exact, format_name=form.name, written=written)
    return written


def _target(form: Format, output: Path | None) -> Callable[[], AbstractContextManager[Any]]:
    """Return what opens the target, so that wrong usage is found before anything is read."""
    if form.target == "stream":
        return lambda: open_target(output)
    if output is None:
        raise BadQuery(f"export {form.name} makes a {form.target}: name it with -o")
    opens = file_target if form.target == "file" else folder_target
    return lambda: opens(output)
