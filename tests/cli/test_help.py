"""The help: an example for every command, and no more time than typer itself takes."""

import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import cli
from tests.cli.running import ROOT, clean, command, tintinh

COMMANDS = sorted(str(one.name) for one in cli.app.registered_commands)
ISSUED = {"demo", "sites", "crawl", "fetch", "parse", "search", "show", "export", "verify", "status"}
HEAVY = (
    "requests",
    "urllib3",
    "lxml",
    "bs4",
    "sqlite_utils",
    "rich",
    "sqlite3",
    "protego",
    "archive",
    "parsers",
    "scraper",
    "demo",
)


def test_the_commands_are_there() -> None:
    assert set(COMMANDS) >= ISSUED


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_has_an_example_that_is_a_command(name: str) -> None:
    shown = CliRunner().invoke(cli.app, [name, "--help"])
    assert shown.exit_code == 0
    example = re.search(r"Example: tintinh (\S+)", shown.stdout)
    assert example
    assert example[1] == name


def test_no_command_is_cut_short_on_a_small_terminal(tmp_path: Path) -> None:
    shown = tintinh("--help", cwd=tmp_path, environment={"COLUMNS": "80"}).out
    assert "..." not in shown.partition("Commands:")[2]


def test_without_words_the_help_is_shown(tmp_path: Path) -> None:
    shown = tintinh(cwd=tmp_path)
    assert "Usage" in shown.out + shown.err
    assert all(name in shown.out + shown.err for name in ISSUED)
    assert tintinh("-h", cwd=tmp_path).code == 0


def test_the_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nsys.argv = ['tintinh', '--help']\nfrom tintinh import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\nprint(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=clean(None), capture_output=True, text=True, check=True
    )
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert "typer" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_help_takes_no_longer_than_typer_allows(tmp_path: Path) -> None:
    """Medians of five in turn, so that a busy machine slows both; three attempts."""
    ratios = []
    for _ in range(3):
        pairs = [
            (_seconds(command("--help"), tmp_path), _seconds([sys.executable, "-c", "import typer"], tmp_path))
            for _ in range(5)
        ]
        ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
        ratios.append(ours / theirs)
        if ratios[-1] <= 1.5:
            return
    pytest.fail(f"tintinh --help takes {min(ratios):.2f} times as long as `import typer` ({typer.__version__})")


def _seconds(words: list[str], folder: Path) -> float:
    began = time.perf_counter()
    subprocess.run(words, cwd=folder, env=clean(None), capture_output=True, check=True)
    return time.perf_counter() - began


def test_the_version_is_told(tmp_path: Path) -> None:
    done = tintinh("--version", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"tintinh \d+\.\d+\S*\n", done.out)
