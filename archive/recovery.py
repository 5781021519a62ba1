"""After a kill: what the WARC files hold beyond the last commit is adopted into the rows; what is torn is cut off."""

import hashlib
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from archive import frontier, posted, store
from archive.bulk import complete
from archive.captures import exchange_of, load, with_payload_of
from archive.errors import CannotOpen
from archive.file_check import is_ours
from archive.folder import transaction
from archive.identity import key_of
from archive.ingest import read
from archive.pack_repair import settle
from archive.probes import judged
from archive.recording import record
from archive.repair import finish, repair_tail
from archive.report import SiteCounts
from archive.warc import OPEN, Kept, Written
from archive.warc_bytes import Damage, Source
from archive.warc_reader import Record, read_at, survey
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
    settle(folder / "warc", connection)
    complete(connection)
    _reopen_unfinished(folder / "warc", connection)
    paths = sorted((folder / "warc").glob(f"*{OPEN}"))
    done = [_recover_file(folder, connection, path) for path in paths]
    with transaction(connection):
        connection.execute("UPDATE runs SET exit_code = -1 WHERE finished IS NULL AND exit_code IS NULL")
    return done


def repair_closed(folder: Path, connection: sqlite3.Connection, names: Iterable[str]) -> list[Recovered]:
    """Put right closed files that hold more than the database knows. Needs the archive's lock.

    Whole captures without a row get one, wherever they are (a database from an older backup knows less than the
    files). What follows the last whole record is copied to `*.damaged` and cut. Files made by others are left alone.
    """
    done = []
    for name in names:
        path = folder / "warc" / name
        if not path.is_file() or connection.execute("SELECT 1 FROM ingests WHERE name = ?", (name,)).fetchone():
            continue
        own, strangers, end = _survey(connection, path)
        if not own:
            continue
        adopted = _adopt(path, name, strangers, connection)
        repair = repair_tail(path, end)
        with path.open("rb") as file:
            sha256, length = hashlib.file_digest(file, "sha256").hexdigest(), file.tell()
        row = connection.execute("SELECT length, sha256 FROM warc_files WHERE name = ?", (name,)).fetchone()
        if row is None or None in row or length > row[0] or repair.cut:
            _make_known(connection, name)
            with transaction(connection):
                close_file(connection, name, length, sha256)
        if adopted or repair.cut:
            copy = repair.damaged_copy
            done.append(Recovered(file=name, adopted=adopted, cut=repair.cut, missing=0, damaged_copy=copy))
    return done


def _survey(connection: sqlite3.Connection, path: Path) -> tuple[bool, tuple[Record, ...], int]:
    """Say whether a file is ours, which captures have no row (with their groups), where the last whole record ends."""
    own, wanted, end = False, False, 0
    found: list[Record] = []
    with Source(path) as source:
        for one in survey(source):
            if isinstance(one, Damage):
                continue
            own, end = own or is_ours(one), one.offset + one.length
            if one.type in _KEPT or one.type == "warcinfo":
                row = connection.execute("SELECT 1 FROM captures WHERE record_id = ?", (one.record_id,)).fetchone()
                wanted = one.type in _KEPT and row is None
            if wanted and not one.member_shared:
                found.append(replace(one, block=b""))
    return own, tuple(found), end


def _committed_end(connection: sqlite3.Connection, name: str) -> int:
    query = "SELECT coalesce(max(group_end), 0) FROM captures WHERE file = ?"
    return int(connection.execute(query, (name,)).fetchone()[0])


def _recover_file(folder: Path, connection: sqlite3.Connection, path: Path) -> Recovered:
    name = path.name.removesuffix(OPEN)
    try:
        repair = repair_tail(path, _committed_end(connection, name))
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
    return Recovered(file=name, adopted=adopted, cut=repair.cut, missing=0, damaged_copy=repair.damaged_copy)


def _reopen_unfinished(warcs: Path, connection: sqlite3.Connection) -> None:
    """Give files back their `.open` name that were closed on disk, but not in the database: a kill or a power cut came between.

    The rows of their last captures may be missing too: SQLite gives back the commits of the last moments before a power cut.
    """
    for (name,) in connection.execute("SELECT name FROM warc_files WHERE closed IS NULL AND path IS NULL").fetchall():
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
            _commit(path, connection, whole, group, name, run[0] if run else None)
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
    path: Path, connection: sqlite3.Connection, head: Record, group: list[Record], name: str, run_id: int | None
) -> None:
    exchange = exchange_of(head)
    original = _original(connection, head)
    if original is not None and exchange.status == 200:
        exchange = with_payload_of(load(path.parent.parent, connection, original), exchange, modified=True)
    site = site_of(exchange.url)
    identity = key_of(exchange.url, site)
    request = next((one for one in group if one.type == "request"), None)
    sent = read_at(path, request.offset, request.length).block if request else b""
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
    counts = SiteCounts()
    record(
        connection, exchange, kept, entry, site, parsed, counts, run_id=run_id, refers_to=original, boxes={}, now=now
    )


def _original(connection: sqlite3.Connection, head: Record) -> int | None:
    """Return the capture that a revisit refers to."""
    refers = (head.header("WARC-Refers-To") or "").strip("<>")
    row = connection.execute("SELECT id FROM captures WHERE record_id = ?", (refers,)).fetchone() if refers else None
    return row[0] if row else None


def _written(one: Record) -> Written:
    return Written(record_id=one.record_id or "", record_type=one.type, offset=one.offset, length=one.length)
