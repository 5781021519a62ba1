"""The full-text part of the schema: two stock FTS5 indexes over the same text, and what keeps them true to it.

They are stock so that sqlite3, Datasette and pandas can use the file. Double quotes round `content=` are what Datasette and
sqlite-utils look for. No tokenizer folds đ, so a view does. The triggers fire only when text changes: `last_seen` moves at
every visit.
"""

_INDEXES = """
CREATE VIEW articles_plain AS SELECT id,
  replace(replace(title, 'đ', 'd'), 'Đ', 'D') AS title,
  replace(replace(lede, 'đ', 'd'), 'Đ', 'D') AS lede,
  replace(replace(caption, 'đ', 'd'), 'Đ', 'D') AS caption,
  replace(replace(body, 'đ', 'd'), 'Đ', 'D') AS body
FROM articles;
CREATE VIRTUAL TABLE articles_exact USING fts5(title, lede, caption, body,
  content="articles", content_rowid="id", tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE articles_folded USING fts5(title, lede, caption, body,
  content="articles_plain", content_rowid="id", tokenize="unicode61 remove_diacritics 2");
"""

# Each page of a crawl goes into both indexes in its own transaction.
LIVE_TRIGGERS = """
CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
  INSERT INTO articles_exact(rowid, title, lede, caption, body)
    VALUES (new.id, new.title, new.lede, new.caption, new.body);
  INSERT INTO articles_folded(rowid, title, lede, caption, body)
    SELECT id, title, lede, caption, body FROM articles_plain WHERE id = new.id;
END;
CREATE TRIGGER articles_deleting BEFORE DELETE ON articles BEGIN
  INSERT INTO articles_exact(articles_exact, rowid, title, lede, caption, body)
    VALUES ('delete', old.id, old.title, old.lede, old.caption, old.body);
  INSERT INTO articles_folded(articles_folded, rowid, title, lede, caption, body)
    SELECT 'delete', id, title, lede, caption, body FROM articles_plain WHERE id = old.id;
END;
CREATE TRIGGER articles_updating BEFORE UPDATE OF title, lede, caption, body ON articles BEGIN
  INSERT INTO articles_exact(articles_exact, rowid, title, lede, caption, body)
    VALUES ('delete', old.id, old.title, old.lede, old.caption, old.body);
  INSERT INTO articles_folded(articles_folded, rowid, title, lede, caption, body)
    SELECT 'delete', id, title, lede, caption, body FROM articles_plain WHERE id = old.id;
END;
CREATE TRIGGER articles_updated AFTER UPDATE OF title, lede, caption, body ON articles BEGIN
  INSERT INTO articles_exact(rowid, title, lede, caption, body)
    VALUES (new.id, new.title, new.lede, new.caption, new.body);
  INSERT INTO articles_folded(rowid, title, lede, caption, body)
    SELECT id, title, lede, caption, body FROM articles_plain WHERE id = new.id;
END;
"""

# While much is loaded (archive/bulk.py): what is deleted or changed leaves the indexes at once, for they need the old
# text to do so; what is new or changed is noted, and put in afterwards in the order of ids.
BULK_TRIGGERS = """
CREATE TRIGGER articles_inserted AFTER INSERT ON articles BEGIN
  INSERT OR IGNORE INTO unindexed(article_id) VALUES (new.id);
END;
CREATE TRIGGER articles_deleting BEFORE DELETE ON articles BEGIN
  INSERT INTO articles_exact(articles_exact, rowid, title, lede, caption, body)
    SELECT 'delete', old.id, old.title, old.lede, old.caption, old.body
    WHERE NOT EXISTS (SELECT 1 FROM unindexed WHERE article_id = old.id);
  INSERT INTO articles_folded(articles_folded, rowid, title, lede, caption, body)
    SELECT 'delete', id, title, lede, caption, body FROM articles_plain
    WHERE id = old.id AND NOT EXISTS (SELECT 1 FROM unindexed WHERE article_id = old.id);
  DELETE FROM unindexed WHERE article_id = old.id;
END;
CREATE TRIGGER articles_updating BEFORE UPDATE OF title, lede, caption, body ON articles
WHEN NOT EXISTS (SELECT 1 FROM unindexed WHERE article_id = old.id) BEGIN
  INSERT INTO articles_exact(articles_exact, rowid, title, lede, caption, body)
    VALUES ('delete', old.id, old.title, old.lede, old.caption, old.body);
  INSERT INTO articles_folded(articles_folded, rowid, title, lede, caption, body)
    SELECT 'delete', id, title, lede, caption, body FROM articles_plain WHERE id = old.id;
  INSERT INTO unindexed(article_id) VALUES (old.id);
END;
"""

TRIGGERS = ("articles_inserted", "articles_deleting", "articles_updating", "articles_updated")  # live or bulk

FULL_TEXT = _INDEXES + LIVE_TRIGGERS

# `changes` numbers each change of what can be searched, so that an index outside the database can follow. A text never
# changes without its row in `facets` being written anew, except by hand: hence the trigger on the columns too.
CHANGES = """
CREATE TABLE unindexed (article_id INTEGER PRIMARY KEY);
CREATE TABLE changes (
  article_id INTEGER PRIMARY KEY,
  number INTEGER NOT NULL
);
INSERT INTO changes(article_id, number) SELECT id, row_number() OVER (ORDER BY id) FROM articles;
CREATE INDEX changes_by_number ON changes(number);
CREATE TRIGGER changes_facets AFTER INSERT ON facets BEGIN
  INSERT OR REPLACE INTO changes SELECT new.article_id, coalesce(max(number), 0) + 1 FROM changes;
END;
CREATE TRIGGER changes_facets_updated AFTER UPDATE ON facets BEGIN
  INSERT OR REPLACE INTO changes SELECT new.article_id, coalesce(max(number), 0) + 1 FROM changes;
END;
CREATE TRIGGER changes_text AFTER UPDATE OF title, lede, caption, body, byline ON articles BEGIN
  INSERT OR REPLACE INTO changes SELECT new.id, coalesce(max(number), 0) + 1 FROM changes;
END;
CREATE TRIGGER changes_deleted AFTER DELETE ON articles BEGIN
  INSERT OR REPLACE INTO changes SELECT old.id, coalesce(max(number), 0) + 1 FROM changes;
END;
"""
