"""The hall's figures by hand: one slow loop over the raw rows for each, written from the definitions alone."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from onestop.store.calendar import calendar_of
from onestop.store.tx import Reading

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Row = dict[str, Any]
_OF_TICKETS = "JOIN ticket ON ticket.id = part.ticket_id WHERE ticket.centre_id = :centre"
_TABLES = {
    "ticket": "SELECT * FROM ticket WHERE centre_id = :centre",
    "ticket_period": f"SELECT part.* FROM ticket_period AS part {_OF_TICKETS}",
    "ticket_stop": f"SELECT part.* FROM ticket_stop AS part {_OF_TICKETS}",
    "counter_period": "SELECT part.* FROM counter_period AS part "
    "JOIN counter ON counter.id = part.counter_id WHERE counter.centre_id = :centre",
    "print_job": "SELECT * FROM print_job WHERE centre_id = :centre",
    "board": "SELECT * FROM board WHERE centre_id = :centre",
    "device": "SELECT * FROM device WHERE centre_id = :centre",
    "device_period": "SELECT part.* FROM device_period AS part "
    "JOIN device ON device.id = part.device_id WHERE device.centre_id = :centre",
    "hall_rules": "SELECT * FROM hall_rules WHERE centre_id = :centre",
}


def micros_of(moment: datetime) -> int:
    """Count microseconds since 1970."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def slot_of(at: int) -> int:
    """Tell the half-hour of the wall clock."""
    wall = (EPOCH + timedelta(microseconds=at)).astimezone(HERE)
    return wall.hour * 2 + wall.minute // 30


def exact(part: float, whole: float, times: int = 1) -> float | None:
    """Divide without rounding, then round once."""
    return None if whole == 0 else float(Fraction(part) * times / Fraction(whole))


def overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Tell how long two stretches share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


class Oracle:
    """All rows of a centre at one moment, and what can be told from them by looking at each."""

    def __init__(self, reading: Reading, centre: str, first: date, last: date) -> None:
        self.now = micros_of(reading.now)
        self.first, self.last = first, last
        self.rows = {name: _read(reading, statement, centre) for name, statement in _TABLES.items()}
        self.days = [first + timedelta(count) for count in range((last - first).days + 1)]
        calendar = calendar_of(reading, centre)
        self.opening = [
            (self.midnight(day) + opens * 60_000_000, self.midnight(day) + closes * 60_000_000)
            for day in self.days
            for opens, closes in calendar.hours_on(day).open
        ]
        rules = self.rows["hall_rules"]
        self.target = (rules[0]["service_level_minutes"] if rules else 15) * 60_000_000
        self._presence: dict[tuple[str, date], list[tuple[int, int]]] = {}
        self.stretches = [stretch for ticket in self.tickets() for stretch in self.stretches_of(ticket)]

    def midnight(self, day: date) -> int:
        """Tell when a local day begins."""
        return micros_of(datetime(day.year, day.month, day.day, tzinfo=HERE))

    def tickets(self) -> list[Row]:
        """List the tickets of the days."""
        wanted = {day.isoformat() for day in self.days}
        return [row for row in self.rows["ticket"] if str(row["day"]) in wanted]

    def bounds(self, period: Row, day: date) -> tuple[int, int]:
        """Tell when a period begins and ends, so far and within its day."""
        night = self.midnight(day + timedelta(1))
        began = max(period["started_at"], self.midnight(day))
        ended = period["ended_at"]
        if ended is None:
            ended = max(self.now, self.midnight(day))
        return began, max(began, min(ended, night))

    def periods_of(self, ticket: Row) -> list[Row]:
        """List a ticket's periods, each with its bounds and length."""
        day = date.fromisoformat(str(ticket["day"]))
        mine = _counting(sorted(self.by_ticket().get(ticket["id"], []), key=lambda row: row["position"]))
        found = []
        for row in mine:
            if row["state"] in ("served", "left", "no_show", "unserved"):
                continue
            began, ended = self.bounds(row, day)
            found.append({**row, "began": began, "finished": ended, "length": ended - began})
        return found

    def by_ticket(self) -> dict[str, list[Row]]:
        """Sort the periods by ticket, once."""
        if not hasattr(self, "_by_ticket"):
            self._by_ticket: dict[str, list[Row]] = {}
            for row in self.rows["ticket_period"]:
                self._by_ticket.setdefault(row["ticket_id"], []).append(row)
        return self._by_ticket

    def stretches_of(self, ticket: Row) -> list[Row]:
        """Cut a visit where its line changes, and where it waits again after being served."""
        stretches: list[Row] = []
        for period in self.periods_of(ticket):
            again = bool(stretches) and (stretches[-1]["periods"][-1]["state"], period["state"]) == (
                "serving",
                "waiting",
            )
            if not stretches or again or stretches[-1]["line"] != period["line_id"]:
                stretches.append(
                    {"line": period["line_id"], "periods": [], "ticket": ticket, "moved_to": None}
                )
                if len(stretches) > 1:
                    stretches[-2]["moved_to"] = period
            stretches[-1]["periods"].append(period)
        for place, stretch in enumerate(stretches):
            stretch["first"] = place == 0
        return stretches

    def outcome(self, stretch: Row) -> str:
        """Tell how a stretch came out."""
        ticket = stretch["ticket"]
        onward = stretch["moved_to"]
        if onward is not None:
            for stop in self.rows["ticket_stop"]:
                if (
                    stop["ticket_id"] == ticket["id"]
                    and stop["line_id"] == onward["line_id"]
                    and stop["begun_at"] is not None
                    and stretch["periods"][0]["started_at"] <= stop["begun_at"] <= onward["started_at"]
                ):
                    return "served"
            return "transferred"
        day = date.fromisoformat(str(ticket["day"]))
        past = self.now >= self.midnight(day + timedelta(1))
        state = str(ticket["state"])
        if state == "absent":
            return "no_show" if past else "absent"
        return state if state in ("served", "left", "no_show", "unserved") else "present"

    def seat(self, stretch: Row, column: str) -> str | None:
        """Tell whose a stretch is: the counter's or officer's of the last call."""
        for period in reversed(stretch["periods"]):
            if period["state"] in ("called", "serving"):
                return str(period[column])
        return None

    def spent(self, stretch: Row, *states: str) -> int:
        """Sum the periods in some states."""
        return sum(period["length"] for period in stretch["periods"] if period["state"] in states)

    def called_at(self, stretch: Row) -> int | None:
        """Tell the first call."""
        calls = [period["started_at"] for period in stretch["periods"] if period["state"] == "called"]
        return calls[0] if calls else None

    def closed_at(self, stretch: Row) -> int:
        """Tell the end, or the beginning of the state that lasts."""
        last = stretch["periods"][-1]
        if last["ended_at"] is None:
            return int(last["started_at"])
        night = self.midnight(date.fromisoformat(str(stretch["ticket"]["day"])) + timedelta(1))
        return int(min(last["ended_at"], night - 1))

    def recalls(self, stretch: Row) -> int:
        """Count calls right after calls."""
        states = [period["state"] for period in stretch["periods"]]
        return sum(1 for place in range(1, len(states)) if states[place - 1] == states[place] == "called")

    def kept(self, stretch: Row) -> bool | None:
        """Tell whether the range told was right."""
        ticket = stretch["ticket"]
        if not stretch["first"] or self.called_at(stretch) is None or ticket["wait_low"] is None:
            return None
        waited = 0
        for period in stretch["periods"]:
            if period["state"] == "called":
                break
            if period["state"] == "waiting":
                waited += period["length"]
        return bool(ticket["wait_low"] * 60_000_000 <= waited <= ticket["wait_high"] * 60_000_000)

    def figures(
        self, began: Sequence[Row], called: Sequence[Row], closed: Sequence[Row]
    ) -> dict[str, float | None]:
        """Tell what stretches alone tell."""
        told: dict[str, float | None] = {
            "visits": len([each for each in began if each["first"]]),
            "arrived": len(began),
            "carried_in": len(
                [each for each in began if each["first"] and each["ticket"]["carried_from_id"]]
            ),
            "called": len(called),
        }
        for outcome in ("served", "no_show", "absent", "left", "unserved", "transferred", "present"):
            told[outcome] = len([each for each in closed if self.outcome(each) == outcome])
        told["no_show_percent"] = exact(told["no_show"] or 0, len(began), 100)
        told["left_percent"] = exact(told["left"] or 0, len(began), 100)
        told["transfers_per_visit"] = exact(told["transferred"] or 0, told["visits"] or 0)
        waits = [self.spent(each, "waiting") for each in called]
        told |= _lengths("wait", waits)
        told["wait_longest"] = max(waits) / 1_000_000 if waits else None
        told["within_target"] = len([wait for wait in waits if wait <= self.target])
        told["within_target_percent"] = exact(told["within_target"] or 0, len(called), 100)
        told |= _lengths(
            "service",
            [self.spent(each, "called", "serving") for each in closed if self.outcome(each) == "served"],
        )
        holds = [self.spent(each, "held") for each in closed if self.was_held(each)]
        told["held"], told["hold_mean"] = len(holds), exact(sum(holds), len(holds) * 1_000_000)
        told["recalls"] = sum(self.recalls(each) for each in called)
        told["recalls_per_called"] = exact(told["recalls"] or 0, len(called))
        kept = [self.kept(each) for each in called]
        told["range_told"] = len(kept) - kept.count(None)
        told["range_kept_percent"] = exact(kept.count(True), told["range_told"] or 0, 100)
        return told

    def was_held(self, stretch: Row) -> bool:
        """Tell whether it was set aside."""
        return "held" in [period["state"] for period in stretch["periods"]]

    def counter_time(
        self, mine: Callable[[Row], bool], windows: list[tuple[int, int]]
    ) -> dict[str, float | None]:
        """Tell how long counters were open, on a break, and busy while open."""
        told = {"open": 0, "break": 0, "busy": 0}
        for day in self.days:
            for row in filter(mine, self.rows["counter_period"]):
                span = self.bounds(row, day)
                for window in windows:
                    told[row["state"]] += overlap(span, window)
                    if row["state"] == "open":
                        told["busy"] += sum(
                            overlap((max(span[0], begin), min(span[1], end)), window)
                            for begin, end in self.presence(row["counter_id"], day)
                        )
        return {
            "counter_open": told["open"] / 1_000_000,
            "counter_break": told["break"] / 1_000_000,
            "counter_busy": told["busy"] / 1_000_000,
            "occupancy_percent": exact(told["busy"], told["open"], 100),
        }

    def presence(self, counter: str, day: date) -> list[tuple[int, int]]:
        """Tell when somebody was at a counter."""
        if (counter, day) not in self._presence:
            self._presence[counter, day] = list(self._present(counter, day))
        return self._presence[counter, day]

    def _present(self, counter: str, day: date) -> Iterable[tuple[int, int]]:
        for stretch in self.stretches:
            if str(stretch["ticket"]["day"]) == day.isoformat():
                for period in stretch["periods"]:
                    if period["state"] in ("called", "serving") and period["counter_id"] == counter:
                        yield period["began"], period["finished"]

    def slips(self, mine: Callable[[Row], bool]) -> dict[str, float | None]:
        """Tell how printing went."""
        begins, ends = self.midnight(self.first), self.midnight(self.last + timedelta(1))
        lines = {row["id"]: row["line_id"] for row in self.rows["ticket"]}
        asked = [
            {**row, "line_id": lines[row["ticket_id"]]}
            for row in self.rows["print_job"]
            if begins <= row["asked_at"] < ends
        ]
        asked = [row for row in asked if mine(row)]
        failed = [row for row in asked if row["state"] in ("failed", "paper_out")]
        return {
            "print_jobs": len(asked),
            "print_failures": len(failed),
            "print_failure_percent": exact(len(failed), len(asked), 100),
        }

    def staleness(self, slot: int | None = None) -> float | None:
        """Tell what part of the opening hours boards had no device, cut at every instant where that may change."""
        live = stale = 0
        halves = [self.midnight(day) + half * 1_800_000_000 for day in self.days for half in range(48)]
        for board in self.rows["board"]:
            devices = [row for row in self.rows["device"] if row["board_id"] == board["id"]]
            if not devices:
                continue
            since = min(row["enrolled_at"] for row in devices)
            until = board["retired_at"] or self.now
            links = [
                (row["started_at"], self.link_end(row))
                for row in self.rows["device_period"]
                if row["board_id"] == board["id"]
            ]
            cuts = sorted({since, until, *halves, *(at for pair in [*links, *self.opening] for at in pair)})
            for begin, end in pairwise(cuts):
                open_then = any(opens <= begin < closes for opens, closes in self.opening)
                if since <= begin < until and open_then and (slot is None or slot_of(begin) == slot):
                    live += end - begin
                    stale += 0 if any(start <= begin < stop for start, stop in links) else end - begin
        return exact(stale, live, 100)

    def queue(self, slot: int) -> dict[str, float | None]:
        """Tell how many waited as a half-hour began, and on the mean while it lasted."""
        days = [day for day in self.days if str(day) in {str(row["day"]) for row in self.rows["ticket"]}]
        begun = past = standing = waited = 0
        for day in days:
            opens = self.midnight(day) + slot * 1_800_000_000
            closes = min(opens + 1_800_000_000, self.now)
            if closes <= opens:
                continue
            begun, past = begun + 1, past + closes - opens
            for stretch in self.stretches:
                if str(stretch["ticket"]["day"]) != day.isoformat():
                    continue
                for period in stretch["periods"]:
                    if period["state"] == "waiting":
                        standing += period["began"] <= opens < period["finished"]
                        waited += overlap((period["began"], period["finished"]), (opens, closes))
        return {"waiting_at_start": exact(standing, begun), "waiting_mean": exact(waited, past)}

    def report(self, by: str) -> dict[Any, dict[str, float | None]]:
        """Tell every figure of every row of a report."""
        everywhere = [(self.midnight(self.first), self.midnight(self.last + timedelta(1)))]
        match by:
            case "total":
                told = self.of(self.stretches) | self.counter_time(lambda _: True, everywhere)
                return {None: told | self.slips(lambda _: True) | {"board_stale_percent": self.staleness()}}
            case "line":
                keys = {each["line"] for each in self.stretches}
                return {
                    key: self.of([each for each in self.stretches if each["line"] == key])
                    | self.slips(lambda row, key=key: row["line_id"] == key)  # type: ignore[misc]
                    for key in keys
                }
            case "half-hour":
                return {slot: self.half_hour(slot) for slot in range(48)}
        column = f"{by}_id"
        seats = {self.seat(each, column) for each in self.stretches} - {None}
        seats |= {row[column] for row in self.rows["counter_period"]}
        told_of: dict[Any, dict[str, float | None]] = {
            key: self.of([each for each in self.stretches if self.seat(each, column) == key])
            | self.counter_time(lambda row, key=key: row[column] == key, everywhere)  # type: ignore[misc]
            for key in seats
        }
        nobody = [each for each in self.stretches if self.seat(each, column) is None]
        return told_of | ({None: self.of(nobody)} if nobody else {})

    def of(self, stretches: Sequence[Row]) -> dict[str, float | None]:
        """Tell the figures of some stretches."""
        called = [each for each in stretches if self.called_at(each) is not None]
        return self.figures(stretches, called, stretches)

    def half_hour(self, slot: int) -> dict[str, float | None]:
        """Tell the figures of a half-hour: each thing where it happened."""
        told = self.figures(
            [each for each in self.stretches if slot_of(each["periods"][0]["started_at"]) == slot],
            [each for each in self.stretches if (at := self.called_at(each)) and slot_of(at) == slot],
            [each for each in self.stretches if slot_of(self.closed_at(each)) == slot],
        )
        openings = [self.midnight(day) + slot * 1_800_000_000 for day in self.days]
        told |= self.counter_time(lambda _: True, [(opens, opens + 1_800_000_000) for opens in openings])
        told |= self.slips(lambda row: slot_of(row["asked_at"]) == slot)
        return told | self.queue(slot) | {"board_stale_percent": self.staleness(slot)}

    def link_end(self, row: Row) -> int:
        """Tell until when a connection is believed."""
        return int(row["ended_at"] or min(self.now, row["seen_at"] + 120_000_000))


def _counting(rows: list[Row]) -> list[Row]:
    """Walk from the last row back: a row that takes back lends its end to the one it goes on from."""
    found: list[Row] = []
    place, lent = len(rows), False
    end = None
    while place > 0:
        row = rows[place - 1]
        if not lent:
            end = row["ended_at"]
        if row["takes_back"] is not None:
            place, lent = row["takes_back"] - 1, True
            continue
        found.insert(0, {**row, "ended_at": end})
        place, lent = place - 1, False
    return found


def _read(reading: Reading, statement: str, centre: str) -> list[Row]:
    cursor = reading.run(statement, centre=centre)
    names = [column[0] for column in cursor.description]  # type: ignore[attr-defined]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _lengths(name: str, lengths: list[int]) -> dict[str, float | None]:
    ordered = sorted(lengths)
    middle = [ordered[(len(ordered) - 1) // 2], ordered[len(ordered) // 2]] if ordered else []
    reached = [
        one for one in ordered if 10 * len([other for other in ordered if other <= one]) >= 9 * len(ordered)
    ]
    return {
        f"{name}_mean": exact(sum(lengths), len(lengths) * 1_000_000),
        f"{name}_median": exact(sum(middle), len(middle) * 1_000_000),
        f"{name}_p90": reached[0] / 1_000_000 if reached else None,
    }
