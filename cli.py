"""The commands: names, options, help. Bodies only call; this is the only place that prints."""

import errno
import functools
import inspect
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, cast

import typer
from typer.core import TyperCommand

if TYPE_CHECKING:
    from sqlite3 import Connection

    from archive.filters import Filters
    from archive.hit_lines import Style
    from archive.sidecar.use import Sidecar

DEFAULT_ARCHIVE = Path("tintinh-archive")
_UNFIT = (errno.ENAMETOOLONG, errno.ELOOP)  # names that were typed, and can be those of no file
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
        "--archive",
        metavar="DIR",
        readable=False,  # typer would look; but what cannot be opened is exit code 6, not wrong usage
        help="The archive's folder (or TINTINH_ARCHIVE); default ./tintinh-archive.",
    ),
]


def _print_version(asked: bool) -> None:
    if asked:
        from archive.version import tool_version

        print(f"tintinh {tool_version()}")
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
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


def _only(option: str, metavar: str, text: str) -> tuple[Any, None]:
    return Annotated[str | None, typer.Option(option, metavar=metavar, help=text)], None


def _flag(option: str, text: str) -> tuple[Any, bool]:
    return Annotated[bool, typer.Option(option, help=text)], False


# The fields of archive.filters.Filters as options: (option, default).
_FILTERS: dict[str, tuple[Any, bool | None]] = {
    "site": (InSite, None),
    "province": _only("--province", "NAME", "Only this province, by its old or new name, accents or not."),
    "kind": _only("--kind", "KIND", "Only portal, party, newspaper or department."),
    "section": _only("--section", "NAME", "Only this section."),
    "date_from": _only("--from", "DAY", "Published on this day or later (YYYY-MM-DD, YYYY-MM or YYYY)."),
    "date_to": _only("--to", "DAY", "Published on this day or earlier (the same)."),
    "month": _only("--month", "MONTH", "Published in this month (YYYY-MM)."),
    "has_photo": _flag("--has-photo", "Only with a photo."),
    "changed": _flag("--changed", "Only changed by the site since first kept."),
    "gone": _flag("--gone", "Only gone from the site."),
}
DryPack = Annotated[
    bool, typer.Option("--dry-run", help="Say what it would come to, compressing all the same; write nothing.")
]
Jobs = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="How many processes read; as many as there are cores.")
]
Exact = Annotated[bool, typer.Option("--exact", help="Take every word with the accents typed.")]


@app.callback()
def _main(context: typer.Context, archive: Archive = None, version: Version = False) -> None:
    """Keep Vietnam's provincial news: exact bytes, readable fields, search.

    Start with: tintinh demo
    """
    context.obj = archive


def run() -> None:
    """Run the command line; the entry point of `tintinh` and `python -m tintinh`."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever called, `2>&-`; else the next file to be opened stands in its place
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - for the rest of the process
        elif mode == "w" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a terminal without ă must not end a crawl
    try:
        code = app(sys.argv[1:] or ["--help"], prog_name="tintinh", standalone_mode=False)
        if not sys.stdout.closed:  # an export whose reader went away takes the stream with it
            sys.stdout.flush()
    except BrokenPipeError:
        _drop_output()
        code = 0
    except Exception as error:
        code = _explain(error)
    sys.exit(code)


class _Command(TyperCommand):
    """A command each of whose options may be said once: of two the first would be passed over without a word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words typed. Raises the library's UsageError."""
        _, _, said = self.make_parser(ctx).parse_args(args=list(args))
        for one in said:
            if isinstance(one, typer.core.TyperOption) and not (one.is_flag or one.multiple) and said.count(one) > 1:
                ctx.fail(f"{one.opts[-1]} is said twice; it takes one value")
        return super().parse_args(ctx, args)


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

    app.command(name=function.__name__.strip("_").replace("_", "-"), cls=_Command)(guarded)
    return function


def _filtered(function: F) -> F:
    """Give a command the options of _FILTERS in place of its parameter `filters`, and call it with the value they make."""

    @functools.wraps(function)
    def narrowed(*values: Any, **named: Any) -> None:
        from archive.filters import Filters

        function(*values, filters=Filters(**{name: named.pop(name) for name in _FILTERS}), **named)

    parameters: list[inspect.Parameter] = []
    for each in inspect.signature(function).parameters.values():
        if each.name != "filters":
            parameters.append(each)
            continue
        for name, (option, default) in _FILTERS.items():
            kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
            parameters.append(inspect.Parameter(name, kind, default=default, annotation=option))
    vars(narrowed)["__signature__"] = inspect.Signature(parameters)  # what typer reads
    narrowed.__annotations__ = {each.name: each.annotation for each in parameters}
    return cast(F, narrowed)


def _explain(error: Exception) -> int:
    """Print an error of ours, or in the words typed, as one line; return its exit code. Anything else is a fault and goes on."""
    if hasattr(error, "format_message"):  # typer's errors of usage, of which it names only some
        _say(_usage(error))
        return 2
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
    if isinstance(error, OSError) and error.errno in _UNFIT and error.filename:
        _say(f"tintinh: {error.filename}: {error.strerror}; name another")
        return 2
    raise error


def _usage(error: Any) -> str:
    """Return one line for typer's UsageError: what was wrong, and which help to read."""
    path = error.ctx.command_path if error.ctx else "tintinh"
    text = error.format_message().replace("Value error, ", "").removesuffix(".")
    dash = getattr(error, "option_name", "--").startswith("--")
    if not dash and any(one.metavar == "QUERY" for one in error.ctx.command.params):
        text += "; to leave a word out, quote the whole query: 'one -other'"
    return f"{path}: {text}; see {path} --help"


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
    max_bytes: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Stop when servers have answered so much: 500M, 2G.")
    ] = None,
    min_free: Annotated[
        str | None, typer.Option(metavar="SIZE", help="Stop when less than this is free on the disk: 20G.")
    ] = None,
    delay: Annotated[
        float | None,
        typer.Option(
            min=0, max=86400, metavar="SECONDS", help="Least pause between two requests to a host, in seconds."
        ),
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
    from archive.lookup import seconds, sites_asked_for, size
    from archive.run import Bounds

    wanted = sites_asked_for(names or [], everything=everything)
    bounds = Bounds(
        pages=max_pages,
        seconds=seconds(max_time) if max_time else None,
        bytes=size(max_bytes) if max_bytes else None,
        free=size(min_free) if min_free else None,
        delay=delay,
        since=_day(since),
    )
    folder = _folder(context, archive)
    if dry_run:
        _print_lines(plan(folder, wanted))
        return
    agent = _agent(contact, local=all(site.local for site, _ in wanted.values()), quiet=quiet)
    with _progress(quiet=quiet or as_json, log=log_json, folder=folder) as tell:
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
    from archive.lookup import check_addresses, known_site

    check_addresses(urls)
    local = all((site := known_site(url)) is not None and site.local for url in urls)
    with _progress(quiet=quiet or as_json, log=None) as tell:
        report = fetch_urls(
            _folder(context, archive),
            urls,
            agent=_agent(contact, local=local, quiet=quiet),
            operator=contact,
            tell=tell,
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
    jobs: Jobs = None,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Take in what others archived: WARC, ARC, WACZ, an archive.

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
    page: Annotated[
        str, typer.Argument(metavar="FILE|URL", help="A saved page (- is standard input), or an address to fetch once.")
    ],
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
        from archive.article_lines import of_article

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
    jobs: Jobs = None,
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
    _print_one(report, of_reparse, as_json=as_json, quiet=quiet)
    raise typer.Exit(report["exit_code"])


@_command
@_filtered
def search(
    context: typer.Context,
    query: Annotated[
        list[str],
        typer.Argument(
            metavar="QUERY", help="Words, \"phrases\", OR, -not, NEAR, title:word, word*; '' for everything."
        ),
    ],
    filters: "Filters",
    exact: Exact = False,
    rank: Annotated[bool, typer.Option("--rank", help="Most relevant first (see below).")] = False,
    oldest: Annotated[bool, typer.Option("--oldest", help="Oldest first.")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="Every copy of a story; else the first, and the sites of the others.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many hits.")] = 20,
    offset: Annotated[int, typer.Option(min=0, metavar="N", help="How many hits to pass over.")] = 0,
    count: Annotated[bool, typer.Option("--count", help="Print only how many there are, exactly.")] = False,
    facets: Annotated[
        str | None,
        typer.Option(
            metavar="NAMES",
            help="Print only how they divide: province, province_now, site, kind, section, year, month; commas between.",
        ),
    ] = None,
    top: Annotated[
        int,
        typer.Option(
            min=1, metavar="N", help="With --facets: values shown, the rest summed; years and months are all shown."
        ),
    ] = 10,
    archive: Archive = None,
    as_json: Json = False,
) -> None:
    """Find articles, newest first.

    Words typed without accents ignore them; words typed with accents mean them.

    Counting goes back over 10,000 articles with the words (several words must meet: in the newest 50,000): "2500+" is at
    least so many, --count counts to the end. --rank looks at the newest 5,000 hits, of phrases 400; after tintinh index
    at all.

    Example: tintinh search 'uy ban nhan dan' --province "Binh Thuan" --from 2020-07-01
    """
    from archive.folder import reading
    from archive.lines import of_counts
    from archive.search import best_index
    from archive.search import count as count_hits
    from archive.search import search as find

    text, folder = " ".join(query), _folder(context, archive)
    with reading(folder) as connection:
        if count and facets is None:
            total = count_hits(connection, text, filters, exact=exact)
            print(json.dumps({"count": total}) if as_json else total)
            return
        sidecar, note = best_index(folder, connection, helps=rank or facets is not None)
        if facets is not None:
            _print_facets(connection, text, filters, facets, exact=exact, top=top, as_json=as_json, sidecar=sidecar)
            if note:
                _say(note)
            return
        result = find(
            connection, text, filters, rank=rank, oldest=oldest, exact=exact, fold=not everything, limit=limit,
            offset=offset, sidecar=sidecar,
        )  # fmt: skip
    if as_json:
        from archive.search import hit_dict

        _print_json(map(hit_dict, result.hits), lines=True)
    else:
        from archive.hit_lines import of_hit

        for hit in result.hits:
            _print_lines(of_hit(hit, _style()))
    _say(of_counts(result, offset) + ("" if result.total else _did_you_mean(folder, text)))
    if note:
        _say(note)


@_command
@_filtered
def kwic(
    context: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="As in search.")],
    filters: "Filters",
    exact: Exact = False,
    sort: Annotated[
        str, typer.Option(metavar="ORDER", help="newest, date (oldest first), left or right (by the words beside).")
    ] = "newest",
    width: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Characters on either side; what fits, or 60, if left out."),
    ] = None,
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="How many lines; 40, or all with --csv and --json.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print all lines as CSV.")] = False,
    archive: Archive = None,
    as_json: Json = False,
) -> None:
    """Show words in context: left | word | right.

    With --csv or --json all lines, as they are found.

    Example: tintinh kwic '"thanh long"' --sort right
    """
    from contextlib import closing

    from archive.folder import reading
    from archive.kwic import kwic as lines_of
    from archive.kwic import some, write_csv, write_jsonl

    folder, text = _folder(context, archive), " ".join(query)
    _one_of(as_csv, as_json)
    context_of_all = 60 if as_csv or as_json else _style().columns or 60
    with reading(folder) as connection:
        found = lines_of(
            connection, text, filters, order=sort, exact=exact, context=context_of_all if width is None else width
        )
        with closing(found):
            if as_csv or as_json:
                from archive.export.target import open_target

                with open_target(None) as stream:
                    (write_csv if as_csv else write_jsonl)(found, stream, limit=limit)
                return
            shown, more = some(found, limit or 40)
    from archive.hit_lines import kwic_counts, of_kwic

    _print_lines(of_kwic(shown, _style(), context=width))
    _say(kwic_counts(len(shown), more=more) + ("" if shown else _did_you_mean(folder, text)))


@_command
@_filtered
def trend(
    context: typer.Context,
    queries: Annotated[list[str], typer.Argument(metavar="QUERY", help="Each is one query: quote what has spaces.")],
    filters: "Filters",
    by: Annotated[str, typer.Option(metavar="STEP", help="month or year.")] = "month",
    exact: Exact = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the table: query, period, n, total, share.")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="FILE", help="Write the chart as SVG.")] = None,
    png: Annotated[Path | None, typer.Option("--png", metavar="FILE", help="Write the chart as PNG.")] = None,
    archive: Archive = None,
    as_json: Json = False,
) -> None:
    """Show the share of articles over time.

    The articles of each month or year that a query finds, as a share of all of them (that the filters let through).

    Example: tintinh trend '"thanh long"' '"cang ca"' --by year --svg trend.svg
    """
    from archive.folder import reading
    from archive.trend import trend as trend_of

    _one_of(as_csv, as_json)
    folder = _folder(context, archive)
    with reading(folder) as connection:
        found = trend_of(connection, queries, filters, by=by, exact=exact)
    if svg is not None or png is not None:
        from archive.trend_svg import caption, svg_of, write_svg

        drawing = svg_of(found, title=", ".join(queries), source=caption(found, filters))
        if svg is not None:
            write_svg(drawing, _file(svg))
        if png is not None:
            from archive.trend_png import write_png

            write_png(drawing, png)
        for target in filter(None, (_file(svg), png)):
            _say(f"chart written to {target}")
    if as_csv or as_json:
        from archive.export.target import open_target
        from archive.trend import write_csv, write_jsonl

        with open_target(None) as stream:
            (write_csv if as_csv else write_jsonl)(found, stream)
    elif svg is None and png is None:
        from archive.trend_lines import of_trend

        _print_lines(of_trend(found, columns=_style().columns or 100))


@_command
def similar(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ID|URL", help="An article by its number or address.")],
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the same story on other sites.

    By the share of runs of four words that two articles have in common in their first 400. The first time all articles are read for it.

    Example: tintinh similar 2020070700001
    """
    from archive.derived import bring_up_to_date
    from archive.folder import reading
    from archive.hit_lines import of_likenesses
    from archive.lookup import article_id
    from archive.stories import likenesses

    folder = _folder(context, archive)
    with reading(folder) as connection:
        identity = article_id(connection, article)
    with _bar("comparing", quiet=quiet or as_json, unit="articles") as progress:
        left = bring_up_to_date(folder, progress=progress)
    if left:
        _say(f"{left} articles are not compared yet: another run is writing, or the disk is full; try again later")
    with reading(folder) as connection:
        found = likenesses(connection, identity)
    _print_list(found, functools.partial(of_likenesses, style=_style()), as_json=as_json)


@_command
def show(
    context: typer.Context,
    article: Annotated[str, typer.Argument(metavar="ID|URL", help="An article by its number or address.")],
    version: Annotated[int | None, typer.Option(min=1, metavar="N", help="An earlier version.")] = None,
    raw: Annotated[bool, typer.Option("--raw", help="The kept bytes of the page, as they came.")] = False,
    provenance: Annotated[
        bool, typer.Option("--provenance", help="Say which rule found each field, and where the bytes lie.")
    ] = False,
    cite: Annotated[
        str | None,
        typer.Option("--cite", metavar="FORM", help="Print a reference to it: text, bibtex, ris or csl-json."),
    ] = None,
    archive: Archive = None,
    as_json: Json = False,
) -> None:
    """Show one article.

    --raw, --cite and --json exclude each other.

    Example: tintinh show 2020070700001 --provenance
    """
    from archive.citing import cited
    from archive.errors import BadQuery
    from archive.folder import reading
    from archive.lookup import article_id
    from archive.pages import raw_page, source_of, standing
    from archive.record import article_dict

    folder = _folder(context, archive)
    if raw + bool(cite) + as_json > 1:
        raise BadQuery("say one of --raw, --cite and --json")
    with reading(folder) as connection:
        identity = article_id(connection, article)
        if raw:
            sys.stdout.buffer.write(raw_page(folder, connection, identity, version=version))
            return
        if cite:
            print(cited(connection, identity, cite, version=version))
            return
        record = article_dict(connection, identity, version=version)
        seen = standing(connection, identity)
        if provenance:
            record["provenance"] = source_of(connection, identity, version=version)
    if as_json:
        _print_json([record])
        return
    from archive.article_lines import of_article, of_provenance, of_standing

    _print_lines(of_article(record, width=_style().columns))
    _print_lines(of_standing(record, seen))
    _print_lines(of_provenance(record.get("provenance")))


@_command
def history(
    context: typer.Context,
    article: Annotated[
        str | None, typer.Argument(metavar="ID|URL", help="An article by its number or address.")
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
            _print_list(found, of_edits, as_json=as_json)
            return
        versions = history_of(connection, article_id(connection, article or ""))
    _print_one(versions, functools.partial(of_history, colour=_style().colour), as_json=as_json)


@_command
@_filtered
def export(
    context: typer.Context,
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="One of the formats above.")],
    filters: "Filters",
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help="As in search; everything if left out.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="The file or folder; standard output if left out."),
    ] = None,
    exact: Exact = False,
    for_spreadsheet: Annotated[
        bool, typer.Option("--for-spreadsheet", help="CSV for Excel: byte-order mark, formulas disarmed.")
    ] = False,
    captures: Annotated[
        Literal["all", "current"] | None,
        typer.Option(help="For warc, cdxj, wacz: all visits of an article (the default), or the one it is read from."),
    ] = None,
    archive: Archive = None,
) -> None:
    """Write the articles found to a file or to standard output.

    Newest first, never capped. FILE.export.json beside the file says what is in it.

    \b
    csv       a row an article
    jsonl     an article a line, as show --json gives it
    json      one array of them
    parquet   typed columns, for pandas, DuckDB, Arrow; needs -o and tintinh[export]
    xlsx      an Excel workbook; needs -o and tintinh[export]
    markdown  a folder with a file an article, fields as front matter; needs -o
    text      a folder with a plain text an article, and a table of them; needs -o
    tei       TEI P5, one corpus
    bibtex    references for biblatex
    ris       references for Zotero, EndNote, Mendeley
    csl-json  references for Zotero, pandoc, citeproc
    sqlite    a smaller archive.db with both full-text indexes; needs -o
    warc      the kept bytes behind the articles, a gzip member a record
    wacz      the same with an index and the list of pages, for ReplayWeb.page
    cdxj      an index of these captures in the archive's own files

    Example: tintinh export csv thanh long --province "Lam Dong" -o thanh-long.csv
    """  # noqa: D301 - click keeps the lines below its own backspace as they are
    from archive.exporting import export_to
    from archive.lines import counted

    text, output = " ".join(query or []), _file(output)
    written = export_to(
        _folder(context, archive),
        form,
        text,
        filters,
        output=output,
        exact=exact,
        for_spreadsheet=for_spreadsheet,
        captures=captures,
    )
    if output:
        _say(f"{counted(written.count, written.what.removesuffix('s'))} written to {output}")
    for name, number in written.remarks.get("cut_cells", {}).items():
        _say(f"{number} cells of {name} are longer than a cell can be, and were cut")


@_command
def datasette() -> None:
    """Write the metadata that Datasette needs to search an archive.

    Which index serves which table, titles, and a few queries.

    Example: tintinh datasette > metadata.json
    """
    from archive.datasette import metadata

    _print_json([metadata()])


@_command
def verify(
    context: typer.Context,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE", help="WARC, ARC or WACZ of others; the archive if left out.")
    ] = None,
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="Adopt captures without a row; make a lost database again; cut torn ends, copied aside first.",
        ),
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
def pack(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="SITE", help="Sites by id; all if left out.")] = None,
    dry_run: DryPack = False,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Keep closed WARC files in less space, as .warc.zst.

    Each record stays the same, byte for byte. Files that would not shrink stay as they are. Every command reads both;
    most other tools read only .warc.gz (docs/operating.md), and unpack gives that back.

    Example: tintinh pack --dry-run
    """
    _rewrite(context, "pack", names, dry_run=dry_run, archive=archive, as_json=as_json, quiet=quiet)


@_command
def unpack(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(metavar="SITE", help="Sites by id; all if left out.")] = None,
    dry_run: DryPack = False,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Turn .warc.zst files back into .warc.gz.

    Each record stays the same, byte for byte.

    Example: tintinh unpack binhthuan
    """
    _rewrite(context, "unpack", names, dry_run=dry_run, archive=archive, as_json=as_json, quiet=quiet)


@_command
def index(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Begin with an empty sidecar.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Delete the sidecar; nothing is lost but speed.")] = False,
    archive: Archive = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Make or refresh the sidecar index of large archives.

    For search --rank over all hits, and for facets. Derived from the database, beside it in search.tantivy. A crawl
    may run meanwhile; call this after it.

    Example: tintinh index --archive /srv/tintinh
    """
    from archive.errors import BadQuery
    from archive.indexing import bring_up_to_date, report_lines, take_away

    if rebuild and drop:
        raise BadQuery("--rebuild and --drop exclude each other")
    folder = _folder(context, archive)
    if drop:
        report = take_away(folder)
    else:
        with _bar("indexing", quiet=quiet or as_json, unit="articles") as progress:
            report = bring_up_to_date(folder, rebuild=rebuild, progress=progress)
    _print_one(report, report_lines, as_json=as_json, quiet=quiet)


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
    _print_one(state, of_status, as_json=as_json)


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
        bool, typer.Option("--force", help="Write over what is there; give a known site one more layout.")
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
    _print_one(report, report_lines, as_json=as_json)


def _rewrite(
    context: typer.Context,
    way: Literal["pack", "unpack"],
    names: list[str] | None,
    *,
    dry_run: bool,
    archive: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    from archive.lines import of_pack
    from archive.lookup import one_site
    from archive.pack_run import run_pack

    only = [one_site(name).id for name in names or []]
    with _bar(f"{way}ing", quiet=quiet or as_json) as progress:
        report = run_pack(_folder(context, archive), way, only=only, dry_run=dry_run, progress=progress)
    for one in report["files"]:
        if one["damaged"]:
            _say(f"{one['file']}: {one['left']}; run: tintinh verify")
    _print_one(report, of_pack, as_json=as_json, quiet=quiet)
    if report["stopped_by"]:
        _say(
            {"interrupt": "interrupted; what was rewritten stays", "disk": "no room on the disk"}[report["stopped_by"]]
        )
    raise typer.Exit(report["exit_code"])


def _folder(context: typer.Context, own: Path | None) -> Path:
    """Return the archive asked for: after the command, before it, by the environment, or the default."""
    return own or context.obj or Path(os.environ.get("TINTINH_ARCHIVE") or DEFAULT_ARCHIVE)


def _style() -> "Style":
    """Say how standard output shows lines: its width and colour if it is a terminal (https://no-color.org)."""
    from archive.hit_lines import Style

    if not sys.stdout.isatty():
        return Style()
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return Style(columns=shutil.get_terminal_size().columns, colour=not plain)


def _print_facets(
    connection: "Connection", text: str, filters: "Filters", names: str, *, exact: bool, top: int, as_json: bool,
    sidecar: "Sidecar | None",
) -> None:  # fmt: skip
    from archive.facets import facet_names, facets, facets_dict
    from archive.hit_lines import of_facets

    total, found = facets(connection, text, filters, names=facet_names(names), exact=exact, sidecar=sidecar)
    if as_json:
        _print_json([facets_dict(total, found)])
    else:
        _print_lines(of_facets(total, found, top=top))


def _did_you_mean(folder: Path, text: str) -> str:
    """Return known words near those that nothing holds, to be said behind "no hits"; often empty."""
    from archive.derived import words_near

    found = [f"{', '.join(near)} (for {word})" for word, near in words_near(folder, text)]
    return f"; did you mean {'; '.join(found)}?" if found else ""


def _day(text: str | None) -> str | None:
    from archive.filters import day

    return day(text) if text else None


def _one_of(as_csv: bool, as_json: bool) -> None:
    if as_csv and as_json:
        from archive.errors import BadQuery

        raise BadQuery("say one of --csv and --json")


def _file(named: Path | None) -> Path | None:
    """Return where to write; None is standard output, which "-" stands for too."""
    return None if named is None or str(named) == "-" else named


def _agent(contact: str | None, *, local: bool, quiet: bool = False) -> str:
    """Return the User-Agent. Without a contact address public sites are still asked, and the person is told."""
    from archive.errors import BadQuery
    from archive.version import tool_version
    from scraper.fetch import user_agent

    if not contact:
        if not local and not quiet:
            _say("no contact address is given; set TINTINH_CONTACT so that a webmaster can reach you")
        return f"tintinh/{tool_version()} (no contact given)"
    try:
        return user_agent(contact)
    except ValueError as error:
        raise BadQuery(f"--contact: {error}") from error


def _print_report(report: Mapping[str, Any], *, as_json: bool, quiet: bool) -> None:
    from archive.lines import of_report

    _print_one(report, of_report, as_json=as_json, quiet=quiet)
    if report["stopped_by"] == "interrupt":
        _say("interrupted; everything so far is kept")
    raise typer.Exit(report["exit_code"])


@contextmanager
def _progress(*, quiet: bool, log: Path | None, folder: Path | None = None) -> Iterator[Callable[[Any], None]]:
    """Give a function that shows each event: on a terminal as a bar, in a log as JSON, failures as lines."""
    from archive.progress import Show

    with Show(quiet=quiet, terminal=sys.stderr.isatty(), log=log, say=_say, folder=folder) as show:
        yield show


@contextmanager
def _bar(what: str, *, quiet: bool, unit: str | None = None) -> Iterator[Callable[[int, int], None] | None]:
    from archive.progress import bar

    with bar(what, shown=sys.stderr.isatty() and not quiet, unit=unit) as advance:
        yield advance


def _print_one(
    value: Mapping[str, Any], lines: Callable[[Any], Iterable[str]], *, as_json: bool, quiet: bool = False
) -> None:
    """Print one object as JSON, or as lines for a person unless `quiet`."""
    if as_json:
        _print_json([value])
    elif not quiet:
        _print_lines(lines(value))


def _print_list(values: Sequence[Mapping[str, Any]], lines: Callable[[Any], Iterable[str]], *, as_json: bool) -> None:
    """Print a list as JSON, an object a line, or as lines for a person."""
    if as_json:
        _print_json(values, lines=True)
    else:
        _print_lines(lines(values))


def _print_json(values: Iterable[Any], *, lines: bool = False) -> None:
    for value in values:
        print(json.dumps(value, ensure_ascii=False, indent=None if lines else 2))


def _print_lines(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _say(line: str) -> None:
    """Print what is not data: to standard error."""
    print(line, file=sys.stderr, flush=True)
