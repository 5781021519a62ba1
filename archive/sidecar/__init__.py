"""An optional Tantivy index beside the database: derived from it, rebuilt at will, never the truth."""
