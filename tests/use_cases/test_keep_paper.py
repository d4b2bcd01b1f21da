"""A paper printed again is the paper that was handed out; on both databases."""

import pytest

from onestop.errors import NotFound, PaperDiffers
from onestop.rules.access import SYSTEM
from onestop.store import dossiers
from onestop.store.database import Database
from onestop.use_cases import keep_paper
from tests.dossier_makers import receive
from tests.makers import Hall


def test_a_digest_is_written_once(database: Database, office: Hall) -> None:
    """The same bytes again change nothing; other bytes are refused, and the first stay."""
    paper = receive(database, office).receipt_id
    assert database.read_now(dossiers.paper, paper).digest is None
    for _ in range(2):
        assert database.write_now(SYSTEM, keep_paper.record_digest, paper, "a" * 64) == "a" * 64

    with pytest.raises(PaperDiffers) as refused:
        database.write_now(SYSTEM, keep_paper.record_digest, paper, "b" * 64)
    assert refused.value.facts == {"paper": paper, "kept": "a" * 64, "rendered": "b" * 64}
    assert database.read_now(dossiers.paper, paper).digest == "a" * 64


def test_no_paper_no_digest(database: Database, office: Hall) -> None:
    """A digest belongs to an issued paper."""
    assert office.centre
    with pytest.raises(NotFound):
        database.write_now(SYSTEM, keep_paper.record_digest, "nosuchpaper", "a" * 64)
