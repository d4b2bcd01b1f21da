"""Real days of arrivals replayed through one line: what each citizen was told, and what became true."""

import csv
import gzip
import heapq
import math
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np

from onestop.rules.estimate import MOST_LENGTHS, Forecast, Wait, expected_wait, forecast, lengths_of

ARRIVALS = "data/queue/bank_calls_5min_2003.csv.gz"
REAL_LENGTHS = "data/eventlogs/bpic2012_loan.csv.gz"
REAL_ACTIVITY = "W_Valideren aanvraag"
SCALE = 100
SLOT_SECONDS = 300
Draw = Callable[[int, float], float]
"""Gives the next length in seconds, of a counter at a second of the day."""


@dataclass(frozen=True)
class Told:
    """A citizen: the state met, what was told, and the wait in seconds that became true."""

    ahead: int
    wait: Wait | None
    forecast: Forecast | None
    naive: float | None
    truth: float


def days_of_arrivals(shared: Path) -> list[list[tuple[int, int]]]:
    """Read the counts of each day: second of the day at which five minutes begin, and how many came."""
    days: dict[str, list[tuple[int, int]]] = {}
    with gzip.open(shared / ARRIVALS, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            hour, minute = map(int, row["interval_start"].split(":"))
            days.setdefault(row["nominal_date"], []).append(((hour * 60 + minute) * 60, int(row["calls"])))
    return list(days.values())


def real_lengths(shared: Path) -> list[float]:
    """Read how long clerks of a bank took to check an application, in the order of ending, up to three hours."""
    begun: dict[str, datetime] = {}
    ended: list[tuple[datetime, float]] = []
    with gzip.open(shared / REAL_LENGTHS, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["concept:name"] != REAL_ACTIVITY:
                continue
            case, at = row["case:concept:name"], datetime.fromisoformat(row["time:timestamp"])
            if row["lifecycle:transition"] == "START":
                begun[case] = at
            elif row["lifecycle:transition"] == "COMPLETE" and case in begun:
                seconds = (at - begun.pop(case)).total_seconds()
                if 0 < seconds < 3 * 3600:
                    ended.append((at, seconds))
    return [seconds for _, seconds in sorted(ended)]


@dataclass
class _Day:
    """One day at work: a heap of (second, kind, counter); 0 is an arrival, 1 an hour's staff, 2 an end."""

    counters_by_hour: dict[int, int]
    draw: Draw
    earlier: deque[float]
    events: list[tuple[float, int, int]]
    called: dict[int, float] = field(default_factory=dict)
    waiting: deque[tuple[float, Callable[[float], Told]]] = field(default_factory=deque)
    lengths: list[float] = field(default_factory=list)

    def run(self) -> Iterator[Told]:
        """Let the day pass; give each citizen when called."""
        heapq.heapify(self.events)
        while self.events:
            now, kind, counter = heapq.heappop(self.events)
            if kind == 2:
                self.lengths.append(now - self.called.pop(counter))
            counters = self.counters_by_hour.get(int(now // 3600), 1)
            if kind == 0:
                self.waiting.append((now, self._tell(now, counters)))
            for desk in range(counters):
                if self.waiting and desk not in self.called:
                    came, answer = self.waiting.popleft()
                    self.called[desk] = now
                    heapq.heappush(self.events, (now + self.draw(desk, now), 2, desk))
                    yield answer(now - came)
        self.earlier.extend(self.lengths)

    def _tell(self, now: float, counters: int) -> Callable[[float], Told]:
        ahead = len(self.waiting)
        latest = [*self.earlier, *self.lengths][-MOST_LENGTHS:]
        serving = [now - at for desk, at in self.called.items() if desk < counters]
        lengths = lengths_of(latest)
        wait = expected_wait(lengths, ahead=ahead, serving=serving, counters=counters)
        reckoned = forecast(lengths, ahead=ahead, serving=serving, counters=counters) if lengths else None
        naive = ahead * lengths.mean / counters if lengths else None
        return lambda truth: Told(ahead, wait, reckoned, naive, truth)


def replay(
    days: list[list[tuple[int, int]]], make_draw: Callable[[np.random.Generator], Draw], mean: float
) -> Iterator[Told]:
    """Replay days of arrivals with lengths of a mean in seconds, by as many counters as an office plans.

    Each hour has the counters that its arrivals need, a twentieth fewer to three twentieths more, so lines
    grow and shrink. Of the counted arrivals one in a hundred comes, at a moment of its five minutes.
    Whatever is drawn is drawn from a generator that begins the same each time.
    """
    lots = np.random.default_rng(20031103)
    earlier: deque[float] = deque(maxlen=MOST_LENGTHS)
    for day in days:
        load: dict[int, float] = {}
        arrivals: list[tuple[float, int, int]] = []
        for second, count in day:
            load[second // 3600] = load.get(second // 3600, 0.0) + count / SCALE
            came = lots.uniform(0, SLOT_SECONDS, lots.binomial(count, 1 / SCALE))
            arrivals.extend((second + moment, 0, -1) for moment in came.tolist())
        staff = {
            hour: max(1, math.ceil(people * mean / 3600 * lots.uniform(0.95, 1.15)))
            for hour, people in load.items()
        }
        hours: list[tuple[float, int, int]] = [(3600.0 * hour, 1, -1) for hour in staff]
        yield from _Day(staff, make_draw(lots), earlier, arrivals + hours).run()
