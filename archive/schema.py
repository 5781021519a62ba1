"""The tables of archive.db, as migrations. docs/schema.md describes every table and column; a test compares.

A migration is never edited once released: a change is a new function at the end of this file, and
`VERSION` follows by itself. `PRAGMA user_version` holds the number applied, so that opening a
current archive needs one PRAGMA and no import of sqlite-utils (about 60 ms).
"""

import sqlite3
from collections.abc import Callable
from typing import TYPE_CHECKING

from archive.schema_changes import PACKED_FILES, POSTED_LISTS, TRAPS
from archive.schema_derived import DERIVED
from archive.schema_foreign import FOREIGN_FILES
from archive.schema_full_text import CHANGES, FULL_TEXT

if TYPE_CHECKING:
    from sqlite_utils import Database

APPLICATION_ID = 0x54494E54  # "TINT": `file archive.db` and we ourselves can tell what this database is

_TABLES = """
CREATE TABLE provinces (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  name_now TEXT NOT NULL
);
CREATE TABLE sites (
  code INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  province_id INTEGER REFERENCES provinces(id),
  hosts TEXT NOT NULL
);
CREATE TABLE sections (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
);
CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  started TEXT NOT NULL,
  finished TEXT,
  exit_code INTEGER,
  report TEXT
);
CREATE TABLE warc_files (
  name TEXT PRIMARY KEY,
  run_id INTEGER REFERENCES runs(id),
  opened TEXT NOT NULL,
  closed TEXT,
  length INTEGER,
  sha256 TEXT
);
CREATE TABLE hosts (
  host TEXT PRIMARY KEY,
  not_before TEXT,
  not_before_reason TEXT,
  last_request TEXT,
  delay REAL,
  failures INTEGER NOT NULL DEFAULT 0,
  robots TEXT,
  robots_fetched TEXT,
  robots_outcome TEXT,
  robots_good TEXT
);
CREATE TABLE frontier (
  key TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  host TEXT NOT NULL,
  site_id TEXT NOT NULL,
  role TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'todo',
  reason TEXT,
  due TEXT NOT NULL,
  priority INTEGER NOT NULL DEFAULT 5,
  depth INTEGER NOT NULL DEFAULT 0,
  via TEXT,
  found TEXT NOT NULL,
  visits INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  redirects INTEGER NOT NULL DEFAULT 0,
  interval_seconds INTEGER,
  etag TEXT,
  last_modified TEXT,
  not_modified_count INTEGER NOT NULL DEFAULT 0,
  capture_id INTEGER
);
CREATE INDEX frontier_todo ON frontier(host, priority, due) WHERE state = 'todo';
CREATE INDEX frontier_waiting ON frontier(site_id, due) WHERE state = 'done';
CREATE INDEX frontier_via ON frontier(via);
CREATE TABLE captures (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL,
  key TEXT NOT NULL,
  captured TEXT NOT NULL,
  run_id INTEGER REFERENCES runs(id),
  site_id TEXT,
  status INTEGER,
  content_type TEXT,
  kind TEXT,
  record_type TEXT NOT NULL,
  record_id TEXT NOT NULL UNIQUE,
  file TEXT NOT NULL,
  offset INTEGER NOT NULL,
  length INTEGER NOT NULL,
  request_offset INTEGER,
  request_length INTEGER,
  group_end INTEGER NOT NULL DEFAULT 0,
  payload_digest TEXT,
  payload_length INTEGER,
  refers_to INTEGER REFERENCES captures(id),
  truncated TEXT,
  ip TEXT,
  protocols TEXT,
  tls_note TEXT
);
CREATE INDEX captures_by_key ON captures(key, id);
CREATE INDEX captures_by_digest ON captures(payload_digest);
CREATE INDEX captures_by_file ON captures(file, offset);
CREATE TABLE articles (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  site_id TEXT NOT NULL,
  section TEXT,
  title TEXT NOT NULL,
  lede TEXT,
  caption TEXT,
  body TEXT NOT NULL,
  published TEXT,
  published_raw TEXT,
  published_precision TEXT,
  byline TEXT,
  source TEXT,
  dateline TEXT,
  tags TEXT,
  language TEXT,
  first_seen TEXT NOT NULL,
  last_seen TEXT NOT NULL,
  gone_at TEXT,
  missing_since TEXT,
  version INTEGER NOT NULL DEFAULT 1,
  capture_id INTEGER NOT NULL REFERENCES captures(id),
  layout TEXT,
  fallback INTEGER NOT NULL DEFAULT 0,
  parser TEXT NOT NULL,
  fields_digest TEXT NOT NULL,
  provenance TEXT NOT NULL
);
CREATE INDEX articles_by_site ON articles(site_id, id);
CREATE TABLE versions (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  version INTEGER NOT NULL,
  seen_from TEXT NOT NULL,
  seen_until TEXT NOT NULL,
  capture_id INTEGER NOT NULL REFERENCES captures(id),
  layout TEXT,
  fallback INTEGER NOT NULL DEFAULT 0,
  parser TEXT NOT NULL,
  fields_digest TEXT NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (article_id, version)
);
CREATE TABLE photos (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  caption TEXT,
  credit TEXT,
  PRIMARY KEY (article_id, position)
);
CREATE TABLE attachments (
  article_id INTEGER NOT NULL REFERENCES articles(id),
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (article_id, position)
);
CREATE TABLE problems (
  id INTEGER PRIMARY KEY,
  run_id INTEGER REFERENCES runs(id),
  capture_id INTEGER REFERENCES captures(id),
  site_id TEXT,
  url TEXT NOT NULL,
  at TEXT NOT NULL,
  field TEXT NOT NULL,
  code TEXT NOT NULL,
  message TEXT NOT NULL
);
CREATE INDEX problems_by_run ON problems(run_id, site_id, code);
CREATE INDEX problems_by_site ON problems(site_id, code, at);
CREATE TABLE signatures (
  site_id TEXT NOT NULL,
  layout TEXT NOT NULL,
  url TEXT NOT NULL,
  captured TEXT NOT NULL,
  tokens TEXT NOT NULL,
  PRIMARY KEY (site_id, layout)
);
CREATE TABLE facets (
  article_id INTEGER PRIMARY KEY REFERENCES articles(id),
  site INTEGER NOT NULL,
  province INTEGER,
  section INTEGER,
  day INTEGER
);
CREATE INDEX facets_by_site ON facets(site, article_id);
CREATE INDEX facets_by_province ON facets(province, article_id);
CREATE INDEX facets_moved ON facets(day) WHERE day <> article_id / 100000;
CREATE VIEW news AS
  SELECT a.id, a.url, s.name AS site, s.kind AS site_kind, p.name AS province, p.name_now AS province_now,
         a.section, a.title, a.lede, a.caption, a.body, a.published, a.byline, a.source,
         a.first_seen, a.last_seen, a.gone_at, a.version
  FROM articles a JOIN sites s ON s.id = a.site_id LEFT JOIN provinces p ON p.id = s.province_id;
"""


def statements(script: str) -> list[str]:
    """Cut a script into statements. `executescript` would commit, and a migration must be one transaction."""
    found, current = [], ""
    for line in script.strip().splitlines(keepends=True):
        current += line
        if sqlite3.complete_statement(current):
            found.append(current)
            current = ""
    return found


_MIGRATIONS: dict[str, str] = {  # name -> SQL, in order; only ever added to
    "0001_create": _TABLES + FULL_TEXT,
    "0002_words_and_stories": DERIVED,
    "0003_packed_files": PACKED_FILES,
    "0004_numbered_changes": CHANGES,
    "0005_posted_lists": POSTED_LISTS,
    "0006_traps": TRAPS,
    "0007_foreign_files": FOREIGN_FILES,
}
VERSION = len(_MIGRATIONS)


def upgrade(connection: sqlite3.Connection) -> None:
    """Apply what is missing, each migration in one transaction. Needs the archive's lock."""
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    def applying(script: str) -> Callable[["Database"], None]:
        def apply(db: "Database") -> None:
            for statement in statements(script):
                db.execute(statement)

        return apply

    migrations = Migrations("tintinh")
    for name, script in _MIGRATIONS.items():
        migrations(name=name)(applying(script))
    migrations.apply(Database(connection))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
