"""The command as a person or cron starts it: in a process of its own, or in this one where only words and answers matter."""

import json
import os
import shutil
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

from typer.testing import CliRunner

import cli
from demo.portal import Portal
from parsers import sites

ROOT = Path(__file__).resolve().parents[2]
_SITE = """
from dataclasses import replace
from parsers.sites.{module} import SITE as REAL
SITE = replace(REAL, id={id!r}, hosts=({host!r},), seeds=({root!r} + "/",), local=True, delay=0.0)
"""


class Done(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """The one line on standard error."""
        assert "Traceback" not in self.err
        (line,) = self.err.splitlines()
        return line

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def tintinh(
    *words: object,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    before: Callable[[], None] | None = None,
    prefix: tuple[str, ...] = (),
) -> Done:
    """Run a command to its end. `before` runs in the new process, `prefix` stands before the interpreter."""
    done = subprocess.run(
        [*prefix, *command(*words)],
        cwd=cwd,
        env=clean(environment),
        capture_output=True,
        preexec_fn=before,
        timeout=60,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def inside(*words: object, cwd: Path, environment: Mapping[str, str] | None = None) -> Done:
    """Run a command in this process, which saves the start of an interpreter. An exception counts as a traceback."""
    theirs: dict[str, str | None] = {name: None for name in os.environ if name.startswith("TINTINH_")}
    _forget_sites()
    try:
        with chdir(cwd):
            result = CliRunner().invoke(cli.app, [str(word) for word in words], env={**theirs, **(environment or {})})
    finally:
        _forget_sites()
    told = result.stderr
    if result.exception and not isinstance(result.exception, SystemExit):
        told += "".join(traceback.format_exception(result.exception))
    return Done(result.exit_code, result.stdout, told)


def _forget_sites() -> None:
    """The sites of TINTINH_SITES are loaded once in a process."""
    sites.known_sites.cache_clear()
    sites._by_host.cache_clear()


def start(*words: object, cwd: Path, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*words), cwd=cwd, env=clean(environment), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "tintinh", *map(str, words)]


def clean(more: Mapping[str, str] | None) -> dict[str, str]:
    """Return this environment without what would change a command, and with the checkout on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TINTINH_", "PYTHON", "COLUMNS"))}
    kept["PYTHONDONTWRITEBYTECODE"] = "1"  # a child with a limit on file sizes would leave compiled modules cut short
    return {**kept, "PYTHONPATH": str(ROOT), "COLUMNS": "200", **(more or {})}


def sites_folder(folder: Path, portal: Portal) -> dict[str, str]:
    """Write the portals as sites "tinh" and "so" into a folder; return the environment that makes them known."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, module, root in (("tinh", "binhthuan", portal.a), ("so", "sotttt_hanoi", portal.b)):
        text = _SITE.format(module=module, id=name, host=root.removeprefix("http://"), root=root)
        (folder / f"{name}.py").write_text(text)
    return {"TINTINH_SITES": str(folder)}


def bound_by_permissions() -> tuple[str, ...]:
    """Return what to put before a command so that the modes of files bind it, even for root; () where they do anyway.

    Raises FileNotFoundError where that cannot be had.
    """
    if os.geteuid():
        return ()
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise FileNotFoundError("setpriv")
    return (setpriv, "--bounding-set=-dac_override,-dac_read_search")


def wait_for(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)
