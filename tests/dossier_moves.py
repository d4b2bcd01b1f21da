"""Makes the moves that pause, prolong, correct or end a dossier, as officers make them."""

from collections.abc import Callable
from typing import Any

import msgspec

from onestop.model.dossier import Dossier, DossierState, Paper
from onestop.rules.access import SYSTEM, Actor
from onestop.rules.correction import Correction
from onestop.rules.supplement import TypedItem
from onestop.steps.change_state import MovedDossier, change
from onestop.store import dossiers, journal
from onestop.store.database import Database
from onestop.store.tx import Reading, Tx
from onestop.use_cases import (
    correct_receipt,
    end_dossier,
    lapse_dossier,
    pause_dossier,
    prolong_dossier,
    ready_result,
    return_result,
    supplement_dossier,
)
from onestop.use_cases.end_dossier import Reasoned
from onestop.use_cases.pause_dossier import Suspend
from onestop.use_cases.prolong_dossier import Apologise, Extend
from onestop.use_cases.return_result import HandOver, TypedCollector
from onestop.use_cases.supplement_dossier import AskSupplement, TakeSupplement
from tests.makers import Hall

HEALTH = TypedItem(name="Giấy khám sức khỏe", originals=1, note="trong 12 tháng")
PHOTO = TypedItem(name="Ảnh chân dung cỡ 3x4", copies=2)
LACKING, WRONG = "Thiếu giấy khám sức khỏe.", "Ảnh không đúng cỡ."
TAX, LAND_LAW = "Chờ nộp thuế chuyển quyền.", "Nghị định 101/2024/NĐ-CP, Điều 25"
BUILDING_LAW = "Luật Xây dựng, Điều 102"
LATER = "Cần thêm ý kiến của cơ quan phối hợp."


def leader(office: Hall) -> Actor:
    """Give the officer of counter 1 the rights of a leader."""
    return msgspec.structs.replace(office.officer(1), role="leader")


class Moves:
    """The moves at one database, made by a leader, or at a counter where only a counter makes them."""

    def __init__(self, database: Database, office: Hall) -> None:
        self.database = database
        self.office = office

    def _write(self, use_case: Callable[..., MovedDossier], *given: Any, **named: Any) -> MovedDossier:
        by = named.pop("by", None) or leader(self.office)
        return self.database.write_now(by, use_case, *given, **named)

    def ask(self, code: str, *items: TypedItem, reason: str = LACKING, **named: Any) -> MovedDossier:
        """Ask for papers."""
        wish = AskSupplement(items=items or (HEALTH,), reason=reason, rule=named.pop("rule", None))
        return self._write(supplement_dossier.ask, code, wish, **named)

    def take(self, code: str, note: str | None = None, **named: Any) -> MovedDossier:
        """Take what was asked for, at the counter."""
        by = {"by": self.office.officer(1)} | named
        return self._write(supplement_dossier.take, code, TakeSupplement(note=note), **by)

    def suspend(
        self, code: str, reason: str = TAX, legal_basis: str = LAND_LAW, **named: Any
    ) -> MovedDossier:
        """Suspend."""
        return self._write(
            pause_dossier.suspend, code, Suspend(reason=reason, legal_basis=legal_basis), **named
        )

    def resume(self, code: str, **named: Any) -> MovedDossier:
        """Resume."""
        return self._write(pause_dossier.resume, code, **named)

    def extend(self, code: str, amount: Any = 5, basis: str = BUILDING_LAW, **named: Any) -> MovedDossier:
        """Grant more time."""
        reason = named.pop("reason", LATER)
        wish = Extend(amount=amount, reason=reason, legal_basis=basis, unit=named.pop("unit", None))
        return self._write(prolong_dossier.extend, code, wish, **named)

    def apologise(
        self, code: str, told_on: str = "2026-12-11", reason: str = LATER, **named: Any
    ) -> MovedDossier:
        """Apologise and tell a new date."""
        return self._write(
            prolong_dossier.apologise, code, Apologise(reason=reason, told_on=told_on), **named
        )

    def decline(self, code: str, reason: str = "Không đủ điều kiện.", **named: Any) -> MovedDossier:
        """Decline."""
        return self._write(end_dossier.decline, code, Reasoned(reason=reason), **named)

    def withdraw(self, code: str, reason: str = "Người nộp rút hồ sơ.", **named: Any) -> MovedDossier:
        """Let it be withdrawn."""
        return self._write(end_dossier.withdraw, code, Reasoned(reason=reason), **named)

    def stop(self, code: str, reason: str = "Người nộp không còn nhu cầu.", **named: Any) -> MovedDossier:
        """Stop."""
        return self._write(end_dossier.stop, code, Reasoned(reason=reason), **named)

    def reopen(self, code: str, reason: str = "Kết thúc nhầm.", **named: Any) -> MovedDossier:
        """Open again."""
        return self._write(end_dossier.reopen, code, Reasoned(reason=reason), **named)

    def correct(self, code: str, **named: Any) -> MovedDossier:
        """Put the receipt right, at the counter."""
        where = {"by": self.office.officer(1)} | {
            name: named.pop(name) for name in ("by", "version") if name in named
        }
        wish = Correction(**({"reason": "Ghi nhầm số bộ."} | (named or {"sets": 2})))
        return self._write(correct_receipt.correct, code, wish, **where)

    def lapse(self, code: str) -> bool:
        """Let the clock try."""
        return self.database.write_now(SYSTEM, lapse_dossier.lapse, code)

    def ready(self, code: str, **named: Any) -> MovedDossier:
        """Note that the result is there."""
        return self._write(ready_result.result_ready, code, **named)

    def hand_over(self, code: str) -> MovedDossier:
        """Hand the result over."""
        wish = HandOver(collector=TypedCollector(kind="applicant"))
        return self._write(return_result.hand_over, code, wish, by=self.office.officer(3))

    def process(self, code: str) -> None:
        """Bring a dossier to where agencies work on it, without any."""
        self.database.write_now(SYSTEM, _process, code)

    def dossier(self, code: str) -> Dossier:
        """Read a dossier."""
        return self.database.read_now(dossiers.by_code, code)

    def papers(self, code: str, name: str = "receipt") -> list[Paper]:
        """Read the issues of a paper, void ones too, oldest first."""

        def read(reading: Reading) -> list[Paper]:
            dossier = dossiers.by_code(reading, code)
            found = dossiers.papers_of(reading, dossier.id, void=True)
            return sorted((one for one in found if one.name == name), key=lambda one: one.issue)

        return self.database.read_now(read)

    def facts(self, paper: Paper, kind: type[Any]) -> Any:
        """Read what a paper is printed from."""
        return self.database.read_now(
            lambda reading: msgspec.json.decode(reading.seals.unseal(paper.facts_sealed), type=kind)
        )

    def told(self, kind: str) -> list[dict[str, Any]]:
        """Read the facts of the journal's entries of a kind, oldest first."""
        entries = self.database.read_now(journal.since, self.office.centre, 0)
        return [msgspec.json.decode(entry.facts) for entry in entries if entry.kind == kind]

    def owed(self) -> list[str]:
        """List the templates of the messages owed, in order of name."""
        rows = self.database.read_now(
            lambda reading: reading.run("SELECT template FROM delivery ORDER BY template").fetchall()
        )
        return [row[0] for row in rows]


def _process(tx: Tx, code: str) -> None:
    change(tx, dossiers.lock(tx, code), DossierState.PROCESSING)
