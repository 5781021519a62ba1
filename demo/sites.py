"""The demonstration's sites: the real records of Bình Thuận and of a Hà Nội department, moved to loopback."""

from dataclasses import replace

from demo.portal import Portal
from parsers.site import Site
from parsers.sites.binhthuan import SITE as BINHTHUAN
from parsers.sites.sotttt_hanoi import SITE as SOTTTT_HANOI


def sites_of(portal: Portal) -> tuple[Site, Site]:
    """Return the two sites of a running portal: same layouts, other hosts, no pause between requests."""
    here = [root.removeprefix("http://") for root in (portal.a, portal.b)]
    return (
        replace(BINHTHUAN, hosts=(here[0],), seeds=(f"{portal.a}/",), local=True, delay=0.0),
        replace(SOTTTT_HANOI, hosts=(here[1],), seeds=(f"{portal.b}/",), local=True, delay=0.0),
    )
