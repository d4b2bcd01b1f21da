"""The bytes of issued papers, one file each, named by their digest."""

import hashlib
import os
from pathlib import Path

from onestop import chance
from onestop.errors import NotFound
from onestop.settings import Settings


def digest_of(paper: bytes) -> str:
    """Name bytes by their SHA-256."""
    return hashlib.sha256(paper).hexdigest()


def _path(settings: Settings, digest: str) -> Path:
    return settings.papers / digest[:2] / f"{digest}.pdf"


def keep(settings: Settings, paper: bytes) -> str:
    """Write a paper so that it is there whole or not at all, also after a power cut; give its digest.

    Two that keep the same bytes at once write the same file: the later rename changes nothing.
    """
    digest = digest_of(paper)
    path = _path(settings, digest)
    if path.exists():
        return digest
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{digest}.{chance.new_id()}")
    try:
        with draft.open("xb") as file:
            draft.chmod(0o600)
            file.write(paper)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return digest


def fetch(settings: Settings, digest: str) -> bytes:
    """Read a paper back.

    Raises:
        NotFound: It is not kept here, or what is there is not what was kept: a changed paper is none.
    """
    try:
        paper = _path(settings, digest).read_bytes()
    except FileNotFoundError:
        raise NotFound(kind="paper", sought=digest) from None
    if digest_of(paper) != digest:
        raise NotFound(kind="paper", sought=digest)
    return paper


def _sync_folder(folder: Path) -> None:
    """Put the name on disk too; the bytes alone could be there and not be found."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
