"""The README's figures about sites are those that `tintinh sites` prints; its examples are what the commands print."""

import re
import shlex
from pathlib import Path

from archive.catalogue import listed
from parsers.sites import known_sites
from tests.cli.running import inside

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
WORDS = {4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 11: "eleven", 12: "twelve"}


def test_the_readme_counts_sites_as_the_command_does() -> None:
    sites = sorted(known_sites().values(), key=lambda site: site.id)
    verified = sum(1 for site in sites if site.verified)
    last = list(listed(sites))[-1]
    assert last.startswith(f"{len(sites)} sites, ")
    assert last.endswith(f", {verified} verified")
    assert f"Of the {len(sites)} sites known, {WORDS[verified]} are verified" in README
    assert f"what is known: {len(sites)} sites" in README


def test_examples_are_what_the_commands_print(tmp_path: Path) -> None:
    examples = re.findall(r"^    \$ tintinh (.*)\n((?:    .*\n|\n(?=    ))+)", README, re.MULTILINE)
    assert [words.split()[0] for words, _ in examples] == ["search", "kwic", "trend"]
    assert inside("demo", "--quiet", cwd=tmp_path).code == 0
    for words, shown in examples:
        done = inside(*shlex.split(words), cwd=tmp_path)
        assert done.code == 0, done.err
        assert _lines(done.out) == _lines(shown.replace("\n    ", "\n").removeprefix("    ")), words
    told = inside("search", "thahn", "--archive", "tintinh-demo", cwd=tmp_path).line
    assert f'asks "{told.removeprefix("no hits; ")}"' in README


def _lines(text: str) -> list[str]:
    """Return lines without the last digits of ids: two hosts are crawled at once, and the order within a day may differ."""
    return sorted(re.sub(r"^(\d{8})\d{5}", r"\1", line.rstrip()) for line in text.splitlines())
