"""What a person waits for, and who may import the command line."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"requests", "urllib3", "lxml", "bs4", "sqlite_utils", "sqlite3", "rich", "protego", "cssselect"}


def test_the_command_line_loads_nothing_heavy() -> None:
    call = [sys.executable, "-X", "importtime", "-c", "import cli"]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    loaded = {name.partition(".")[0] for name in re.findall(r"\|\s+([\w.]+)$", done.stderr, re.MULTILINE)}
    assert {"cli", "typer"} <= loaded
    assert not loaded & HEAVY
    assert not loaded & {"archive", "scraper", "parsers", "demo"}


def test_nobody_imports_the_command_line_but_the_launcher() -> None:
    rooms = ("scraper", "parsers", "archive", "demo", "benchmarks", "docs", "tintinh")
    importers = {path for room in rooms for path in (ROOT / room).rglob("*.py") if "cli" in imports(path)}
    assert importers == {ROOT / "tintinh" / "__init__.py"}


def imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text())))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
