"""Digest labels as WARC headers hold them: `sha256:<hex>`, `sha1:<Base32>` and what others write."""

import base64
import binascii
import hashlib
from typing import Protocol


class Hash(Protocol):
    """What hashlib gives."""

    @property
    def digest_size(self) -> int:
        """Return the length of the digest in bytes."""

    def update(self, data: bytes | memoryview, /) -> None:
        """Take in more bytes."""

    def digest(self) -> bytes:
        """Return the digest of the bytes so far."""


_ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "blake2b", "blake2s", "sha3_256", "sha3_512")


def digest(data: bytes) -> str:
    """Return `sha256:` and the digest in lower-case hex: our form of WARC-Payload-Digest and WARC-Block-Digest."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def new_hash(algorithm: str) -> Hash | None:
    """Return a fresh hash for an algorithm's name as found in a label (`SHA-256` is `sha256`), None if unknown."""
    name = algorithm.strip().lower().replace("sha-", "sha")
    return hashlib.new(name, usedforsecurity=False) if name in _ALGORITHMS else None


def read_label(label: str) -> tuple[str, bytes] | None:
    """Return algorithm and digest of a label in hex, Base32 or Base64; None when it cannot be understood.

    The length tells the coding: WARC 1.1 §5.8 leaves it open, and sha1 is usually in Base32, sha256 in hex.
    """
    algorithm, _, value = label.partition(":")
    made, value = new_hash(algorithm), value.strip().rstrip("=")
    if made is None:
        return None
    size = made.digest_size
    try:
        if len(value) == 2 * size:
            return algorithm, binascii.unhexlify(value)
        if len(value) == -(-size * 8 // 5):
            return algorithm, base64.b32decode(value.upper() + "=" * (-len(value) % 8))
        if len(value) == -(-size * 8 // 6):
            return algorithm, base64.b64decode(
                value + "=" * (-len(value) % 4), altchars=b"-_" if "-" in value or "_" in value else None, validate=True
            )
    except ValueError:
        pass
    return None


def matches(label: str, data: bytes | memoryview) -> bool | None:
    """Compare a label with the digest of `data`; None when the label cannot be understood."""
    wanted = read_label(label)
    made = new_hash(wanted[0]) if wanted else None
    if wanted is None or made is None:
        return None
    made.update(data)
    return made.digest() == wanted[1]
