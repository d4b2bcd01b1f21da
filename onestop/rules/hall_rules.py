"""What a centre has settled about turns, and the usual where it has not."""

import msgspec


class HallRules(msgspec.Struct, frozen=True, kw_only=True):
    """The rules of a hall; each is a choice of the office, none a law. `model.line` says what each means."""

    priority_run: int = 2
    fair_minutes: int = 45
    late_numbers: int = 5
    late_minutes: int = 15
    more_time_numbers: int = 3
    service_level_minutes: int = 15
    undo_seconds: int = 60


USUAL = HallRules()
