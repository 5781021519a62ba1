"""Which tintinh this is."""

from importlib.metadata import PackageNotFoundError, version


def tool_version() -> str:
    """Return the installed version, or "unknown" where the code runs uninstalled."""
    try:
        return version("tintinh")
    except PackageNotFoundError:
        return "unknown"
