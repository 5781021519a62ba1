"""One test per field and golden, so that a failure names the field: binhthuan/seed-title."""

import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from parsers.article import Parsed
from parsers.reading import parse
from parsers.shape import article_dict
from parsers.sites import site_of

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
GOLDENS = sorted(
    folder.parent for folder in FIXTURES.glob("*/*/page.json") if not folder.parts[-3].startswith("cms-")
)  # a family has a runner of its own
NOT_RECORDED = {"id", "captured", "version"}  # only an archive knows them


def name_of(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@cache
def page_of(folder: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((folder / "page.json").read_text())
    return loaded


@cache
def parsed(folder: Path) -> Parsed:
    page = page_of(folder)
    captured = datetime.fromisoformat(page["captured"]) if page["captured"] else None
    body = (folder / "page.html").read_bytes()
    return parse(page["url"], body, content_type=page["content_type"], captured=captured)


def shape_of(folder: Path) -> dict[str, Any]:
    found = parsed(folder)
    assert found.article is not None, found.problems
    url = page_of(folder)["url"]
    shape = article_dict(found.article, url, site_of(url), layout=found.layout, fallback=found.fallback)
    return {name: value for name, value in shape.items() if name not in NOT_RECORDED}


def fields() -> list[Any]:
    rows = []
    for folder in GOLDENS:
        expected = folder / "article.json"
        if page_of(folder)["kind"] == "article":
            article = json.loads(expected.read_text()) if expected.exists() else {"title": None}
            rows += [pytest.param(folder, field, id=f"{name_of(folder)}-{field}") for field in article]
    return rows


@pytest.mark.parametrize("folder", GOLDENS, ids=name_of)
def test_kind(folder: Path) -> None:
    assert parsed(folder).kind == page_of(folder)["kind"]
    assert (parsed(folder).article is not None) == (page_of(folder)["kind"] == "article")
    assert parsed(folder).site_id == folder.parent.name


@pytest.mark.parametrize(("folder", "field"), fields())
def test_field(folder: Path, field: str, request: pytest.FixtureRequest) -> None:
    file = folder / "article.json"
    if request.config.getoption("--record", default=False):
        file.write_text(json.dumps(shape_of(folder), ensure_ascii=False, indent=2) + "\n")
        pytest.fail(f"{file} is written: look at it, then run again without --record")
    assert file.exists(), f"{file} is missing: run with --record, then look at it"
    assert shape_of(folder)[field] == json.loads(file.read_text())[field]


@pytest.mark.parametrize("folder", [one for one in GOLDENS if page_of(one)["kind"] == "article"], ids=name_of)
def test_no_field_more_and_no_problem(folder: Path) -> None:
    assert list(shape_of(folder)) == list(json.loads((folder / "article.json").read_text()))
    assert parsed(folder).problems == ()


def test_there_are_goldens() -> None:
    assert len(GOLDENS) >= 17


def test_provenance_of_the_seed_without_a_date_node() -> None:
    article = parsed(FIXTURES / "binhthuan" / "seed-undated").article
    assert article is not None
    rules = {one.field: one.rule for one in article.provenance}
    assert rules["published"] == "lede: no date node in this layout"


def test_language_and_dateline() -> None:
    article = parsed(FIXTURES / "baocantho" / "article").article
    assert article is not None
    assert (article.language, article.dateline) == ("vi", "CTO")


def test_a_second_page_of_each_listing_is_found() -> None:
    following = {
        name_of(folder): [link.url for link in parsed(folder).links if link.role == "next"]
        for folder in GOLDENS
        if page_of(folder)["kind"] == "listing"
    }
    assert following["binhthuan/listing"] == ["https://binhthuan.gov.vn/tin-tuc?page=2"]
    assert following["baocantho/listing"] == ["https://baocantho.com.vn/thoi-su/trang-2.html"]
    assert following["sotttt-hanoi/listing"] == ["https://sotttt.hanoi.gov.vn/web/so-tttthn/tin?p_p_id=101&_101_cur=2"]
