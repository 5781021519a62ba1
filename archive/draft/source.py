"""The module of a drafted site, as text: nothing in it but what a person must check or complete."""

import json
from collections.abc import Iterator
from dataclasses import fields

from archive.draft.site import Draft
from parsers.layout import Layout, Rule, RuleFunction, rule_name, rule_parts
from parsers.site import Site

_WIDTH = 120
# Rules made by a call: the name of the function it returns, and the call as it is written.
_CALLS = {"first_bold_paragraph_of_body": "first_bold_paragraph", "signature_of_body": "signature"}
_KEPT = ("cms", "feeds", "sitemaps", "listing", "delay", "tls", "tls_reason", "keep_query", "local")
_RULES = ("name", "title", "lede", "published", "body", "byline", "drop", "probe", "since")


def module_text(draft: Draft) -> str:
    """Return the source of the site's module: formatted, importable, its SITE equal to the draft's."""
    return (
        f'"""{_plain(_what(draft))}"""\n\n'
        + "".join(imports_of(draft))
        + "\nSITE = Site(\n"
        + "".join(_site_lines(draft.site))
        + _layouts_text(draft)
        + ")\n"
    )


def layout_text(draft: Draft) -> str:
    """Return the draft's layout as it stands among others in a module, eight columns in, with a comma behind it."""
    changed = _changed(draft, draft.site.layouts[0])
    if draft.constant and [name for name, _ in changed] == ["name"]:
        return f"        replace({draft.constant}, {_argument_of(changed[0])}),\n"
    opening = f"replace(\n            {draft.constant},\n" if draft.constant else "Layout(\n"
    lines = [line for name, rule in changed for line in _argument(name, rule, 12)]
    return f"        {opening}{''.join(lines)}        ),\n"


def imports_of(draft: Draft) -> list[str]:
    """Return the import lines that the module needs, in their order, a blank line behind those of the standard library."""
    changed = _changed(draft, draft.site.layouts[0])
    calls = sorted({_CALLS[rule_name(one)] for _, rule in changed for one in rule_parts(rule) if callable(one)})
    lines = ["from dataclasses import replace\n\n"] if draft.constant else []
    if draft.constant:
        lines.append(f"from parsers.cms.{draft.family} import {draft.constant}\n")
    else:
        lines.append("from parsers.layout import Layout\n")
    if calls:
        lines.append(f"from parsers.names import {', '.join(calls)}\n")
    return [*lines, "from parsers.site import Site\n"]


def _layouts_text(draft: Draft) -> str:
    text = layout_text(draft)
    if text.count("\n") == 1:
        return f"    layouts=({text.strip()}),\n"
    return f"    layouts=(\n{text}    ),\n"


def _what(draft: Draft) -> str:
    how = f"the layout of the family {draft.family}" if draft.constant else "selectors guessed from one page"
    return f"{draft.site.name}: {how}; nobody has checked it yet."


def _site_lines(site: Site) -> Iterator[str]:
    for name in ("id", "name", "province", "kind"):
        yield f"    {name}={_quoted(getattr(site, name))},\n"
    yield from _argument("hosts", site.hosts, 4)
    yield from _argument("seeds", site.seeds, 4)
    if site.article_url:
        yield f"    article_url={_pattern(site.article_url)},\n"
    for name in _KEPT:
        value = getattr(site, name)
        if isinstance(value, tuple):
            yield from _argument(name, value, 4) if value else ()
        elif value and value != "strict":
            yield f"    {name}={_quoted(value) if isinstance(value, str) else repr(value)},\n"


def _changed(draft: Draft, layout: Layout) -> list[tuple[str, Rule]]:
    """Return the fields that the module must state: those that differ from the family's layout, or from a bare one."""
    defaults = {one.name: one.default for one in fields(Layout)}
    family = draft.base
    return [
        (name, getattr(layout, name))
        for name in _RULES
        if name == "name" or getattr(layout, name) != (getattr(family, name) if family else defaults[name])
    ]


def _argument(name: str, rule: Rule, indent: int) -> Iterator[str]:
    """Yield `name=value,`, over several lines where one would be too long."""
    space = " " * indent
    parts = [_written(one) for one in rule_parts(rule)]
    single = parts[0] if not isinstance(rule, tuple) or (len(parts) == 1 and name == "probe") else None
    line = f"{space}{name}={single or '(' + ', '.join(parts) + (',' if len(parts) == 1 else '') + ')'},\n"
    if len(line) <= _WIDTH + 1 or single:
        yield line
        return
    yield f"{space}{name}=(\n"
    yield from (f"{space}    {part},\n" for part in parts)
    yield f"{space}),\n"


def _argument_of(field: tuple[str, Rule]) -> str:
    return f"{field[0]}={_written(rule_parts(field[1])[0])}"


def _written(one: str | RuleFunction) -> str:
    return _quoted(one) if isinstance(one, str) else f"{_CALLS[rule_name(one)]}()"


def _quoted(value: object) -> str:
    """Return a text as Python writes it, in double quotes; None as it is."""
    if value is None:
        return "None"
    text = str(value)
    return f"'{text}'" if '"' in text and "'" not in text and "\\" not in text else json.dumps(text, ensure_ascii=False)


def _pattern(text: str) -> str:
    return f'r"{text}"' if '"' not in text and not text.endswith("\\") else _quoted(text)


def _plain(text: str) -> str:
    """Return a text that cannot end a docstring."""
    return text.replace("\\", "/").replace('"', "'")
