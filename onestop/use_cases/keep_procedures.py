"""The office draws up versions of its procedures: begins a draft, changes it, publishes it."""

import json
from datetime import date

import msgspec

from onestop.errors import DraftExists, Malformed, NotFound
from onestop.events import ProcedureChecked, ProcedurePublished, ProcedureWithdrawn
from onestop.model.procedure import Procedure, ProcedureState
from onestop.rules.procedure_code import one_code
from onestop.rules.procedure_diff import changed_fields
from onestop.rules.procedure_draft import DraftWish, publishable, settled
from onestop.rules.procedure_facts import ProcedureFacts
from onestop.rules.procedure_validity import Span, ended, not_behind, place
from onestop.steps.draft_procedure import held_draft, hold_catalogue, point_to_what_there_is, tell_drafted
from onestop.store import procedure_drafts as store
from onestop.store.tx import Tx

MOST_TOGETHER = 500


class PublishWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which local date a draft shall hold; `read_at` is its `changed_at` as it was shown."""

    valid_from: date
    read_at: str | None = None


class TogetherWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Drafts that shall hold from one local date on, all of them or none."""

    codes: list[str]
    valid_from: date


class WithdrawWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which local date on nothing is received under a code any more."""

    from_on: date


class CheckedWish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which fields somebody held against their instrument; version 0 is the draft."""

    fields: list[str]
    version: int


def begin(tx: Tx, code: str, wish: DraftWish) -> str:
    """Begin a draft: of the version in force, else the newest; of a code without any, a new one. Give the code.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        CodeUnreadable: No national code.
        DraftExists: One is being drawn up already.
        Malformed: A value that cannot be; of a new procedure no name or sector.
        NotFound: A sector or an agency that there is not.
    """
    province = hold_catalogue(tx)
    code = one_code(code)
    if store.draft_of(tx, code) is not None:
        raise DraftExists(procedure=code)
    present = _present(tx, code)
    facts = settled(present or ProcedureFacts(code=code), wish)
    for name in ("name", "sector"):
        if not getattr(facts, name):
            raise Malformed(field=name, reason="missing")
    point_to_what_there_is(tx, facts)

    row = store.put(tx, facts)

    tell_drafted(tx, province, row, "begun", changed_fields(present, facts))
    return code


def change(tx: Tx, code: str, wish: DraftWish) -> str:
    """Change a draft; give its code.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        DraftGone: It was published or discarded meanwhile.
        DraftChanged: Somebody else changed it since it was read.
        Malformed: A value that cannot be, with its field.
        AllowanceRefused: A negative allowance, or one that its unit cannot carry.
        NotFound: A sector or an agency that there is not.
    """
    province = hold_catalogue(tx)
    row = held_draft(tx, code, wish.read_at if isinstance(wish.read_at, str) else None)
    before = store.facts_of(tx, row)
    facts = settled(before, wish)
    for name in ("name", "sector"):
        if not getattr(facts, name):
            raise Malformed(field=name, reason="missing")
    point_to_what_there_is(tx, facts)
    changed = changed_fields(before, facts)
    if before.from_memory != facts.from_memory:
        changed.append("from_memory")
    if not changed:
        return code

    store.write(tx, row, facts)

    tell_drafted(tx, province, row, "changed", changed)
    return code


def discard(tx: Tx, code: str) -> str:
    """Give a draft up; give its code.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        DraftGone: There is none.
    """
    province = hold_catalogue(tx)
    row = held_draft(tx, code, None)

    store.discard(tx, row)

    tell_drafted(tx, province, row, "discarded", [])
    return code


def publish(tx: Tx, code: str, wish: PublishWish) -> str:
    """Let a draft become the version that holds from a day on; give its code.

    Dossiers that run keep the version they were received under. The version that held until then ends the
    day before, so that one version holds on any day.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        DraftGone: Somebody published or discarded it.
        DraftChanged: Somebody else changed it since it was read.
        PastVersion: A day that is past, from which on dossiers were received.
        Malformed: The draft lacks something, or ends before it begins.
        AllowanceNotStated: It states no time for a channel.
        LegsDoNotSum: Its counted steps do not add up to its allowance.
    """
    province = hold_catalogue(tx)
    _publish(tx, province, code, wish)
    return code


def publish_together(tx: Tx, wish: TogetherWish) -> int:
    """Publish several drafts from one day on, all of them or none; give how many.

    Raises:
        Malformed: None is named, or more than 500.
        DraftGone: One of them is no draft. Else as for `publish`.
    """
    province = hold_catalogue(tx)
    codes = list(dict.fromkeys(wish.codes))
    if not codes:
        raise Malformed(field="codes", reason="none")
    if len(codes) > MOST_TOGETHER:
        raise Malformed(field="codes", reason="number")
    for code in codes:
        _publish(tx, province, code, PublishWish(valid_from=wish.valid_from))
    return len(codes)


def withdraw(tx: Tx, code: str, wish: WithdrawWish) -> str:
    """Receive nothing under a code from a day on; dossiers that run go on. Give the code.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        NotFound: Nothing holds under the code on that day or after.
        PastVersion: A day that is past, from which on dossiers were received.
    """
    province = hold_catalogue(tx)
    versions = store.versions_of(tx, code)
    ends = ended(wish.from_on, _spans(versions))
    if not ends:
        raise NotFound(kind="procedure", sought=code[:40])
    not_behind(wish.from_on, tx.today, code=code, received=store.received_since(tx, code, wish.from_on))

    _end(tx, versions, ends)

    for row in versions:
        if row.id in ends:
            tx.emit(
                ProcedureWithdrawn(
                    centre_id=province,
                    subject_id=row.id,
                    code=code,
                    version=row.version,
                    last_on=ends[row.id].isoformat(),
                )
            )
    return code


def confirm(tx: Tx, code: str, wish: CheckedWish) -> str:
    """Note that fields were held against their instrument: they are marked as from memory no more.

    What they say does not change, so a version in force is marked in its place.

    Raises:
        NotAllowed: The actor keeps no catalogue.
        NotFound: No such version.
        Malformed: None of the fields is marked.
    """
    province = hold_catalogue(tx)
    rows = [*store.versions_of(tx, code), *filter(None, [store.draft_of(tx, code)])]
    row = next((one for one in rows if one.version == wish.version), None)
    if row is None:
        raise NotFound(kind="procedure", sought=code[:40])
    marks: list[str] = json.loads(row.from_memory)
    cleared = [one for one in marks if one in wish.fields]
    if not cleared:
        raise Malformed(field="fields", reason="none")

    row.from_memory = json.dumps([one for one in marks if one not in cleared])
    tx.session.add(row)

    tx.emit(
        ProcedureChecked(
            centre_id=province, subject_id=row.id, code=code, version=row.version, fields=cleared
        )
    )
    return code


def _present(tx: Tx, code: str) -> ProcedureFacts | None:
    """Read what a new draft begins with: what holds today, else the newest version; open-ended."""
    versions = store.versions_of(tx, code)
    row = store.in_force(versions, tx.today) or (versions[0] if versions else None)
    return msgspec.structs.replace(store.facts_of(tx, row), valid_to=None) if row else None


def _publish(tx: Tx, province: str, code: str, wish: PublishWish) -> None:
    row = held_draft(tx, code, wish.read_at)
    facts = store.facts_of(tx, row)
    publishable(facts)
    versions = store.versions_of(tx, code)
    validity = place(wish.valid_from, facts.valid_to, _spans(versions), tx.today)
    received = store.received_since(tx, code, wish.valid_from) if wish.valid_from < tx.today else 0
    not_behind(wish.valid_from, tx.today, code=code, received=received)
    before = store.in_force(versions, wish.valid_from)
    fields = changed_fields(store.facts_of(tx, before) if before else None, facts)

    _end(tx, versions, validity.ends)
    row.version = max((one.version for one in versions), default=0) + 1
    row.state = ProcedureState.PUBLISHED
    row.valid_from, row.valid_to = wish.valid_from, validity.valid_to
    row.loaded_at = tx.now
    tx.session.add(row)
    tx.session.flush()

    tx.emit(
        ProcedurePublished(
            centre_id=province,
            subject_id=row.id,
            code=code,
            version=row.version,
            valid_from=wish.valid_from.isoformat(),
            valid_to=validity.valid_to.isoformat() if validity.valid_to else None,
            fields=fields,
        )
    )


def _spans(versions: list[Procedure]) -> list[Span]:
    return [Span(one.id, one.valid_from, one.valid_to) for one in versions]


def _end(tx: Tx, versions: list[Procedure], ends: dict[str, date]) -> None:
    for row in versions:
        if row.id in ends:
            row.valid_to = ends[row.id]
            tx.session.add(row)
