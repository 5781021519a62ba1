"""What changed in the tables after the first version, one script for each change; archive/schema.py applies them."""

# Which WARC files `pack` wrote anew, and what they were.
PACKED_FILES = """
ALTER TABLE warc_files ADD COLUMN dictionary_id INTEGER;
ALTER TABLE warc_files ADD COLUMN original_name TEXT;
ALTER TABLE warc_files ADD COLUMN original_length INTEGER;
ALTER TABLE warc_files ADD COLUMN original_sha256 TEXT;
"""

# Pages of lists that are posted for: what is posted, and which page of which list it is.
POSTED_LISTS = """
ALTER TABLE frontier ADD COLUMN method TEXT NOT NULL DEFAULT 'GET';
ALTER TABLE frontier ADD COLUMN body TEXT;
ALTER TABLE frontier ADD COLUMN body_type TEXT;
ALTER TABLE frontier ADD COLUMN list_page INTEGER NOT NULL DEFAULT 1;
ALTER TABLE frontier ADD COLUMN list_key TEXT;
CREATE INDEX frontier_lists ON frontier(list_key) WHERE list_key IS NOT NULL;
"""

# What a crawl remembers of traps: budgets per shape, articles under several addresses, answers to any address.
TRAPS = """
CREATE TABLE shapes (
  site_id TEXT NOT NULL,
  shape TEXT NOT NULL,
  visits INTEGER NOT NULL,
  useful INTEGER NOT NULL,
  credit INTEGER NOT NULL,
  aside_until TEXT,
  PRIMARY KEY (site_id, shape)
);
CREATE TABLE duplicates (
  key TEXT PRIMARY KEY,
  url TEXT NOT NULL,
  article_id INTEGER NOT NULL REFERENCES articles(id),
  found TEXT NOT NULL,
  differs INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX articles_by_fields ON articles(site_id, fields_digest);
CREATE INDEX frontier_again ON frontier(host, priority, due) WHERE state = 'todo' AND visits > 0;
ALTER TABLE hosts ADD COLUMN probed TEXT;
ALTER TABLE hosts ADD COLUMN error_lines TEXT;
"""
