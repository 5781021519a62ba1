import re
import sqlite3
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive import search
from archive.errors import BadQuery
from archive.folding import tone_variants, words
from archive.fts import expression
from archive.grammar import parse
from archive.query import compile as compile_query
from archive.terms import AllOf, AnyOf, Near, Node, Not, Phrase
from tests.archive.generated_queries import documents, generated
from tests.archive.small_archive import add, new_archive

DOCUMENTS = (
    {"title": "Ủy ban nhân dân tỉnh họp", "body": "Đảng bộ tỉnh đang chuẩn bị đại hội.", "byline": "Trần Văn Đáng"},
    {"title": "Uỷ ban thẩm tra", "lede": "Uy tín của ban", "body": "Hoà bình, dân vận khéo", "byline": "Lê Hòa"},
    {"title": "Hòa Bình", "caption": "Đang thi công cầu", "body": "Covid-19 và tp.hcm ngày 12/2024: C++ 50%"},
    {"title": "dang tai", "lede": "dân", "body": "khong dau: uy ban nhan dan", "byline": "tran van dang"},
    {"title": "Vận động", "body": "dân thì vận động, ông A (bí thư) nói kế hoạch của UBND tỉnh: l'eau"},
)
# The 27 inputs that FTS5 refuses or misreads, and the documents (numbered from 0) that each must find here.
AWKWARD: dict[str, set[int] | None] = {
    "covid-19": {2},
    "UBND tỉnh: kế hoạch": {4},
    "tile:dân": None,
    "dân -vận": {0, 3},
    "tp.hcm": {2},
    "12/2024": {2},
    "C++": {2},
    "50%": {2},
    "#1": set(),
    "l'eau": {4},
    "ông A (bí thư)": {4},
    "()": None,
    "": None,
    "a AND": None,
    "dân OR": None,
    "AND": None,
    '"dân vận': None,
    "*": None,
    "title:dân": {0},
    "^dân": {0, 1, 3, 4},
    "a+b": set(),
    "NEAR(dân vận)": None,
    "NEAR": None,
    "😀": None,
    "đang": {0, 2},
    "đảng": {0},
    "dang": {0, 2, 3},
}


@pytest.fixture(scope="module")
def archive() -> Iterator[sqlite3.Connection]:
    connection = new_archive()
    for number, document in enumerate(DOCUMENTS):
        add(connection, 2020070700001 + number, site=1, **document)
    yield connection
    connection.close()


def found(archive: sqlite3.Connection, text: str, *, exact: bool = False) -> set[int]:
    return {each - 2020070700001 for each in search.ids(archive, text, exact=exact)}


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_input_finds_its_words_or_says_why_in_one_line(archive: sqlite3.Connection, text: str) -> None:
    expected = AWKWARD[text]
    if expected is None:
        with pytest.raises(BadQuery) as refused:
            compile_query(text)
        assert str(refused.value)
        assert "\n" not in str(refused.value)
    else:
        assert found(archive, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("uy ban", {0, 1, 3}),
        ("uỷ ban", {0, 1}),
        ("ủy ban", {0, 1}),
        ('"ủy ban"', {0, 1}),
        ("ỦY BAN", {0, 1}),
        ('"uy ban nhan dan"', {0, 3}),
        ("hòa bình", {1, 2}),
        ("hoà*", {1, 2}),
        ("hoà binh", {1, 2}),
        ("\u00d0ảng", {0}),
        (unicodedata.normalize("NFD", "đảng uỷ") + " OR " + unicodedata.normalize("NFD", "Đảng"), {0}),
        ("đảng OR uỷ", {0, 1}),
        ("đảng OR uy", {0, 1, 3}),
        ("vận khéo OR cầu", {1, 2}),
        ("vận (khéo OR cầu)", {1}),
        ("dân -khong -(thẩm tra)", {0, 4}),
        ("dân NOT khong", {0, 1, 4}),
        ("dân AND NOT khong", {0, 1, 4}),
        ("uy -ủy", {3}),
        ("uy NOT (ủy OR nhan)", set()),
        ("dân NEAR/1 vận", {1, 4}),
        ("dân NEAR/0 vận", {1}),
        ("vận NEAR dân", {1, 4}),
        ('"dân vận" NEAR/2 hoà', {1}),
        ("title:hòa", {2}),
        ("title: hòa", {2}),
        ("lede:dân", {3}),
        ("lede:đang", set()),
        ("lede:dan", {3}),
        ("caption:(cầu OR đường)", {2}),
        ("-title:hoa dan", {0, 1, 3, 4}),
        ("title:-hoa dan", {0, 1, 3, 4}),
        ("title:(dang OR uy) body:(dang -hoi)", set()),
        ("byline:dang", {0, 3}),
        ("byline:đáng", {0}),
        ("byline:hoà", {1}),
        ("byline:dan", set()),
        ('byline:"tran van"', {0, 3}),
        ("tỉnh -byline:dang", {4}),
        ("byline:dang OR cầu", {0, 2, 3}),
        ("tha*", {1}),
        ("thẩ*", {1}),
        ('"nhan da*"', {0, 3}),
        ('"nhan da"*', {0, 3}),
        ("«dân vận»", {1}),
        ("or and not near", set()),
        ('"OR"', set()),
        ("dân !", {0, 1, 3, 4}),
        ("NOT NOT dân cầu OR kế", {4}),
    ],
)
def test_what_a_query_finds(archive: sqlite3.Connection, text: str, expected: set[int]) -> None:
    assert found(archive, text) == expected


def test_exact_takes_unaccented_words_as_they_are(archive: sqlite3.Connection) -> None:
    assert found(archive, "dang", exact=True) == {3}
    assert found(archive, "ban", exact=True) == {0, 1, 3}
    assert found(archive, "byline:dang", exact=True) == {3}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("   ", "nothing to search for"),
        ("-dân", "only says what to leave out"),
        ("dân OR -vận", "on each side of OR"),
        ("(dân", "not closed"),
        ("dân)", "has no opening one"),
        ("title:", "needs a word after it"),
        ("NOT", "NOT needs a word"),
        ("d*n", "a * can only end a word"),
        ("*n", "a * can only end a word"),
        ("d*", "at least 2 letters"),
        ("dân NEAR/99999999999999999999 vận", "at most 1,000"),
        ("dân NEAR (a OR b)", "NEAR joins two words"),
        ("a NEAR/2 b NEAR/3 c", "one distance"),
        ("byline:a NEAR b", "NEAR joins two words"),
        ("Titel:dân", "title:"),
        ("(" * 50 + "dân" + ")" * 50, "nested"),
        ("NOT " * 400 + "dân", "nested"),
        ("dân " * 1000, "characters"),
    ],
)
def test_what_cannot_be_understood_is_said(text: str, says: str) -> None:
    with pytest.raises(BadQuery, match=re.escape(says)):
        compile_query(text)


def test_words_of_one_index_become_one_match() -> None:
    compiled = compile_query("ủy -đảng (tỉnh OR huyện)")
    assert compiled.single
    assert compiled.table == "articles_exact"
    assert compiled.condition == "articles_exact MATCH ?"
    assert len(compiled.parameters) == 1
    assert compile_query("uy ban OR (tinh -hop)").single


def test_a_mixed_query_runs_on_the_exact_index_and_looks_the_rest_up() -> None:
    compiled = compile_query("ban ủy -dan")
    assert (compiled.table, compiled.single, compiled.accented) == ("articles_exact", False, True)
    assert compiled.condition.count("MATCH") == 2
    assert compiled.folded_match == '"ban"'
    assert compiled.exact_match == '("ủy" OR "uỷ")'


def test_the_condition_serves_any_select_over_articles(archive: sqlite3.Connection) -> None:
    for text in ("uy ban", "ủy ban", "đảng OR uy"):
        compiled = compile_query(text)
        select = f"SELECT a.id FROM articles a WHERE {compiled.sql}"
        assert {each[0] for each in archive.execute(select, compiled.parameters)} == set(search.ids(archive, text))


def test_a_long_phrase_with_many_spellings_is_cut_not_refused(archive: sqlite3.Connection) -> None:
    many = tuple(["hòa", "thủy", "khỏe", "bình"] * 4)
    pieces = expression(Phrase(words=many), exact=True)
    assert pieces.count(" AND ") >= 1
    assert pieces.count('"') // 2 <= 64 * 3
    add(archive, 2020070800001, body=" ".join(many).replace("thủy", "thuỷ"))
    try:
        assert list(search.ids(archive, f'"{" ".join(many)}"')) == [2020070800001]
        assert list(search.ids(archive, f'"{" ".join(reversed(many))}"')) == []
    finally:
        archive.execute("DELETE FROM facets WHERE article_id = 2020070800001")
        archive.execute("DELETE FROM articles WHERE id = 2020070800001")
        archive.commit()


def test_the_pieces_of_a_long_phrase_share_a_word_and_only_the_last_is_a_prefix() -> None:
    text = expression(Phrase(words=("hòa",) * 6 + ("sông", "núi", "hòa", "bình"), prefix=True), exact=True)
    first, second = text.strip("()").split(" AND ")
    assert '"hòa hòa hòa hòa hòa hòa sông núi"' in first
    assert '"núi hòa bình" *' in second
    assert "*" not in first


def test_near_with_too_many_spellings_is_refused() -> None:
    with pytest.raises(BadQuery, match="two spellings"):
        compile_query('"hòa hòa hòa hòa" NEAR "hòa hòa hòa"')


# Any text at all: pieces of the language, letters of both kinds, signs, control characters, lone surrogates.
signs = [
    "AND",
    "OR",
    "NOT",
    "NEAR",
    "NEAR/3",
    "NEAR/",
    "-",
    "(",
    ")",
    '"',
    "*",
    "title:",
    "byline:",
    "--",
    "+",
    "{",
    ";",
]
others = [" ", "dân", " uỷ", "ban ", "hoà*", "đảng", "'", "^", "_", "“", "😀", "\u0301", "\x00", "\ud800"]
pieces = st.sampled_from(signs + others)
anything = st.one_of(st.text(max_size=60), st.lists(pieces, max_size=25).map("".join), st.lists(pieces).map(" ".join))


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything, st.booleans())
@example(
    "(((((((((((((((((((dân OR ủy) x) OR uỷ) x) OR uỷ) x) OR uỷ) x) OR uỷ) x) OR uỷ) x) OR uỷ) x) OR uỷ) x)))", True
)
@example(" OR ".join(["uỷ"] * 300), False)
@example(" ".join(["hoà"] * 400), False)
@example(" ".join(["-hoà"] * 200) + " a", True)
@example("x\x00y", False)
@example("ban\u0301\u0302", False)
@example("\U0001e900 ₿ \u0378", True)
def test_no_text_raises_anything_but_bad_query(archive: sqlite3.Connection, text: str, exact: bool) -> None:
    try:
        result: search.Result | None = search.search(archive, text, exact=exact, rank=True)
        search.search(archive, text, exact=exact)
    except BadQuery as refused:
        message = str(refused)
        result = None
    if result is None:
        assert message
        assert "\n" not in message
        return
    assert result.total is not None
    assert result.total >= len(result.hits)


# A second reading of the tree, word by word over the documents, must agree with what the indexes find.
word = st.sampled_from(["uy", "uỷ", "ủy", "ban", "dan", "dân", "dang", "đang", "đảng", "hoà", "hoa", "vận", "da*"])
leaf = st.one_of(
    word,
    st.builds("{}:{}".format, st.sampled_from(["title", "lede", "body", "caption", "byline"]), word),
    st.builds('"{} {}"'.format, word.filter(lambda w: "*" not in w), word),
    st.builds("({} NEAR/{} {})".format, word, st.integers(0, 3), word),
)
queries = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.builds("({} {})".format, inner, inner),
        st.builds("({} OR {})".format, inner, inner),
        st.builds("({} -{})".format, inner, inner),
        st.builds("({} NOT ({} -{}))".format, inner, inner, inner),
        st.builds("((-{} OR {}) {})".format, inner, inner, inner),
    ),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queries, st.booleans())
def test_the_indexes_agree_with_a_reading_word_by_word(archive: sqlite3.Connection, text: str, exact: bool) -> None:
    tree = parse(text)
    expected = {number for number, document in enumerate(DOCUMENTS) if holds(tree, document, exact)}
    assert found(archive, text, exact=exact) == expected


def holds(node: Node, document: dict[str, str], exact: bool) -> bool:
    if isinstance(node, Not):
        return not holds(node.child, document, exact)
    if isinstance(node, AllOf):
        return all(holds(child, document, exact) for child in node.children)
    if isinstance(node, AnyOf):
        return any(holds(child, document, exact) for child in node.children)
    phrases = node.phrases if isinstance(node, Near) else (node,)
    exact = exact or any(accented(each) for phrase in phrases for each in phrase.words)
    fields = [phrases[0].field] if phrases[0].field else ["title", "lede", "caption", "body"]
    for field in fields:
        text = lowered(document.get(field) or "")
        places = [positions(phrase, text, exact) for phrase in phrases]
        if isinstance(node, Phrase) and places[0]:
            return True
        if isinstance(node, Near) and is_near(places, node):
            return True
    return False


def positions(phrase: Phrase, text: Sequence[str], exact: bool) -> list[int]:
    size = len(phrase.words)
    return [
        at
        for at in range(len(text) - size + 1)
        if all(
            same(wanted, text[at + n], exact, phrase.prefix and n == size - 1) for n, wanted in enumerate(phrase.words)
        )
    ]


def same(wanted: str, word: str, exact: bool, prefix: bool) -> bool:
    spellings = {wanted.lower(), tone_variants(wanted.lower()) or wanted.lower()} if exact else {folded(wanted)}
    word = word if exact else folded(word)
    return any(word.startswith(each) if prefix else word == each for each in spellings)


@cache
def lowered(text: str) -> list[str]:
    return [each.lower() for each in words(text)]


@cache
def folded(word: str) -> str:
    """Fold by Unicode's own decomposition, not by the project's table."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c)).replace(
        "đ", "d"
    )


def accented(word: str) -> bool:
    return folded(word) != word.lower()


def test_hundreds_of_queries_over_a_larger_corpus() -> None:
    connection = new_archive()
    corpus = [{**fields, "caption": fields["photos"][0][1]} for fields in documents(60)]
    for number, fields in enumerate(documents(60)):
        add(connection, 2020070700001 + number, **fields)
    hits = 0
    for number, text in enumerate(generated(300)):
        exact = number % 5 == 0
        expected = {at for at, document in enumerate(corpus) if holds(parse(text), document, exact)}
        assert found(connection, text, exact=exact) == expected, text
        hits += bool(expected)
    assert hits > 180
    connection.close()


def is_near(places: list[list[int]], near: Near) -> bool:
    """FTS5: the words between the end of the first phrase and the start of the last are at most `distance`."""
    first, second = near.phrases
    for one in places[0]:
        for other in places[1]:
            left, right = ((one, first), (other, second)) if one <= other else ((other, second), (one, first))
            if right[0] - (left[0] + len(left[1].words)) <= near.distance:
                return True
    return False
