"""When would it be due? A question only: the same engine and calendar that promise, nothing written."""

from datetime import date, datetime
from typing import TypeVar

import msgspec

from onestop.errors import CalendarOutOfReach, Malformed, NotAllowed, NotFound, NotSignedIn
from onestop.model.place import Centre
from onestop.model.procedure import Channel, SupplementRule
from onestop.rules.access import Right
from onestop.rules.allowance import Allowance
from onestop.rules.deadline import Deadline, Extension, Leg, Supplement, Suspension
from onestop.rules.elsewhere import Elsewhere, reckon_from_start
from onestop.rules.lookup import typed_id
from onestop.rules.opening_hours import openings_of
from onestop.rules.working_time import FIRST_YEAR, LAST_YEAR, WorkingCalendar
from onestop.steps.begin_intake import agency_elsewhere, agency_in_charge
from onestop.steps.reckon_due import terms_of
from onestop.store import calendar, procedures
from onestop.store.tx import Reading

Number = int | float | str
MOST = 200
"""Legs, pauses and extensions of one question."""
_MOST_HOURS = 20
_T = TypeVar("_T")


class AskedSupplement(msgspec.Struct, frozen=True, kw_only=True):
    """Papers asked for and, unless still awaited, returned; without a rule the procedure's counts."""

    requested_at: datetime
    returned_at: datetime | None = None
    rule: str | None = None


class AskedSuspension(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A pause; without an end it lasts."""

    from_: datetime
    to: datetime | None = None
    reason: str = ""
    legal_basis: str = ""


class AskedExtension(msgspec.Struct, frozen=True, kw_only=True):
    """More time, in a unit of its own, or in that of the whole where it names none."""

    allowance: Number
    unit: str | None = None
    decided_at: datetime | None = None
    legal_basis: str = ""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked: an allowance and its unit, or a procedure and a channel; from when, on which calendar.

    Without a centre the officer's own counts, without an instant now, without `calendar_as_of` today's
    knowledge. `hours` are tried in place of the centre's, Monday to Friday.
    """

    centre: str | None = None
    received_at: datetime | None = None
    allowance: Number | None = None
    unit: str | None = None
    procedure: str | None = None
    channel: str | None = None
    agency: str | None = None
    legs: tuple[Number | tuple[Number, ...], ...] | None = None
    supplements: tuple[AskedSupplement, ...] | None = None
    suspensions: tuple[AskedSuspension, ...] | None = None
    extensions: tuple[AskedExtension, ...] | None = None
    hours: tuple[str, ...] | None = None
    calendar_as_of: date | None = None


def preview(reading: Reading, question: Question) -> Deadline:
    """Tell when something would be due, and why.

    Raises:
        NotSignedIn: Nobody is known to ask.
        NotAllowed: A device asks.
        NotFound: No such centre or procedure, or nobody is known to be in charge.
        AllowanceNotStated: The procedure states no time for this channel.
        AllowanceRefused: An allowance, leg or extension that is none.
        IntervalsOverlap: Two pauses claim the same time, or one ends before it begins.
        LegsDoNotSum: The legs do not add up to the allowance.
        CalendarOutOfReach: The count leads beyond the years of this system.
        Malformed: Neither allowance nor procedure, hours that are none, an instant without its zone, an
            unknown rule, or more than 200 legs, pauses or extensions.
    """
    if reading.actor.kind == "citizen":
        raise NotSignedIn
    if reading.actor.kind == "device":
        raise NotAllowed(right=Right.SEE_DOSSIER)
    centre_id = question.centre or reading.actor.centre_id
    centre = reading.session.get(Centre, typed_id(centre_id, kind="centre")) if centre_id else None
    if centre is None:
        raise NotFound(kind="centre", sought=centre_id or "")
    _within_reach(question)
    allowance, rule, elsewhere = _allowance(reading, question, centre)
    return reckon_from_start(
        question.received_at or reading.now,
        allowance,
        _calendar(reading, question, centre),
        elsewhere,
        legs=[_leg(leg) for leg in _few(question.legs, "legs")],
        supplements=[_supplement(each, rule) for each in _few(question.supplements, "supplements")],
        suspensions=[
            Suspension(each.from_, each.to, each.reason, each.legal_basis)
            for each in _few(question.suspensions, "suspensions")
        ],
        extensions=[
            Extension(
                Allowance(each.allowance, each.unit or allowance.unit), each.decided_at, each.legal_basis
            )
            for each in _few(question.extensions, "extensions")
        ],
    )


def _within_reach(question: Question) -> None:
    """Refuse instants beyond the years of this system: near the ends of time they have no local day."""
    instants = [question.received_at]
    for asked in question.supplements or ():
        instants += [asked.requested_at, asked.returned_at]
    for pause in question.suspensions or ():
        instants += [pause.from_, pause.to]
    instants += [each.decided_at for each in question.extensions or ()]
    for at in instants:
        if at is not None and not FIRST_YEAR < at.year < LAST_YEAR:
            raise CalendarOutOfReach(year=at.year)


def _allowance(
    reading: Reading, question: Question, centre: Centre
) -> tuple[Allowance, SupplementRule, Elsewhere | None]:
    """Take the allowance that was told, else the procedure's; what a supplement does to it; whose it would be."""
    if question.allowance is not None and question.unit is not None:
        return Allowance(question.allowance, question.unit), SupplementRule.RESTART, None
    if question.procedure is None:
        raise Malformed(field="allowance", reason="missing")
    procedure = procedures.procedure_on(reading, question.procedure, reading.today)
    agency = agency_in_charge(reading, procedure, centre, told=question.agency)
    terms = terms_of(reading, procedure, question.channel or Channel.DIRECT, agency)
    elsewhere = agency_elsewhere(reading, procedure, centre, agency)
    return terms.allowance, SupplementRule(procedure.supplement_rule), elsewhere


def _calendar(reading: Reading, question: Question, centre: Centre) -> WorkingCalendar:
    as_of = question.calendar_as_of
    if as_of is not None and not FIRST_YEAR < as_of.year < LAST_YEAR:
        raise Malformed(field="calendar_as_of", reason="date")
    if question.hours is None:
        return calendar.calendar_of(reading, centre.id, as_of=as_of)
    if len(question.hours) > _MOST_HOURS:
        raise Malformed(field="hours", reason="number")
    day = as_of or reading.today
    days = calendar.days_known(reading, day)
    return WorkingCalendar(days, openings_of(question.hours), as_of=day, return_minute=centre.return_minute)


def _leg(leg: Number | tuple[Number, ...]) -> Leg:
    return list(leg) if isinstance(leg, tuple) else leg


def _supplement(asked: AskedSupplement, usual: SupplementRule) -> Supplement:
    if asked.rule is not None and asked.rule not in set(SupplementRule):
        raise Malformed(field="supplements", reason="unknown")
    rule = SupplementRule(asked.rule) if asked.rule else usual
    return Supplement(asked.requested_at, asked.returned_at, rule)


def _few(asked: tuple[_T, ...] | None, field: str) -> tuple[_T, ...]:
    if asked is not None and len(asked) > MOST:
        raise Malformed(field=field, reason="number")
    return asked or ()
