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
