"""What a run did, counted by site and reason: the report on screen, as JSON, and in the table `runs`."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

ORDINARY = frozenset(
    {"status_404", "status_410", "soft_404", "redirected_away"}
)  # pages come and go: a few of these are every day's business

# One is enough: a whole section may be lost behind it.
_GRAVE = frozenset({"empty_listing", "seed_not_found", "stale_cursor"})
_COUNTED = ("new", "changed", "unchanged", "duplicate", "not_modified", "gone")
_GOOD = frozenset({"new", "changed", "unchanged", "duplicate", "not_modified", "page"})


@dataclass(slots=True)
class SiteCounts:
    """Counts of one site in one run. `outcomes` are the good ends of a visit, `failed` and `skipped` go by reason."""

    requests: int = 0
    bytes: int = 0
    outcomes: Counter[str] = field(
        default_factory=Counter
    )  # new, changed, unchanged, not_modified, listing, gone, other ...
    failed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    drift: int = 0
    notes: list[str] = field(default_factory=list)

    def needs_attention(self) -> bool:
        """Say whether an operator must look: drift, a list without links, failures beyond the odd page, or no answer at all."""
        others = sum(count for reason, count in self.failed.items() if reason not in ORDINARY)
        return bool(
            self.drift
            or _GRAVE & self.failed.keys()
            or others * 10 > self.requests
            or (self.requests and not _GOOD & self.outcomes.keys())
        )

    def as_dict(self) -> dict[str, Any]:
        """Return the counts as JSON has them."""
        return {
            "requests": self.requests,
            "bytes": self.bytes,
            **{name: self.outcomes.get(name, 0) for name in _COUNTED},
            "kinds": {name[5:]: count for name, count in sorted(self.outcomes.items()) if name.startswith("kind:")},
            "failed": dict(sorted(self.failed.items())),
            "skipped": dict(sorted(self.skipped.items())),
            "drift": self.drift,
            "notes": self.notes,
        }


@dataclass(slots=True)
class Report:
    """One run. `stopped_by` is None when it came to its own end, else the bound that ended it."""

    command: str
    started: str
    run_id: int | None = None
    finished: str | None = None
    stopped_by: str | None = None
    exit_code: int = 0
    notes: list[str] = field(default_factory=list)  # what is true of no single site
    sites: dict[str, SiteCounts] = field(default_factory=lambda: defaultdict(SiteCounts))
    more: dict[str, Any] = field(default_factory=dict)  # what only this command has to say
    trouble: bool = False  # something an operator must see that no site's counts hold

    def total(self, name: str) -> int:
        """Return an outcome's count over all sites, or the sum of `requests`, `bytes`, `failed`, `skipped`, `drift`."""
        if name in ("requests", "bytes", "drift"):
            return sum(getattr(one, name) for one in self.sites.values())
        if name in ("failed", "skipped"):
            return sum(sum(getattr(one, name).values()) for one in self.sites.values())
        return sum(one.outcomes.get(name, 0) for one in self.sites.values())

    def as_dict(self) -> dict[str, Any]:
        """Return the report as JSON has it: one object."""
        names = (
            "requests",
            "bytes",
            *_COUNTED,
            "failed",
            "skipped",
            "drift",
        )
        return {
            "command": self.command,
            "run": self.run_id,
            "started": self.started,
            "finished": self.finished,
            "stopped_by": self.stopped_by,
            "exit_code": self.exit_code,
            "total": {name: self.total(name) for name in names},
            "notes": self.notes,
            "sites": {site: counts.as_dict() for site, counts in sorted(self.sites.items())},
            **self.more,
        }
