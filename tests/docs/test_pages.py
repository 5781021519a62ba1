"""The documents as a whole: links lead somewhere, commands and targets exist, decisions have their parts, cli.md is fresh."""

import re
from pathlib import Path

import pytest

from archive.errors import ArchiveError
from archive.run import _STOPPED
from docs.generate import TARGET, page

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "benchmarks" / "README.md"]
DECISIONS = sorted((ROOT / "docs" / "decisions").iterdir())


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(scope="module")
def fresh() -> str:
    return page()


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text()):
        assert "://" in target or (path.parent / target).exists(), target


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_targets_of_make_exist(path: Path) -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"(?:`|^ +)make ([a-z][a-z-]*)", path.read_text(), re.MULTILINE)) <= set(targets)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_commands_and_options_exist(path: Path, fresh: str) -> None:
    sections = dict(re.findall(r"^## tintinh ([a-z-]+)\n(.*?)(?=^## |\Z)", fresh, re.DOTALL | re.MULTILINE))
    for command, rest in re.findall(r"(?:`|^ +)tintinh ([a-z-]+)([^`\n]*)", path.read_text(), re.MULTILINE):
        assert command in sections or command == "--help"
        for option in re.findall(r" (--[a-z-]+)", rest):
            assert option in sections[command], f"tintinh {command} has no {option}"


def test_decisions_are_numbered_and_whole() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(1, len(DECISIONS) + 1)]
    for path in DECISIONS:
        text = path.read_text()
        assert re.match(rf"# {path.name[:4]} \S.*\n\n\d{{4}}-\d\d-\d\d\n\n\*\*Context\.\*\* ", text), path.name
        assert "\n**Decision.**" in text, path.name
        assert "\n**Given up.** " in text, path.name
        assert len(text.split()) < 600, f"{path.name} is more than one page"


def test_the_page_of_commands_is_fresh(fresh: str) -> None:
    assert TARGET.read_text() == fresh, "run: make docs"


def test_every_command_has_an_example(fresh: str) -> None:
    sections = re.findall(r"^## tintinh ([a-z-]+)\n(.*?)(?=^## |\Z)", fresh, re.DOTALL | re.MULTILINE)
    assert len(sections) >= 10
    for command, text in sections:
        assert f"Example: tintinh {command}" in text, command


def test_every_exit_code_is_in_the_table(fresh: str) -> None:
    kinds = [ArchiveError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", fresh, re.MULTILINE)}
    assert {kind.exit_code for kind in kinds} | {*_STOPPED.values()} <= listed
