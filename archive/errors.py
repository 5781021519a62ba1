"""What can go wrong with an archive. Each error carries one readable line and the exit code of docs/cli.md.

ArchiveError
├── CannotOpen            exit 6: not an archive, newer schema, no permission
├── ArchiveBusy           exit 3: another run holds the lock
├── NoSpace               exit 5: the disk is full, or a limit on file size was met; what was kept stays whole
├── NotFound              exit 1: no such article, address or version
└── BadQuery              exit 2: the search text or a filter cannot be understood
"""


class ArchiveError(Exception):
    """The root: `str(error)` is the line a person reads."""

    exit_code = 1


class CannotOpen(ArchiveError):
    """The folder is no archive, is of a newer schema, or may not be read or written."""

    exit_code = 6


class ArchiveBusy(ArchiveError):
    """Another run holds the archive."""

    exit_code = 3


class NoSpace(ArchiveError):
    """Nothing more can be written; everything kept so far is whole."""

    exit_code = 5


class NotFound(ArchiveError):
    """There is no such article, address or version in this archive."""


class BadQuery(ArchiveError):
    """The search text, a date or a filter cannot be understood."""

    exit_code = 2
