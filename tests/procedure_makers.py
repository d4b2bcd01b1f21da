"""Makes what tests of the catalogue need: who keeps it, a draft, and what the journal says of it."""

from datetime import date
from typing import Any

import msgspec
from sqlmodel import col, select

from onestop.model.procedure import Procedure
from onestop.rules.access import Actor
from onestop.rules.procedure_draft import DraftWish
from onestop.rules.procedure_facts import ProcedureFacts, StepFacts
from onestop.store import journal, procedure_drafts
from onestop.store.database import Database
from onestop.store.tx import Reading
from onestop.use_cases import keep_procedures
from onestop.use_cases.keep_procedures import PublishWish
from tests.dossier_makers import SOCIAL_WORK
from tests.makers import Hall

FIVE_STEPS = [
    StepFacts(role="Trung tâm Phục vụ hành chính công", name="Tiếp nhận, số hóa", amount="0.5"),
    StepFacts(role="Lãnh đạo phòng", name="Phân công", amount="0.5"),
    StepFacts(role="Chuyên viên", name="Thẩm định", amount="7"),
    StepFacts(role="Lãnh đạo Sở", name="Ký", amount="1.5"),
    StepFacts(role="Văn thư", name="Vào sổ, đóng dấu", amount="0.5"),
    StepFacts(role="Trung tâm Phục vụ hành chính công", name="Trả kết quả", counted=False),
]
"""The internal process of Cao Bằng's Decision 2022 (QT01), ten working days: the last step is not counted."""


def begin(database: Database, actor: Actor, code: str = SOCIAL_WORK, **wish: Any) -> str:
    """Begin a draft; name what it shall change at once."""
    return database.write_now(actor, keep_procedures.begin, code, DraftWish(**wish))


def change(database: Database, actor: Actor, code: str = SOCIAL_WORK, **wish: Any) -> str:
    """Change a draft."""
    return database.write_now(actor, keep_procedures.change, code, DraftWish(**wish))


def publish(
    database: Database, actor: Actor, day: date, code: str = SOCIAL_WORK, read_at: str | None = None
) -> str:
    """Publish a draft from a day on."""
    return database.write_now(
        actor, keep_procedures.publish, code, PublishWish(valid_from=day, read_at=read_at)
    )


def draft(database: Database, code: str = SOCIAL_WORK) -> ProcedureFacts | None:
    """Read a draft whole."""

    def read(reading: Reading) -> ProcedureFacts | None:
        row = procedure_drafts.draft_of(reading, code)
        return procedure_drafts.facts_of(reading, row) if row else None

    return database.read_now(read)


def versions(database: Database, code: str = SOCIAL_WORK) -> list[Procedure]:
    """Read the published versions of a code, the first first."""
    return database.read_now(procedure_drafts.versions_of, code)[::-1]


def spans(database: Database, code: str = SOCIAL_WORK) -> list[tuple[int, date, date | None]]:
    """Read from when to when each version holds."""
    return [(one.version, one.valid_from, one.valid_to) for one in versions(database, code)]


def told(database: Database, hall: Hall) -> list[tuple[str, dict[str, Any]]]:
    """Read what the province's journal says of the catalogue."""
    entries = database.read_now(journal.since, hall.province, 0)
    return [(one.kind, msgspec.json.decode(one.facts)) for one in entries]


def holding(database: Database, day: date) -> dict[str, int]:
    """Count the published versions of each code that hold on a day."""

    def read(reading: Reading) -> dict[str, int]:
        counted: dict[str, int] = {}
        rows = reading.session.exec(select(Procedure).where(col(Procedure.state) == "published")).all()
        for row in rows:
            if row.valid_from <= day and (row.valid_to is None or row.valid_to >= day):
                counted[row.code] = counted.get(row.code, 0) + 1
        return counted

    return database.read_now(read)
