"""`new-site`: from one article page to a site module and a golden, for a person to correct.

One page is fetched or read from a file; nothing else of the site is visited, and nothing is archived.
"""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from archive.draft.former import names_in, with_layout
from archive.draft.report import report
from archive.draft.site import Draft, Saved, bare_site, drafted
from archive.draft.source import module_text
from archive.errors import BadQuery, NotFound
from archive.lookup import known_site
from archive.pages import fetch_once, read_page_file
from parsers import provinces
from parsers.dates import VIETNAM
from parsers.shape import article_dict
from parsers.site import Site
from parsers.sites import known_sites
from parsers.text import clean
from scraper.address import BadAddress, normal
from scraper.message import ContentError, decode_content

_CHECKOUT = Path(__file__).resolve().parents[1]
_GOLDEN = "article"  # the name of a site's first golden
_ONLY_AN_ARCHIVE_KNOWS = ("id", "captured", "version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the person says of the site; None where it is to be guessed. `force` allows to write over files."""

    id: str | None = None
    name: str | None = None
    province: str | None = None
    into: Path | None = None
    force: bool = False


def new_site(source: str, *, url: str | None, wishes: Wishes, agent: str) -> dict[str, Any]:
    """Draft a site from the page at an address, or from a saved page. Writes the module and the golden folder.

    Returns what was written and found: the shape of `tintinh new-site --json`. Raises BadQuery for wishes that cannot
    be granted (the site is known, a file is there already), NotFound when there is no article to learn from.
    """
    into, goldens = _folders(wishes.into)
    saved = _page(source, url, agent)
    site = _site(saved.url, wishes)
    module, golden = into / f"{site.id.replace('-', '_')}.py", goldens / site.id / _GOLDEN
    for path in (module, golden):
        if path.exists() and not wishes.force:
            raise BadQuery(f"{path} is there already; choose another --id, or write over it with --force")
    former = _former(site, module)
    source = former.read_text("utf-8") if former else ""
    draft = _draft(saved, site, names_in(source, former) if former else set())
    if draft.parsed.article is None:
        raise NotFound(f"{saved.url}: {_why(draft)}")
    if former:
        golden = golden.with_name(f"{_GOLDEN}-{draft.site.layouts[0].name}")  # that of the former design stays
        text = with_layout(source, draft, former)
    else:
        text = module_text(draft)
    _write(draft, saved, golden)
    _write_module(module, text)
    return report(draft, saved.url, module, golden, in_checkout=goldens != into, kept=len(site.layouts))


def _former(site: Site, module: Path) -> Path | None:
    """Return the module in which a site with layouts is described now, if there is one; the draft goes into its text."""
    known = known_sites().get(site.id)
    if known is None or not known.layouts or known.hosts != site.hosts:
        return None
    own = Path(os.environ["TINTINH_SITES"]) if os.environ.get("TINTINH_SITES") else None
    places = [module, *(sorted(own.glob("*.py")) if own else ()), _CHECKOUT / "parsers" / "sites" / module.name]
    written = re.compile(rf"\bid=[\"']{re.escape(site.id)}[\"']")
    return next((one for one in places if one.is_file() and written.search(one.read_text("utf-8"))), None)


def _folders(into: Path | None) -> tuple[Path, Path]:
    """Return where modules and goldens go: as asked, else TINTINH_SITES, else a checkout's own places, else ./sites."""
    chosen = into or (Path(os.environ["TINTINH_SITES"]) if os.environ.get("TINTINH_SITES") else None)
    fixtures = _CHECKOUT / "tests" / "fixtures"
    if chosen is None and fixtures.is_dir():
        return _CHECKOUT / "parsers" / "sites", fixtures
    chosen = chosen or Path("sites")
    try:
        chosen.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadQuery(
            f"{chosen}: {(error.strerror or str(error)).lower()}; give another folder with --into"
        ) from error
    return chosen, chosen


def _page(source: str, url: str | None, agent: str) -> Saved:
    """Return the page to learn from: fetched once, or read from a file."""
    if not source.startswith(("http://", "https://")):
        file = read_page_file(Path(source), _address(url) if url else None)
        return Saved(url=_address(file.url), body=file.body, content_type=file.content_type)
    if url:
        raise BadQuery("--url says where a saved page came from; here the page itself is an address")
    exchange = fetch_once(_address(source), bare_site(source), agent)
    if exchange.truncated:
        raise NotFound(f"{exchange.url}: only a part of the page arrived ({exchange.truncated}); try again")
    try:
        body = decode_content(exchange.entity, exchange.header("content-encoding"))
    except ContentError as error:
        raise NotFound(f"{exchange.url}: {error}") from error
    return Saved(url=exchange.url, body=body, content_type=exchange.header("content-type"), captured=exchange.started)


def _address(text: str) -> str:
    try:
        return normal(text)
    except BadAddress as error:
        raise BadQuery(str(error)) from error


def _site(url: str, wishes: Wishes) -> Site:
    """Return the site to describe, as far as address and wishes tell. Raises BadQuery when it is known already."""
    bare = bare_site(url)
    known, host = known_site(url), bare.hosts[0]
    if known and not wishes.force:
        what = "adds a layout before those it has" if known.layouts else "describes it; it has no layout of its own yet"
        raise BadQuery(f"{host} is known already: tintinh sites {known.id} shows it; --force {what}")
    if known and known.layouts and (wishes.name or wishes.province or wishes.id not in (None, known.id)):
        raise BadQuery(
            f"{host}: --id, --name and --province are for new sites; change them in the module of {known.id}"
        )
    site = known or bare
    try:
        site = replace(site, id=wishes.id or site.id, name=clean(wishes.name or "") or site.name)
    except ValueError as error:
        raise BadQuery(f"--id: {error}") from error
    other = known_sites().get(site.id)
    if other and other != known and not wishes.force:
        raise BadQuery(f"the site of {other.hosts[0]} is called {site.id} already; choose another name with --id")
    return replace(site, province=_province(wishes.province)) if wishes.province else site


def _province(typed: str) -> str:
    """Return the name until 30 June 2025 of the province that is meant; a name still in use means the one that had it."""
    names = provinces.find(typed)
    if names is None:
        raise BadQuery(f"--province: no province is called {typed!r}; write it as in: tintinh sites")
    now = provinces.province_now(typed)
    return names[0] if len(names) == 1 or now is None or now not in names else now


def _draft(saved: Saved, site: Site, written: set[str]) -> Draft:
    """Draft the site. Its layout is called by the year of the page: of the visit, else of the article, else this one.

    Of a site with layouts the new one holds since today, and no two are of one name: neither one of those in use nor
    one of those `written` in the module that it goes into.
    """
    today = datetime.now(VIETNAM).date().isoformat()
    since = today if site.layouts else None
    names = written | {layout.name for layout in site.layouts}
    bare = replace(site, layouts=(), verified=None)

    def named(year: str) -> Draft:
        name = next(one for one in chain((year, today), (f"{today}-{n}" for n in count(2))) if one not in names)
        found = drafted(saved, bare, layout_name=name, since=since)
        if not since:
            return found
        return replace(found, site=replace(found.site, article_url=site.article_url))  # as it stays in the module

    draft = named(str((saved.captured or datetime.now(UTC)).year))
    article = draft.parsed.article
    if saved.captured or since or article is None or not article.published:
        return draft
    return named(article.published[:4])


def _why(draft: Draft) -> str:
    """Say why there is nothing to learn from the page."""
    if draft.parsed.kind in ("listing", "article", "other"):
        return "no article was found on this page; give the address of one article with a few paragraphs of text"
    said = draft.parsed.problems[0].message.rpartition(": ")[2] if draft.parsed.problems else "no article"
    return f"{draft.parsed.kind}: {said}; give the address of one article"


def _write(draft: Draft, saved: Saved, golden: Path) -> None:
    """Write page and expectation. The module goes last: without it they do no harm."""
    assert draft.parsed.article is not None
    shape = article_dict(draft.parsed.article, saved.url, draft.site, layout=draft.parsed.layout)
    page = {
        "url": saved.url,
        "content_type": saved.content_type,
        "captured": saved.captured.astimezone(VIETNAM).isoformat(timespec="seconds") if saved.captured else None,
        "kind": draft.parsed.kind,
        "note": "Drafted by tintinh new-site. Say here what is special about this page.",
    }
    expected = {name: value for name, value in shape.items() if name not in _ONLY_AN_ARCHIVE_KNOWS}
    try:
        golden.mkdir(parents=True, exist_ok=True)
        (golden / "page.html").write_bytes(saved.body)
        (golden / "page.json").write_text(_json(page), "utf-8")
        (golden / "article.json").write_text(_json(expected), "utf-8")
    except OSError as error:
        raise BadQuery(f"{error.filename or golden}: {(error.strerror or str(error)).lower()}") from error


def _write_module(module: Path, text: str) -> None:
    """Write a module whole or not at all: it may hold layouts that nobody could write again."""
    beside = module.with_name(f".{module.name}.new")
    try:
        beside.write_text(text, "utf-8")
        beside.replace(module)
    except OSError as error:
        raise BadQuery(f"{module}: {(error.strerror or str(error)).lower()}") from error


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
