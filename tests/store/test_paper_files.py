"""Papers are kept by digest: whole or not at all, and never changed unnoticed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from onestop.errors import NotFound
from onestop.settings import Settings
from onestop.store import paper_files

PAPER = b"%PDF-1.4 a paper" * 1000


def test_what_was_kept_is_read_back(tmp_path: Path) -> None:
    """Under the first two letters of its digest, readable by nobody else."""
    settings = Settings(data=tmp_path)
    digest = paper_files.keep(settings, PAPER)

    assert paper_files.fetch(settings, digest) == PAPER
    path = tmp_path / "papers" / digest[:2] / f"{digest}.pdf"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in path.parent.iterdir()] == [path.name]


def test_eight_who_keep_the_same_paper_keep_one(tmp_path: Path) -> None:
    """Two browsers ask for a receipt at once."""
    settings = Settings(data=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        digests = set(threads.map(lambda _: paper_files.keep(settings, PAPER), range(32)))

    assert len(digests) == 1
    assert len(list((tmp_path / "papers").rglob("*.*"))) == 1


def test_a_changed_paper_is_no_paper(tmp_path: Path) -> None:
    """A file that somebody edited is not handed out as what was issued."""
    settings = Settings(data=tmp_path)
    digest = paper_files.keep(settings, PAPER)
    (tmp_path / "papers" / digest[:2] / f"{digest}.pdf").write_bytes(PAPER + b"!")

    for sought in (digest, "0" * 64):
        with pytest.raises(NotFound):
            paper_files.fetch(settings, sought)
