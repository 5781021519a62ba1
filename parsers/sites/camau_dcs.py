"""Tỉnh ủy Cà Mau.

vnPortal, by its hosts: files lie at files-vnportal.camau.dcs.vn (links in public repositories). Its design has not been
seen: the family's layout is tried.
"""

from parsers.site import Site

SITE = Site(
    id="camau-dcs",
    name="Tỉnh ủy Cà Mau",
    province="Cà Mau",
    kind="party",
    hosts=("camau.dcs.vn",),
    seeds=("https://camau.dcs.vn/",),
    cms="vnportal",
)
