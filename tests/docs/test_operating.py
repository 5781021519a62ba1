"""docs/operating.md: its units are well formed and call commands as they are; its exit codes are those of the program."""

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "operating.md").read_text()
UNITS = dict(re.findall(r"^`/etc/systemd/system/([\w.-]+)`\n\n```ini\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE))
CALLS = re.findall(r"/opt/tintinh/\.venv/bin/tintinh ([a-z]+)([^|\n]*)", TEXT)


def test_each_timer_has_its_service() -> None:
    names = {name.partition(".")[0] for name in UNITS}
    assert set(UNITS) == {f"{name}.{kind}" for name in names for kind in ("service", "timer")}
    assert names == {"tintinh-crawl", "tintinh-verify"}


def test_calls_have_only_options_that_exist() -> None:
    assert len(CALLS) == 5
    for command, rest in CALLS:
        call = [sys.executable, "-m", "tintinh", command, "--help"]
        text = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in text, f"tintinh {command} has no {option}"


def test_a_bound_and_an_interrupt_are_no_failure() -> None:
    from archive.run import _STOPPED

    service = configparser.ConfigParser(interpolation=None)
    service.optionxform = str  # type: ignore[assignment,method-assign]  # as the documentation of configparser says
    service.read_string(UNITS["tintinh-crawl.service"])
    good = set(map(int, service["Service"]["SuccessExitStatus"].split()))
    assert good == {_STOPPED["time"], _STOPPED["pages"], _STOPPED["disk"], _STOPPED["interrupt"]}
    assert _STOPPED["error"] not in good


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd-analyze here")
def test_systemd_understands_the_units(tmp_path: Path) -> None:
    for name, text in UNITS.items():
        (tmp_path / name).write_text(text.replace("/opt/tintinh/.venv/bin/tintinh", sys.executable))
    paths = [str(tmp_path / name) for name in UNITS]
    done = subprocess.run(
        ["systemd-analyze", "verify", *paths], capture_output=True, text=True, timeout=60, check=False
    )
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line]
    assert (done.returncode, told) == (0, [])
