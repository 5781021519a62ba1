"""Excel workbook (needs xlsxwriter): the columns of CSV, text as text, dates as dates, never a formula or a link.

Excel's limits (specifications and limits of Excel): 1,048,576 rows a sheet, then another sheet goes on; 32,767 characters a
cell, counted in UTF-16, then the text is cut, ends in CUT, and the side file says how often.
"""

from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from archive.export.csv import COLUMNS, cells
from archive.export.selection import Selection, Written

ROWS = 1_048_576
_CHARACTERS = 32_767
CUT = " […cut: a cell holds no more]"
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
    "use_zip64": True,
}
_WIDE = {"id": 16, "title": 50, "lede": 50, "body": 80, "published": 17}  # widths in characters


def write(selection: Selection, path: Path) -> Written:
    """Write the workbook; rows that wait are kept in files beside `path`, not in memory. Raises OSError."""
    book = xlsxwriter.Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)})
    cut: Counter[str] = Counter()
    count = 0
    try:
        formats = {
            "id": book.add_format({"num_format": "0"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "minute": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        for record in selection.records():
            row = count % (ROWS - 1)
            if row == 0:
                sheet = _new_sheet(book, count // (ROWS - 1) + 1)
            for column, (name, value) in enumerate(cells(record).items()):
                _put(sheet, row + 1, column, name, value, formats, cut)
            count += 1
        if not count:
            _new_sheet(book, 1)
        _close(book)
    finally:
        for each in book.worksheets():
            each._opt_close()  # xlsxwriter leaves these open after an error
    remarks: dict[str, Any] = {"sheets": max(1, -(-count // (ROWS - 1)))}
    return Written(count=count, remarks=remarks | ({"cut_cells": dict(cut)} if cut else {}))


def _new_sheet(book: Any, number: int) -> Any:
    sheet = book.add_worksheet("articles" if number == 1 else f"articles {number}")
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDE.get(name, 18))
        sheet.write_string(0, column, name)
    return sheet


def _put(sheet: Any, row: int, column: int, name: str, value: object, formats: Any, cut: Counter[str]) -> None:
    if value is None or value == "":
        return
    if name == "id":
        sheet.write_number(row, column, value, formats["id"])
    elif name == "version":
        sheet.write_number(row, column, value)
    elif name == "published" and (moment := _local(str(value))) is not None:
        sheet.write_datetime(row, column, moment, formats["minute" if isinstance(moment, datetime) else "day"])
    else:
        text = fitting(str(value))
        if text != value:
            cut[name] += 1
        sheet.write_string(row, column, text)


def fitting(text: str) -> str:
    """Return what a cell can hold of a text; one that is cut ends in CUT."""
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * _CHARACTERS:
        return text
    return units[: 2 * (_CHARACTERS - len(CUT))].decode("utf-16-le", "ignore") + CUT


def _local(published: str) -> date | datetime | None:
    """Return the date, or the local time, as Excel has them; None before 1900, which Excel does not know."""
    if published < "1900-03-01":
        return None
    return datetime.fromisoformat(published).replace(tzinfo=None) if "T" in published else date.fromisoformat(published)


def _close(book: Any) -> None:
    try:
        book.close()
    except FileCreateError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else error from None
