"""What happened to the catalogue of procedures; kept in the province's journal."""

from onestop.events.event import Event


class ProcedureDrafted(Event, frozen=True, kw_only=True):
    """A draft was begun, changed or discarded (`act`). The subject is the draft; `fields` names what changed."""

    kind = "procedure-drafted"
    code: str
    act: str
    fields: list[str]


class ProcedurePublished(Event, frozen=True, kw_only=True):
    """A draft became a version; the days are local dates, `fields` names what differs from the one before."""

    kind = "procedure-published"
    code: str
    version: int
    valid_from: str
    valid_to: str | None
    fields: list[str]


class ProceduresLoaded(Event, frozen=True, kw_only=True):
    """Versions came in from files and are in force: the version by the code. The subject is the province."""

    kind = "procedures-loaded"
    source: str
    valid_from: str
    versions: dict[str, int]


class ProcedureWithdrawn(Event, frozen=True, kw_only=True):
    """Nothing is received any more under a code after a local date."""

    kind = "procedure-withdrawn"
    code: str
    version: int
    last_on: str


class ProcedureChecked(Event, frozen=True, kw_only=True):
    """Somebody held fields against their instrument; they are marked as from memory no more."""

    kind = "procedure-checked"
    code: str
    version: int
    fields: list[str]


class SuccessionSettled(Event, frozen=True, kw_only=True):
    """Which codes take the place of an old one, from which local date on; no `new` ends a succession."""

    kind = "succession-settled"
    old: str
    new: list[str]
    from_on: str | None
