"""The bytes of uploaded files, one file each, named by their digest; outside the database."""

import hashlib
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from onestop import chance
from onestop.errors import FileTooLarge, NotFound
from onestop.settings import Settings

_MEGABYTE = 1_000_000


class KeptFile(msgspec.Struct, frozen=True):
    """Bytes that are on disk: the SHA-256 that names them, and how many."""

    digest: str
    size: int


class Draft:
    """A file on its way in: written piece by piece, kept whole or not at all.

    It takes no more than the setting allows, so neither memory nor disk can be filled by one who sends on
    and on. Leaving the context without `keep` removes what came.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._path = settings.uploads / f".{chance.new_id()}"
        settings.uploads.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._file = self._path.open("xb+")
        self._path.chmod(0o600)
        self._sum = hashlib.sha256()
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        self._path.unlink(missing_ok=True)

    def write(self, piece: bytes | bytearray | memoryview) -> None:
        """Add a piece.

        Raises:
            FileTooLarge: More than one file may have.
        """
        self.size += len(piece)
        if self.size > self._settings.upload_mb * _MEGABYTE:
            raise FileTooLarge(most_mb=self._settings.upload_mb)
        self._sum.update(piece)
        self._file.write(piece)

    def head(self, size: int) -> bytes:
        """Read the first bytes."""
        self._file.seek(0)
        return self._file.read(size)

    def tail(self, size: int) -> bytes:
        """Read the last bytes."""
        self._file.seek(max(self.size - size, 0))
        return self._file.read(size)

    def keep(self) -> KeptFile:
        """Put the file where its digest says, so that it is there also after a power cut."""
        self._file.flush()
        os.fsync(self._file.fileno())
        digest = self._sum.hexdigest()
        path = _path(self._settings, digest)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.replace(path)
        for folder in (path.parent, path.parent.parent):
            _sync_folder(folder)
        return KeptFile(digest, self.size)


def keep(settings: Settings, whole: bytes) -> KeptFile:
    """Keep bytes that are in memory already.

    Raises:
        FileTooLarge: More than one file may have.
    """
    with Draft(settings) as draft:
        draft.write(whole)
        return draft.keep()


def find(settings: Settings, digest: str) -> Path:
    """Find a kept file, looking its bytes over.

    Raises:
        NotFound: It is not there, or what is there is not what was kept: a changed file is none.
    """
    path = _path(settings, digest)
    with suppress(FileNotFoundError), path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() == digest:
            return path
    raise NotFound(kind="upload", sought=digest)


def sweep(settings: Settings, before: datetime) -> int:
    """Remove the drafts that a killed process left behind; give how many.

    Args:
        settings: Where files lie.
        before: The instant before which nothing is on its way any more: a day ago.
    """
    left = [path for path in settings.uploads.glob(".*") if path.stat().st_mtime < before.timestamp()]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _path(settings: Settings, digest: str) -> Path:
    return settings.uploads / digest[:2] / digest


def _sync_folder(folder: Path) -> None:
    """Put the name on disk too; the bytes alone could be there and not be found."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
