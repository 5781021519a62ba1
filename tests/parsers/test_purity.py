"""Parsing opens nothing. An audit hook cannot be taken off again, so it watches in a process of its own."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WATCH = """
import json, pathlib, sys
from parsers.reading import parse
from parsers.sites import known_sites

known_sites()
pages = [(json.loads(one.read_text()), one.with_name("page.html").read_bytes())
         for one in sorted(pathlib.Path("tests/fixtures").glob("*/*/page.json"))]
seen = []
NEVER = ("open", "import", "exec", "compile", "socket.", "sqlite3.", "subprocess.", "os.", "shutil.", "urllib.")

def watch(event, arguments):
    if event.startswith(NEVER):
        seen.append((event, repr(arguments)[:200]))

sys.addaudithook(watch)
CONTROL
articles = sum(parse(page["url"], body, content_type=page["content_type"]).article is not None for page, body in pages)
found, seen[:] = list(seen), []
assert articles > 10, articles
print(json.dumps(found))
"""


def run(control: str = "") -> str:
    code = WATCH.replace("CONTROL", control)
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip().splitlines()[-1]


def test_parsing_opens_connects_and_starts_nothing() -> None:
    assert run() == "[]"


def test_the_watch_would_see_it() -> None:
    assert '"open"' in run("open('pyproject.toml').close()")
    assert "socket" in run("import socket; socket.socket().close()")
