"""A demonstration centre: officers with fresh passwords, devices, lines open round the clock."""

from collections.abc import Mapping, Sequence

import msgspec
from sqlmodel import col, select

from onestop import chance
from onestop.events import DeviceEnrolled
from onestop.model.board import Board
from onestop.model.booking import BookingPlan
from onestop.model.counter import Counter, CounterPeriod, CounterState
from onestop.model.device import Device, DeviceKind
from onestop.model.line import Line
from onestop.model.people import Officer, OfficerRight, Role
from onestop.model.place import Agency, Centre
from onestop.rules.access import Right, require
from onestop.store.tx import Tx

BOOKED_LINES = ("A", "B")
NAMES = (
    "Lý Thị Hồng Nhung",
    "Hoàng Văn Thái",
    "Nông Thị Bích Ngọc",
    "Mã Thị Duyên",
    "Bế Thị Lan",
    "Đàm Thị Hương",
)
"""Invented names, common in the province."""
AGENCY_STAFF = (
    ("chuyenvien-yte", Role.SPECIALIST, "so-y-te", "Triệu Văn Minh"),
    ("lanhdao-yte", Role.LEADER, "so-y-te", "Vi Thị Kim Oanh"),
    ("chuyenvien-datdai", Role.SPECIALIST, "van-phong-dang-ky-dat-dai", "Long Đức Quang"),
    ("lanhdao-datdai", Role.LEADER, "van-phong-dang-ky-dat-dai", "Sầm Thị Hồng"),
    ("chuyenvien-thue", Role.SPECIALIST, "thue-tinh", "La Thị Thanh"),
)
"""Who works on dossiers in the agencies, by the agency's key in the catalogue; names invented too."""


class DemoOfficer(msgspec.Struct, frozen=True):
    """An officer of the demonstration; the password is shown once and kept only as its hash."""

    username: str
    password: str
    role: str
    counter: str | None
    agency: str | None = None


class Demo(msgspec.Struct, frozen=True, kw_only=True):
    """What a script or a person needs to walk the demonstration."""

    centre: dict[str, str]
    lines: list[dict[str, str]]
    counters: list[dict[str, str | int]]
    boards: list[dict[str, str]]
    officers: list[DemoOfficer]
    devices: dict[str, str]


def usernames(counters: int) -> list[str]:
    """Name the officers that `set_up` will make, so that their passwords can be hashed before."""
    return [
        *(f"quay{number}" for number in range(1, counters + 1)),
        *("lanhdao", "quantri"),
        *(username for username, _, _, _ in AGENCY_STAFF),
    ]


def set_up(tx: Tx, centre_key: str, passwords: Mapping[str, tuple[str, str]]) -> Demo:
    """Fill a centre of the catalogue with officers and devices, and open its lines round the clock.

    Args:
        tx: The transaction.
        centre_key: The centre's key in the catalogue.
        passwords: For each name of `usernames`, the password and its hash; hashing takes its time and
            was done before.
    """
    require(tx.actor, Right.KEEP_CATALOGUE)
    centre = tx.session.exec(select(Centre).where(Centre.key == centre_key)).one()
    lines = tx.session.exec(select(Line).where(Line.centre_id == centre.id).order_by(col(Line.letter))).all()
    for line in lines:
        line.round_the_clock = True
    _take_bookings(tx, lines)
    counters = tx.session.exec(
        select(Counter).where(Counter.centre_id == centre.id).order_by(col(Counter.number))
    ).all()
    centre.ticker = msgspec.json.encode([TICKER]).decode()
    officers = [_officer(tx, centre, counter, passwords) for counter in counters]
    officers.append(_staff(tx, centre, "lanhdao", Role.LEADER, passwords))
    officers.append(_staff(tx, centre, "quantri", Role.ADMINISTRATOR, passwords))
    _keeps_the_province(tx, "quantri")
    officers += [_of_agency(tx, *staff, passwords) for staff in AGENCY_STAFF]
    boards = tx.session.exec(select(Board).where(Board.centre_id == centre.id)).all()
    devices = {
        "kiosk": _device(tx, centre.id, DeviceKind.KIOSK, None),
        "board": _device(tx, centre.id, DeviceKind.BOARD, boards[0].id),
    }
    tx.session.flush()
    return Demo(
        centre={"id": centre.id, "name": centre.name, "place": centre.place},
        lines=[{"id": line.id, "letter": line.letter, "name": line.name} for line in lines],
        counters=[
            {"id": counter.id, "number": counter.number, "name": counter.name or f"Quầy {counter.number}"}
            for counter in counters
        ],
        boards=[{"id": board.id, "name": board.name} for board in boards],
        officers=officers,
        devices=devices,
    )


TICKER = (
    "Bản trình diễn: các hàng chờ mở suốt ngày đêm để xem thử; hạn trả kết quả vẫn theo lịch làm việc thật."
)
"""The demonstration says of itself what is not real about it."""


def _take_bookings(tx: Tx, lines: Sequence[Line]) -> None:
    """Let the first lines take bookings; a plan that was changed since an earlier demonstration stays."""
    for line in lines:
        if line.letter in BOOKED_LINES and tx.session.get(BookingPlan, line.id) is None:
            tx.session.add(BookingPlan(line_id=line.id))


def _officer(
    tx: Tx, centre: Centre, counter: Counter, passwords: Mapping[str, tuple[str, str]]
) -> DemoOfficer:
    username = f"quay{counter.number}"
    name = NAMES[(counter.number - 1) % len(NAMES)]
    officer = _kept(tx, centre, username, name=name, role=Role.RECEPTION, hashed=passwords[username][1])
    officer.counter_id = counter.id
    if counter.state != CounterState.OPEN:
        counter.state = CounterState.OPEN
        tx.session.flush()
        tx.session.add(
            CounterPeriod(
                counter_id=counter.id, officer_id=officer.id, state=CounterState.OPEN, started_at=tx.now
            )
        )
    return DemoOfficer(username, passwords[username][0], Role.RECEPTION, counter.id)


def _of_agency(
    tx: Tx, username: str, role: Role, key: str, name: str, passwords: Mapping[str, tuple[str, str]]
) -> DemoOfficer:
    agency = tx.session.exec(select(Agency).where(Agency.key == key)).one()
    officer = _kept(tx, None, username, name=name, role=role, hashed=passwords[username][1])
    officer.agency_id = agency.id
    return DemoOfficer(username, passwords[username][0], role, None, agency.short)


def _kept(tx: Tx, centre: Centre | None, username: str, *, name: str, role: Role, hashed: str) -> Officer:
    """Make an officer, or give the one of an earlier demonstration the new password."""
    officer = tx.session.exec(select(Officer).where(Officer.username == username)).one_or_none()
    if officer is None:
        officer = Officer(
            username=username,
            name=name,
            password_hash=hashed,
            role=role,
            centre_id=centre.id if centre else None,
        )
        tx.session.add(officer)
    officer.password_hash = hashed
    officer.failed_in_a_row, officer.locked_until = 0, None
    return officer


def _staff(
    tx: Tx, centre: Centre, username: str, role: Role, passwords: Mapping[str, tuple[str, str]]
) -> DemoOfficer:
    name = NAMES[-1] if role == Role.LEADER else NAMES[0]
    _kept(tx, centre, username, name=name, role=role, hashed=passwords[username][1])
    return DemoOfficer(username, passwords[username][0], role, None)


def _keeps_the_province(tx: Tx, username: str) -> None:
    """Let the demonstration's administrator show the pages of the province too."""
    tx.session.flush()
    officer = tx.session.exec(select(Officer).where(Officer.username == username)).one()
    if tx.session.get(OfficerRight, (officer.id, str(Right.KEEP_PROVINCE))) is None:
        tx.session.add(OfficerRight(officer_id=officer.id, may=Right.KEEP_PROVINCE))


def _device(tx: Tx, centre_id: str, kind: DeviceKind, board_id: str | None) -> str:
    token = chance.new_token()
    name = "Máy lấy số 1" if kind == DeviceKind.KIOSK else "Bảng 1"
    device = tx.session.exec(
        select(Device).where(Device.centre_id == centre_id, Device.kind == kind, Device.name == name)
    ).one_or_none()
    if device is None:
        device = Device(
            centre_id=centre_id, kind=kind, name=name, token_hash="", board_id=board_id, enrolled_at=tx.now
        )
        tx.session.add(device)
    device.token_hash = tx.seals.fingerprint("device", token)
    tx.emit(DeviceEnrolled(centre_id=centre_id, subject_id=device.id, device=kind))
    return token
