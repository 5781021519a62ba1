"""Which tintinh this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def tool_version() -> str:
    """Return the installed version, or "unknown" where the code runs uninstalled."""
    try:
        return version("tintinh")
    except PackageNotFoundError:
        return "unknown"
