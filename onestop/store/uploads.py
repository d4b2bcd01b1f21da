"""Files of dossiers as rows: versions, what is void, which dossier each belongs to."""

from sqlmodel import col, select

from onestop.errors import NotFound
from onestop.model.upload import Upload
from onestop.rules.lookup import typed_id
from onestop.store.tx import Reading, Tx


def of_dossier(reading: Reading, dossier_id: str) -> list[Upload]:
    """Read the files of a dossier, by kind, place and name, the newest version first."""
    query = (
        select(Upload)
        .where(Upload.dossier_id == dossier_id)
        .order_by(col(Upload.kind), col(Upload.place), col(Upload.name), col(Upload.version).desc())
    )
    return list(reading.session.exec(query).all())


def newest(reading: Reading, dossier_id: str, kind: str, place: int, name: str) -> Upload | None:
    """Read the newest version of a file, void or not; None where there is none yet."""
    query = (
        select(Upload)
        .where(
            Upload.dossier_id == dossier_id,
            Upload.kind == kind,
            Upload.place == place,
            Upload.name == name,
        )
        .order_by(col(Upload.version).desc())
    )
    return reading.session.exec(query).first()


def upload(reading: Reading, upload_id: str) -> Upload:
    """Read a file.

    Raises:
        NotFound: There is none.
    """
    return _one(reading.session.get(Upload, typed_id(upload_id, kind="upload")), upload_id)


def lock(tx: Tx, upload_id: str) -> Upload:
    """Read a file and hold it.

    Raises:
        NotFound: There is none.
    """
    query = select(Upload).where(Upload.id == typed_id(upload_id, kind="upload")).with_for_update()
    return _one(tx.session.exec(query).first(), upload_id)


def put(tx: Tx, row: Upload) -> None:
    """Write a file's row, new or changed."""
    tx.session.add(row)
    tx.session.flush()


def _one(found: Upload | None, sought: str) -> Upload:
    if found is None:
        raise NotFound(kind="upload", sought=sought[:20])
    return found
