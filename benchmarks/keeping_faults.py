"""The table validators x faults: files and archives with one fault each, and who finds it.

A validator has found a fault when its command ends with another exit code than on the whole file, or says something on
standard error or output that it does not say there. Every cell is a command that was run.
"""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
import zlib
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from archive.folder import transaction, writing
from archive.frontier import Entry
from archive.ingest import keep
from archive.report import SiteCounts
from archive.run import run
from archive.warc_reader import records
from scraper.exchange import Exchange
from scraper.message import read_response

FILE, ARCHIVE = "file", "archive"
COUNT = 6


def _page(number: int) -> bytes:
    body = (
        b"<html><body>"
        + b"".join(b"<p>tin %d %d</p>" % (number, row * 7919 % 1000) for row in range(300))
        + b"</body></html>"
    )
    return b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(body) + body


def _record(
    number: int, block: bytes, labels: dict[str, str | None] | None = None, *, length: int | None = None
) -> bytes:
    """Return one record, unpacked; a label given as None is left out."""
    payload = block.partition(b"\r\n\r\n")[2]
    fields: dict[str, str | None] = {
        "WARC-Type": "response",
        "WARC-Record-ID": f"<urn:uuid:00000000-0000-4000-8000-{number:012d}>",
        "WARC-Date": "2021-11-29T01:00:00Z",
        "WARC-Target-URI": f"http://vidu.vn/tin-{number}",
        "WARC-Block-Digest": "sha256:" + hashlib.sha256(block).hexdigest(),
        "WARC-Payload-Digest": "sha256:" + hashlib.sha256(payload).hexdigest(),
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block) if length is None else length),
    }
    fields |= labels or {}
    lines = [f"{name}: {value}\r\n" for name, value in fields.items() if value is not None]
    return f"WARC/1.1\r\n{''.join(lines)}\r\n".encode() + block + b"\r\n\r\n"


def _pack(data: bytes) -> bytes:
    return zlib.compress(data, 6, wbits=31)


def _with(number: int, changed: bytes) -> bytes:
    """Return a file of sound records with one of them replaced; `changed` is packed."""
    return b"".join(changed if n == number else _pack(_record(n, _page(n))) for n in range(COUNT))


def _sound(first: int = 0, last: int = COUNT) -> bytes:
    return b"".join(_pack(_record(n, _page(n))) for n in range(first, last))


def _flipped() -> bytes:
    data = bytearray(_sound())
    data[len(data) // 2] ^= 0x10
    return bytes(data)


def file_faults() -> dict[str, bytes]:
    """Return the files by fault; "none" is the sound one."""
    whole, page = _sound(), _page(3)
    last = len(_pack(_record(COUNT - 1, _page(COUNT - 1))))
    wrong = "sha256:" + "0" * 64
    short = page[:-200]
    return {
        "none": whole,
        "torn, half of the last record": whole[: len(whole) - last // 2],
        "torn, 8 bytes short": whole[:-8],
        "NUL bytes at the end": whole + b"\0" * 512,
        "torn, then appended to": whole[: len(whole) - last // 2] + _sound(COUNT, COUNT + 4),
        "junk between two records": _sound(0, 3) + b"junk of another program\n" + _sound(3, COUNT),
        "a bit flipped": _flipped(),
        "all records in one gzip member": _pack(b"".join(_record(n, _page(n)) for n in range(COUNT))),
        "wrong payload digest": _with(3, _pack(_record(3, page, {"WARC-Payload-Digest": wrong}))),
        "wrong block digest": _with(3, _pack(_record(3, page, {"WARC-Block-Digest": wrong}))),
        "Content-Length 5 too large": _with(3, _pack(_record(3, page, length=len(page) + 5))),
        "Content-Length 5 too small": _with(3, _pack(_record(3, page, length=len(page) - 5))),
        "no WARC-Record-ID": _with(3, _pack(_record(3, page, {"WARC-Record-ID": None}))),
        "no WARC-Date": _with(3, _pack(_record(3, page, {"WARC-Date": None}))),
        "one record id twice": _with(3, _pack(_record(2, page, {"WARC-Target-URI": "http://vidu.vn/tin-3"}))),
        "an empty file": b"",
        "record end cut": _with(3, _pack(_record(3, page)[:-2])),
        "HTTP body short, not marked": _with(3, _pack(_record(3, short))),
    }


def _rows_without_bytes(folder: Path) -> None:
    """Cut the last capture out of the file: the row stays."""
    (path,) = (folder / "warc").iterdir()
    last = [one for one in records(path) if one.type == "response"][-1]
    with path.open("r+b") as file:
        file.truncate(last.offset)
    _say_whole(folder, path)


def _bytes_without_rows(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("DELETE FROM captures WHERE id = (SELECT max(id) FROM captures)")
        connection.commit()


def _row_with_a_wrong_offset(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "archive.db")) as connection:
        connection.execute("UPDATE captures SET offset = offset + 1 WHERE id = (SELECT max(id) FROM captures)")
        connection.commit()


def _record_exchanged(folder: Path) -> None:
    """Put another sound record in the place of one: only the rows know better."""
    (path,) = (folder / "warc").iterdir()
    found = list(records(path))
    chosen = next(one for one in found if one.type == "response")
    packed = _pack(_record(9, _page(9)))
    whole = path.read_bytes()
    path.write_bytes(whole[: chosen.offset] + packed + whole[chosen.offset + chosen.length :])
    _say_whole(folder, path)


def _file_lost(folder: Path) -> None:
    (path,) = (folder / "warc").iterdir()
    path.unlink()


def _say_whole(folder: Path, path: Path) -> None:
    """Bring the digest of the file up to date, so that it alone does not give the fault away."""
    data = path.read_bytes()
    with writing(folder) as connection, transaction(connection):
        connection.execute(
            "UPDATE warc_files SET length = ?, sha256 = ?", (len(data), hashlib.sha256(data).hexdigest())
        )


ARCHIVE_FAULTS: dict[str, Callable[[Path], None]] = {
    "none": lambda folder: None,
    "a row without its bytes": _rows_without_bytes,
    "bytes without a row": _bytes_without_rows,
    "a row with a wrong offset": _row_with_a_wrong_offset,
    "a record exchanged for another": _record_exchanged,
    "a file lost": _file_lost,
}

VALIDATORS: dict[str, Callable[[str, Path], list[str]]] = {
    "tintinh verify": lambda kind, path: [
        *(sys.executable, "-m", "tintinh", "verify"),
        *(["--archive", str(path)] if kind == ARCHIVE else [str(path)]),
    ],
    "warcio check": lambda kind, path: [sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
    "fastwarc check": lambda kind, path: [sys.executable, "-m", "fastwarc.cli", "check", "-p", str(path)],
    "warcat verify": lambda kind, path: ["warcat", "verify", "--input", str(path)],
}


def said(command: list[str]) -> tuple[int, bool] | None:
    """Run a validator; return its exit code and whether it names trouble, None when it is not installed."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    except FileNotFoundError:
        return None
    text = (done.stdout + done.stderr).lower()
    if done.returncode and "no module named" in text:
        return None
    words = ("fail", "error", "invalid", "mismatch", "damage", "warning", "traceback", "corrupt")
    return done.returncode, any(word in text for word in words)


def main(base: Path) -> None:
    """Make every fault, run every validator on it, print the table."""
    there = [name for name in VALIDATORS if _is_there(name, base)]
    for name in VALIDATORS:
        if name not in there:
            print(f"{name}: not installed here, left out")
    print(f"{'fault':34}" + "".join(f"{name:>16}" for name in there))
    faults = {
        **{(FILE, name): data for name, data in file_faults().items()},
        **{(ARCHIVE, name): None for name in ARCHIVE_FAULTS},
    }
    found = dict.fromkeys(there, 0)
    sound: dict[tuple[str, str], object] = {}
    for number, ((kind, fault), data) in enumerate(faults.items()):
        place = base / f"{number}"
        place.mkdir()
        if fault == "none":
            sound |= {(kind, name): _verdict(name, kind, place, fault, data) for name in there}
            continue
        cells = [_verdict(name, kind, place, fault, data) != sound[kind, name] for name in there]
        for name, cell in zip(there, cells, strict=True):
            found[name] += cell
        print(f"{fault:34}" + "".join(f"{'yes' if cell else 'no':>16}" for cell in cells), flush=True)
    total = len(faults) - 2
    print("found: " + ", ".join(f"{name} {count} of {total}" for name, count in found.items()))


def _is_there(name: str, base: Path) -> bool:
    path = base / "sound.warc.gz"
    path.write_bytes(_sound())
    return said(VALIDATORS[name](FILE, path)) is not None


def _verdict(name: str, kind: str, place: Path, fault: str, data: bytes | None) -> object:
    """Return what a validator says of a file, or of an archive: of the archive's files, for one that knows no archives."""
    if data is not None:
        path = place / "a.warc.gz"
        path.write_bytes(data)
        return said(VALIDATORS[name](FILE, path))
    archive = place / name.replace(" ", "-")
    _own_archive(archive)
    (sound,) = (archive / "warc").iterdir()
    spare = Path(shutil.copy(sound, place / sound.name))
    ARCHIVE_FAULTS[fault](archive)
    if name == "tintinh verify":
        return said(VALIDATORS[name](ARCHIVE, archive))
    files = list((archive / "warc").iterdir())
    return said(VALIDATORS[name](FILE, files[0] if files else spare))  # where no file is, it has nothing to say


def _own_archive(folder: Path) -> None:
    """Make an archive of a few captures, as a crawl does."""
    with run(folder, "fetch") as this:
        for number in range(COUNT):
            block = _page(number)
            answer = _exchange(f"http://vidu.vn/tin-{number}", block)
            entry = Entry(key=f"vidu.vn/tin-{number}", url=answer.url, host="vidu.vn", site_id="", role="page")
            keep(this.keeper, answer, entry, None, SiteCounts(), now=answer.started)


def _exchange(url: str, block: bytes) -> Exchange:
    message = read_response(block)
    return Exchange(
        url=url,
        started=datetime(2021, 11, 29, 1, tzinfo=UTC),
        duration=0.1,
        response=block,
        entity=message.entity,
        status=message.status,
        headers=message.headers,
    )
