"""Files of a dossier over HTTP: taken in, listed, handed out, declared void; and who looked."""

import asyncio
from datetime import datetime
from typing import Any

import msgspec
from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import File

from onestop.errors import Malformed
from onestop.model.upload import Upload, UploadKind
from onestop.rules.access import Actor, Right, require
from onestop.rules.file_kind import HEAD, PICTURES, TAIL, kind_of
from onestop.rules.file_name import kept_name
from onestop.steps.change_state import within_reach
from onestop.store import dossier_history, dossiers, people, upload_files, uploads
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.store.upload_files import Draft
from onestop.use_cases import keep_upload
from onestop.use_cases.keep_upload import NewUpload
from onestop.web.shapes import shown
from onestop.web.upload_form import Form, announced, read_form

_SANDBOX = "default-src 'none'; sandbox"
"""A file is somebody else's: whatever it holds, it runs nothing, loads nothing and is of no origin."""


class FileCard(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a file."""

    id: str
    kind: str
    place: int
    name: str
    version: int
    newest: bool
    media_type: str
    size: int
    officer_name: str | None
    uploaded_at: datetime | None
    void_at: datetime | None
    void_reason: str
    url: str


class LookCard(msgspec.Struct, frozen=True):
    """Somebody looked at a file."""

    at: datetime | None
    officer_name: str | None


class VoidReason(msgspec.Struct, frozen=True):
    """Why something is void."""

    reason: str


def _may_keep(reading: Reading, code: str) -> None:
    """Ask before anything is read: who may not add a file sends none."""
    require(reading.actor, Right.KEEP_FILES)
    within_reach(reading, dossiers.by_code(reading, code), Right.KEEP_FILES)


def find_files(reading: Reading, code: str) -> list[FileCard]:
    """List the files of a dossier, every version, for an officer who may see it.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: Another centre's or agency's.
        NotFound: No dossier has that code.
    """
    require(reading.actor, Right.SEE_DOSSIER)
    dossier = dossiers.by_code(reading, code)
    within_reach(reading, dossier, Right.SEE_DOSSIER)
    return _cards(reading, uploads.of_dossier(reading, dossier.id))


def _cards(reading: Reading, rows: list[Upload]) -> list[FileCard]:
    latest = dict[tuple[str, int, str], int]()
    for row in rows:
        latest.setdefault((row.kind, row.place, row.name), row.version)
    officers = {row.officer_id: _name(reading, row.officer_id) for row in rows}
    return [
        FileCard(
            id=row.id,
            kind=row.kind,
            place=row.place,
            name=row.name,
            version=row.version,
            newest=latest[row.kind, row.place, row.name] == row.version,
            media_type=row.media_type,
            size=row.size,
            officer_name=officers[row.officer_id],
            uploaded_at=shown(row.uploaded_at),
            void_at=shown(row.void_at),
            void_reason=row.void_reason,
            url=f"/api/files/{row.id}",
        )
        for row in rows
    ]


def _name(reading: Reading, officer_id: str | None) -> str | None:
    found = people.officer(reading, officer_id=officer_id) if officer_id else None
    return found.name if found else None


def _settled(draft: Draft, form: Form) -> NewUpload:
    """Look the bytes over and put them where they stay."""
    given = form.file_name or ""
    kind = kind_of(draft.head(HEAD), draft.tail(TAIL), name=given[-60:])
    what = form.texts.get("kind") or UploadKind.SCAN
    return NewUpload(
        kind=what,
        place=_place(form.texts.get("place", "")),
        name=kept_name(given, kind, usual=what[:12]),
        media_type=kind.media_type,
        file=draft.keep(),
    )


def _place(typed: str) -> int:
    typed = typed.strip() or "0"
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 4):  # noqa: PLR2004  far more papers than any dossier has
        raise Malformed(field="place", reason="number")
    return int(typed)


@post("/api/dossiers/{code:str}/files", request_max_body_size=None)
async def add(
    request: Request[Any, Any, Any],
    code: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> FileCard:
    """Add a file: `multipart/form-data` with `file`, and `kind` and `place` before it.

    Its type is told from its bytes; a name that is there already gets the next version. The limit of the
    setting is kept while reading, so the service's own limit of a body does not apply here.
    """
    await database.read(_may_keep, code, actor=actor)
    announced(request, database.settings)
    with Draft(database.settings) as draft:
        form = await read_form(request, draft)
        new = await asyncio.to_thread(_settled, draft, form)
    kept = await database.write(actor, keep_upload.keep, code, new)
    files = await database.read(find_files, code, actor=actor)
    return next(card for card in files if card.id == kept.id)


@get("/api/dossiers/{code:str}/files")
async def listing(
    code: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> list[FileCard]:
    """List the files of a dossier, every version."""
    return await database.read(find_files, code, actor=actor)


@get("/api/files/{upload:str}")
async def one(
    upload: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    show: FromQuery[str] = "",
) -> File:
    """Hand out a file to be saved; a PNG or JPEG may be shown in the page with `show=true`."""
    seen = await database.write(actor, keep_upload.see, upload)
    path = await asyncio.to_thread(upload_files.find, database.settings, seen.digest)
    return File(
        path,
        filename=seen.name,
        media_type=seen.media_type,
        content_disposition_type="inline" if show == "true" and seen.media_type in PICTURES else "attachment",
        headers={"content-security-policy": _SANDBOX, "cache-control": "no-store"},
    )


def _looks(reading: Reading, upload_id: str) -> list[LookCard]:
    require(reading.actor, Right.KEEP_FILES)
    row = uploads.upload(reading, upload_id)
    dossier = dossiers.by_id(reading, row.dossier_id)
    within_reach(reading, dossier, Right.KEEP_FILES)
    entries = dossier_history.history_of(reading, dossier.centre_id, row.id)
    return [LookCard(shown(entry.at), entry.officer) for entry in entries]


@get("/api/files/{upload:str}/seen")
async def seen_by(
    upload: FromPath[str], actor: NamedDependency[Actor], database: NamedDependency[Database]
) -> list[LookCard]:
    """Tell who looked at a file, the latest first."""
    return await database.read(_looks, upload, actor=actor)


@post("/api/files/{upload:str}/void", status_code=204)
async def void(
    upload: FromPath[str],
    data: JSONBody[VoidReason],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> None:
    """Declare a file void, with the reason; it stays, and is told to be void."""
    await database.write(actor, keep_upload.void, upload, data.reason)


HANDLERS = [add, listing, one, seen_by, void]
