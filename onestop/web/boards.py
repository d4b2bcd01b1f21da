"""Boards over HTTP: what a board shows, the announcements that it speaks, and their clips."""

import asyncio

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from onestop.clock import local
from onestop.errors import NotFound
from onestop.gateways.voice import Voice
from onestop.render import board_snapshot
from onestop.rules.access import Actor, Right, require
from onestop.rules.board_facts import BoardFacts
from onestop.store import board_facts, boards
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import speak_calls
from onestop.use_cases.speak_calls import Claimed, Played

CLIP_SECONDS = 5.0


def facts_of(reading: Reading, board_id: str) -> BoardFacts:
    """Read what a board shows, for whoever may see it."""
    require(reading.actor, Right.SEE_BOARD, centre_id=boards.find(reading, board_id).centre_id)
    return board_facts.read(reading, board_id)


def snapshot_text(facts: BoardFacts, database: Database, voice: Voice) -> str:
    """Write a snapshot as boards are sent it."""
    return board_snapshot.text(
        facts,
        as_of=local(database.now()),
        voice=voice.installed(),
        chime=voice.chime(),
        speak=voice.clip,
    )


@get("/api/boards/{board:str}")
async def show(
    board: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
    voice: NamedDependency[Voice],
) -> Response[str]:
    """Show everything a board shows, and at which number of the journal that is."""
    facts = await database.read(facts_of, board, actor=actor)
    return Response(snapshot_text(facts, database, voice), media_type="application/json")


@post("/api/boards/{board:str}/announcements/{announcement:str}/claim", status_code=200)
async def claim(
    board: FromPath[str],
    announcement: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Claimed:
    """Let a board speak the next announcement of its room, and no other board meanwhile."""
    return await database.write(actor, speak_calls.claim, board, announcement)


@post("/api/boards/{board:str}/announcements/{announcement:str}/played", status_code=200)
async def played(
    board: FromPath[str],
    announcement: FromPath[str],
    actor: NamedDependency[Actor],
    database: NamedDependency[Database],
) -> Played:
    """Note that a board spoke an announcement to its end."""
    return await database.write(actor, speak_calls.played, board, announcement)


@get("/api/clips/{digest:str}")
async def clip(
    digest: FromPath[str], actor: NamedDependency[Actor], voice: NamedDependency[Voice]
) -> Response[bytes]:
    """Give a spoken clip, waiting a little for one that is being spoken."""
    require(actor, Right.SEE_BOARD)
    path = await asyncio.to_thread(voice.wait, digest, CLIP_SECONDS)
    if path is None:
        raise NotFound(kind="clip", sought=digest[:32])
    headers = {"cache-control": "private, max-age=86400"}
    return Response(await asyncio.to_thread(path.read_bytes), media_type="audio/wav", headers=headers)


HANDLERS = [show, claim, played, clip]
