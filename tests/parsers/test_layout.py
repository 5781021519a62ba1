"""Typing mistakes in a layout or site fail at import, with a name in the message."""

from dataclasses import replace
from datetime import date

import pytest

from parsers.layout import Layout
from parsers.photos import in_figures, in_paragraphs
from parsers.site import Site
from tests.parsers.pages import LAYOUT, read, site


@pytest.mark.parametrize("field", ["title", "body", "lede", "published", "byline", "source", "section", "tags"])
def test_a_wrong_selector_names_layout_and_field(field: str) -> None:
    with pytest.raises(ValueError, match=rf"layout t, {field}: 'p\[\[' is no CSS selector"):
        replace(LAYOUT, **{field: ("p", "p[[")})  # type: ignore[arg-type]  # a test names any field


@pytest.mark.parametrize("changes", [{"probe": "p["}, {"drop": ("p[",)}, {"title": ()}, {"body": ()}])
def test_layouts_that_could_never_work(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="layout t"):
        replace(LAYOUT, **changes)  # type: ignore[arg-type]


def test_what_is_no_rule_and_no_day() -> None:
    with pytest.raises(TypeError, match="neither a selector nor a function"):
        replace(LAYOUT, lede=3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="month must be"):
        replace(LAYOUT, since="2020-13-01")
    with pytest.raises(ValueError, match="no CSS selector"):
        in_figures("p[")
    with pytest.raises(ValueError, match="no CSS selector"):
        in_paragraphs("em", "p[")


@pytest.mark.parametrize(
    ("since", "until", "day", "days"),
    [
        ("2019-01-01", "2020-12-31", "2020-12-31", 0),
        ("2019-01-01", "2020-12-31", "2021-01-02", 2),
        ("2019-01-04", None, "2019-01-01", 3),
        (None, None, "2000-01-01", 0),
        ("2019-01-01", None, None, 0),
    ],
)
def test_days_from(since: str | None, until: str | None, day: str | None, days: int) -> None:
    layout = Layout(name="x", title="h1", body="#b", since=since, until=until)
    assert layout.days_from(date.fromisoformat(day) if day else None) == days


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"id": "Ví Dụ"}, "site id"),
        ({"hosts": ()}, "hosts is empty"),
        ({"hosts": ("https://vidu.vn",)}, "lower-case name"),
        ({"hosts": ("VIDU.vn",)}, "lower-case name"),
        ({"article_url": "("}, "article_url"),
        ({"tls": "weak_dh"}, "tls_reason"),
        ({"next_page": "a["}, "next_page"),
        ({"listing": "a["}, "listing"),
    ],
)
def test_a_site_that_could_never_work(changes: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        site(LAYOUT, **changes)


def test_a_site_is_a_value() -> None:
    one: Site = site()
    assert one == site()
    assert one.is_article_address("/tin/x-123.html")
    assert not one.is_article_address("/tin/x-12.html")
    assert not site(article_url=None).is_article_address("/tin/x-123.html")


def _boom(*_anything: object) -> None:
    raise RuntimeError("Hỏng")


@pytest.mark.parametrize("field", ["probe", "drop", "photos"])
def test_a_function_where_none_may_stand_is_refused_at_import(field: str) -> None:
    with pytest.raises(TypeError, match=rf"layout t, .*{field}"):
        replace(LAYOUT, **{field: (_boom,)})  # type: ignore[arg-type]  # a test names any field
    with pytest.raises(ValueError, match="site vidu: article_url"):
        site(article_url=_boom)


def test_captions_that_raise_are_a_problem_of_the_photos() -> None:
    class Raising:
        find = staticmethod(_boom)

    found = read("<p>Thân.<img src=/a.jpg><img src=/b.jpg></p>", replace(LAYOUT, photos=Raising()))  # type: ignore[arg-type]
    assert found.article is not None
    assert [one.url for one in found.article.photos] == ["https://vidu.vn/a.jpg", "https://vidu.vn/b.jpg"]
    assert [(one.field, one.code) for one in found.problems] == [("photos", "rule_raised")]
    assert found.problems[0].message == "vidu/t: rule Raising of layout t raised RuntimeError: Hỏng"
