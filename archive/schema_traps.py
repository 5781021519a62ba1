"""What a crawl remembers of traps: budgets per shape, articles under several addresses, answers to any address."""

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
