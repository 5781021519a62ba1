"""Knows the network and nothing of article fields, WARC files or SQL."""
