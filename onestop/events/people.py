"""What happened to accounts, rights, agencies and leave: ids and the names of fields, never a person's."""

import msgspec

from onestop.events.event import Event


class OfficerAdded(Event, frozen=True, kw_only=True):
    """An account was made. The subject is the officer."""

    kind = "officer-added"
    role: str


class OfficerChanged(Event, frozen=True, kw_only=True):
    """An account was changed. The subject is the officer; `fields` names what differs."""

    kind = "officer-changed"
    fields: list[str] = msgspec.field(default_factory=list)


class OfficerDisabled(Event, frozen=True, kw_only=True):
    """An account was closed, its sessions with it. The subject is the officer."""

    kind = "officer-disabled"


class OfficerEnabled(Event, frozen=True, kw_only=True):
    """An account was opened again. The subject is the officer."""

    kind = "officer-enabled"


class PasswordReset(Event, frozen=True, kw_only=True):
    """An administrator set a password for an officer, whose sessions ended. The subject is the officer."""

    kind = "password-reset"


class PasswordChanged(Event, frozen=True, kw_only=True):
    """An officer set an own password; other sessions of theirs ended. The subject is the officer."""

    kind = "password-changed"


class RoleRightsChanged(Event, frozen=True, kw_only=True):
    """A role gives other rights than before. The subject is the role."""

    kind = "role-rights-changed"
    given: list[str]
    taken: list[str]


class AgencyAdded(Event, frozen=True, kw_only=True):
    """An agency was added to the tree. The subject is the agency."""

    kind = "agency-added"
    code: str


class AgencyChanged(Event, frozen=True, kw_only=True):
    """An agency was changed. The subject is the agency; `fields` names what differs."""

    kind = "agency-changed"
    fields: list[str] = msgspec.field(default_factory=list)


class AbsenceNoted(Event, frozen=True, kw_only=True):
    """An officer will be away, and somebody covers. The subject is the officer."""

    kind = "absence-noted"
    absence: str
    cover: str


class AbsenceEnded(Event, frozen=True, kw_only=True):
    """An officer is back, or does not leave. The subject is the officer."""

    kind = "absence-ended"
    absence: str


class OfficeBegun(Event, frozen=True, kw_only=True):
    """An empty installation got its first centre and administrator. The subject is the centre."""

    kind = "office-begun"
    administrator: str
