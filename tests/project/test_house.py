"""The rules of the house, where no linter has them: sizes, names, paths, versions, dependencies."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
ROOMS = ("scraper", "parsers", "archive", "tintinh", "demo")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
OTHERS = [
    ROOT / "cli.py",
    *(path for folder in ("docs", "tests", "benchmarks") for path in (ROOT / folder).rglob("*.py")),
]
TOP = (
    path
    for path in ROOT.iterdir()
    if path.is_file() and path.suffix in ("", ".md", ".toml", ".txt") and path.name != ".git"
)
WRITTEN = [*MODULES, *OTHERS, *sorted((ROOT / "docs").rglob("*.md")), *sorted(TOP)]
LONGEST_MODULE, LONGEST_FUNCTION = 260, 60  # lines
VAGUE = {"util", "utils", "helper", "helpers", "manager", "managers", "handler", "handlers"}
VAGUE_PLACES = VAGUE | {"base"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def definitions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node


def parts(name: str) -> set[str]:
    """Return the words of a name, in lower case: `FooBar_baz` has foo, bar and baz."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def package(requirement: str) -> str:
    """Return the name in a requirement, as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()  # type: ignore[index]  # it has a name


def dependencies() -> tuple[set[str], set[str]]:
    asked_for = [one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra]
    return {package(one) for one in PROJECT["project"]["dependencies"] + asked_for}, {
        package(one) for one in PROJECT["dependency-groups"]["dev"]
    }


def test_modules_are_short() -> None:
    lengths = {name_of(path): len(path.read_text().splitlines()) for path in MODULES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_functions_are_short() -> None:
    lengths = {
        f"{name_of(path)}: {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in MODULES
        for node in definitions(path)
        if not isinstance(node, ast.ClassDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_names_say_something() -> None:
    vague = [
        name_of(path)
        for path in MODULES
        if {w for part in path.relative_to(ROOT).parts for w in parts(part)} & VAGUE_PLACES
    ]
    for path in MODULES:
        for node in definitions(path):
            # `base` alone is a word of HTML (`<base href>`); as part of a class it says nothing.
            if parts(node.name) & (VAGUE_PLACES if isinstance(node, ast.ClassDef) else VAGUE):
                vague.append(f"{name_of(path)}: {node.name}")
    assert vague == []


def test_only_the_command_line_prints() -> None:
    def prints(path: Path) -> bool:
        calls = (node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
        return any(isinstance(call, ast.Name) and call.id == "print" for call in calls)

    assert [name_of(path) for path in MODULES if prints(path)] == []


def test_no_path_of_a_machine() -> None:
    machine = re.compile(r"(?<![\w.])/(?:(?:home|Users)/\w+/|(?:work|root|tmp)/)")
    assert [name_of(path) for path in WRITTEN if machine.search(path.read_text())] == []


def test_nothing_beside_the_checkout_is_needed() -> None:
    beside = re.compile(r"\.\.[/]shared|parents\[3\] / .shared")
    here = [path for path in WRITTEN if not path.is_relative_to(ROOT / "tests" / "external")]
    assert [name_of(path) for path in here if beside.search(path.read_text())] == []


def test_the_decision_on_dependencies_names_them_all() -> None:
    text = (ROOT / "docs" / "decisions" / "0006-dependencies.md").read_text()
    run, develop = (
        {package(name) for name in re.findall(r"^\| ([a-z][\w.-]*) \|", part, re.MULTILINE)} - {"package"}
        for part in text.partition("To run:")[2].split("To develop:")
    )
    assert (run, develop) == dependencies()


def test_constraints_pin_everything_and_name_no_index() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[\w.-]+==[\w.]+", line) for line in pins)
    pinned = {package(line): line.partition("==")[2] for line in pins}
    assert len(pinned) == len(pins)
    run, develop = dependencies()
    assert run | develop | {"pip"} <= set(pinned)


def test_floors_lie_at_or_below_what_is_pinned() -> None:
    pinned = dict(re.findall(r"^([\w.-]+)==([\w.]+)$", (ROOT / "constraints.txt").read_text(), re.MULTILINE))
    pinned = {package(name): version for name, version in pinned.items()}
    for requirement in (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]):
        floor = requirement.partition(">=")[2]
        assert floor, f"{requirement}: needs a floor"
        assert numbers(floor) <= numbers(pinned[package(requirement)]), requirement


def numbers(version: str) -> list[int]:
    return [int(one) for one in re.findall(r"\d+", version)]


def test_the_newest_entry_of_the_changelog_is_this_version() -> None:
    entries = re.findall(r"^## \[(.+?)\] - (\d{4}-\d\d-\d\d)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert entries, "CHANGELOG.md has no entry"
    assert entries[0][0] == PROJECT["project"]["version"]
