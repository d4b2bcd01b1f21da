"""The figures of agencies: each one's definition, its unit and its reckoning from what was counted."""

from typing import Annotated, Any, NamedTuple, cast

import msgspec

from onestop.rules.hall_figures import Unit


class Counted(NamedTuple):
    """Dossiers received in a period, those done in it by how they stood, and those open at this moment.

    `late_days` are the working days by which the overdue ones were late, added up.
    """

    received: int = 0
    early: int = 0
    on_time: int = 0
    overdue: int = 0
    late_days: int = 0
    open: int = 0
    open_late: int = 0


def _told(unit: Unit, meaning: str) -> msgspec.Meta:
    return msgspec.Meta(description=meaning, extra_json_schema={"x-unit": unit.value})


class AgencyFigures(msgspec.Struct, frozen=True, kw_only=True):
    """The figures of an agency, or of the whole; a dossier counts once, however often it came there.

    A mean or a share of nothing is None, never 0.
    """

    received: Annotated[int, _told(Unit.COUNT, "Dossiers that first came there in the period.")]
    done: Annotated[int, _told(Unit.COUNT, "Dossiers whose last leg there was finished in the period.")]
    early: Annotated[int, _told(Unit.COUNT, "Of those done: every leg there before its day.")]
    on_time: Annotated[int, _told(Unit.COUNT, "Of those done: none overdue, and not all early.")]
    overdue: Annotated[int, _told(Unit.COUNT, "Of those done: at least one leg there after its day.")]
    in_time_percent: Annotated[float | None, _told(Unit.PERCENT, "early and on_time of done.")]
    late_days_mean: Annotated[
        float | None,
        _told(Unit.NUMBER, "Of those overdue: working days late, of the latest leg there; mean."),
    ]
    open: Annotated[int, _told(Unit.COUNT, "Dossiers there, or on their way there, at this moment.")]
    open_late: Annotated[
        int,
        _told(Unit.COUNT, "Of those open: past the day of that agency, while the office's clock runs."),
    ]


AGENCY_UNITS: dict[str, Unit] = {
    field.name: Unit(field.type.extra_json_schema["x-unit"])
    for field in cast("Any", msgspec.inspect.type_info(AgencyFigures)).fields
}
"""The unit of each figure, in the order in which reports show them."""


def reckon(counted: Counted) -> AgencyFigures:
    """Reckon figures from what was counted."""
    in_time = counted.early + counted.on_time
    done = in_time + counted.overdue
    return AgencyFigures(
        received=counted.received,
        done=done,
        early=counted.early,
        on_time=counted.on_time,
        overdue=counted.overdue,
        in_time_percent=100 * in_time / done if done else None,
        late_days_mean=counted.late_days / counted.overdue if counted.overdue else None,
        open=counted.open,
        open_late=counted.open_late,
    )
