"""Makes what tests need: a hall with lines, counters, officers and devices; mirrors the model."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import select

from onestop.model.board import Board
from onestop.model.counter import Counter, ProfileLine, WorkProfile
from onestop.model.device import Device
from onestop.model.line import Line
from onestop.model.people import Officer
from onestop.model.place import Agency, Centre
from onestop.model.procedure import OpeningHours
from onestop.rules.access import SYSTEM, Actor
from onestop.store.database import Database
from onestop.store.tx import Tx

LONG_AGO = date(2015, 1, 1)
KIOSK_TOKEN = "kiosk-token-for-tests-0000000000"
BOARD_TOKEN = "board-token-for-tests-0000000000"
PRINTER_TOKEN = "printer-token-for-tests-00000000"


@dataclass
class Hall:
    """The ids of a hall, and the actors in it."""

    suffix: str = ""
    province: str = ""
    centre: str = ""
    agency: str = ""
    lines: dict[str, str] = field(default_factory=dict)
    counters: dict[int, str] = field(default_factory=dict)
    officers: dict[int, Actor] = field(default_factory=dict)
    kiosk: Actor = SYSTEM
    board: Actor = SYSTEM

    def officer(self, number: int) -> Actor:
        """Give the officer seated at a counter."""
        return self.officers[number]


def make_hall(
    database: Database, *, counters: int = 3, round_the_clock: bool = True, suffix: str = ""
) -> Hall:
    """Make a hall: line A and B at every counter, line R at the last; all counters open.

    A `suffix` keeps the names of a second hall apart from those of the first.
    """
    return database.write_now(SYSTEM, _make_hall, counters, round_the_clock, suffix)


def _make_hall(tx: Tx, counters: int, round_the_clock: bool, suffix: str) -> Hall:  # noqa: FBT001
    hall = Hall(suffix=suffix)
    _places(tx, hall)
    for letter, name in (("A", "Y tế, bảo trợ xã hội"), ("B", "Đất đai"), ("R", "Trả kết quả")):
        line = Line(
            centre_id=hall.centre,
            letter=letter,
            name=name,
            for_results=letter == "R",
            round_the_clock=round_the_clock,
        )
        tx.session.add(line)
        hall.lines[letter] = line.id
    for number in range(1, counters + 1):
        _counter(tx, hall, number, last=number == counters)
    board = Board(centre_id=hall.centre, name="Bảng chính")
    tx.session.add(board)
    tx.session.flush()
    hall.kiosk = _device(tx, hall, "kiosk", KIOSK_TOKEN + suffix)
    hall.board = _device(tx, hall, "board", BOARD_TOKEN + suffix, board.id)
    tx.session.flush()
    return hall


def _places(tx: Tx, hall: Hall) -> None:
    root = Agency(
        key=f"ubnd-tinh{hall.suffix}",
        code=f"H14{hall.suffix}",
        name="Ủy ban nhân dân tỉnh Cao Bằng",
        level="province",
    )
    tx.session.add(root)
    tx.session.flush()
    agency = Agency(
        key=f"so-y-te{hall.suffix}",
        code=f"H14{hall.suffix}.12",
        name="Sở Y tế",
        short="Sở Y tế",
        level="department",
        parent_id=root.id,
    )
    province = Centre(key=f"tinh{hall.suffix}", kind="province", name="Tỉnh Cao Bằng", place="tỉnh Cao Bằng")
    centre = Centre(
        key=f"ttpvhcc-tinh{hall.suffix}",
        name="Trung tâm Phục vụ hành chính công",
        place="tỉnh Cao Bằng",
        superior="Ủy ban nhân dân tỉnh Cao Bằng",
        town="Cao Bằng",
        phone="0206 000 0000",
    )
    tx.session.add_all([agency, province, centre])
    tx.session.flush()
    for weekday in range(1, 6):
        for opens, closes in ((450, 690), (810, 1020)):
            tx.session.add(
                OpeningHours(
                    centre_id=centre.id, weekday=weekday, opens=opens, closes=closes, valid_from=LONG_AGO
                )
            )
    hall.province, hall.centre, hall.agency = province.id, centre.id, agency.id


def _counter(tx: Tx, hall: Hall, number: int, *, last: bool) -> None:
    profile = WorkProfile(centre_id=hall.centre, name=f"Quầy {number}")
    tx.session.add(profile)
    tx.session.flush()
    served = ["A", "B", "R"] if last else ["A", "B"]
    for position, letter in enumerate(served):
        tx.session.add(ProfileLine(profile_id=profile.id, line_id=hall.lines[letter], position=position))
    counter = Counter(
        centre_id=hall.centre,
        number=number,
        state="open",
        name="Trả kết quả" if last else "",
        profile_id=profile.id,
    )
    tx.session.add(counter)
    tx.session.flush()
    officer = Officer(
        username=f"quay{number}{hall.suffix}",
        name=f"Cán bộ quầy {number}",
        password_hash="!",
        role="reception",
        centre_id=hall.centre,
        counter_id=counter.id,
    )
    tx.session.add(officer)
    hall.counters[number] = counter.id
    hall.officers[number] = Actor(
        id=officer.id, kind="officer", role="reception", centre_id=hall.centre, counter_id=counter.id
    )


def _device(tx: Tx, hall: Hall, kind: str, token: str, board_id: str | None = None) -> Actor:
    device = Device(
        centre_id=hall.centre,
        kind=kind,
        name=f"{kind} 1",
        token_hash=tx.seals.fingerprint("device", token),
        board_id=board_id,
        enrolled_at=tx.now,
    )
    tx.session.add(device)
    return Actor(id=device.id, kind="device", role=kind, centre_id=hall.centre, board_id=board_id)


def add_printer(database: Database, hall: Hall, token: str = PRINTER_TOKEN) -> Actor:
    """Make a printer to which the hall's kiosk hands its slips from now on."""

    def make(tx: Tx) -> Actor:
        printer = _device(tx, hall, "printer", token)
        tx.session.flush()
        tx.run("UPDATE device SET printer_id = :printer WHERE id = :id", printer=printer.id, id=hall.kiosk.id)
        return printer

    return database.write_now(SYSTEM, make)


def board_of(tx: Tx, centre_id: str) -> str:
    """Find the board of a centre."""
    return tx.session.exec(select(Board.id).where(Board.centre_id == centre_id)).one()
