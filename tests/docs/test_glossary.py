"""Every word of the public shapes is in docs/glossary.md, and no word that it rules out names a field or a column."""

import re
import sqlite3
from dataclasses import fields
from pathlib import Path

from archive.schema import upgrade
from parsers.article import Article, Photo
from parsers.shape import article_dict

TEXT = (Path(__file__).resolve().parents[2] / "docs" / "glossary.md").read_text()
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", TEXT, re.MULTILINE)][2:]
WORDS = [row[0] for row in ROWS]
RULED_OUT = ("headline", "sapo", "summary", "abstract", "snapshot", "pubdate", "author", "scrape", "keywords")


def names() -> set[str]:
    connection = sqlite3.connect(":memory:")
    upgrade(connection)
    columns = connection.execute("SELECT c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c")
    return {
        *article_dict(Article(title=""), "", None),
        *(one.name for one in fields(Article)),
        *(row[0] for row in columns),
    }


def test_every_row_is_whole_and_every_word_stands_once() -> None:
    assert all(len(row) == 4 and all(row[:3]) for row in ROWS)
    assert len(WORDS) == len(set(WORDS))


def test_every_field_of_an_article_is_a_word() -> None:
    wanted = {one.name.replace("photos", "photo") for one in fields(Article)} | {one.name for one in fields(Photo)}
    assert wanted - {"url"} <= set(WORDS)


def test_words_ruled_out_name_nothing() -> None:
    ruled_out = {word.strip() for row in ROWS for word in row[3].split(",")}
    assert set(RULED_OUT) - {"scrape"} <= ruled_out
    assert not names() & set(RULED_OUT)
