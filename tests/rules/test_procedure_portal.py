"""The national portal's real files, three ministries of July 2026, imported whole."""

import csv
import gzip
import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop.rules.procedure_file import compare, read_procedures
from onestop.rules.procedure_shapes import Reading
from tests.rules.portal_rows import by_code

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def portal(shared: Path) -> Reading:
    """Read three ministries' procedures of July 2026."""

    def rows(name: str) -> Iterator[dict[str, str]]:
        with gzip.open(shared / "data/tthc" / name, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)

    return read_procedures(rows("tthc_catalogue_dev.csv.gz"), rows("tthc_channels_dev.csv.gz"))


def test_the_real_files_are_taken_whole(shared: Path, portal: Reading) -> None:
    """Counts of procedures, channels, units, levels, fields and the 15:00 rule as reckoned independently."""
    expected = json.loads((shared / "data/import_oracle_dev.json").read_text(encoding="utf-8"))["dev_tthc"]
    channels = [channel for procedure in portal.procedures for channel in procedure.channels]
    units = Counter(channel.unit or "not stated" for channel in channels)
    hours = units.pop("working_hour") + units.pop("clock_hour")

    assert portal.refused == ()
    assert {
        "procedures": len(portal.procedures),
        "channels": len(channels),
        "by_unit": dict(units) | {"hour": hours},
        "by_level": dict(Counter(", ".join(procedure.levels) for procedure in portal.procedures)),
        "fields": len({procedure.sector for procedure in portal.procedures}),
        "max_name_length": max(len(procedure.name) for procedure in portal.procedures),
        "with_cut_off_15h": sum(procedure.cut_off_15h for procedure in portal.procedures),
        "online": sum(channel.channel == "online" for channel in channels),
    } == expected


def test_the_real_files_hold_every_kind_of_dirt(portal: Reading) -> None:
    """147 procedures state no time, 116 channels are repeated; each channel has one row that counts."""
    repeated = Counter((p.code, c.channel) for p in portal.procedures for c in p.channels)
    counting = Counter((p.code, c.channel) for p in portal.procedures for c in p.channels if c.counts)

    assert sum(procedure.leading is None for procedure in portal.procedures) == 147
    assert sum(times > 1 for times in repeated.values()) == 116
    assert set(counting.values()) == {1}
    assert all(unicodedata.is_normalized("NFC", procedure.name) for procedure in portal.procedures)


def test_the_real_files_twice_change_nothing(portal: Reading) -> None:
    """Imported again, all 1,135 are unchanged."""
    assert Counter(row.outcome for row in compare(by_code(portal), portal)) == {"unchanged": 1_135}
