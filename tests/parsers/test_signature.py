"""Signatures tell a redesign from an odd page of the same design."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.page import Page
from parsers.signature import LEAST_TOKENS, SAME_DESIGN, signature, similarity

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
tokens = st.frozensets(st.sampled_from([f"a.{letter}" for letter in "abcdefghijkl"]))
FAMILIES = ("drupal", "joomla", "liferay", "mediatech", "nukeviet", "onecms", "vccorp", "vnportal", "wordpress", "zce")


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
    assert similarity(frozenset(), frozenset()) is None


def test_of_too_few_tokens_nothing_is_known() -> None:
    many = frozenset(f"p.{letter}" for letter in "abcdefghijkl")
    enough = frozenset(sorted(many)[:LEAST_TOKENS])
    assert similarity(many, enough) == similarity(enough, many) == 1.0
    assert similarity(many, frozenset(sorted(enough)[1:])) is None


def test_a_hostile_page_stays_small() -> None:
    assert len(of("".join(f'<p class="{"x" * 9}q{n}">' for n in range(9000)))) < 2100
    assert len(of(f'<p class="{" ".join("abcdefgh" + chr(97 + n % 26) * (n + 1) for n in range(300))}">')) <= 20


@given(tokens, tokens)
def test_similarity_is_a_share_of_the_poorer(one: frozenset[str], other: frozenset[str]) -> None:
    found = similarity(one, other)
    assert found == similarity(other, one)
    if found is not None:
        assert 0 <= found <= 1
        assert (found == 1) == (one <= other or other <= one)


@pytest.mark.parametrize("name", ["photos", "no-lede", "odd", "listing"])
@pytest.mark.parametrize("family", FAMILIES)
def test_an_odd_page_is_of_the_design(family: str, name: str) -> None:
    likeness = similarity(golden(f"cms-{family}/article"), golden(f"cms-{family}/{name}"))
    assert likeness is not None
    assert likeness >= SAME_DESIGN


@pytest.mark.parametrize("name", ["article", "odd", "listing"])
def test_a_page_of_another_design_is_a_redesign(name: str) -> None:
    for one in FAMILIES:
        for other in FAMILIES:
            if one != other and (likeness := similarity(golden(f"cms-{one}/article"), golden(f"cms-{other}/{name}"))):
                assert likeness < SAME_DESIGN - 0.1, (one, other)
