"""One module per site. A file here is a site; nothing is registered by hand.

More sites may live in a folder named by the environment variable TINTINH_SITES; a site there replaces one of
the same id here.
"""

import importlib
import importlib.util
import os
import pkgutil
from functools import lru_cache
from types import ModuleType

from parsers.addresses import parts_of
from parsers.site import Site


class BadSite(ValueError):
    """A site module that cannot be used; the message names the file and what is wrong."""


@lru_cache(maxsize=1)
def known_sites() -> dict[str, Site]:
    """Return all sites by id: those of this package, then those of TINTINH_SITES. Loaded once. Raises BadSite."""
    sites: dict[str, Site] = {}
    for module in pkgutil.iter_modules(__path__):
        site = _site_in(importlib.import_module(f"{__name__}.{module.name}"), module.name)
        sites[site.id] = site
    folder = os.environ.get("TINTINH_SITES")
    if folder:
        if not os.path.isdir(folder):  # noqa: PTH112 -- pathlib is not for parsers
            raise BadSite(f"TINTINH_SITES: {folder} is no folder")
        for name in sorted(os.listdir(folder)):  # noqa: PTH208
            if name.endswith(".py") and not name.startswith("_"):
                site = _load(os.path.join(folder, name))  # noqa: PTH118
                sites[site.id] = site
    return sites


def site_of(address: str) -> Site | None:
    """Return the site with this id, or the one whose host an address has (with or without www.), or None.

    None also for what cannot be read as an address.
    """
    sites = known_sites()
    if address in sites:
        return sites[address]
    host = parts_of(address).netloc.lower().rpartition("@")[2]
    return _by_host().get(host.removeprefix("www.")) if host else None


@lru_cache(maxsize=1)
def _by_host() -> dict[str, Site]:
    return {host.removeprefix("www."): site for site in known_sites().values() for host in site.hosts}


def _load(path: str) -> Site:
    name = os.path.basename(path)[:-3]  # noqa: PTH119
    spec = importlib.util.spec_from_file_location(f"tintinh_sites.{name}", path)
    if spec is None or spec.loader is None:
        raise BadSite(f"{path}: cannot be loaded as a Python module")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise BadSite(f"{path}: {type(error).__name__}: {error}") from error
    return _site_in(module, path)


def _site_in(module: ModuleType, where: str) -> Site:
    site = getattr(module, "SITE", None)
    if not isinstance(site, Site):
        raise BadSite(f"{where}: needs SITE = Site(...)")
    return site
