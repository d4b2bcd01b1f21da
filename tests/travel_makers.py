"""Makes what tests of a dossier's way need: agencies with officers, and a procedure of three agencies."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

from sqlmodel import select

from onestop.errors import Refusal
from onestop.model.leg import Absence, Handover, Leg
from onestop.model.people import Officer
from onestop.model.place import Agency
from onestop.model.procedure import Procedure, ProcedureStep, Sector
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.reroute import WantedLeg
from onestop.rules.text import fold
from onestop.steps.change_state import MovedDossier
from onestop.store import dossiers, handovers, legs
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import assign_dossier, forward_dossier, process_leg, ready_result
from onestop.use_cases.assign_dossier import Assign
from onestop.use_cases.forward_dossier import Forward
from onestop.use_cases.process_leg import Accept, ReturnLeg
from tests.conftest import Hands
from tests.dossier_makers import make_procedures, receive
from tests.makers import Hall

BIRTH = "3.000722"
"""Birth, residence and health insurance: the commune one day, then police three beside insurance two."""


@dataclass
class Agencies:
    """A hall, and the agencies that its dossiers travel among, with their people."""

    hall: Hall
    ids: dict[str, str] = field(default_factory=dict)
    people: dict[str, Actor] = field(default_factory=dict)

    @property
    def desk(self) -> Actor:
        """The officer at counter 1."""
        return self.hall.officer(1)


def make_agencies(database: Database, hall: Hall) -> Agencies:
    """Make the agencies `health` (in charge), `police` and `insurance`, each with a leader and two specialists.

    `health.1` is a specialist of the health department, `health` its leader, `room` an officer of a room under it.
    """
    make_procedures(database, hall)
    made = Agencies(hall, {"health": hall.agency})
    database.write_now(SYSTEM, _make, made)
    return made


def _make(tx: Tx, made: Agencies) -> None:
    for key, code, name in (
        ("police", "H14.21", "Công an tỉnh"),
        ("insurance", "H14.22", "Bảo hiểm xã hội tỉnh"),
    ):
        agency = Agency(key=key, code=code, name=name, level="department")
        tx.session.add(agency)
        made.ids[key] = agency.id
    room = Agency(
        key="room", code="H14.12.01", name="Phòng Bảo trợ", level="room", parent_id=made.ids["health"]
    )
    tx.session.add(room)
    made.ids["room"] = room.id
    tx.session.flush()
    for key, agency_id in made.ids.items():
        for who, role in ((key, "leader"), (f"{key}.1", "specialist"), (f"{key}.2", "specialist")):
            officer = Officer(
                username=who, name=f"Cán bộ {who}", password_hash="!", role=role, agency_id=agency_id
            )
            tx.session.add(officer)
            made.people[who] = Actor(id=officer.id, kind="officer", role=role, agency_id=agency_id)
    sector = tx.session.exec(select(Sector)).first()
    assert sector is not None
    procedure = Procedure(
        code=BIRTH,
        name="Liên thông đăng ký khai sinh, thường trú, cấp thẻ bảo hiểm y tế",
        folded=fold(f"{BIRTH} khai sinh"),
        sector_id=sector.id,
        agency_id=made.ids["health"],
        amount="4",
        unit="working_day",
        valid_from=date(2025, 7, 1),
        loaded_at=tx.now,
    )
    tx.session.add(procedure)
    tx.session.flush()
    for position, (stage, whose, work, amount) in enumerate(
        (
            (1, None, "Đăng ký khai sinh", "1"),
            (2, "police", "Đăng ký thường trú", "3"),
            (2, "insurance", "Cấp thẻ bảo hiểm y tế", "2"),
        ),
        1,
    ):
        tx.session.add(
            ProcedureStep(
                procedure_id=procedure.id,
                position=position,
                stage=stage,
                role=work,
                name=work,
                agency_id=made.ids[whose] if whose else None,
                amount=amount,
            )
        )


def put_on_leave(database: Database, who: Actor, cover: Actor, from_on: date, to_on: date) -> None:
    """Write an absence."""

    def write(tx: Tx) -> None:
        tx.session.add(Absence(officer_id=who.id, cover_id=cover.id, from_on=from_on, to_on=to_on))

    database.write_now(SYSTEM, write)


def legs_of(database: Database, code: str) -> list[Leg]:
    """Read the legs of a dossier."""
    return database.read_now(lambda reading: legs.legs_of(reading, dossiers.by_code(reading, code).id))


def handovers_of(database: Database, code: str) -> list[Handover]:
    """Read the hand-overs of a dossier."""

    def read(reading: Reading) -> list[Handover]:
        return handovers.handovers_of(reading, dossiers.by_code(reading, code).id)

    return database.read_now(read)


def states(database: Database, code: str) -> list[str]:
    """Tell the states of the legs, by stage."""
    return [leg.state for leg in legs_of(database, code)]


def forward(
    database: Database, actor: Actor, code: str, *to: WantedLeg, version: int | None = None
) -> MovedDossier:
    """Send a dossier on."""
    wish = Forward(to=to or None)
    return database.write_now(actor, forward_dossier.forward, code, wish, version=version)


def take_back(database: Database, actor: Actor, code: str) -> MovedDossier:
    """Take a dossier back."""
    return database.write_now(actor, forward_dossier.take_back, code)


def accept(
    database: Database, actor: Actor, code: str, officer: str | None = None, version: int | None = None
) -> MovedDossier:
    """Take a dossier on."""
    return database.write_now(actor, process_leg.accept, code, Accept(officer=officer), version=version)


def return_leg(database: Database, actor: Actor, code: str, outcome: str = "") -> MovedDossier:
    """Give a dossier back."""
    return database.write_now(actor, process_leg.return_leg, code, ReturnLeg(outcome=outcome))


def assign(database: Database, actor: Actor, code: str, officer: Actor) -> MovedDossier:
    """Assign a dossier."""
    return database.write_now(actor, assign_dossier.assign, code, Assign(officer=officer.id))


def busy_fortnight(database: Database, among: Agencies, hands: Hands, seed: int) -> list[str]:
    """Let twelve dossiers go where chance takes them, over twelve days; what may not be done is not.

    Returns:
        Their codes.
    """
    chance = Random(seed)  # noqa: S311  a day repeated from its seed
    codes = list[str]()
    for _ in range(300):
        hands.forward(minutes=chance.randint(1, 120))
        if len(codes) < 12 and chance.random() < 0.2:
            channel = chance.choice(["online", "direct"])
            codes.append(receive(database, among.hall, procedure=BIRTH, documents=(), channel=channel).code)
        if not codes:
            continue
        code, who = chance.choice(codes), among.people[chance.choice(["health.1", "police.1", "insurance.1"])]
        try:
            match chance.randint(0, 11):
                case 0:
                    take_back(database, among.desk, code)
                case 1:
                    database.write_now(among.desk, ready_result.result_ready, code)
                case 2 | 3 | 4:
                    forward(database, among.desk, code)
                case 5 | 6 | 7:
                    return_leg(database, who, code)
                case _:
                    accept(database, who, code)
        except Refusal:
            continue
    return codes
