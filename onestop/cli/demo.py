"""`onestop demo`: a centre to walk through, and the walk itself."""

import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
import msgspec
import uvicorn

from onestop import chance
from onestop.cli import server, start
from onestop.cli.rehearsal import Rehearsal
from onestop.rules.access import SYSTEM
from onestop.settings import Settings
from onestop.store.database import Database
from onestop.use_cases import set_up_demo
from onestop.use_cases.set_up_demo import Demo
from onestop.web.sessions import HASHER

CENTRE = "tinh"
"""The key of the demonstrated centre in the catalogue."""


def prepare(database: Database) -> Demo:
    """Migrate, load the starting catalogue where there is none, and set up the demonstration."""
    start.migrate(database)
    start.load_catalogue_once(database)
    counters = database.read_now(
        lambda reading: reading.run(
            "SELECT count(*) FROM counter JOIN centre ON centre.id = centre_id WHERE key = :key", key=CENTRE
        ).fetchone()[0]
    )
    passwords = {}
    for username in set_up_demo.usernames(counters):
        password = chance.new_password()
        passwords[username] = (password, HASHER.hash(password))
    return database.write_now(SYSTEM, set_up_demo.set_up, CENTRE, passwords)


def _lines(base_url: str, demo: Demo) -> Iterator[str]:
    yield ""
    yield f"  {demo.centre['name']} {demo.centre['place']}"
    yield ""
    yield f"  Máy lấy số (kiosk)      {base_url}/kiosk/#token={demo.devices['kiosk']}"
    yield f"  Bảng gọi số (board)     {base_url}/board/#token={demo.devices['board']}"
    yield f"  Quầy (officer console)  {base_url}/login"
    yield f"  Tra cứu (citizen page)  {base_url}/status"
    yield ""
    yield "  Cán bộ (officer)   mật khẩu (password)   quầy, cơ quan (counter, agency)"
    numbers = {counter["id"]: counter["number"] for counter in demo.counters}
    for officer in demo.officers:
        where = numbers.get(officer.counter or "") or ", ".join(filter(None, (officer.role, officer.agency)))
        yield f"  {officer.username:<18} {officer.password:<21} {where}"
    yield ""
    yield "  Các hàng chờ của bản trình diễn mở suốt ngày đêm; hạn trả vẫn theo lịch làm việc thật."
    yield "  The demonstration's lines are open round the clock; deadlines follow the real calendar."
    yield "  Ctrl+C: dừng (stop)"


def _json_line(base_url: str, demo: Demo) -> str:
    return msgspec.json.encode({"base_url": base_url, **msgspec.structs.asdict(demo)}).decode()


def run(settings: Settings, *, as_json: bool) -> None:
    """Serve the demonstration until told to stop.

    Raises:
        PortTaken: Another program listens on the port.
        FolderUnwritable: The data folder cannot be written.
        DatabaseUnreachable: The database does not answer.
    """
    with server.listen(settings) as taken, Database(settings) as database:
        demo = prepare(database)
        base_url = settings.base_url or server.address_of(taken)
        running = server.make(database)
        announce = threading.Thread(target=_announce, args=(running, base_url, demo, as_json), daemon=True)
        announce.start()
        server.serve(running, taken)


def _announce(running: uvicorn.Server, base_url: str, demo: Demo, as_json: bool) -> None:  # noqa: FBT001
    """Print the addresses once they answer, not before."""
    while not running.started:
        time.sleep(0.02)
    for line in [_json_line(base_url, demo)] if as_json else _lines(base_url, demo):
        click.echo(line)


@contextmanager
def _served(database: Database, taken: socket.socket) -> Iterator[None]:
    running = server.make(database)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [taken]})
    thread.start()
    try:
        while not running.started:
            time.sleep(0.02)
        yield
    finally:
        running.should_exit = True
        thread.join()


def rehearse(settings: Settings) -> int:
    """Walk the whole job through real HTTP and a real websocket; give the exit code."""
    folder = Path(tempfile.mkdtemp(prefix="onestop-rehearsal-"))
    settings = replace(settings, data=folder, port=0)
    with server.listen(settings) as taken, Database(settings) as database:
        demo = prepare(database)
        with _served(database, taken):
            return Rehearsal(server.address_of(taken), demo, database, folder, click.echo).walk()
