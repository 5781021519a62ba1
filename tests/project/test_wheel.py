"""The wheel, built and installed elsewhere: one name of ours, and it works without the checkout."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "fixtures" / "binhthuan" / "seed"


def call(*command: str | Path, cwd: Path, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "TINTINH"))}
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an empty folder into which the wheel, made of this checkout without any network, was installed."""
    made, installed = tmp_path_factory.mktemp("made"), tmp_path_factory.mktemp("installed")
    call("-m", "build", "--wheel", "--no-isolation", "--outdir", made, ROOT, cwd=made)
    (wheel,) = made.glob("*.whl")
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--no-index")
    call(*pip, "--target", installed, wheel, cwd=made)
    return installed


def run(target: Path, empty: Path, *arguments: str | Path) -> str:
    """Run Python where only the installed wheel and the dependencies can be imported.

    -S leaves out .pth files, and with them the editable installation of this checkout; -P leaves out the folder at hand.
    """
    path = os.pathsep.join((str(target), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")))
    return call("-S", "-P", *arguments, cwd=empty, PYTHONPATH=path, PYTHONDONTWRITEBYTECODE="1")


def test_one_name_of_ours(target: Path) -> None:
    names = {path.name for path in target.iterdir()}
    (info,) = (name for name in names if name.endswith(".dist-info"))
    assert info.startswith("tintinh-")
    assert names == {"tintinh", info, "bin"}
    assert [path.name for path in (target / "bin").iterdir()] == ["tintinh"]


def test_all_rooms_are_in_it_and_nothing_else(target: Path) -> None:
    app = target / "tintinh" / "app"
    assert {path.name for path in app.iterdir()} - {"__pycache__"} == {
        "cli.py",
        "scraper",
        "parsers",
        "archive",
        "demo",
    }
    for room in ("scraper", "parsers", "archive", "demo"):
        ours, theirs = ({file.relative_to(top / room) for file in files(top / room)} for top in (ROOT, app))
        assert ours == theirs, room


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def test_it_is_called_from_an_empty_folder(target: Path, tmp_path: Path) -> None:
    assert "Usage: tintinh" in run(target, tmp_path, "-m", "tintinh", "--help")
    assert "Usage: tintinh" in run(target, tmp_path, target / "bin" / "tintinh", "--help")
    assert list(tmp_path.iterdir()) == []


def test_it_reads_a_page(target: Path, tmp_path: Path) -> None:
    expected = json.loads((GOLDEN / "article.json").read_text())
    page = GOLDEN / "page.html"
    found = json.loads(run(target, tmp_path, "-m", "tintinh", "parse", page, "--url", expected["url"], "--json"))
    assert found["kind"] == "article"
    assert {name: found["article"][name] for name in expected} == expected


def test_nothing_is_taken_from_the_checkout(target: Path, tmp_path: Path) -> None:
    code = (
        "import sys, tintinh; sys.argv = ['tintinh', 'sites', 'binhthuan']\n"
        "try: tintinh.main()\n"
        "except SystemExit: pass\n"
        "print(*sorted({str(m.__file__) for m in sys.modules.values() if getattr(m, '__file__', None)}), sep='\\n')"
    )
    loaded = [Path(line) for line in run(target, tmp_path, "-c", code).splitlines() if line.endswith(".py")]
    ours = [path for path in loaded if path.is_relative_to(target)]
    assert target / "tintinh" / "app" / "parsers" / "site.py" in ours
    assert not [path for path in loaded if path.is_relative_to(ROOT) and ".venv" not in path.parts]
