"""Addresses of a host that was switched off, and where the same pages stand now."""

from collections.abc import Sequence
from typing import TypeAlias

Moved: TypeAlias = Sequence[tuple[str, str]]  # "former.vn/" -> "present.vn/its-place/", host and path without scheme


def present_address(url: str, moved: Moved) -> str:
    """Return where an address stands today: with the first former beginning that it has replaced by the present one.

    `url` is as `scraper.address.normal` gives it; "www." before the former host makes no difference.
    """
    scheme, _, rest = url.partition("://")
    bare = rest.removeprefix("www.")
    for former, present in moved:
        if bare.startswith(former):
            return f"{scheme}://{present}{bare[len(former) :]}"
    return url


def is_moved_here(url: str, moved: Moved) -> bool:
    """Say whether an address lies where pages have moved to."""
    rest = url.partition("://")[2].removeprefix("www.")
    return any(rest.startswith(present) for _, present in moved)
