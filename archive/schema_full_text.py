"""The full-text part of the schema: two stock FTS5 indexes over the same text.

They are stock so that sqlite3, Datasette and pandas can use the file. Double quotes round `content=` are what Datasette and
sqlite-utils look for. No tokenizer folds đ, so a view does. The triggers fire only when text changes: `last_seen` moves at
every visit.
"""

FULL_TEXT = """
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
