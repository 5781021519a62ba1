"""docs/architecture.md names what exists, names all of it, and draws the arrows that import-linter checks."""

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "architecture.md").read_text()
PATHS = set(re.findall(r"`((?:[a-z_]+/)+(?:[a-z_]+\.py)?|[a-z_]+\.py)`", TEXT))
ROOMS = ("scraper", "parsers", "archive", "demo")
CONTRACTS: list[dict[str, Any]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]


def arrows() -> dict[str, tuple[set[str], set[str]]]:
    """Return the table of the document: room -> (may import, never imports)."""
    rows = re.findall(r"^\| (\w+) \|([\w, ]*)\|([\w, ]*)\|$", TEXT, re.MULTILINE)
    return {
        room: (set(re.findall(r"\w+", may)), set(re.findall(r"\w+", never)))
        for room, may, never in rows
        if room != "room"
    }


def layers() -> list[set[str]]:
    contract = next(one for one in CONTRACTS if one["type"] == "layers")
    return [{"cli"}, *({name.strip() for name in layer.split("|")} for layer in contract["layers"])]


def imported(room: str) -> set[str]:
    """Return the top-level names that a room's modules import."""
    found = set()
    for path in [ROOT / f"{room}.py"] if room == "cli" else (ROOT / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


@pytest.mark.parametrize("path", sorted(PATHS))
def test_what_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("room", ROOMS)
def test_every_module_is_named_or_its_folder_is(room: str) -> None:
    assert f"### {room}/:" in TEXT
    folders = tuple(path for path in PATHS if path.endswith("/") and (path.count("/") > 1 or path == "demo/"))
    modules = {path.relative_to(ROOT).as_posix() for path in (ROOT / room).rglob("*.py") if path.name != "__init__.py"}
    assert {path for path in modules - PATHS if not path.startswith(folders)} == set()


def test_names_in_brackets_are_in_their_module() -> None:
    pairs = re.findall(r"`([a-z_/]+\.py)` \(`(\w+)`\)", TEXT)
    assert len(pairs) > 10
    for path, name in pairs:
        assert re.search(rf"\b(?:def|class) {name}\b|^\s*{name}\b.* = ", (ROOT / path).read_text(), re.MULTILINE), name


def test_arrows_are_the_contract_of_layers() -> None:
    table, below = arrows(), layers()
    assert set(table) == {"cli", *ROOMS}
    for number, layer in enumerate(below):
        lower = {room for later in below[number + 1 :] for room in later}
        for room in layer:
            may, never = table[room]
            assert may == lower, room
            assert never >= {"cli", *ROOMS} - lower - {room}, room


def test_what_is_never_imported_is_the_other_contracts() -> None:
    for contract in CONTRACTS:
        if contract["type"] == "forbidden":
            for room in contract["source_modules"]:
                assert set(contract["forbidden_modules"]) == arrows()[room][1] - {"cli", *ROOMS}


@pytest.mark.parametrize("room", ["cli", *ROOMS])
def test_code_keeps_to_the_table(room: str) -> None:
    may, never = arrows()[room]
    used = imported(room)
    assert not used & never
    assert used & {"cli", *ROOMS} <= may | {room}


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", TEXT):
        assert (ROOT / "docs" / target).exists(), target
