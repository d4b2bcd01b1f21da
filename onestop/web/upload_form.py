"""A form with a file in it, read as it comes: piece by piece onto the disk, never whole in memory."""

import asyncio
from collections.abc import Iterator
from typing import Any

from litestar import Request
from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from onestop.errors import FileTooLarge, Malformed
from onestop.settings import Settings
from onestop.store.upload_files import Draft

_FIELDS_BYTES = 10_000
"""What the other fields of the form, the names and the boundaries may take."""
_MOST_PARTS = 8
_FILE = "file"


class Form:
    """The fields of a form, and the name that its file came with; the bytes go to the draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._part: MultipartSegment | None = None
        self._text = bytearray()
        self.texts: dict[str, str] = {}
        self.file_name: str | None = None

    def take(self, pieces: Iterator[MultipartSegment | bytearray | None]) -> None:
        """Take what the parser made of a piece: the head of a part, some of its bytes, or its end."""
        for piece in pieces:
            if isinstance(piece, MultipartSegment):
                self._begin(piece)
            elif piece is None:
                self._end()
            elif self._part is not None and self._part.name == _FILE:
                self._draft.write(piece)
            else:
                self._text += piece
                if len(self._text) > _FIELDS_BYTES:
                    raise Malformed(field="form", reason="length")

    def _begin(self, part: MultipartSegment) -> None:
        self._part, self._text = part, bytearray()
        if part.name == _FILE:
            if self.file_name is not None:
                raise Malformed(field=_FILE, reason="one-only")
            self.file_name = part.filename or ""

    def _end(self) -> None:
        if self._part is not None and self._part.name != _FILE:
            self.texts[self._part.name] = self._text.decode()
        self._part = None


def announced(request: Request[Any, Any, Any], settings: Settings) -> None:
    """Refuse a file that says itself how large it is, before anything of it is read.

    Raises:
        FileTooLarge: It says more than one file may have.
    """
    told = request.headers.get("content-length", "")
    most = settings.upload_mb * 1_000_000 + _FIELDS_BYTES
    if told.isascii() and told.isdecimal() and int(told) > most:
        raise FileTooLarge(most_mb=settings.upload_mb)


async def read_form(request: Request[Any, Any, Any], draft: Draft) -> Form:
    """Read a form of `multipart/form-data` with one file into a draft.

    Raises:
        FileTooLarge: The file has more than one may have, whatever its length was said to be.
        Malformed: It is no such form, it breaks off, or it holds no file or several.
    """
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != "multipart/form-data" or not options.get("boundary"):
        raise Malformed(field="form", reason="multipart")
    form = Form(draft)
    try:
        with PushMultipartParser(
            options["boundary"][:200], max_segment_count=_MOST_PARTS, max_header_size=_FIELDS_BYTES
        ) as parser:
            async for piece in request.stream():
                # Writing and summing up 64 KiB takes the loop less than handing it to a thread would.
                form.take(parser.parse(piece))
                if parser.closed:
                    break
                await asyncio.sleep(0)
    except (MultipartError, UnicodeDecodeError) as wrong:
        raise Malformed(field="form", reason="multipart") from wrong
    if form.file_name is None:
        raise Malformed(field=_FILE, reason="missing")
    return form
