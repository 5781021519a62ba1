"""What changed in the tables after the first version, one script for each change; archive/schema.py applies them."""

POSTED_LISTS = """
ALTER TABLE frontier ADD COLUMN method TEXT NOT NULL DEFAULT 'GET';
ALTER TABLE frontier ADD COLUMN body TEXT;
ALTER TABLE frontier ADD COLUMN body_type TEXT;
ALTER TABLE frontier ADD COLUMN list_page INTEGER NOT NULL DEFAULT 1;
ALTER TABLE frontier ADD COLUMN list_key TEXT;
CREATE INDEX frontier_lists ON frontier(list_key) WHERE list_key IS NOT NULL;
"""
