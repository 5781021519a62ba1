"""The archive benchmark runs without its peer, and the table of faults has a sound file that nobody complains of."""

import re
import subprocess
import sys
from pathlib import Path

from archive.file_check import verify_file
from benchmarks.keeping_faults import file_faults

ROOT = Path(__file__).resolve().parents[2]


def test_a_small_round_without_the_peer() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "keeping.py"), "--pages=20", "--rounds=1"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    number = r"\d+\.\d\d"
    last = done.stdout.splitlines()[-1]
    write = rf"write to zlib 6, the default, {number} .*, write to zlib \d, nearest in size, {number}"
    assert re.match(rf"ratios: {write} .*, verify {number} .*, ingest (?:absent|{number}) .*, read {number}", last)


def test_memory() -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / "keeping.py"), "--memory", "--pages=20"]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0, done.stderr
    last = done.stdout.splitlines()[-1]
    assert re.fullmatch(r"ingest of 20 pages: peak [1-9]\d+ MB, \d\.\d\d x that of a tenth of them", last)


def test_every_faulty_file_is_found_and_the_sound_one_is_not(tmp_path: Path) -> None:
    found = {}
    for name, data in file_faults().items():
        (tmp_path / "a.warc.gz").write_bytes(data)
        found[name] = bool([one for one in verify_file(tmp_path / "a.warc.gz").findings if one.level == "damage"])
    assert found == {name: name != "none" for name in file_faults()}
