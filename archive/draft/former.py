"""A site that is known already: its module with one more layout before the former ones, all else as it was written."""

import ast
from pathlib import Path

from archive.draft.site import Draft
from archive.draft.source import imports_of, layout_text
from archive.errors import BadQuery


def with_layout(source: str, draft: Draft, where: Path) -> str:
    """Return the text of a module whose SITE has the draft's first layout before those that stand there.

    Comments, rules and layouts of the module stay as they are. Raises BadQuery, naming `where`, for a module that is
    not written as `SITE = Site(..., layouts=...)`.
    """
    layouts = _layouts_in(source, where)
    text = layout_text(draft).strip()
    if isinstance(layouts, ast.Tuple):
        assert layouts.end_lineno is not None
        assert layouts.end_col_offset is not None
        rest, behind = _split(source, layouts.end_lineno, layouts.end_col_offset - 1)
        before, former = _split(rest, layouts.lineno, layouts.col_offset + 1)
        if "\n" not in former:
            former = f"\n        {former.strip().rstrip(',')},\n    "
        source = f"{before}\n        {text}{former}{behind}"
    else:  # a name, or a sum: it gives a tuple
        assert layouts.end_lineno is not None
        assert layouts.end_col_offset is not None
        rest, behind = _split(source, layouts.end_lineno, layouts.end_col_offset)
        before, former = _split(rest, layouts.lineno, layouts.col_offset)
        source = f"{before}(\n        {text}\n        *({former}),\n    ){behind}"
    return _with_imports(source, imports_of(draft))


def names_in(source: str, where: Path) -> set[str]:
    """Return the names of the layouts that a module writes out, as `name="..."`. Raises BadQuery as `with_layout` does."""
    calls = (node for node in ast.walk(_layouts_in(source, where)) if isinstance(node, ast.Call))
    values = (one.value for call in calls for one in call.keywords if one.arg == "name")
    return {value.value for value in values if isinstance(value, ast.Constant) and isinstance(value.value, str)}


def _layouts_in(source: str, where: Path) -> ast.expr:
    try:
        module = ast.parse(source)
    except SyntaxError as error:
        raise BadQuery(f"{where}: no Python ({error.msg}, line {error.lineno})") from error
    for node in module.body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            if [ast.unparse(target) for target in node.targets] != ["SITE"]:
                continue
            found = next((one.value for one in node.value.keywords if one.arg == "layouts"), None)
            if found is not None:
                return found
    raise BadQuery(f"{where}: no SITE = Site(..., layouts=...) to add a layout to; add it by hand")


def _split(source: str, line: int, column: int) -> tuple[str, str]:
    """Split a text at a place as `ast` gives it: lines from 1, columns in bytes of UTF-8."""
    lines = source.splitlines(keepends=True)
    here = lines[line - 1].encode()
    before = "".join(lines[: line - 1]) + here[:column].decode()
    return before, here[column:].decode() + "".join(lines[line:])


def _with_imports(source: str, wanted: list[str]) -> str:
    """Add the import lines that are not there, each before the first that sorts behind it."""
    bound = {
        (node.module, one.name)
        for node in ast.parse(source).body
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    lines = source.splitlines(keepends=True)
    for line in wanted:
        module, _, names = line.removeprefix("from ").partition(" import ")
        missing = [name for name in names.strip().split(", ") if (module, name) not in bound]
        if not missing:
            continue
        numbers = [number for number, one in enumerate(lines) if one.startswith(("from ", "import "))]
        at = next((number for number in numbers if lines[number].startswith("from p") and lines[number] > line), None)
        if not line.startswith("from parsers"):
            at = numbers[0]
        new = f"from {module} import {', '.join(missing)}\n"
        lines.insert(numbers[-1] + 1 if at is None else at, new if line.startswith("from parsers") else f"{new}\n")
    return "".join(lines)
