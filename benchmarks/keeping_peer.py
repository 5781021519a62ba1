"""The peer of the ingest benchmark: every page of a WARC through trafilatura, with warcio to read the file.

python benchmarks/keeping_peer.py FILE      (or --there: succeeds if both are installed)
"""

import sys

from trafilatura import bare_extraction
from warcio.archiveiterator import ArchiveIterator


def main() -> None:
    if sys.argv[1] == "--there":
        return
    with open(sys.argv[1], "rb") as stream:  # noqa: PTH123
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                bare_extraction(record.content_stream().read(), url=url, with_metadata=True)


if __name__ == "__main__":
    main()
