"""How the archive stands: sites, their last run, coverage of the fields, drift, hosts that wait, disk."""

import json
import shutil
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from archive.lock import is_held

_FIELDS = ("lede", "caption", "body", "published", "byline")
_MONTHS = 6
_COVERAGE = ", ".join(f"avg({name} IS NOT NULL AND {name} <> '')" for name in _FIELDS)


def status(folder: Path, connection: sqlite3.Connection) -> dict[str, Any]:
    """Return the state of an archive as one object: the shape that `tintinh status --json` prints."""
    warc = sum(path.stat().st_size for path in (folder / "warc").glob("*") if path.is_file())
    return {
        "archive": str(folder),
        "articles": _one(connection, "SELECT count(*) FROM articles"),
        "captures": _one(connection, "SELECT count(*) FROM captures"),
        "versions": _one(connection, "SELECT count(*) FROM versions"),
        "gone": _one(connection, "SELECT count(*) FROM articles WHERE gone_at IS NOT NULL"),
        "bytes": {
            "warc": warc,
            "database": (folder / "archive.db").stat().st_size,
            "free": shutil.disk_usage(folder).free,
        },
        "packed": _packed(connection),
        "last_run": _last_run(folder, connection),
        "sites": _sites(connection),
        "waiting": _waiting(connection),
    }


def _packed(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many files are packed, their size now and before, in bytes."""
    query = "SELECT count(*), total(length), total(original_length) FROM warc_files WHERE original_name IS NOT NULL"
    row = connection.execute(query).fetchone()
    return {name: int(value) for name, value in zip(("files", "bytes", "bytes_before"), row, strict=True)}


def _one(connection: sqlite3.Connection, query: str) -> int:
    return int(connection.execute(query).fetchone()[0])


def _last_run(folder: Path, connection: sqlite3.Connection) -> dict[str, Any] | None:
    """Return the last run; its `exit_code` is None while it is under way, -1 if it was killed."""
    row = connection.execute(
        "SELECT id, command, started, finished, exit_code, report FROM runs ORDER BY id DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    names = ("run", "command", "started", "finished", "exit_code")
    last = dict(zip(names, row, strict=False))
    if last["exit_code"] is None and not is_held(folder):
        last["exit_code"] = -1
    return {**last, "total": json.loads(row[5])["total"] if row[5] else None}


def _sites(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return per site: articles, share of articles that have each field, what is due, and drift of the last thirty days."""
    now = datetime.now(UTC)
    since = (now - timedelta(days=30)).isoformat()
    sites = []
    for site, name in connection.execute("SELECT id, name FROM sites ORDER BY id"):
        row = connection.execute(
            f"SELECT count(*), max(published), max(last_seen), {_COVERAGE} FROM articles WHERE site_id = ?", (site,)
        ).fetchone()
        due = connection.execute(
            "SELECT count(*) FROM frontier WHERE site_id = ? AND (state = 'todo' OR state = 'done' AND due <= ?)",
            (site, now.isoformat()),
        ).fetchone()[0]
        drift = connection.execute(
            "SELECT count(*) FROM problems WHERE site_id = ? AND code IN ('drift', 'no_layout') AND at >= ?",
            (site, since),
        ).fetchone()[0]
        coverage = {field: round(share, 3) for field, share in zip(_FIELDS, row[3:], strict=True) if share is not None}
        sites.append(
            {
                "site": site,
                "name": name,
                "articles": row[0],
                "newest": row[1],
                "last_seen": row[2],
                "coverage": coverage,
                "coverage_by_month": _by_month(connection, site, now),
                "due": due,
                "drift": drift,
            }
        )
    return sites


def _by_month(connection: sqlite3.Connection, site: str, now: datetime) -> list[dict[str, Any]]:
    """Return for each of the last six months, oldest first: new articles, the share with each field, pages in drift.

    An article counts in the month in which it was first seen, a page in drift in that of each visit. A month without
    articles has no shares.
    """
    number = now.year * 12 + now.month - 1
    months = [f"{one // 12}-{one % 12 + 1:02}" for one in range(number - _MONTHS + 1, number + 1)]
    rows = connection.execute(
        f"SELECT substr(first_seen, 1, 7) AS month, count(*), {_COVERAGE} FROM articles "
        "WHERE site_id = ? AND first_seen >= ? GROUP BY month",
        (site, months[0]),
    )
    found = {month: (count, shares) for month, count, *shares in rows}
    drift = dict(
        connection.execute(
            "SELECT substr(at, 1, 7) AS month, count(*) FROM problems "
            "WHERE site_id = ? AND code IN ('drift', 'no_layout') AND at >= ? GROUP BY month",
            (site, months[0]),
        )
    )
    report = []
    for month in months:
        count, shares = found.get(month, (0, ()))
        coverage = {name: round(share, 3) for name, share in zip(_FIELDS, shares, strict=False)}
        report.append({"month": month, "articles": count, "coverage": coverage, "drift": drift.get(month, 0)})
    return report


def _waiting(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """Return the hosts that must not be asked yet, and why."""
    rows = connection.execute(
        "SELECT host, not_before, not_before_reason, failures FROM hosts WHERE not_before > ? ORDER BY not_before",
        (datetime.now(UTC).isoformat(),),
    )
    return [dict(zip(("host", "not_before", "reason", "failures"), row, strict=True)) for row in rows]
