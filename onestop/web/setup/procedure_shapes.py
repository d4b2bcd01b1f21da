"""A code of the catalogue as its keeper sees it: versions, draft, differences, what is promised."""

import json
from datetime import date
from typing import Any

import msgspec

from onestop.clock import local
from onestop.errors import NotFound, Refusal
from onestop.model.place import Agency, Centre
from onestop.model.procedure import Channel, Procedure, Sector
from onestop.render.procedure_words import ToldDifference, field_name, tell_difference
from onestop.render.reasons import tell_reasons
from onestop.render.refused import sentence
from onestop.rules.access import Right, require
from onestop.rules.procedure_code import one_code
from onestop.rules.procedure_diff import differences
from onestop.rules.procedure_draft import faults_of
from onestop.rules.procedure_facts import ProcedureFacts
from onestop.steps.begin_intake import agency_in_charge
from onestop.steps.draft_procedure import changed_at
from onestop.steps.reckon_due import due_of, terms_of
from onestop.store import imports, procedure_drafts
from onestop.store.procedure_list import standing
from onestop.store.tx import Reading


class Mark(msgspec.Struct, frozen=True):
    """A field that no instrument was read for, and what it is called."""

    field: str
    name: str


class VersionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A version, and how it stands today."""

    version: int
    standing: str
    held: bool
    name: str
    amount: str
    unit: str | None
    allowance_text: str
    valid_from: date
    valid_to: date | None
    published_at: str
    marks: list[Mark]


class Fault(msgspec.Struct, frozen=True):
    """What a draft lacks: the refusal's code, its field where it has one, and the sentence."""

    code: str
    field: str
    detail: str


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """What would be promised of a receipt now through a channel, and why; without a date, why not."""

    channel: str
    promised_at: str | None = None
    because: list[dict[str, str]] = []
    detail: str = ""


class DraftCard(msgspec.Struct, frozen=True, kw_only=True):
    """The draft of a code, what it lacks, what it changes, and what it would promise."""

    changed_at: str
    facts: ProcedureFacts
    marks: list[Mark]
    faults: list[Fault]
    differences: list[ToldDifference]
    promises: list[Promise]


class SuccessionCard(msgspec.Struct, frozen=True, kw_only=True):
    """A code that another replaced."""

    old: str
    new: str
    from_on: date | None
    note: str


class ProcedureHistory(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is kept of a code."""

    code: str
    name: str
    versions: list[VersionCard]
    draft: DraftCard | None
    successors: list[SuccessionCard]
    predecessors: list[SuccessionCard]


def history_of(reading: Reading, code: str, lang: str) -> ProcedureHistory:
    """Read everything that is kept of a code.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: The actor keeps no catalogue.
        CodeUnreadable: No national code.
        NotFound: Neither a version, nor a draft, nor a code that took its place.
    """
    require(reading.actor, Right.KEEP_CATALOGUE)
    code = one_code(code)
    versions = procedure_drafts.versions_of(reading, code)
    draft = procedure_drafts.draft_of(reading, code)
    after, before = procedure_drafts.successions_of(reading, code)
    if not (versions or draft or after):
        raise NotFound(kind="procedure", sought=code)
    shown = procedure_drafts.in_force(versions, reading.today) or next(iter(versions), draft)
    return ProcedureHistory(
        code=code,
        name=shown.name if shown else "",
        versions=[_version(row, reading.today, lang) for row in versions],
        draft=_draft(reading, draft, versions, lang) if draft else None,
        successors=[_succession(row) for row in after],
        predecessors=[_succession(row) for row in before],
    )


def _version(row: Procedure, today: date, lang: str) -> VersionCard:
    return VersionCard(
        version=row.version,
        standing=standing(row, today),
        held=row.valid_to is None or row.valid_to >= row.valid_from,
        name=row.name,
        amount=row.amount,
        unit=row.unit,
        allowance_text=row.allowance_text,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        published_at=local(row.loaded_at).isoformat(),
        marks=_marks(json.loads(row.from_memory), lang),
    )


def _marks(fields: list[str], lang: str) -> list[Mark]:
    return [Mark(field, field_name(field, lang)) for field in fields]


def _draft(reading: Reading, row: Procedure, versions: list[Procedure], lang: str) -> DraftCard:
    facts = procedure_drafts.facts_of(reading, row)
    present = procedure_drafts.in_force(versions, reading.today) or next(iter(versions), None)
    before = procedure_drafts.facts_of(reading, present) if present else None
    names = _names(reading)
    return DraftCard(
        changed_at=changed_at(row),
        facts=facts,
        marks=_marks(list(facts.from_memory), lang),
        faults=[_fault(each, lang) for each in faults_of(facts)],
        differences=[tell_difference(each, names, lang) for each in differences(before, facts)],
        promises=_promises(reading, row, facts, lang),
    )


def _fault(refusal: Refusal, lang: str) -> Fault:
    field = str(refusal.facts.get("field", ""))
    told = sentence(refusal, lang)
    return Fault(refusal.code, field, told.replace(field, field_name(field, lang)) if field else told)


def _names(reading: Reading) -> dict[str, str]:
    names = {sector.id: sector.name for sector in imports.sectors(reading)}
    return names | {agency.id: agency.name for agency in procedure_drafts.agencies(reading)}


def _promises(reading: Reading, row: Procedure, facts: ProcedureFacts, lang: str) -> list[Promise]:
    centre = reading.session.get(Centre, reading.actor.centre_id) if reading.actor.centre_id else None
    if centre is None:
        return []
    try:
        agency = agency_in_charge(reading, row, centre)
    except NotFound:
        agency = None
    channels = [one.channel for one in facts.channels if one.counts] or [str(one) for one in Channel]
    return [_promise(reading, row, centre, agency, channel, lang) for channel in channels]


def _promise(
    reading: Reading, row: Procedure, centre: Centre, agency: Agency | None, channel: str, lang: str
) -> Promise:
    try:
        allowance = terms_of(reading, row, channel, agency).allowance
        due = due_of(reading, centre.id, reading.now, allowance)
    except Refusal as refusal:
        return Promise(channel=channel, detail=sentence(refusal, lang))
    return Promise(
        channel=channel,
        promised_at=local(due.promised_at).isoformat(),
        because=tell_reasons(due.because, lang),
    )


def _succession(row: Any) -> SuccessionCard:
    return SuccessionCard(old=row.old_code, new=row.new_code, from_on=row.from_on, note=row.note)


def names_of(reading: Reading, model: type[Sector | Agency]) -> list[dict[str, str]]:
    """List sectors, or the agencies above the communes, by name, for a choice."""
    rows: list[Any] = (
        sorted(imports.sectors(reading), key=lambda one: one.name)
        if model is Sector
        else procedure_drafts.agencies(reading)
    )
    return [{"id": row.id, "name": row.name} for row in rows]
