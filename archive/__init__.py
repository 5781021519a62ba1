"""Knows storage: WARC and SQLite. Stands on the types of scraper and parsers."""
