"""The commands."""


def run() -> None:
    """Run."""
