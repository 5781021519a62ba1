"""The commands: names, options, help. Bodies only call; this is the only place that prints."""

import errno
import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

if TYPE_CHECKING:
    from archive.filters import Filters

DEFAULT_ARCHIVE = Path("tintinh-archive")
F = TypeVar("F", bound=Callable[..., Any])

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,  # importing rich for the help would double its time
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

Archive = Annotated[
    Path | None,
    typer.Option(
        "--archive", metavar="DIR", help="The archive's folder (or TINTINH_ARCHIVE); default ./tintinh-archive."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON: one object, or one a line for lists.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors.")]
Contact = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", envvar="TINTINH_CONTACT", help="Your address for webmasters; sent with each request."
    ),
]
InSite = Annotated[str | None, typer.Option("--site", metavar="ID", help="Only this site.")]
InProvince = Annotated[
    str | None,
    typer.Option("--province", metavar="NAME", help="Only this province, by its old or new name, accents or not."),
]
From = Annotated[str | None, typer.Option("--from", metavar="DAY", help="Published on this day or later (YYYY-MM-DD).")]
To = Annotated[str | None, typer.Option("--to", metavar="DAY", help="Published on this day or earlier (YYYY-MM-DD).")]
Exact = Annotated[bool, typer.Option("--exact", help="Take every word with the accents typed.")]


@app.callback()
def _main(context: typer.Context, archive: Archive = None) -> None:
    """Keep Vietnam's provincial news: exact bytes, readable fields, search.

    Start with: tintinh demo
    """
    context.obj = archive


def run() -> None:
    """Run the command line; the entry point of `tintinh` and `python -m tintinh`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a terminal without ă must not end a crawl
    app(prog_name="tintinh")


def _command(function: F) -> F:
    """Make a function a command: bad input is one line and the right exit code, never a traceback."""

    @functools.wraps(function)
    def guarded(*values: Any, **named: Any) -> None:
        code = 0
        try:
            try:
                function(*values, **named)
            except typer.Exit as end:
                code = end.exit_code
            sys.stdout.flush()
        except KeyboardInterrupt:
            _say("interrupted; everything so far is kept")
            code = 130
        except BrokenPipeError:  # the reader has gone: `| head`
            _drop_output()
        except Exception as error:
            code = _explain(error)
        raise typer.Exit(code)

    app.command(name=function.__name__.strip("_").replace("_", "-"))(guarded)
    return function


def _explain(error: Exception) -> int:
    """Print an error of ours as one line and return its exit code; anything else is a fault and goes on."""
    from archive.errors import ArchiveError
    from parsers.sites import BadSite

    if isinstance(error, ArchiveError):
        _say(f"tintinh: {error}")
        return error.exit_code
    if isinstance(error, BadSite):
        _say(f"tintinh: {error}")
        return 2
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) and not error.filename:
        _say(f"tintinh: no space left for standard output ({error.strerror})")
        _drop_output()
        return 5
    raise error


def _drop_output() -> None:
    """Let what is still to be printed go nowhere: flushing it at exit must not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@_command
def demo(
    keep: Annotated[Path, typer.Option(metavar="DIR", help="Where the demonstration's archive is left.")] = Path(
        "tintinh-demo"
    ),
    quiet: Quiet = False,
) -> None:
    """Crawl, read, search, export and verify a portal on loopback.

    Takes seconds, needs no network, and says what to type next.

    Example: tintinh demo
    """
    from demo.tour import tour

    for line in tour(keep, progress=lambda: _progress(quiet=quiet, log=None)):
        if not quiet:
            print(line, flush=True)


@_command
def sites(
    site: Annotated[str | None, typer.Argument(metavar="ID", help="One site, in full.")] = None,
    as_json: Json = False,
) -> None:
    """List the sites known, or show one.

    Province then and now, hosts, CMS, layouts, and whether anybody verified them.

    Example: tintinh sites binhthuan
    """
    from archive.catalogue import in_full, listed, site_dict
    from archive.lookup import one_site
    from parsers.sites import known_sites

    chosen = [one_site(site)] if site else sorted(known_sites().values(), key=lambda one: one.id)
    if as_json:
        _print_json([site_dict(one) for one in chosen], lines=site is None)
    else:
        _print_lines(in_full(chosen[0]) if site else listed(chosen))


@_command
def crawl(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SITE|URL", help="Sites by id, or addresses to begin at.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="All sites known.")] = False,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Do not follow lists past this day (YYYY-MM-DD).")
    ] = None,
    max_pages: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Stop after so many requests (exit 5 if more is due).")
    ] = None,
    max_time: Annotated[str | None, typer.Option(metavar="SPAN", help="Stop after this time: 90s, 15m, 2h.")] = None,
    delay: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="Least pause between two requests to a host, in seconds."),
    ] = None,
    recheck: Annotated[
        bool, typer.Option("--recheck", help="Look at every known page again, with conditional requests.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be visited; request nothing.")] = False,
    contact: Contact = None,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
    log_json: Annotated[Path | None, typer.Option(metavar="FILE", help="Append one JSON object per event.")] = None,
) -> None:
    """Visit sites: keep their pages as WARC, read the articles.

    A second run goes on where the first ended, and fetches nothing again that has not changed.

    Example: tintinh crawl binhthuan --since 2020-07-01 --contact archive@example.org
    """
    from archive.jobs import crawl_sites, plan
    from archive.lookup import seconds, sites_asked_for
    from archive.run import Bounds

    wanted = sites_asked_for(names or [], everything=everything)
    bounds = Bounds(pages=max_pages, seconds=seconds(max_time) if max_time else None, delay=delay, since=_day(since))
    folder = _folder(context, archive)
    if dry_run:
        _print_lines(plan(folder, wanted))
        return
    agent = _agent(contact, local=all(site.local for site, _ in wanted.values()))
    with _progress(quiet=quiet or as_json, log=log_json) as tell:
        report = crawl_sites(folder, wanted, agent=agent, operator=contact, bounds=bounds, recheck=recheck, tell=tell)
    _print_report(report, as_json=as_json, quiet=quiet)


@_command
def fetch(
    context: typer.Context,
    urls: Annotated[list[str], typer.Argument(metavar="URL", help="Addresses, of known sites or not.")],
    contact: Contact = None,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Archive these addresses now.

    Pages of unknown sites are kept too, but not read.

    Example: tintinh fetch https://binhthuan.gov.vn/tin-tuc/bai-637419.html
    """
    from archive.jobs import fetch_urls
    from archive.lookup import known_site

    local = all((site := known_site(url)) is not None and site.local for url in urls)
    with _progress(quiet=quiet or as_json, log=None) as tell:
        report = fetch_urls(
            _folder(context, archive), urls, agent=_agent(contact, local=local), operator=contact, tell=tell
        )
    _print_report(report, as_json=as_json, quiet=quiet)


@_command
def ingest(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE|ARCHIVE", help="WARC, ARC or WACZ of others; another archive.")
    ],
    copy: Annotated[
        bool, typer.Option("--copy", help="Copy the files into the archive; else they are read where they lie.")
    ] = False,
    generic: Annotated[
        bool, typer.Option("--generic", help="Read pages of unknown hosts too: a guess, marked fallback.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many processes read; as many as there are cores.")
    ] = None,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Take in what others archived: WARC, ARC and WACZ files, or another archive.

    Captures stand in the order in which they were made, whatever the order of the files. Run it again after an
    interruption: it goes on; what is kept already is passed over. The files are never changed.

    Example: tintinh ingest crawl-2019.warc.gz portals.wacz
    """
    from archive.file_lines import of_ingest
    from archive.jobs import ingest_files

    with _bar("ingesting", quiet=quiet or as_json) as progress, _progress(quiet=quiet or as_json, log=None) as tell:
        report = ingest_files(
            _folder(context, archive), files, copy=copy, generic=generic, jobs=jobs, progress=progress, tell=tell
        )
    if as_json:
        _print_json([report])
    else:
        for line, is_result in of_ingest(report):
            if not is_result:
                _say(line)
            elif not quiet:
                print(line)
    if report["exit_code"]:
        raise typer.Exit(report["exit_code"])


@_command
def parse(
    page: Annotated[str, typer.Argument(metavar="FILE|URL", help="A saved page, or an address to fetch once.")],
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where a saved page came from.")] = None,
    site: Annotated[str | None, typer.Option(metavar="ID", help="Read it as a page of this site.")] = None,
    generic: Annotated[
        bool, typer.Option("--generic", help="Allow a guess where no layout fits; it is marked fallback.")
    ] = False,
    provenance: Annotated[bool, typer.Option("--provenance", help="Say which rule found each field.")] = False,
    as_json: Json = False,
) -> None:
    """Read the fields of one page: bytes in, fields out.

    Writes nothing and needs no archive.

    Example: tintinh parse page.html --url https://binhthuan.gov.vn/tin-tuc/bai-637419.html
    """
    from archive.pages import read_page
    from parsers.shape import parsed_dict

    parsed, where, known = read_page(page, url=url, site=site, generic=generic, agent=_agent(None, local=True))
    shape = parsed_dict(parsed, where, known)
    if provenance and parsed.article:
        shape["provenance"] = [
            {"field": one.field, "rule": one.rule, "raw": one.raw} for one in parsed.article.provenance
        ]
    if as_json:
        _print_json([shape])
    elif parsed.article:
        from archive.lines import of_article

        _print_lines(of_article(shape["article"]))
        _print_lines(f"{one['field']:>10}  {one['rule']}" for one in shape.get("provenance", []))
    for problem in parsed.problems:
        _say(f"{parsed.kind}: {problem.field}: {problem.message}")
    if not parsed.article and parsed.kind != "listing":
        raise typer.Exit(1)


@_command
def reparse(
    context: typer.Context,
    names: Annotated[
        list[str] | None, typer.Argument(metavar="SITE", help="Sites by id; everything if left out.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say for each field what would change, with examples; write nothing.")
    ] = False,
    jobs: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many processes read; as many as there are cores.")
    ] = None,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read the kept captures again, with the parsers of today.

    Needs no network. Exit code 1 when a parser refuses an article that an earlier one read; it stays as it is.

    Example: tintinh reparse binhthuan --dry-run
    """
    from archive.lines import of_reparse
    from archive.lookup import one_site
    from archive.reparse import reparse as read_again

    only = [one_site(name).id for name in names or []]
    with _bar("reading", quiet=quiet or as_json) as progress:
        report = read_again(_folder(context, archive), only=only, dry_run=dry_run, jobs=jobs, progress=progress)
    for one in report["refusals"]:
        _say(f"refused: {one['message']}")
    if as_json:
        _print_json([report])
    elif not quiet:
        _print_lines(of_reparse(report))
    if report["exit_code"]:
        raise typer.Exit(report["exit_code"])


@_command
def search(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help='Words, "phrases", OR, -not, title:word, word*.')],
    site: InSite = None,
    province: InProvince = None,
    date_from: From = None,
    date_to: To = None,
    exact: Exact = False,
    rank: Annotated[bool, typer.Option("--rank", help="Most relevant first (of the newest 5,000 hits).")] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many hits.")] = 20,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="How many hits to pass over.")] = 0,
    count: Annotated[bool, typer.Option("--count", help="Print only how many there are.")] = False,
    archive: Archive = None,
    as_json: Json = False,
) -> None:
    """Find articles, newest first.

    Words typed without accents ignore them; words typed with accents mean them.

    Example: tintinh search 'uy ban nhan dan' --province "Binh Thuan" --from 2020-07-01
    """
    from archive.folder import reading
    from archive.search import count as count_hits
    from archive.search import search as find

    text, filters = " ".join(query), _filters(site, province, date_from, date_to)
    with reading(_folder(context, archive)) as connection:
        if count:
            total = count_hits(connection, text, filters, exact=exact)
            print(json.dumps({"count": total}) if as_json else total)
            return
        result = find(connection, text, filters, rank=rank, exact=exact, limit=limit, offset=offset)
    if as_json:
        _print_json(
            [{**hit.article, "snippet": _plain_marks(hit.snippet), "rank": hit.rank} for hit in result.hits], lines=True
        )
    else:
        from archive.lines import of_hit

        for hit in result.hits:
            _print_lines(of_hit(hit.article, hit.snippet, bold=sys.stdout.isatty()))
    shown = (
        f"{offset + 1}-{offset + len(result.hits)} of {result.total}" if result.hits else f"{result.total or 'no'} hits"
    )
    more = f"; {result.more_without_accents} more when accents are ignored" if result.more_without_accents else ""
    ranked = f"; ranked over the newest {result.ranked_over}" if result.ranked_over else ""
    _say(f"{shown}{more}{ranked}")


@_command
def show(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ID|URL", help="An article by its number or address.")],
    version: Annotated[int | None, typer.Option(min=1, metavar="N", help="An earlier version.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The kept bytes of the page, as they came.")] = False,
    provenance: Annotated[
        bool, typer.Option("--provenance", help="Say which rule found each field, and where the bytes lie.")
    ] = False,
    archive: Archive = None,
    as_json: Json = False,
) -> None:
    """Show one article.

    Example: tintinh show 2020070700001 --provenance
    """
    from archive.folder import reading
    from archive.lookup import article_id
    from archive.pages import raw_page, source_of
    from archive.record import article_dict

    folder = _folder(context, archive)
    with reading(folder) as connection:
        identity = article_id(connection, article)
        if raw:
            sys.stdout.buffer.write(raw_page(folder, connection, identity, version=version))
            return
        record = article_dict(connection, identity, version=version)
        if provenance:
            record["provenance"] = source_of(connection, identity, version=version)
    if as_json:
        _print_json([record])
        return
    from archive.lines import of_article, of_provenance

    _print_lines(of_article(record))
    _print_lines(of_provenance(record.get("provenance")))


@_command
def history(
    context: typer.Context,
    article: Annotated[
        str | None, typer.Argument(metavar="[ID|URL]", help="An article by its number or address.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="All silent edits seen on this day or later (YYYY-MM-DD).")
    ] = None,
    site: InSite = None,
    archive: Archive = None,
    as_json: Json = False,
) -> None:
    """Show what changed between the versions of an article.

    Word by word, in colour on a terminal. With --since: a table of all articles whose text was changed.

    Example: tintinh history --since 2020-07-01 --site binhthuan
    """
    from archive.errors import BadQuery
    from archive.folder import reading
    from archive.history import edits
    from archive.history import history as history_of
    from archive.lines import of_edits, of_history
    from archive.lookup import article_id, one_site

    if (article is None) == (since is None) or (site and not since):
        raise BadQuery("name one article, or say --since DAY (with --site ID for one site only)")
    with reading(_folder(context, archive)) as connection:
        if since:
            found = list(edits(connection, since=_day(since) or "", site=one_site(site).id if site else None))
            if as_json:
                _print_json(found, lines=True)
            else:
                _print_lines(of_edits(found))
            return
        versions = history_of(connection, article_id(connection, article or ""))
    if as_json:
        _print_json([versions])
    else:
        _print_lines(of_history(versions, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ))


@_command
def export(
    context: typer.Context,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="csv or jsonl.")],
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="As in search; everything if left out.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The file; standard output if left out.")
    ] = None,
    site: InSite = None,
    province: InProvince = None,
    date_from: From = None,
    date_to: To = None,
    exact: Exact = False,
    for_spreadsheet: Annotated[
        bool, typer.Option("--for-spreadsheet", help="CSV for Excel: byte-order mark, formulas disarmed.")
    ] = False,
    archive: Archive = None,
) -> None:
    """Write the articles found to a file or to standard output.

    Newest first, never capped. FILE.export.json beside the file says what is in it.

    Example: tintinh export csv thanh long --province "Lam Dong" -o thanh-long.csv
    """
    from archive.jobs import export_to

    filters = _filters(site, province, date_from, date_to)
    text = " ".join(query or [])
    count = export_to(
        _folder(context, archive), form, text, filters, output=output, exact=exact, for_spreadsheet=for_spreadsheet
    )
    if output:
        _say(f"{count} articles written to {output}")


@_command
def verify(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="WARC, ARC or WACZ of others; the archive if left out.")
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Adopt whole captures without a row; cut torn ends, copied aside first.")
    ] = False,
    salvage: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what can be read of a damaged file to a new one.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="The new file of --salvage.")
    ] = None,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Read every byte again: records, digests, rows against files.

    Exit code 4 when something is damaged, or, with --salvage, lost. Without --repair nothing is changed.

    Example: tintinh verify --archive /srv/tintinh
    """
    from archive.checking import verified
    from archive.file_lines import of_verification

    with _bar("verifying", quiet=quiet or as_json) as progress:
        report = verified(
            _folder(context, archive), files or [], repair=repair, salvaged=salvage, output=output, progress=progress
        )
    if as_json:
        _print_json([report])
    else:
        for line, is_result in of_verification(report):
            if not is_result:
                _say(line)
            elif not quiet:
                print(line)
    if not report["ok"]:
        raise typer.Exit(4)


@_command
def status(context: typer.Context, archive: Archive = None, as_json: Json = False) -> None:
    """Show how the archive stands.

    Sites, last run, coverage of each field, drift, hosts that wait, disk.

    Example: tintinh status --json
    """
    from archive.folder import reading
    from archive.lines import of_status
    from archive.status import status as state_of

    folder = _folder(context, archive)
    with reading(folder) as connection:
        state = state_of(folder, connection)
    if as_json:
        _print_json([state])
    else:
        _print_lines(of_status(state))


@_command
def new_site(
    page: Annotated[str, typer.Argument(metavar="URL|FILE", help="One article: its address, or a saved page.")],
    url: Annotated[str | None, typer.Option(metavar="URL", help="Where a saved page came from.")] = None,
    identity: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="The site's id; from the host if left out.")
    ] = None,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="The site's name.")] = None,
    province: Annotated[str | None, typer.Option(metavar="NAME", help="Its province, by its old or new name.")] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where to write; default TINTINH_SITES, a checkout's own folders, or ./sites."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write over what is there; describe a known site anew.")
    ] = False,
    contact: Contact = None,
    as_json: Json = False,
) -> None:
    """Draft a site and its golden from one of its articles.

    Example: tintinh new-site https://baovidu.vn/thoi-su/bai-viet-123456.html --province "Lam Dong"
    """
    from archive.draft.address import is_local_address
    from archive.draft.report import report_lines
    from archive.new_site import Wishes
    from archive.new_site import new_site as describe

    agent = _agent(contact, local=not page.startswith("http") or is_local_address(page))
    wishes = Wishes(id=identity, name=name, province=province, into=into, force=force)
    report = describe(page, url=url, wishes=wishes, agent=agent)
    if as_json:
        _print_json([report])
    else:
        _print_lines(report_lines(report))


def _folder(context: typer.Context, own: Path | None) -> Path:
    """Return the archive asked for: after the command, before it, by the environment, or the default."""
    return own or context.obj or Path(os.environ.get("TINTINH_ARCHIVE") or DEFAULT_ARCHIVE)


def _filters(site: str | None, province: str | None, date_from: str | None, date_to: str | None) -> "Filters":
    from archive.filters import Filters

    return Filters(site=site, province=province, date_from=date_from, date_to=date_to)


def _day(text: str | None) -> str | None:
    from archive.lookup import day

    return day(text) if text else None


def _agent(contact: str | None, *, local: bool) -> str:
    """Return the User-Agent. Without a contact address public sites are still asked, and the person is told."""
    from archive.errors import BadQuery
    from archive.version import tool_version
    from scraper.fetch import user_agent

    if not contact:
        if not local:
            _say("no contact address is given; set TINTINH_CONTACT so that a webmaster can reach you")
        return f"tintinh/{tool_version()} (no contact given)"
    try:
        return user_agent(contact)
    except ValueError as error:
        raise BadQuery(f"--contact: {error}") from error


def _print_report(report: Mapping[str, Any], *, as_json: bool, quiet: bool) -> None:
    from archive.lines import of_report

    if as_json:
        _print_json([report])
    elif not quiet:
        _print_lines(of_report(report))
    if report["stopped_by"] == "interrupt":
        _say("interrupted; everything so far is kept")
    if report["exit_code"]:
        raise typer.Exit(report["exit_code"])


@contextmanager
def _progress(*, quiet: bool, log: Path | None) -> Iterator[Callable[[Any], None]]:
    """Give a function that shows each event: on a terminal as a bar, in a log as JSON, failures as lines."""
    from archive.progress import Show

    with Show(quiet=quiet, terminal=sys.stderr.isatty(), log=log, say=_say) as show:
        yield show


@contextmanager
def _bar(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None] | None]:
    from archive.progress import bar

    with bar(what, shown=sys.stderr.isatty() and not quiet) as advance:
        yield advance


def _plain_marks(text: str) -> str:
    return text.replace("\u0002", "«").replace("\u0003", "»")


def _print_json(values: Iterable[Any], *, lines: bool = False) -> None:
    for value in values:
        print(json.dumps(value, ensure_ascii=False, indent=None if lines else 2))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _say(line: str) -> None:
    """Print what is not data: to standard error."""
    print(line, file=sys.stderr, flush=True)
