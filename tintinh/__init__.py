"""The launcher: makes the command `tintinh` out of the rooms beside it, or inside the wheel out of `tintinh/app`."""

import sys
from pathlib import Path


def main() -> None:
    """Put the rooms on the import path, as a zipapp would, and run the command line."""
    inside = Path(__file__).parent / "app"
    sys.path.insert(0, str(inside if inside.is_dir() else Path(__file__).parent.parent))
    try:
        from cli import run

        run()
    except KeyboardInterrupt:  # while modules are loaded, or on the way out
        sys.exit(130)
