"""A whole real day of a hall, replayed at many times its speed over HTTP, its figures held against the ledger.

Who comes follows a day of bank calls, one in a hundred; 12 officers serve them, 50 boards look on. The
server's clock is the real one, so every length is divided by the speed: at 60, a minute of the day takes a
second, and so do the figures. At the end every figure of the API must be the naive recomputation from the
ledger's raw rows, no request may have failed, and no board may have missed a frame; else exit code 1.
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from onestop import clock
from onestop.render import board_frame
from onestop.rules.hall_report import By
from onestop.settings import read_settings
from onestop.store.database import Database
from onestop.store.tx import Reading
from tests.bench.day_people import Day, Watcher, arrivals, come, serve
from tests.conftest import SHARED
from tests.use_cases.figures_oracle import Oracle

CALLS = SHARED / "data" / "queue" / "bank_calls_5min_2003.csv.gz"
COUNTERS, BOARDS = 12, 50
SHOWN = ("arrived", "called", "served", "no_show", "absent", "transferred", "held", "recalls")
LENGTHS = ("wait_mean", "wait_median", "wait_p90", "wait_longest", "service_mean", "hold_mean")


@contextmanager
def _served(folder: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1024)
        os.set_inheritable(taken.fileno(), True)
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.bench.day_server"),
                *(str(taken.fileno()), folder, str(COUNTERS), str(BOARDS)),
            ],
            pass_fds=[taken.fileno()],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            yield taken.getsockname()[1], json.loads(process.stdout.readline())
        finally:
            process.terminate()
            process.wait(30)


async def _replay(day: Day, minutes: list[float]) -> tuple[list[Watcher], dict[str, Any]]:
    """Let the day pass; give the boards, and each report of the API."""
    leaving = asyncio.Event()
    watchers = [Watcher(number) for number in range(BOARDS)]
    looking = [asyncio.create_task(watcher.watch(day, leaving)) for watcher in watchers]
    await asyncio.sleep(2)
    officers = [serve(day, number) for number in day.known["counters"]]
    await asyncio.gather(come(day, minutes), *officers)
    async with day.signed_in("lanhdao") as leader:
        await day.ask(leader, "/api/day/close")
    await asyncio.sleep(2)
    leaving.set()
    await asyncio.gather(*looking)
    # What the server notes of a board that left is written, too.
    await asyncio.sleep(2)
    begun = clock.local_day(clock.now() - timedelta(hours=3))
    reports = dict[str, Any]()
    async with day.signed_in("lanhdao") as leader:
        for by in By:
            answer = await leader.get("/api/figures", params={"by": by, "from": str(begun)}, timeout=60)
            reports[by] = answer.raise_for_status().json()
    return watchers, reports


def _naive(folder: str, centre: str, found: dict[str, Any]) -> dict[Any, dict[str, float | None]]:
    """Recompute a report from the raw rows, at the instant at which the API gave it."""
    moment = datetime.fromisoformat(found["as_of"])

    def look(reading: Reading) -> dict[Any, dict[str, float | None]]:
        days = date.fromisoformat(found["from"]), date.fromisoformat(found["to"])
        return Oracle(reading, centre, *days).report(found["by"])

    with Database(replace(read_settings(), data=Path(folder)), now=lambda: moment) as database:
        return database.read_now(look)


def _differing(by: By, found: dict[str, Any], naive: dict[Any, dict[str, float | None]]) -> list[str]:
    """Name every figure that is not the naive one."""
    rows = {row["id"]: row["figures"] for row in found["rows"]}
    if by is By.HALF_HOUR:
        naive = {f"{slot // 2:02}:{slot % 2 * 30:02}": told for slot, told in naive.items()}
    differing = [f"{by} {key}: no row" for key in naive.keys() - rows.keys() if any(naive[key].values())]
    if by is By.HALF_HOUR:
        # A half-hour before the first or after the last in which anything happened has no row.
        differing = [f"{by} {key}" for key in naive.keys() - rows.keys() if naive[key]["arrived"]]
    for key, row in rows.items():
        for name, value in row.items():
            expected = naive.get(key, {}).get(name)
            if value != expected:
                differing.append(f"{by} {key} {name}: {value}, by hand {expected}")
    return differing


def _frames_of(folder: str, day: Day, after: int) -> int:
    """Count the entries of the journal that boards show, after a number."""
    with Database(replace(read_settings(), data=Path(folder))) as database:
        rows = database.read_now(
            lambda reading: reading.run(
                "SELECT kind FROM journal_entry WHERE centre_id = :centre AND seq > :after",
                centre=day.known["centre"],
                after=after,
            ).fetchall()
        )
    return sum(row[0] in board_frame.KINDS for row in rows)


def _faults_of_boards(folder: str, day: Day, watchers: list[Watcher]) -> list[str]:
    return [
        f"board {one.number}: {one.frames} frames of {owed}, {one.gaps} gaps, {one.cuts} cuts"
        for one in watchers
        if (owed := _frames_of(folder, day, one.first or 0)) != one.frames or one.gaps or one.cuts
    ]


def _print(day: Day, reports: dict[str, Any], took: float) -> None:
    total = reports[By.TOTAL]["rows"][0]["figures"]
    print(f"{'replayed in':<40} {took / 60:>9.1f} minutes, {day.speed:g} times speed")
    refused = day.answers.total() - day.answers["done"]
    print(
        f"{'requests carried out':<40} {day.answers['done']:>9}, and {refused} refused for want of anybody waiting"
    )
    for name in SHOWN:
        print(f"{name:<40} {total[name]:>9}")
    for name in LENGTHS:
        seconds = total[name]
        told = (
            "–"
            if seconds is None
            else f"{seconds:>9.1f} s = {seconds * day.speed / 60:.1f} minutes of the day"
        )
        print(f"{name:<40} {told}")
    print(f"{'occupancy':<40} {total['occupancy_percent']:>9.1f} %")


def main() -> int:
    """Replay the day and print what came of it."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--speed", type=float, default=90.0)
    asked.add_argument("--day", default="2003-03-03")
    asked.add_argument("--minutes", type=float, default=float("inf"), help="only so many minutes of the day")
    given = asked.parse_args()
    if not CALLS.exists():
        print(f"the real inputs are not beside the project: {CALLS.name} is missing")
        return 1
    random = Random(20030303)  # noqa: S311  seeded, so that two runs draw the same day
    minutes = [minute for minute in arrivals(CALLS, given.day, random) if minute < given.minutes]
    with tempfile.TemporaryDirectory() as folder:
        with _served(folder) as (port, known):
            day = Day(port, known, given.speed, random)
            began = time.monotonic()
            watchers, reports = asyncio.run(_replay(day, minutes))
            took = time.monotonic() - began
        differing = [
            fault
            for by in By
            for fault in _differing(by, reports[by], _naive(folder, known["centre"], reports[by]))
        ]
        boards = _faults_of_boards(folder, day, watchers)
    _print(day, reports, took)
    figures = sum(len(row["figures"]) for found in reports.values() for row in found["rows"])
    print(f"{'figures told':<40} {figures:>9}, differing from the naive recomputation: {len(differing)}")
    print(
        f"{'frames at boards':<40} {sum(one.frames for one in watchers):>9}, boards with a fault: {len(boards)}"
    )
    print(f"{'requests that failed':<40} {len(day.wrong):>9}")
    for fault in [*day.wrong, *boards, *differing][:20]:
        print(f"  {fault}")
    return 1 if day.wrong or boards or differing else 0


if __name__ == "__main__":
    sys.exit(main())
