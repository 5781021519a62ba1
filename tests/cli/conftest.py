"""One crawled archive for all tests that only read it."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from demo.portal import Portal
from tests.cli.running import Done, inside, sites_folder, tintinh


class Crawled(NamedTuple):
    """A portal that runs, its sites by the ids "tinh" and "so", and what `crawl` said. Nobody writes to `folder`."""

    portal: Portal
    folder: Path
    environment: dict[str, str]
    done: Done

    def run(self, *words: object) -> Done:
        return inside(
            *words, cwd=self.folder.parent, environment=self.environment | {"TINTINH_ARCHIVE": str(self.folder)}
        )


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    base = tmp_path_factory.mktemp("cli")
    with Portal() as portal:
        environment = sites_folder(base / "sites", portal)
        done = tintinh(
            "crawl", "tinh", "so", "--archive", base / "archive", "--json", cwd=base, environment=environment
        )
        yield Crawled(portal, base / "archive", environment, done)


@pytest.fixture
def portal() -> Iterator[Portal]:
    with Portal() as running:
        yield running
