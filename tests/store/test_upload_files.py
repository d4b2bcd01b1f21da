"""Uploaded bytes are on disk whole or not at all, under their digest, and no more of them than allowed."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onestop.errors import FileTooLarge, NotFound
from onestop.settings import Settings
from onestop.store.upload_files import Draft, find, keep, sweep


@pytest.fixture
def kept_in(tmp_path: Path) -> Settings:
    """Keep files of a megabyte at the most."""
    return Settings(data=tmp_path, upload_mb=1)


def files(settings: Settings) -> list[Path]:
    """List everything under the folder of uploads."""
    return [path for path in settings.uploads.rglob("*") if path.is_file()]


def test_bytes_are_found_again_by_their_digest(kept_in: Settings) -> None:
    """Twice the same bytes are one file, that nobody else may read."""
    first, again = keep(kept_in, b"scan"), keep(kept_in, b"scan")
    assert first == again
    assert first.digest == hashlib.sha256(b"scan").hexdigest()
    [path] = files(kept_in)
    assert find(kept_in, first.digest) == path
    assert path.stat().st_mode & 0o077 == 0


def test_a_draft_that_is_left_or_too_large_leaves_nothing(kept_in: Settings) -> None:
    """Broken off, or one byte too many: refused at that byte."""
    with Draft(kept_in) as draft:
        draft.write(b"half")
    with Draft(kept_in) as draft:
        draft.write(bytes(1_000_000))
        with pytest.raises(FileTooLarge):
            draft.write(b"x")
    assert files(kept_in) == []


def test_changed_or_lost_bytes_are_not_found(kept_in: Settings) -> None:
    """Better nothing than something else."""
    kept = keep(kept_in, b"scan")
    find(kept_in, kept.digest).write_bytes(b"scam")
    for digest in (kept.digest, "0" * 64):
        with pytest.raises(NotFound):
            find(kept_in, digest)


def test_what_a_killed_process_left_is_swept_and_nothing_else(kept_in: Settings) -> None:
    """A draft of the day before yesterday goes; one on its way and what is kept stay."""
    kept = keep(kept_in, b"scan")
    old, new = kept_in.uploads / ".old", kept_in.uploads / ".new"
    for path in (old, new):
        path.write_bytes(b"half")
    now = datetime.fromtimestamp(new.stat().st_mtime, UTC)
    before = (now - timedelta(days=2)).timestamp()
    os.utime(old, (before, before))
    assert sweep(kept_in, now - timedelta(days=1)) == 1
    assert sorted(files(kept_in)) == sorted([new, find(kept_in, kept.digest)])
