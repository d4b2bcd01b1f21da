"""The spoken clips of the installation over HTTP: is there a voice, and which recordings lie in the folder."""

import asyncio
from pathlib import Path

import msgspec
from litestar import get
from litestar.di import NamedDependency

from onestop.gateways.voice import Voice
from onestop.rules.access import Actor
from onestop.store.database import Database
from onestop.web.setup.own_hall import own_hall

_SHOWN = 200


class SetUpClips(msgspec.Struct, frozen=True, kw_only=True):
    """The voice and the clips; `files` names at most 200 of the `count` that lie in `folder`."""

    voice: bool
    folder: str
    count: int
    files: list[str]


def look(folder: Path, *, voice: bool) -> SetUpClips:
    """List a folder of clips."""
    files = sorted(path.name for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []
    return SetUpClips(voice=voice, folder=folder.name, count=len(files), files=files[:_SHOWN])


@get("/api/setup/clips")
async def show(
    actor: NamedDependency[Actor], database: NamedDependency[Database], voice: NamedDependency[Voice]
) -> SetUpClips:
    """Show whether a voice is installed, and which clips there are."""
    await database.read(own_hall, actor=actor)
    return await asyncio.to_thread(look, database.settings.clips, voice=voice.installed())


HANDLERS = [show]
