"""BibTeX for biblatex: one @online entry per article (biblatex manual §2.1.1), UTF-8.

Names stand in double braces, so that no style turns "Nguyễn Văn An" into "An, N. V."; titles too, so that none changes their
capitals. `date` goes to the day: a time without seconds is no biblatex date. `note` names the kept bytes (docs/citing.md).
"""

import re
from typing import TextIO
from urllib.parse import quote

from archive.citation import Citation, one_line
from archive.export.selection import Selection, Written

# BibTeX counts braces even behind a backslash, so a lone brace must be a command.
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&#_$"},
}
_SPECIAL = re.compile(r"[\\{}~^%&#_$]")
_LANGUAGES = {"vi": "vietnamese", "en": "english", "fr": "french", "zh": "chinese"}


def write(selection: Selection, stream: TextIO) -> Written:
    """Write an entry per article, a blank line after each."""
    count = 0
    for one in selection.citations():
        stream.write(f"{entry(one)}\n\n")
        count += 1
    return Written(count=count)


def entry(one: Citation) -> str:
    """Return one entry, without a line feed at its end."""
    fields = {
        "author": " and ".join(f"{{{escaped(name)}}}" for name in one.authors),
        "title": f"{{{escaped(one.title)}}}",
        "organization": f"{{{escaped(one.site)}}}",
        "date": one.published_day,
        "url": quote(one.url, safe=":/?#[]@!$&'()*+,;=%~-._"),  # a URL is verbatim; a brace in it would end the field
        "urldate": one.captured_day,
        "langid": _LANGUAGES.get(one.language),
        "keywords": ", ".join(escaped(tag).replace(",", " ") for tag in one.tags),
        "note": escaped(one.evidence),
    }
    lines = [f"  {name:<12} = {{{value}}}" for name, value in fields.items() if value and value != "{}"]
    return f"@online{{{one.key},\n" + ",\n".join(lines) + "\n}"


def escaped(text: str) -> str:
    """Return a text for a BibTeX field: on one line, every character with a meaning of its own made harmless."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], one_line(text))
