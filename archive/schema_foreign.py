"""The tables of what others made: files that were ingested, archives that were merged, and the ids of their articles."""

FOREIGN_FILES = """
ALTER TABLE warc_files ADD COLUMN path TEXT;
ALTER TABLE warc_files ADD COLUMN start INTEGER;
CREATE TABLE ingests (
  source TEXT NOT NULL,
  member TEXT NOT NULL,
  size INTEGER NOT NULL,
  modified INTEGER NOT NULL,
  name TEXT NOT NULL REFERENCES warc_files(name),
  position INTEGER NOT NULL,
  finished TEXT,
  PRIMARY KEY (source, member)
);
CREATE INDEX ingests_by_name ON ingests(name);
CREATE TABLE merges (
  archive TEXT PRIMARY KEY,
  last_article INTEGER NOT NULL,
  finished TEXT
);
CREATE TABLE aliases (
  alias INTEGER NOT NULL,
  archive TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  PRIMARY KEY (alias, archive)
);
"""
