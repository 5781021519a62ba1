"""The files that the pages of the demonstration show and offer: tiny, valid, and different for every name.

Formats: PNG (ISO/IEC 15948), JPEG (ITU-T T.81), PDF 1.4, RTF under a .doc name as Word accepts it, and BIFF2 for
.xls. Nothing is stored: the bytes follow from the name, so each file keeps its digest from run to run.
"""

import struct
import zlib
from pathlib import PurePosixPath

_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".gif": "image/gif",
    ".css": "text/css",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
}
# One grey 8x8 block: a single DC coefficient of 64, every AC coefficient zero.
_JPEG_FRAME = bytes.fromhex("ffc0000b080008000801011100")
_JPEG_DC_TABLE = bytes.fromhex("ffc4001400 01000000000000000000000000000000 07")  # code 0: a difference of 7 bits
_JPEG_AC_TABLE = bytes.fromhex("ffc4001410 01000000000000000000000000000000 00")  # code 0: end of block
_JPEG_SCAN = bytes.fromhex("ffda0008010100003f00 407f ffd9")  # 0, 1000000, 0, then ones to fill the byte


def media_type(name: str) -> str:
    """Return the media type of a file name; ValueError for an ending that is not served here."""
    ending = PurePosixPath(name).suffix
    try:
        return _TYPES[ending]
    except KeyError:
        raise ValueError(f"{name}: no file with the ending {ending!r} is served here") from None


def file_bytes(name: str) -> bytes:
    """Return the bytes of the file with this name, always the same for one name."""
    makers = {
        "image/png": _png,
        "image/jpeg": _jpeg,
        "image/gif": _gif,
        "text/css": _css,
        "application/pdf": _pdf,
        "application/msword": _rtf,
        "application/vnd.ms-excel": _biff,
    }
    return makers[media_type(name)](name)


def _shade(name: str) -> int:
    return zlib.crc32(name.encode())


def _png(name: str) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    shade = _shade(name).to_bytes(4, "big")
    pixels = b"".join(b"\0" + bytes((shade[0], shade[1], 60 + 8 * row)) * 24 for row in range(16))
    header = struct.pack(">IIBBBBB", 24, 16, 8, 2, 0, 0, 0)  # 24 by 16 pixels, 8 bits, true colour
    text = b"Title\0" + name.encode("latin-1")
    parts = (chunk(b"IHDR", header), chunk(b"tEXt", text), chunk(b"IDAT", zlib.compress(pixels)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _jpeg(name: str) -> bytes:
    comment = name.encode("latin-1")
    step = 1 + _shade(name) % 15  # the quantisation step sets the shade of grey
    return b"".join(
        (
            b"\xff\xd8",
            b"\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0",
            b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment,
            b"\xff\xdb\x00\x43\x00" + bytes([step]) * 64,
            _JPEG_FRAME,
            _JPEG_DC_TABLE,
            _JPEG_AC_TABLE,
            _JPEG_SCAN,
        )
    )


def _gif(name: str) -> bytes:
    shade = _shade(name).to_bytes(4, "big")
    return b"GIF89a\x01\0\x01\0\x80\0\0" + shade[:3] + b"\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


def _css(name: str) -> bytes:
    return f"/* {name} */\nbody {{ font-family: Arial, sans-serif; width: 1000px; margin: 0 auto; }}\n".encode()


def _pdf(name: str) -> bytes:
    stream = f"BT /F1 14 Tf 60 760 Td ({name}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
        b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets: list[int] = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _rtf(name: str) -> bytes:
    return rf"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 Arial;}}}}\f0\fs24 {name}\par}}".encode("ascii")


def _biff(name: str) -> bytes:
    def record(kind: int, data: bytes) -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def label(row: int, column: int, text: str) -> bytes:
        return record(0x0004, struct.pack("<HH3xB", row, column, len(text)) + text.encode("ascii"))

    cells = label(0, 0, name) + label(1, 0, "1") + label(1, 1, "2")
    return record(0x0009, struct.pack("<HH", 0, 0x0010)) + cells + record(0x000A, b"")
