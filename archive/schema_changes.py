"""What changed in the tables after the first version, one script for each change; archive/schema.py applies them."""

# Which WARC files `pack` wrote anew, and what they were.
PACKED_FILES = """
ALTER TABLE warc_files ADD COLUMN dictionary_id INTEGER;
ALTER TABLE warc_files ADD COLUMN original_name TEXT;
ALTER TABLE warc_files ADD COLUMN original_length INTEGER;
ALTER TABLE warc_files ADD COLUMN original_sha256 TEXT;
"""
