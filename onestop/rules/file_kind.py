"""What a file is, told from its bytes; what the browser says of it counts for nothing."""

import struct
import zlib

import msgspec

from onestop.errors import FileRefused

HEAD = 1024
"""Bytes from the beginning that are looked at."""
TAIL = 65_536 + 22
"""Bytes from the end that are looked at: as far as the end record of a ZIP archive may lie before it."""
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_ARCHIVE_END = b"PK\x05\x06"
_PDF_END = b"%%EOF"
_CHUNK = struct.Struct(">I4s")
_IMAGE_HEAD = struct.Struct(">II")
_HEAD_BYTES = 13


class FileKind(msgspec.Struct, frozen=True):
    """A kind of file that is kept: its media type, how it begins, how its names end, the first is ours."""

    media_type: str
    begins: tuple[bytes, ...]
    endings: tuple[str, ...]
    picture: bool = False


PDF = FileKind("application/pdf", (b"%PDF-1.", b"%PDF-2."), (".pdf",))
PNG = FileKind("image/png", (PNG_SIGNATURE,), (".png",), picture=True)
JPEG = FileKind("image/jpeg", (b"\xff\xd8\xff",), (".jpg", ".jpeg", ".jpe"), picture=True)
TIFF = FileKind("image/tiff", (b"II*\x00", b"MM\x00*"), (".tif", ".tiff"))
KINDS = (PDF, PNG, JPEG, TIFF)
"""Scans and signed results. Office documents are archives that may hold programs: they are not kept."""
PICTURES = frozenset(kind.media_type for kind in KINDS if kind.picture)
"""Media types that a browser may show in the page."""


def kind_of(head: bytes, tail: bytes, *, name: str) -> FileKind:
    """Tell what a file is.

    Args:
        head: Its first `HEAD` bytes, or all of it.
        tail: Its last `TAIL` bytes, or all of it.
        name: As uploaded; told with the refusal.

    Raises:
        FileRefused: It is empty, begins as nothing that is kept here, is cut off, or is an archive as well:
            what one program reads as a page and another as a program deceives whoever looks it over.
    """
    if not head:
        raise FileRefused(file=name, reason="empty")
    kind = next((kind for kind in KINDS if head.startswith(kind.begins)), None)
    if kind is None:
        raise FileRefused(file=name, reason="unknown-type")
    if _ARCHIVE_END in tail:
        raise FileRefused(file=name, reason="mixed")
    if kind is PDF and _PDF_END not in tail:
        raise FileRefused(file=name, reason="broken")
    return kind


def check_png(picture: bytes, *, name: str, widest: int) -> None:
    """Let a whole PNG pass, or refuse.

    Args:
        picture: The bytes.
        name: What it is, for the refusal.
        widest: Pixels that a side may have.

    Raises:
        FileRefused: It is no PNG, a chunk is damaged, its sides are none or too long, or something follows it.
    """
    if not picture.startswith(PNG_SIGNATURE):
        raise FileRefused(file=name, reason="unknown-type")
    at, chunks = len(PNG_SIGNATURE), list[bytes]()
    while at + _CHUNK.size + 4 <= len(picture) and b"IEND" not in chunks[-1:]:
        length, kind = _CHUNK.unpack_from(picture, at)
        end = at + _CHUNK.size + length
        body = picture[at + 4 : end]
        if zlib.crc32(body).to_bytes(4, "big") != picture[end : end + 4]:
            raise FileRefused(file=name, reason="broken")
        if kind == b"IHDR" and not (length == _HEAD_BYTES and _fits(body[4:], widest)):
            raise FileRefused(file=name, reason="broken")
        chunks.append(kind)
        at = end + 4
    if chunks[:1] != [b"IHDR"] or b"IDAT" not in chunks or chunks[-1] != b"IEND" or at != len(picture):
        raise FileRefused(file=name, reason="broken")


def _fits(head: bytes, widest: int) -> bool:
    return all(0 < side <= widest for side in _IMAGE_HEAD.unpack_from(head))
