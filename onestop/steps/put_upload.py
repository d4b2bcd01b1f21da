"""Putting a file into a dossier: its row, with what the journal tells of it."""

from onestop.events import UploadKept
from onestop.model.dossier import Dossier
from onestop.model.upload import Upload
from onestop.store import uploads
from onestop.store.tx import Tx


def put_upload(tx: Tx, dossier: Dossier, row: Upload) -> None:
    """Write a file's row, and that it came; the bytes are on disk before."""
    uploads.put(tx, row)
    tx.emit(
        UploadKept(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            upload=row.id,
            what=row.kind,
            version=row.version,
        )
    )
