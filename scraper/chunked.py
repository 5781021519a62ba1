"""The chunked transfer coding (RFC 9112 §7.1), read in place while its bytes arrive."""

import re
from typing import Literal, TypeAlias

State: TypeAlias = Literal["sizes", "trailers", "done", "broken"]

_SIZE_LINE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\n]*)?\r?\n")
_START_OF_SIZE_LINE = re.compile(rb"[ \t]*[0-9A-Fa-f]{0,15}[ \t]*(?:;[^\n]*)?\r?")
_LONGEST_LINE = 4096  # bytes, extensions included; nobody honest sends more


class Chunks:
    """The chunks of a growing block, from offset `start`. Call `scan` whenever the block has grown.

    `entity` is what the chunks held so far. `at` is the offset of the next byte to read, and the end of the
    body once `state` is "done". "broken" means that `at` holds no chunk size; what came before it is good.
    """

    def __init__(self, block: bytearray, start: int) -> None:
        self.at = start
        self.state: State = "sizes"
        self.entity = bytearray()  # not a list of offsets: a hostile body of one-byte chunks would cost a gigabyte
        self._block = block
        self._left = 0  # bytes of the present chunk still to come
        self._line_end_due = False

    def scan(self) -> None:
        """Read on as far as the block allows."""
        while self.state == "sizes" and self._read_data() and self._read_size():
            pass
        while self.state == "trailers" and self._read_trailer():
            pass

    def _read_data(self) -> bool:
        """Take the bytes of the present chunk; return whether all of them have come."""
        if self._left:
            with memoryview(self._block) as block:
                piece = block[self.at : self.at + self._left]
                self.entity += piece
                self.at += len(piece)
                self._left -= len(piece)
                piece.release()
        return not self._left

    def _read_size(self) -> bool:
        """Read one size line, with the line end that closes the chunk before; False: more bytes are needed."""
        block, line_at = self._block, self.at
        if self._line_end_due:
            line_end = bytes(block[line_at : line_at + 2])
            if line_end in (b"", b"\r"):
                return False
            if line_end[:1] != b"\n" and line_end != b"\r\n":
                self.state = "broken"
                return False
            line_at += 1 if line_end[:1] == b"\n" else 2
        line = bytes(block[line_at : line_at + _LONGEST_LINE])
        found = _SIZE_LINE.match(line)
        if not found:
            if len(line) == _LONGEST_LINE or not _START_OF_SIZE_LINE.fullmatch(line):
                self.state = "broken"
            return False
        self._left, self.at = int(found[1], 16), line_at + found.end()
        self._line_end_due = True
        if not self._left:
            self.state = "trailers"
        return True

    def _read_trailer(self) -> bool:
        newline = self._block.find(b"\n", self.at)
        if newline < 0:
            return False
        if self._block[self.at : newline].strip() == b"":
            self.state = "done"
        self.at = newline + 1
        return True
