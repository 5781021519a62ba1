"""Which parser read an article: site and layout by name, and two short digests that say which state they were in.

`binhthuan/2019@1c9e02ab.77f0d3e1`: the first digest is that of the layout as a value, the second that of all else that
a reading depends on, which is the rest of the site and the code of the parsers. Reading is pure, so the same capture
under the same id gives the same fields.
"""

import hashlib
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import lru_cache, partial
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import FunctionType
from typing import Any

from parsers.cms import FAMILIES
from parsers.layout import Layout
from parsers.site import Site

_DIGITS = 8
_VALUES_ONLY = "sites"  # the folder of parsers that holds values; a site among them counts by its own value


@lru_cache(maxsize=1024)
def parser_id(site: Site, layout: str | None) -> str:
    """Return the id of the parser that reads pages of `site` with the layout of this name: site/layout@value.rest."""
    own = next((one for one in _layouts(site) if one.name == layout), None)
    value = "\n".join(_described(own, _source))
    rest = "\n".join((*_described(site, _whole_file), _code()))
    return f"{site.id}/{layout}@{_short(value)}.{_short(rest)}"


def _layouts(site: Site) -> Iterator[Layout]:
    yield from site.layouts
    for family in FAMILIES.values():
        yield from family.layouts


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]


def _described(value: Any, source: Callable[[FunctionType], str]) -> Iterator[str]:
    """Yield lines that are the same in every process for equal values. A function is its name, its code and what it holds."""
    if is_dataclass(value):
        yield type(value).__qualname__
        for one in fields(value):
            if one.compare:
                yield one.name
                yield from _described(getattr(value, one.name), source)
    elif isinstance(value, tuple | list):
        yield f"{len(value)} values"
        for part in value:
            yield from _described(part, source)
    elif isinstance(value, partial):
        yield from _described((value.func, value.args, tuple(sorted(value.keywords.items()))), source)
    elif isinstance(value, FunctionType):
        yield f"{value.__module__}.{value.__qualname__}"
        yield source(value)
        yield from _described(tuple(cell.cell_contents for cell in value.__closure__ or ()), source)
    elif isinstance(value, re.Pattern):
        yield repr((value.pattern, value.flags))
    elif value is None or isinstance(value, str | bytes | int | float):
        yield repr(value)
    else:
        yield type(value).__qualname__  # its repr may hold an address in memory


@lru_cache(maxsize=1024)  # the sites of a family share its functions
def _source(function: FunctionType) -> str:
    try:
        return inspect.getsource(function)
    except OSError:
        return function.__code__.co_code.hex()


def _whole_file(function: FunctionType) -> str:
    """Return the text of the file that holds a function: what the function calls may be there too."""
    try:
        return Path(function.__code__.co_filename).read_text("utf-8")
    except OSError:
        return function.__code__.co_code.hex()


@lru_cache(maxsize=1)
def _code() -> str:
    """Return a digest over the parsers' code and the library that reads HTML for them."""
    total = hashlib.sha256(f"lxml {metadata.version('lxml')}".encode())
    for name, text in sorted(_modules(resources.files("parsers"), "")):
        total.update(f"{name} {len(text)}\n".encode() + text)
    return total.hexdigest()


def _modules(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.name.endswith(".py"):
            yield prefix + one.name, one.read_bytes()
        elif one.is_dir() and prefix + one.name != _VALUES_ONLY and not one.name.startswith("__"):
            yield from _modules(one, f"{prefix}{one.name}/")
