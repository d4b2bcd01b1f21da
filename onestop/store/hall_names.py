"""The names of what reports of the hall are about: lines, counters, officers, in the order of the office."""

from collections.abc import Iterable

from onestop.rules.hall_report import By
from onestop.store.tx import Reading

_LINES = "SELECT id, letter, name, name_en FROM line WHERE centre_id = :centre ORDER BY letter, band_first"
_COUNTERS = "SELECT id, number, name FROM counter WHERE centre_id = :centre ORDER BY number"
_OFFICERS = "SELECT id, name FROM officer WHERE centre_id = :centre ORDER BY name, username"
_OFFICER = "SELECT name FROM officer WHERE id = :id"


def names_of(
    reading: Reading, centre_id: str, by: By, lang: str, keys: Iterable[str]
) -> dict[str, tuple[str, str]]:
    """Name lines by letter and name, counters by number and name, officers by name; retired ones too.

    Args:
        reading: Where to look.
        centre_id: The centre whose report it is.
        by: What the rows are.
        lang: The reader's language; a line without a name in it bears its Vietnamese one.
        keys: What the report is about, for officers who have gone to another centre since.
    """
    match by:
        case By.LINE:
            rows = reading.run(_LINES, centre=centre_id).fetchall()
            return {row[0]: (row[1], row[3] if lang == "en" and row[3] else row[2]) for row in rows}
        case By.COUNTER:
            rows = reading.run(_COUNTERS, centre=centre_id).fetchall()
            return {row[0]: (str(row[1]), row[2]) for row in rows}
        case By.OFFICER:
            found = {row[0]: ("", row[1]) for row in reading.run(_OFFICERS, centre=centre_id).fetchall()}
            for key in keys:
                if key not in found:
                    found[key] = ("", reading.run(_OFFICER, id=key).fetchone()[0])
            return found
        case By.TOTAL | By.HALF_HOUR:
            return {}
