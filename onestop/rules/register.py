"""A line of the register (Sổ theo dõi hồ sơ): what it tells of one dossier."""

from datetime import datetime

import msgspec


class RegisterLine(msgspec.Struct, frozen=True, kw_only=True):
    """One dossier as the register has it; instants are aware, what has not happened yet is None.

    `ready_at` is when the result came from the agency; a dossier that ended without one has none, and says
    in `ended_as` how it ended. `collected_by` is who came for the result.
    """

    serial: int
    code: str
    procedure_name: str
    sets: int
    person: str
    address: str
    phone: str
    agency: str
    received_at: datetime
    promised_at: datetime
    forwarded_at: datetime | None
    ready_at: datetime | None
    returned_at: datetime | None
    return_via: str
    collected_by: str
    ended_as: str
    note: str
