"""A file comes into a dossier, is looked at, or is declared void; nothing is ever removed."""

import msgspec

from onestop import chance
from onestop.errors import FileVoid, Malformed
from onestop.events import UploadSeen, UploadVoided
from onestop.model.dossier import Dossier
from onestop.model.upload import Upload, UploadKind
from onestop.rules.access import Right, require
from onestop.rules.text import one_line
from onestop.steps.change_state import within_reach
from onestop.steps.put_upload import put_upload
from onestop.store import dossiers, uploads
from onestop.store.tx import Tx
from onestop.store.upload_files import KeptFile

LONGEST_REASON = 500


class NewUpload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is on disk already: what it is in its dossier, and its cleaned name."""

    kind: str
    place: int = 0
    name: str
    media_type: str
    file: KeptFile


class KeptUpload(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a dossier has."""

    id: str
    version: int


class SeenUpload(msgspec.Struct, frozen=True, kw_only=True):
    """What handing out a file needs."""

    name: str
    media_type: str
    digest: str
    size: int


def keep(tx: Tx, code: str, new: NewUpload) -> KeptUpload:
    """Add a file to a dossier; under a name that is there already it is the next version.

    The same bytes under the same name are no new version: whoever sends again after a lost answer changes
    nothing. Files may come at any time, also after the end: a paper signed at the counter is scanned later.

    Args:
        tx: The transaction.
        code: The dossier's code.
        new: The file.

    Raises:
        NotFound: No dossier has that code.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Malformed: No such kind, or no paper of the dossier stands at that place.
    """
    require(tx.actor, Right.KEEP_FILES)
    dossier = dossiers.lock(tx, code)
    within_reach(tx, dossier, Right.KEEP_FILES)
    if new.kind not in set(UploadKind):
        raise Malformed(field="kind", reason="unknown")
    if new.place and new.place not in {row.position for row in dossiers.documents_of(tx, dossier.id)}:
        raise Malformed(field="place", reason="unknown")
    last = uploads.newest(tx, dossier.id, new.kind, new.place, new.name)
    if last is not None and last.void_at is None and last.digest == new.file.digest:
        return KeptUpload(id=last.id, version=last.version)

    row = Upload(
        id=chance.new_id(),
        dossier_id=dossier.id,
        kind=new.kind,
        place=new.place,
        name=new.name,
        version=last.version + 1 if last else 1,
        digest=new.file.digest,
        media_type=new.media_type,
        size=new.file.size,
        officer_id=tx.actor.id if tx.actor.kind == "officer" else None,
        uploaded_at=tx.now,
    )
    put_upload(tx, dossier, row)
    return KeptUpload(id=row.id, version=row.version)


def void(tx: Tx, upload_id: str, reason: str) -> KeptUpload:
    """Declare a file void; its bytes stay, and who asks is told why.

    Raises:
        NotFound: No such file.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
        Malformed: No reason.
        FileVoid: It is void already.
    """
    require(tx.actor, Right.KEEP_FILES)
    row = uploads.lock(tx, upload_id)
    dossier = _reached(tx, row, Right.KEEP_FILES)
    told = one_line(reason, field="reason", most=LONGEST_REASON, least=1)
    if row.void_at is not None:
        raise FileVoid(file=row.name)

    row.void_at = tx.now
    row.void_reason = told
    uploads.put(tx, row)

    tx.emit(
        UploadVoided(
            centre_id=dossier.centre_id,
            subject_id=dossier.id,
            code=dossier.code,
            upload=row.id,
            what=row.kind,
        )
    )
    return KeptUpload(id=row.id, version=row.version)


def see(tx: Tx, upload_id: str) -> SeenUpload:
    """Let an officer look at a file, and write down that they did.

    Raises:
        NotFound: No such file.
        NotAllowed: The right is missing, or the dossier is out of the officer's reach.
    """
    require(tx.actor, Right.SEE_DOSSIER)
    row = uploads.upload(tx, upload_id)
    dossier = _reached(tx, row, Right.SEE_DOSSIER)

    tx.emit(UploadSeen(centre_id=dossier.centre_id, subject_id=row.id, code=dossier.code))
    return SeenUpload(name=row.name, media_type=row.media_type, digest=row.digest, size=row.size)


def _reached(tx: Tx, row: Upload, right: Right) -> Dossier:
    dossier = dossiers.by_id(tx, row.dossier_id)
    within_reach(tx, dossier, right)
    return dossier
