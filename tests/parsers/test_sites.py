"""A file in a folder is a site; a bad one is named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from parsers import sites
from parsers.sites import BadSite, known_sites, site_of

MODULE = """from parsers.layout import Layout
from parsers.site import Site
SITE = Site(id="{id}", name="Ví Dụ", province=None, kind="newspaper", hosts=("{host}",),
            layouts=(Layout(name="1", title="h1", body="#b"),))
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TINTINH_SITES", str(tmp_path))
    forget()
    yield tmp_path
    monkeypatch.undo()
    forget()


def forget() -> None:
    known_sites.cache_clear()
    sites._by_host.cache_clear()


def test_a_file_in_the_folder_is_a_site(folder: Path) -> None:
    (folder / "vidu.py").write_text(MODULE.format(id="vidu", host="vidu.vn:8080"))
    (folder / "_not.py").write_text("raise RuntimeError")
    (folder / "note.txt").write_text("x")
    found = site_of("http://www.vidu.vn:8080/a")
    assert found is not None
    assert found.id == "vidu"
    assert site_of("vidu") == found
    assert site_of("https://binhthuan.gov.vn/x") is not None


def test_it_replaces_one_of_the_same_id(folder: Path) -> None:
    (folder / "b.py").write_text(MODULE.format(id="binhthuan", host="moi.vn"))
    assert known_sites()["binhthuan"].hosts == ("moi.vn",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x = 1", "needs SITE"),
        ("SITE = 3", "needs SITE"),
        ("1/0", "ZeroDivisionError"),
        ("def (", "SyntaxError"),
        (MODULE.format(id="A B", host="x.vn"), "site id"),
    ],
)
def test_a_bad_file_is_named(folder: Path, text: str, message: str) -> None:
    (folder / "bad.py").write_text(text)
    with pytest.raises(BadSite, match=message) as caught:
        known_sites()
    assert "bad.py" in str(caught.value)


def test_a_folder_that_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINTINH_SITES", str(folder / "none"))
    with pytest.raises(BadSite, match="is no folder"):
        known_sites()


def test_unknown_hosts_have_no_site() -> None:
    assert site_of("https://khong-co.example/") is None
    assert site_of("khong-co") is None
    assert site_of("") is None


@pytest.mark.parametrize("address", ["http://[", "http://[::1", "//[x]/", "https://a]b/", "\0", ""])
def test_a_hostile_address_is_no_site(address: str) -> None:
    assert site_of(address) is None
