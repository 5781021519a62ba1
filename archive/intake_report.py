"""What an ingest came to: by file, record type, host and kind; what was damaged and what could not be read."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from archive.foreign import PieceRead
from archive.foreign_capture import Found
from archive.merge import Merged
from archive.outcomes import Visit

_HOSTS = 100  # told one by one, the largest; a file of Common Crawl has ten thousands
_DAMAGES = 100
_INTEGRITY = ("block_digest", "payload_digest")


@dataclass(slots=True)
class IntakeReport:
    """Counts of one run. `twice` are captures that were kept already."""

    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: Counter[str] = field(default_factory=Counter)
    hosts: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    damage: list[dict[str, Any]] = field(default_factory=list)
    damaged: int = 0
    twice: int = 0
    merged: list[Merged] = field(default_factory=list)
    trouble: bool = False

    def begun(self, name: str, said: str) -> None:
        """Note that a file is being read; `name` is what the archive calls it."""
        self.files[name] = {"file": said, "name": name, "state": "begun", "captures": 0}

    def known(self, said: str) -> None:
        """Note a file that was taken in before, whole."""
        self.files[said] = {"file": said, "name": None, "state": "known", "captures": 0}

    def failed(self, said: str, why: str) -> None:
        """Note a file that cannot be read."""
        self.trouble = True
        self.files[said] = {"file": said, "name": None, "state": "failed", "captures": 0, "why": why}

    def separated(self, name: str) -> None:
        """Note a file whose records share gzip members, so that they were written into the archive one by one."""
        self.files[name]["state"] = "separated"

    def read(self, one: PieceRead) -> None:
        """Count what a piece gave."""
        self.records.update(one.records)
        file = self.files[one.piece.name]
        if one.failure:
            self.trouble = True
            file |= {"state": "failed", "why": one.failure}
        elif one.sha256:
            file["state"] = "whole"
        for offset, reason, url in one.damage:
            self._damage(one.piece.name, offset, reason, url)

    def kept(self, found: Found, visit: Visit) -> None:
        """Count a capture that got its rows."""
        self.files[found.kept.file]["captures"] += 1
        host = self.hosts[found.key.partition("/")[0]]
        kind = found.parsed.kind if found.parsed and found.exchange.status == 200 else f"status_{found.exchange.status}"
        host.update({"captures": 1, "bytes": found.payload_length, f"kind:{kind}": 1, f"outcome:{visit.outcome}": 1})
        for one in found.problems:
            if one.code in _INTEGRITY:
                self._damage(found.kept.file, found.kept.response.offset, one.message, found.exchange.url)

    def _damage(self, name: str, offset: int, reason: str, url: str | None) -> None:
        self.trouble = True
        self.damaged += 1
        if len(self.damage) < _DAMAGES:
            self.damage.append({"file": name, "offset": offset, "reason": reason, "url": url})

    def as_dict(self) -> dict[str, Any]:
        """Return what the report of an ingest has beyond that of other runs."""
        largest = sorted(self.hosts, key=lambda host: (-self.hosts[host]["captures"], host))
        return {
            "files": list(self.files.values()),
            "records": dict(sorted(self.records.items())),
            "known": self.twice,
            "merged": [one.as_dict() for one in self.merged],
            "damaged": self.damaged,
            "damage": self.damage,
            "hosts": {host: _of_host(self.hosts[host]) for host in largest[:_HOSTS]},
            "more_hosts": max(0, len(largest) - _HOSTS),
        }


def _of_host(counts: Counter[str]) -> dict[str, Any]:
    kinds = {name[5:]: count for name, count in sorted(counts.items()) if name.startswith("kind:")}
    articles = sum(counts[f"outcome:{name}"] for name in ("new", "changed", "unchanged"))
    return {"captures": counts["captures"], "bytes": counts["bytes"], "articles": articles, "kinds": kinds}
