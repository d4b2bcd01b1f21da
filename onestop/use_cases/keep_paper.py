"""The bytes of an issued paper are kept: their digest is written once and never changes."""

from onestop.errors import PaperDiffers
from onestop.store import dossiers
from onestop.store.tx import Tx


def record_digest(tx: Tx, paper_id: str, digest: str) -> str:
    """Write the digest of a paper's bytes after their first rendering; give it.

    Whoever asks for the paper may be the first to render it, so no right is asked for here: the one who
    reads a paper was let at it before.

    Raises:
        NotFound: No such paper.
        PaperDiffers: It was rendered before, to other bytes: a font or the program changed since. What
            was kept is the paper; what was rendered now is not.
    """
    kept = dossiers.put_digest(tx, paper_id, digest)
    if kept != digest:
        raise PaperDiffers(paper=paper_id, kept=kept, rendered=digest)
    return kept
