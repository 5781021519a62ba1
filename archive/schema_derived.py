"""Tables that follow from the texts of articles, for reading: words, stories, and the articles not read for them yet.

Triggers note every text that is new or changed in `unread`; `archive.derived` empties it. All of it can be thrown away
and made again.
"""

DERIVED = """
CREATE INDEX articles_gone ON articles(id) WHERE gone_at IS NOT NULL;
CREATE TABLE unread (
  article_id INTEGER PRIMARY KEY
);
CREATE TRIGGER articles_unread_new AFTER INSERT ON articles BEGIN
  INSERT OR IGNORE INTO unread(article_id) VALUES (new.id);
END;
CREATE TRIGGER articles_unread_changed AFTER UPDATE OF title, lede, caption, body ON articles BEGIN
  INSERT OR IGNORE INTO unread(article_id) VALUES (new.id);
END;
CREATE TABLE vocab (
  word TEXT PRIMARY KEY,
  folded TEXT NOT NULL,
  count INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX vocab_by_folded ON vocab(folded, count);
CREATE TABLE stories (
  article_id INTEGER PRIMARY KEY,
  story INTEGER NOT NULL
);
CREATE INDEX stories_by_story ON stories(story, article_id);
CREATE TABLE story_bands (
  band INTEGER NOT NULL,
  article_id INTEGER NOT NULL,
  PRIMARY KEY (band, article_id)
) WITHOUT ROWID;
INSERT INTO unread(article_id) SELECT id FROM articles;
"""
