"""After a kill: what the WARC files hold beyond the last commit is adopted into the rows; what is torn is cut off."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive import frontier, posted, store
from archive.bulk import complete
from archive.captures import exchange_of, load, with_payload_of
from archive.errors import CannotOpen
from archive.folder import transaction
from archive.identity import key_of
from archive.ingest import read, record
from archive.pack_repair import settle
from archive.probes import judged
from archive.repair import finish, repair_tail
from archive.report import SiteCounts
from archive.warc import OPEN, Kept, Written
from archive.warc_reader import Record, read_at
from parsers.sites import site_of

_KEPT = ("response", "revisit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What was done for one file: captures adopted, bytes cut (they are in `damaged_copy`), bytes missing."""

    file: str
    adopted: int
    cut: int
    missing: int
    damaged_copy: Path | None


def recover(folder: Path, connection: sqlite3.Connection) -> list[Recovered]:
    """Put right every file that a run left open, and the indexes that a bulk load did not complete.

    Needs the archive's lock. Does nothing, quickly, where all is well. A file in which no record is whole goes (what it
    held is in its `.damaged` copy); one that holds no more than its warcinfo stays and gets its row: it is a whole WARC.
    """
    done = []
    settle(folder / "warc", connection)
    complete(connection)
    _reopen_unfinished(folder / "warc", connection)
    for path in sorted((folder / "warc").glob(f"*{OPEN}")):
        name = path.name.removesuffix(OPEN)
        end = connection.execute("SELECT coalesce(max(group_end), 0) FROM captures WHERE file = ?", (name,)).fetchone()[
            0
        ]
        try:
            repair = repair_tail(path, end)
            if repair.missing:
                raise CannotOpen(
                    f"{path}: {repair.missing} bytes shorter than the database says; the disk lost them. "
                    "Move the file away and run: tintinh verify"
                )
            adopted = _adopt(path, name, repair.adopted, connection)
            _make_known(connection, name)
            closed = finish(path)
        except OSError as error:
            raise CannotOpen(
                f"{path}: cannot be repaired ({error.strerror}); check the disk and its permissions"
            ) from error
        with transaction(connection):
            if closed is None:
                connection.execute("DELETE FROM warc_files WHERE name = ?", (name,))
            else:
                close_file(connection, *closed)
        done.append(Recovered(file=name, adopted=adopted, cut=repair.cut, missing=0, damaged_copy=repair.damaged_copy))
    with transaction(connection):
        connection.execute("UPDATE runs SET exit_code = -1 WHERE finished IS NULL AND exit_code IS NULL")
    return done


def _reopen_unfinished(warcs: Path, connection: sqlite3.Connection) -> None:
    """Give files back their `.open` name that were closed on disk, but not in the database: a kill or a power cut came between.

    The rows of their last captures may be missing too: SQLite gives back the commits of the last moments before a power cut.
    """
    for (name,) in connection.execute("SELECT name FROM warc_files WHERE closed IS NULL").fetchall():
        path = warcs / name
        if path.is_file() and not (warcs / (name + OPEN)).exists():
            path.rename(warcs / (name + OPEN))


def _make_known(connection: sqlite3.Connection, name: str) -> None:
    """Give a file its row if the run ended between making the file and saying so.

    Before the file gets its final name: from then on only its row leads here, should this be killed too.
    """
    with transaction(connection):
        opened = store.stamp(datetime.now(UTC))
        connection.execute("INSERT OR IGNORE INTO warc_files(name, opened) VALUES (?, ?)", (name, opened))


def close_file(connection: sqlite3.Connection, name: str, length: int, sha256: str) -> None:
    """Record that a WARC file is closed, with its length and fixity."""
    connection.execute(
        "UPDATE warc_files SET closed = ?, length = ?, sha256 = ? WHERE name = ?",
        (store.stamp(datetime.now(UTC)), length, sha256, name),
    )


def _adopt(path: Path, name: str, records: tuple[Record, ...], connection: sqlite3.Connection) -> int:
    """Give each whole response its row, by the same code that a crawl uses."""
    run = connection.execute("SELECT run_id FROM warc_files WHERE name = ?", (name,)).fetchone()
    adopted = 0
    for number, head in enumerate(records):
        if head.type not in _KEPT:
            continue
        group = [head, *_rest_of_group(records[number + 1 :])]
        whole = read_at(path, head.offset, head.length)
        with transaction(connection):
            _commit(path.parent.parent, connection, whole, group, name, run[0] if run else None)
        adopted += 1
    return adopted


def _rest_of_group(following: tuple[Record, ...]) -> list[Record]:
    """Return the request and metadata records that were written together with a response."""
    rest = []
    for one in following:
        if one.type in _KEPT or one.type == "warcinfo":
            break
        rest.append(one)
    return rest


def _commit(
    folder: Path, connection: sqlite3.Connection, head: Record, group: list[Record], name: str, run_id: int | None
) -> None:
    exchange = exchange_of(head)
    original = _original(connection, head)
    if original is not None and exchange.status == 200:
        exchange = with_payload_of(load(folder, connection, original), exchange, modified=True)
    site = site_of(exchange.url)
    identity = key_of(exchange.url, site)
    request = next((one for one in group if one.type == "request"), None)
    sent = read_at(folder / "warc" / (name + OPEN), request.offset, request.length).block if request else b""
    entry = (
        posted.of_request(connection, exchange.url, sent)
        or frontier.get(connection, identity)
        or frontier.Entry(key=identity, url=exchange.url, host="", site_id=site.id if site else "", role="page")
    )
    kept = Kept(
        file=name,
        response=_written(head),
        request=_written(request) if request else None,
        payload_digest=head.header("WARC-Payload-Digest"),
        end=group[-1].offset + group[-1].length,
    )
    if site:
        store.add_site(connection, site)
    now = exchange.started
    if site is None and entry.site_id:
        # The site is not known to this run (TINTINH_SITES may differ): the capture is kept, and the page stays due.
        store.add_capture(
            connection,
            exchange,
            kept,
            key=entry.key,
            run_id=run_id,
            site_id=entry.site_id,
            kind=None,
            refers_to=original,
        )
        return
    parsed = judged(connection, {}, exchange, entry, read(exchange, site, list_page=entry.list_page))
    record(connection, exchange, kept, entry, site, parsed, SiteCounts(), run_id=run_id, refers_to=original, now=now)


def _original(connection: sqlite3.Connection, head: Record) -> int | None:
    """Return the capture that a revisit refers to."""
    refers = (head.header("WARC-Refers-To") or "").strip("<>")
    row = connection.execute("SELECT id FROM captures WHERE record_id = ?", (refers,)).fetchone() if refers else None
    return row[0] if row else None


def _written(one: Record) -> Written:
    return Written(record_id=one.record_id or "", record_type=one.type, offset=one.offset, length=one.length)
