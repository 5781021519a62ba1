"""Signatures tell a redesign from an odd page of the same design."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.page import Page
from parsers.signature import SAME_DESIGN, signature, similarity

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
tokens = st.frozensets(st.sampled_from(["a.x", "a.y", "b.x", "b.y", "p.z"]))


def of(markup: str) -> frozenset[str]:
    return signature(Page("https://a.vn/", f"<html><body>{markup}</body></html>".encode()))


def golden(name: str) -> frozenset[str]:
    folder = FIXTURES / name
    return signature(Page(json.loads((folder / "page.json").read_text())["url"], (folder / "page.html").read_bytes()))


def test_tokens_are_tags_with_classes() -> None:
    assert of('<div class="a  b"><p>x</p><p class="c">y</p></div>') == {"div.a", "div.b", "p.c"}


@pytest.mark.parametrize(("name", "kept"), [("col-md-8", True), ("h2", False), ("node-12345", False), ("x123", False)])
def test_numbers_of_articles_are_left_out(name: str, kept: bool) -> None:
    assert of(f'<div class="{name}">x</div>') == ({f"div.{name}"} if kept else frozenset())


def test_scripts_and_comments_have_none() -> None:
    assert of('<!-- <p class="c"> --><script class="s">1</script><svg class="v"></svg><p class="a">x</p>') == {"p.a"}


def test_of_a_container_only_what_it_holds() -> None:
    page = Page("https://a.vn/", b'<html><body class="b"><div class="c"><p class="p">x</p></div></body></html>')
    container = page.first(".c")
    assert container is not None
    assert signature(container) == {"div.c", "p.p"}


def test_of_nothing() -> None:
    assert signature(Page("https://a.vn/", b"")) == frozenset()
    assert similarity(frozenset(), frozenset()) == 0.0
    assert similarity(frozenset(), frozenset({"p.a"})) == 0.0


def test_a_hostile_page_stays_small() -> None:
    assert len(of("".join(f'<p class="{"x" * 9}q{n}">' for n in range(9000)))) < 2100
    assert len(of(f'<p class="{" ".join("abcdefgh" + chr(97 + n % 26) * (n + 1) for n in range(300))}">')) <= 20


@given(tokens, tokens)
def test_similarity_is_a_share(one: frozenset[str], other: frozenset[str]) -> None:
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1
    assert (similarity(one, other) == 1) == (one == other and bool(one))


@pytest.mark.parametrize("name", ["photos", "no-lede"])
@pytest.mark.parametrize(
    "family", ["cms-drupal", "cms-joomla", "cms-nukeviet", "cms-vccorp", "cms-vnportal", "cms-zce"]
)
def test_articles_of_one_design_are_alike(family: str, name: str) -> None:
    assert similarity(golden(f"{family}/article"), golden(f"{family}/{name}")) > 0.8


def test_pages_of_two_designs_are_not() -> None:
    families = [f"cms-{name}/article" for name in ("drupal", "joomla", "nukeviet", "vccorp", "vnportal", "zce")]
    for number, one in enumerate(families):
        for other in families[number + 1 :]:
            assert similarity(golden(one), golden(other)) < 0.2 < SAME_DESIGN
