"""The spoken clips over HTTP: is there a voice, which clips lie there, what the office has not recorded yet."""

import asyncio

import msgspec
from litestar import get
from litestar.di import NamedDependency

from onestop.gateways.voice import Voice
from onestop.render.announcement import piece_in_words, pieces_for
from onestop.render.wording import LANGUAGES
from onestop.rules.access import Actor
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.web.setup import counters, lines

_SHOWN = 200


class MissingPiece(msgspec.Struct, frozen=True, kw_only=True):
    """A recording that is not there: the name of its file, and the words to be spoken."""

    file: str
    says: str


class RecordedVoice(msgspec.Struct, frozen=True, kw_only=True):
    """The office's own voice in a language: of the pieces that its calls need, those that are missing.

    `folder` lies in the folder of the installation's data (`ONESTOP_DATA`).
    """

    lang: str
    folder: str
    needed: int
    missing: list[MissingPiece]


class SetUpClips(msgspec.Struct, frozen=True, kw_only=True):
    """The voice and the clips; `files` names at most 200 of the `count` that lie in `folder`."""

    voice: bool
    folder: str
    count: int
    files: list[str]
    recorded: list[RecordedVoice]


def pieces_of(reading: Reading) -> tuple[str, ...]:
    """Name every recording that the calls of the actor's hall need."""
    letters = "".join(line.letter for line in lines.set_up_lines_of(reading) if not line.closed)
    return pieces_for(letters, [(one.number, one.name) for one in counters.counters_of(reading)])


def look(voice: Voice, pieces: tuple[str, ...]) -> SetUpClips:
    """List the clips of a voice, and which of the pieces nobody recorded."""
    folder = voice.folder
    files = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return SetUpClips(
        voice=voice.installed(),
        folder=folder.name,
        count=len(files),
        files=files[:_SHOWN],
        recorded=[_recorded(voice, lang, pieces) for lang in LANGUAGES],
    )


def _recorded(voice: Voice, lang: str, pieces: tuple[str, ...]) -> RecordedVoice:
    missing = voice.recordings.missing(lang, pieces)
    return RecordedVoice(
        lang=lang,
        folder=f"{voice.recordings.folder.name}/{lang}",
        needed=len(pieces),
        missing=[MissingPiece(file=f"{one}.wav", says=piece_in_words(one, lang)) for one in missing],
    )


@get("/api/setup/clips")
async def show(
    actor: NamedDependency[Actor], database: NamedDependency[Database], voice: NamedDependency[Voice]
) -> SetUpClips:
    """Show whether a voice is installed, which clips there are, and which recordings the hall lacks."""
    pieces = await database.read(pieces_of, actor=actor)
    return await asyncio.to_thread(look, voice, pieces)


HANDLERS = [show]
