"""Addresses of a page made absolute; the short way gives what the long one gives."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.addresses import Place, absolute, parts_of, path_of, place_of

BASE = "https://vidu.vn/tin/bai.html?x=/y/z"


@pytest.mark.parametrize(
    "base", [BASE, "http://a.vn", "http://a.vn/", "http://a.vn/b//c/d", "http://a.vn/b;c/d", "x/y"]
)
@given(
    st.text(alphabet="/.ab\\? #:;é\u200b\t%&=1", max_size=12)
    | st.builds("https://vidu.vn{}".format, st.text(alphabet="/.a:?# ", max_size=8))
)
def test_the_short_ways_give_what_the_long_one_gives(base: str, address: str) -> None:
    short, long = absolute(place_of(base), address), absolute(Place(base, "", ""), address)
    # The long way keeps an absolute path as written, as the short one does, save for slashes in front.
    assert short == long or (address.strip()[:1] == "/" and short == urljoin(base, "/") + address.strip()[1:])


@given(st.text(max_size=30))
def test_nothing_is_raised(address: str) -> None:
    for found in (absolute(place_of(BASE), address), absolute(place_of(address), "a")):
        assert found is None or urlsplit(found).scheme in ("http", "https")
    assert path_of(address) is not None


@pytest.mark.parametrize(
    ("address", "origin", "directory"),
    [
        (BASE, "https://vidu.vn", "https://vidu.vn/tin/"),
        ("http://a:80/x", "http://a:80", "http://a:80/"),
        ("http://a", "http://a", ""),
        ("http://a/b//c", "http://a", ""),
        ("ftp://a/", "", ""),
        ("http://[", "", ""),
        ("", "", ""),
    ],
)
def test_bases(address: str, origin: str, directory: str) -> None:
    assert place_of(address) == Place(address, origin, directory)


def test_parts_and_path() -> None:
    assert parts_of("http://[").netloc == ""
    assert path_of("https://vidu.vn/tin?a=b#c") == "/tin?a=b"
