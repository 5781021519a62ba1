"""`show --cite`: a reference to one article in a form that a person asks for."""

import sqlite3
from collections.abc import Callable
from difflib import get_close_matches

from archive.citation import Citation, as_text, citation
from archive.errors import BadQuery
from archive.export import bibtex, csl_json, ris

FORMS: dict[str, Callable[[Citation], str]] = {
    "text": as_text,
    "bibtex": bibtex.entry,
    "ris": ris.entry,
    "csl-json": csl_json.entry,
}


def cited(connection: sqlite3.Connection, article_id: int, form: str, *, version: int | None = None) -> str:
    """Return the reference to an article, or to an earlier version of it. Raises BadQuery and NotFound."""
    write = FORMS.get(form.lower())
    if write is None:
        close = get_close_matches(form.lower(), FORMS, n=1, cutoff=0.5)
        hint = f"did you mean {close[0]}? " if close else ""
        raise BadQuery(f"no form of reference is called {form!r}; {hint}there are {', '.join(FORMS)}")
    return write(citation(connection, article_id, version=version))
