"""A picture of Typst → the same in sixteen greys, a third of the size.

Typst draws in colour, with transparency; a sheet is black on white, so one channel of its four says it all.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from itertools import accumulate
from operator import or_

_HIGH = bytes(value & 0xF0 for value in range(256))
_LOW = bytes(value >> 4 for value in range(256))


def make_grey(png: bytes) -> bytes:
    """A PNG of 8 bits in each of four channels as one of 4 bits in one."""
    width, height = struct.unpack(">II", png[16:24])
    stride = 4 * width + 1
    coded = zlib.decompress(b"".join(_list_chunks(png, b"IDAT")))
    rows = bytearray()
    line = bytes(width)
    for start in range(0, len(coded), stride):
        line = _decode_line(coded[start], coded[start + 1 : start + stride : 4], line)
        whole = line if width % 2 == 0 else line + b"\xff"
        rows += b"\0" + bytes(map(or_, whole[::2].translate(_HIGH), whole[1::2].translate(_LOW)))
    head = struct.pack(">IIBBBBB", width, height, 4, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return png[:8] + b"".join(_write_chunk(name, content) for name, content in parts)


def _list_chunks(png: bytes, name: bytes) -> Iterator[bytes]:
    """The contents of all chunks of a name, in order."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == name:
            yield png[at + 8 : at + 8 + length]
        at += 12 + length


def _write_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _decode_line(kind: int, coded: bytes, above: bytes) -> bytes:
    """One channel of a line, coded as a PNG's filters do (https://www.w3.org/TR/png-3/#9Filters): 0 as it is, 1 to 4 as
    the difference from the dot at the left, the one above, the mean of both, or the likeliest of three."""
    if kind == 0:
        return coded
    if kind == 1:
        return bytes(value & 255 for value in accumulate(coded))
    if kind == 2:
        return bytes((value + up) & 255 for value, up in zip(coded, above, strict=True))
    line = bytearray()
    left = corner = 0
    for value, up in zip(coded, above, strict=True):
        guess = (left + up) >> 1 if kind == 3 else _guess_paeth(left, up, corner)
        left = (value + guess) & 255
        corner = up
        line.append(left)
    return bytes(line)


def _guess_paeth(left: int, up: int, corner: int) -> int:
    if left == up == corner:  # nearly always: paper is white
        return left
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner
