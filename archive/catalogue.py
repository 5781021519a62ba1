"""The sites known, as data and as lines."""

from collections.abc import Iterator, Sequence
from typing import Any

from archive.lines import table
from parsers.provinces import province_now
from parsers.site import Site


def site_dict(site: Site) -> dict[str, Any]:
    """Return a site in its public shape."""
    return {
        "id": site.id,
        "name": site.name,
        "kind": site.kind,
        "province": site.province,
        "province_now": province_now(site.province),
        "hosts": list(site.hosts),
        "seeds": list(site.seeds),
        "cms": site.cms,
        "layouts": [{"name": one.name, "since": one.since, "until": one.until} for one in site.layouts],
        "verified": site.verified,
    }


def listed(sites: Sequence[Site]) -> Iterator[str]:
    """Return one line a site, and a sum."""
    rows: list[tuple[str, ...]] = [("id", "kind", "province", "now", "host", "cms", "layouts", "verified")]
    for site in sites:
        now = province_now(site.province) or ""
        rows.append(
            (
                *(site.id, site.kind, site.province or "-", "" if now == site.province else now, site.hosts[0]),
                *(site.cms or "-", ", ".join(one.name for one in site.layouts) or "-", site.verified or "unverified"),
            )
        )
    yield from table(rows)
    verified = sum(1 for site in sites if site.verified)
    with_layout = sum(1 for site in sites if site.layouts)
    yield f"{len(sites)} sites, {with_layout} with a layout of their own, {verified} verified"


def in_full(site: Site) -> Iterator[str]:
    """Return everything known of one site."""
    now = province_now(site.province)
    yield f"{site.id}: {site.name} ({site.kind})"
    yield f"  province  {site.province or '-'}" + (f", now {now}" if now != site.province else "")
    yield f"  hosts     {', '.join(site.hosts)}"
    yield f"  cms       {site.cms or 'unknown'}"
    for seed in site.seeds:
        yield f"  seed      {seed}"
    for layout in site.layouts:
        yield f"  layout    {layout.name}, seen {layout.since or '?'} to {layout.until or 'now'}"
    yield f"  verified  {site.verified or 'no: nobody has checked its layouts on a page'}"
