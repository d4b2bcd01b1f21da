"""`onestop print-agent`: beside a printer, fetches slips from the server, prints them, says what became of each."""

import logging
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import httpx
import msgspec

from onestop.clock import stopwatch
from onestop.errors import NotSignedIn, SettingWrong
from onestop.gateways.printers import Printer, PrinterTrouble, Trouble
from onestop.render.escpos_slip import Paper
from onestop.render.slip_picture import Pen
from onestop.render.ticket_slip import Block

log = logging.getLogger(__name__)

POLL_SECONDS = 0.4
ANSWER_SECONDS = 10.0
TRY_SECONDS = 8.0
"""So long a printer that cannot be reached is tried again before its slip is reported as failed."""
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 1.0, 30.0
"""Between two tries of a server or a printer; doubled each time."""


class OwedSlip(msgspec.Struct, frozen=True):
    """A slip as the server hands it out."""

    id: str
    copy_no: int
    tries: int
    slip: tuple[Block, ...]


class Report(msgspec.Struct, frozen=True):
    """What is to be told of a slip, until the server has heard it."""

    job: str
    outcome: str
    fault: str = ""


class Rest:
    """Rests between tries, each twice as long as the one before, up to half a minute."""

    def __init__(self, wait: Callable[[float], bool]) -> None:
        self._wait = wait
        self._seconds = FIRST_REST_SECONDS

    def take(self) -> None:
        """Rest, and longer the next time."""
        self._wait(self._seconds)
        self._seconds = min(self._seconds * 2, LONGEST_REST_SECONDS)

    def over(self) -> None:
        """Begin small again."""
        self._seconds = FIRST_REST_SECONDS


class Agent:
    """Prints one slip at a time.

    A slip that was printed is told to the server before the next is fetched, however long the server is away,
    and never printed again by this agent. An agent that dies between printing and telling leaves a slip that
    the server hands out again after its lease: it may come out twice, the second marked as a reprint, since a
    slip too many harms nobody and a citizen without one is missed.
    """

    def __init__(self, server: httpx.Client, printer: Printer, paper: Paper, pen: Pen) -> None:
        self._server = server
        self._printer = printer
        self._paper = paper
        self._pen = pen
        self._stopped = threading.Event()
        self._rest = Rest(self._stopped.wait)
        self._untold: list[Report] = []
        self._ailing = False

    def stop(self) -> None:
        """End after the slip that is being printed."""
        self._stopped.set()

    def greet(self) -> None:
        """Ask the server who we are, so that a token that is worth nothing is told at once.

        Raises:
            NotSignedIn: The token is nobody's, or no printer's.
        """
        try:
            answer = self._server.get("/api/devices/me")
        except httpx.HTTPError as error:
            log.warning("server.lost %s", type(error).__name__)
            return
        known = answer.status_code == httpx.codes.OK
        if answer.status_code == httpx.codes.UNAUTHORIZED or (
            known and answer.json()["device"]["kind"] != "printer"
        ):
            raise NotSignedIn
        log.info("agent.ready")

    def run(self) -> None:
        """Work until stopped."""
        while not self._stopped.is_set():
            try:
                worked = self._turn()
            except (httpx.HTTPError, msgspec.DecodeError) as error:
                log.warning("server.lost %s", type(error).__name__)
                self._rest.take()
                continue
            self._rest.over()
            if not worked:
                self._stopped.wait(POLL_SECONDS)

    def _turn(self) -> bool:
        """Tell what is untold, then print what is owed; tell whether anything was."""
        self._tell()
        answer = self._server.get("/api/print-jobs")
        answer.raise_for_status()
        owed = msgspec.json.decode(answer.content, type=list[OwedSlip])
        for slip in owed:
            began = stopwatch()
            report = self._print(slip)
            self._untold.append(report)
            log.info(
                "slip.%s job=%s copy=%d try=%d seconds=%.1f%s",
                report.outcome,
                slip.id,
                slip.copy_no,
                slip.tries,
                stopwatch() - began,
                f" fault={report.fault}" if report.fault else "",
            )
            self._tell()
        return bool(owed)

    def _tell(self) -> None:
        while self._untold:
            report = self._untold[0]
            answer = self._server.post(
                f"/api/print-jobs/{report.job}/{report.outcome}", json={"fault": report.fault}
            )
            if answer.is_server_error or answer.status_code == httpx.codes.UNAUTHORIZED:
                answer.raise_for_status()
            elif answer.is_error:
                log.warning("report.refused job=%s status=%d", report.job, answer.status_code)
            del self._untold[0]

    def _print(self, slip: OwedSlip) -> Report:
        content = self._paper.encode(self._pen.draw(slip.slip))
        trouble = self._try(content)
        self._ailing = trouble is not None
        if trouble is None:
            return Report(slip.id, "printed")
        return Report(slip.id, "paper-out" if trouble == "paper-out" else "failed", trouble)

    def _try(self, content: bytes) -> Trouble | None:
        """Print, again while none of it was sent and it is worth it; tell what is wrong, if it is.

        An empty roll is told at once, since a person has to come; so is a printer that failed the slip before.
        """
        until, rest = stopwatch() + TRY_SECONDS, FIRST_REST_SECONDS
        while True:
            try:
                self._printer.print(content)
            except PrinterTrouble as trouble:
                hopeless = trouble.begun or trouble.kind == "paper-out" or self._ailing
                if hopeless or stopwatch() + rest > until or self._stopped.wait(rest):
                    return trouble.kind
                rest *= 2
            else:
                return None


def find_token(token: str | None, file: Path | None) -> str:
    """Give the token of the file, else the one that was told.

    Raises:
        SettingWrong: The file cannot be read, or there is none.
    """
    if file is not None:
        try:
            token = file.read_text(encoding="utf-8")
        except OSError as error:
            raise SettingWrong(setting="--token-file", reason="unreadable") from error
    if not (found := (token or "").strip()):
        raise SettingWrong(setting="ONESTOP_PRINTER_TOKEN", reason="token")
    return found


def run(server: str, token: str, printer: Printer, paper: Paper, pen: Pen) -> None:
    """Run an agent until SIGTERM or Ctrl+C; what is being printed then is finished and told.

    Raises:
        NotSignedIn: The server knows no printer with that token.
        SettingWrong: The server's address is none.
    """
    if not server.startswith(("http://", "https://")):
        raise SettingWrong(setting="--server", reason="server")
    # python-escpos has set up logging when it was imported, and speaks of every connection.
    logging.basicConfig(level=logging.WARNING, format="%(message)s", force=True)
    logging.getLogger("onestop").setLevel(logging.INFO)
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=server, headers=headers, timeout=ANSWER_SECONDS) as client:
        agent = Agent(client, printer, paper, pen)

        def leave(_signal: int, _frame: FrameType | None) -> None:
            agent.stop()

        for wish in (signal.SIGTERM, signal.SIGINT):
            signal.signal(wish, leave)
        agent.greet()
        agent.run()
    log.info("agent.stopped")
