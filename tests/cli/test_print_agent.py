"""`onestop print-agent` beside a printer: a real process, a real server, a printer that goes wrong in every way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import zxingcpp
from PIL import Image

from onestop.render.escpos_slip import Paper
from onestop.render.fonts import find_slip_fonts
from onestop.render.slip_picture import Pen
from onestop.render.ticket_slip import Words
from onestop.rules.printing import LEASE
from onestop.settings import Settings
from onestop.store import print_jobs
from onestop.use_cases import take_ticket
from tests.cli.escpos_printer import DOTS, MARGIN, EscposPrinter, plugged_in
from tests.cli.program import PROGRAM, environment, run
from tests.conftest import Hands
from tests.makers import PRINTER_TOKEN, add_printer
from tests.serving import Served


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    """Serve from SQLite: what differs between the databases is told by the use case's own tests."""
    return sqlite_settings


@pytest.fixture
def hall_with_printer(served: Served) -> Served:
    """Give the running service, its kiosk handing slips to a printer."""
    add_printer(served.database, served.hall)
    return served


@pytest.fixture
def printer() -> Iterator[EscposPrinter]:
    """Plug in a printer with paper."""
    with plugged_in() as one:
        yield one


@contextmanager
def agent(served: Served, address: str, *options: str) -> Iterator[subprocess.Popen[str]]:
    """Run an agent until the block ends."""
    process = subprocess.Popen(
        [*PROGRAM, "print-agent", "--server", served.base_url, "--printer", address, *options],
        env=environment(ONESTOP_PRINTER_TOKEN=PRINTER_TOKEN),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        _, errors = process.communicate()
        sys.stderr.write(errors)  # pytest shows it where a test fails


def take(served: Served) -> tuple[str, str]:
    """Take a number at the kiosk; give its label and its print job."""
    ticket = served.database.write_now(served.hall.kiosk, take_ticket.take, served.hall.lines["A"])
    assert ticket.slip is not None
    return ticket.label, ticket.slip.job


def state(served: Served, job: str) -> str:
    """Tell what the server knows of a slip."""
    return served.database.read_now(print_jobs.find, job).state


def until(asked: Callable[[], Any], wanted: object, seconds: float = 90) -> None:
    """Wait for something to become so."""
    for _ in range(int(seconds / 0.1)):
        if (found := asked()) == wanted:
            return
        time.sleep(0.1)
    raise AssertionError(f"{found!r} is not {wanted!r}")


def link_on(slip: Image.Image) -> list[str]:
    """Read the code on the paper as a phone does."""
    return [code.text for code in zxingcpp.read_barcodes(slip.convert("L"))]


def test_a_slip_comes_out_and_is_reported(
    hall_with_printer: Served, printer: EscposPrinter, tmp_path: Path
) -> None:
    """The paper bears what the server composed, dot for dot; its code opens the citizen's place."""
    with agent(hall_with_printer, printer.address):
        label, job = take(hall_with_printer)
        [slip] = printer.wait_for_slips(1)
        until(lambda: state(hall_with_printer, job), "printed")

    slip.save(tmp_path / "slip.png")
    if folder := os.environ.get("ONESTOP_SCREENSHOTS"):
        slip.save(Path(folder) / "slip-printed.png")
    [address] = link_on(slip)
    assert address.startswith(f"{hall_with_printer.base_url}/t/")
    place = httpx.get(address)
    assert place.status_code == 200
    assert label in place.text
    number = Pen(find_slip_fonts(), DOTS).draw([Words(text=label, step="huge", bold=True)])
    assert _bears(slip, number)
    assert printer.unknown == []


def _bears(slip: Image.Image, piece: Image.Image) -> bool:
    """Tell whether a piece drawn by itself stands somewhere on the paper, dot for dot."""
    wanted = piece.tobytes()
    across = slip.crop((MARGIN, 0, MARGIN + DOTS, slip.height))
    return any(
        across.crop((0, top, DOTS, top + piece.height)).tobytes() == wanted
        for top in range(slip.height - piece.height)
    )


def test_slips_come_in_order_and_each_once(hall_with_printer: Served, printer: EscposPrinter) -> None:
    """Two agents on one printer and twelve numbers: twelve slips, no two alike."""
    with agent(hall_with_printer, printer.address), agent(hall_with_printer, printer.address):
        jobs = [take(hall_with_printer)[1] for _ in range(12)]
        for job in jobs:
            until(partial(state, hall_with_printer, job), "printed")
        slips = printer.wait_for_slips(12)

    assert len({address for slip in slips for address in link_on(slip)}) == 12
    assert len(printer.slips) == 12


def test_an_empty_roll_is_told_and_paper_that_is_back_prints(
    hall_with_printer: Served, printer: EscposPrinter, hands: Hands
) -> None:
    """Paper out: the kiosk is told at once. A new roll within the minute: the slip comes by itself, marked."""
    printer.set(paper=0)
    with agent(hall_with_printer, printer.address):
        _, job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, job), "paper_out")
        assert printer.slips == []
        printer.refill()
        hands.forward(seconds=10)
        printer.wait_for_slips(1)
        until(lambda: state(hall_with_printer, job), "printed")
        _, next_job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, next_job), "printed")
    assert len(printer.slips) == 2


def test_paper_that_ends_in_the_middle_of_a_slip_is_paper_out(
    hall_with_printer: Served, printer: EscposPrinter
) -> None:
    """Half a slip is none: it is told as paper out, and printed again on wish."""
    printer.set(paper=400)
    with agent(hall_with_printer, printer.address), hall_with_printer.kiosk() as kiosk:
        _, job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, job), "paper_out")
        printer.refill()
        ticket = kiosk.get(f"/api/print-jobs/{job}").json()["ticket"]
        copy = kiosk.post(f"/api/tickets/{ticket}/reprint").json()
        printer.wait_for_slips(1)
        until(lambda: state(hall_with_printer, copy["job"]), "printed")
    assert len(printer.slips) == 1


def test_a_printer_that_hangs_harms_nobody_else(hall_with_printer: Served, printer: EscposPrinter) -> None:
    """Its slip fails in words; the server answers all the while; mended, it prints the next one."""
    printer.set(hangs=True)
    with agent(hall_with_printer, printer.address) as process, hall_with_printer.kiosk() as kiosk:
        _, job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, job), "failed")
        assert kiosk.get(f"/api/print-jobs/{job}").json()["fault"] == "silent"
        printer.set(hangs=False)
        _, later = take(hall_with_printer)
        until(lambda: state(hall_with_printer, later), "printed")
        assert process.poll() is None
    assert len(printer.slips) == 1


def test_an_open_cover_and_a_missing_printer_are_told_apart(hall_with_printer: Served) -> None:
    """What the printer says, or that it is not there, is kept for whoever mends it."""
    with plugged_in(cover_open=True) as printer, agent(hall_with_printer, printer.address):
        _, job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, job), "failed")
    gone = printer.address
    with agent(hall_with_printer, gone), hall_with_printer.kiosk() as kiosk:
        _, lost = take(hall_with_printer)
        until(lambda: state(hall_with_printer, lost), "failed")
        faults = [kiosk.get(f"/api/print-jobs/{one}").json()["fault"] for one in (job, lost)]
    assert faults == ["cover-open", "unreachable"]


def test_killed_between_printing_and_telling(
    hall_with_printer: Served, printer: EscposPrinter, hands: Hands
) -> None:
    """Paper out, nothing told: after the lease it prints once more, with the same number, and marked."""
    printer.set(silent_when_done=True)
    with agent(hall_with_printer, printer.address) as process:
        _, job = take(hall_with_printer)
        printer.wait_for_slips(1)
        process.kill()
        process.wait(20)
    assert state(hall_with_printer, job) == "sent"

    printer.set(silent_when_done=False)
    with agent(hall_with_printer, printer.address):
        hands.forward(seconds=LEASE.total_seconds())
        first, second = printer.wait_for_slips(2)
        until(lambda: state(hall_with_printer, job), "printed")
    assert link_on(first) == link_on(second) != []
    assert second.height > first.height, "the mark is a line more"
    assert len(printer.slips) == 2


def test_a_server_that_is_away_while_a_slip_prints_is_told_later(
    hall_with_printer: Served, printer: EscposPrinter
) -> None:
    """The printer is done, the server does not hear it: the agent tells it again and prints nothing twice."""
    printer.set(silent_when_done=True)
    with agent(hall_with_printer, printer.address):
        _, job = take(hall_with_printer)
        printer.wait_for_slips(1)
        token = _withdraw(hall_with_printer)
        printer.set(silent_when_done=False)
        time.sleep(2)
        assert state(hall_with_printer, job) == "sent"
        _restore(hall_with_printer, token)
        until(lambda: state(hall_with_printer, job), "printed")
        _, later = take(hall_with_printer)
        until(lambda: state(hall_with_printer, later), "printed")
    assert len(printer.slips) == 2


def _withdraw(served: Served) -> str:
    """Let the server know the agent's token no more, and every request of it fail."""

    def act(tx: Any) -> str:
        row = tx.run("SELECT token_hash FROM device WHERE kind = 'printer'").fetchone()
        tx.run("UPDATE device SET token_hash = 'nobody' WHERE kind = 'printer'")
        return str(row[0])

    return served.database.write_now(served.hall.kiosk, act)


def _restore(served: Served, token: str) -> None:
    served.database.write_now(
        served.hall.kiosk,
        lambda tx: tx.run("UPDATE device SET token_hash = :hash WHERE kind = 'printer'", hash=token),
    )


def test_told_to_stop_the_agent_ends_in_order(hall_with_printer: Served, printer: EscposPrinter) -> None:
    """SIGTERM: what is being printed is finished and told; one line a job, and no number or name in it."""
    with agent(hall_with_printer, printer.address) as process:
        label, job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, job), "printed")
        process.send_signal(signal.SIGTERM)
        out, errors = process.communicate(timeout=30)

    assert (process.returncode, out) == (0, "")
    lines = errors.splitlines()
    assert [line.split()[0] for line in lines] == ["agent.ready", "slip.printed", "agent.stopped"]
    assert job in lines[1]
    assert label not in errors
    assert PRINTER_TOKEN not in errors


def test_a_device_node_is_a_printer_too(hall_with_printer: Served, tmp_path: Path) -> None:
    """A printer that cannot be asked (`--answers none`) is written to as a file, and believed."""
    node = tmp_path / "lp0"
    node.touch()
    with agent(hall_with_printer, f"file://{node}", "--answers", "none", "--profile", "TM-T88V"):
        _, job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, job), "printed")
    assert node.read_bytes().startswith(b"\x1b@\x1dv0")
    assert Paper("TM-T88V").dots == 512


def test_a_node_that_never_answers_is_not_believed(hall_with_printer: Served, tmp_path: Path) -> None:
    """Asked for its state, a plain file has none: the slip has failed."""
    node = tmp_path / "lp0"
    node.touch()
    with agent(hall_with_printer, f"file://{node}"):
        _, job = take(hall_with_printer)
        until(lambda: state(hall_with_printer, job), "failed")
    assert b"\x1dv0" not in node.read_bytes()


@pytest.mark.parametrize(
    ("options", "variables", "told"),
    [
        (("--printer", "lpt1"), {"ONESTOP_PRINTER_TOKEN": "x"}, "tcp://"),
        (("--printer", "usb://keyboard"), {"ONESTOP_PRINTER_TOKEN": "x"}, "usb://"),
        (("--printer", "tcp://127.0.0.1:70000"), {"ONESTOP_PRINTER_TOKEN": "x"}, "tcp://"),
        (("--printer", "tcp://127.0.0.1"), {}, "ONESTOP_PRINTER_TOKEN"),
        (("--printer", "tcp://127.0.0.1", "--token-file", "nowhere"), {}, "--token-file"),
        (
            ("--printer", "tcp://127.0.0.1", "--profile", "abacus"),
            {"ONESTOP_PRINTER_TOKEN": "x"},
            "--profile",
        ),
    ],
)
def test_what_cannot_work_is_refused_in_words(
    tmp_path: Path, options: tuple[str, ...], variables: dict[str, str], told: str
) -> None:
    """Exit code 2, two sentences, no trace."""
    done = run("print-agent", "--server", "http://127.0.0.1:9", *options, folder=tmp_path, **variables)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_a_token_that_is_no_printer_s_is_refused(hall_with_printer: Served, tmp_path: Path) -> None:
    """Read from a file; the kiosk's token does not open the printer's work, and a wrong one opens nothing."""
    for token in ("worthless", "kiosk-token-for-tests-0000000000"):
        (tmp_path / "token").write_text(token + "\n")
        done = run(
            "print-agent",
            "--server",
            hall_with_printer.base_url,
            "--printer",
            "tcp://127.0.0.1",
            "--token-file",
            "token",
            folder=tmp_path,
        )
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
