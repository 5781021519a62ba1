"""docs/adding-a-site.md by its word: its blocks become files, its sites are loaded, its pages are read."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from parsers.cms import recognise
from parsers.layout import Layout
from parsers.page import Page
from parsers.shape import article_dict
from parsers.site import Site

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "adding-a-site.md").read_text()
BLOCKS = dict(re.findall(r"^`([\w/]+\.(?:html|py|json))`\n\n```\w+\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))
SITES = sorted({path.partition("/")[0] for path in BLOCKS})


@pytest.fixture
def written(tmp_path: Path) -> Path:
    for path, text in BLOCKS.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def parse(folder: Path, *options: str) -> dict[str, Any]:
    """Run `tintinh parse` on a page of the document, in a process that has the folder for its private sites."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TINTINH_SITES": str(folder)}
    call = [sys.executable, "-m", "tintinh", "parse", str(folder / "page.html"), "--json", *options]
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_block_of_a_language_is_a_file_of_the_test() -> None:
    assert len(BLOCKS) == len(re.findall(r"^```(?:html|python|json)$", TEXT, re.MULTILINE)) == 10
    assert SITES == ["baovidu", "older", "xavidu"]


@pytest.mark.parametrize("name", SITES)
def test_the_fields_come_out_as_the_document_says(written: Path, name: str) -> None:
    expected = json.loads(BLOCKS[f"{name}/article.json"])
    found = parse(written / name, "--url", expected["url"])
    assert (found["kind"], found["problems"]) == ("article", [])
    for field, value in expected.items():
        assert found["article"][field] == value, field


def test_the_first_article_is_shown_whole(written: Path) -> None:
    expected = json.loads(BLOCKS["baovidu/article.json"])
    whole = [name for name in article_dict_names() if name not in ("id", "captured", "version")]
    assert list(expected) == whole
    assert json.loads(BLOCKS["baovidu/page.json"])["url"] == expected["url"]


def article_dict_names() -> list[str]:
    from parsers.article import Article

    return list(article_dict(Article(title=""), "", None))


def test_a_site_can_be_named_for_a_page_from_elsewhere(written: Path) -> None:
    found = parse(written / "baovidu", "--url", "http://127.0.0.1/saved-post1.html", "--site", "baovidu")
    assert found["article"]["title"] == json.loads(BLOCKS["baovidu/article.json"])["title"]


def test_the_new_design_is_still_read_beside_the_old(written: Path) -> None:
    (written / "older" / "page.html").write_text(BLOCKS["baovidu/page.html"])
    expected = json.loads(BLOCKS["baovidu/article.json"])
    found = parse(written / "older", "--url", expected["url"])["article"]
    assert (found["layout"], found["body"]) == ("2024", expected["body"])


def test_families_are_recognised_as_said() -> None:
    assert recognise(Page("https://baovidu.vn/", BLOCKS["baovidu/page.html"].encode())) is None
    assert recognise(Page("http://xavidu.vn/", BLOCKS["xavidu/page.html"].encode())) == "vnportal"


def test_every_field_of_site_and_layout_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", "\n".join(re.findall(r"^\| (`.*?) \|", TEXT, re.MULTILINE))))
    site = {one.name for one in fields(Site) if one.init} - {
        "name",
        "layouts",
        "verified",
    }  # these speak for themselves
    assert site | {one.name for one in fields(Layout)} - {"name"} == explained
    assert "verified=" in TEXT


def test_a_site_is_as_short_as_promised() -> None:
    for path, text in BLOCKS.items():
        if path.endswith(".py") and not path.startswith("older"):
            assert 12 <= len(text.splitlines()) <= 40, path
