"""The README's figures about sites are those that `tintinh sites` prints."""

from pathlib import Path

from archive.catalogue import listed
from parsers.sites import known_sites

README = (Path(__file__).resolve().parents[2] / "README.md").read_text("utf-8")
WORDS = {4: "four", 5: "five", 6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten"}


def test_the_readme_counts_sites_as_the_command_does() -> None:
    sites = sorted(known_sites().values(), key=lambda site: site.id)
    verified = sum(1 for site in sites if site.verified)
    last = list(listed(sites))[-1]
    assert last.startswith(f"{len(sites)} sites, ")
    assert last.endswith(f", {verified} verified")
    assert f"Of the {len(sites)} sites known, {WORDS[verified]} are verified" in README
    assert f"what is known: {len(sites)} sites" in README
