"""The catalogue's names against the lists that no one here wrote."""

import csv
import gzip
import json
import unicodedata
from pathlib import Path

import pytest

from tests.rules.catalogue_files import shipped

pytestmark = pytest.mark.shared


def even(name: str) -> str:
    """Write a title without what copying adds or drops: line ends, a full stop at the end."""
    return " ".join(unicodedata.normalize("NFC", name).split()).rstrip(" .:;*")


def test_every_official_code_bears_its_official_name(shared: Path) -> None:
    """Each code marked as of the Government's list is in it, under that name; the list cuts some names short."""
    listed = json.loads((shared / "data/tthc/official_codes_740.json").read_text(encoding="utf-8"))
    marked = [procedure for procedure in shipped().procedures if procedure.attested == "annex"]

    assert len(marked) >= 60
    for procedure in marked:
        assert even(procedure.name).startswith(even(listed[procedure.code])), procedure.code


def test_every_code_of_the_portal_bears_the_portal_s_name(shared: Path) -> None:
    """Each code marked as of the national portal is in its copy of July 2026, under that name."""
    with gzip.open(
        shared / "data/tthc/tthc_catalogue_dev.csv.gz", "rt", encoding="utf-8", newline=""
    ) as rows:
        listed = {row["ma"]: row["ten"] for row in csv.DictReader(rows)}
    marked = [procedure for procedure in shipped().procedures if procedure.attested == "portal"]

    assert marked
    for procedure in marked:
        assert even(procedure.name) == even(listed[procedure.code]), procedure.code


@pytest.mark.parametrize(
    ("file", "province"), [("communes_vietnam_provinces_2026", "04"), ("communes_2025_34prov", "04")]
)
def test_every_commune_of_the_province_is_an_agency(shared: Path, file: str, province: str) -> None:
    """The 56 names and kinds are those of two other lists, and no other."""
    with gzip.open(shared / f"data/admin/{file}.csv.gz", "rt", encoding="utf-8", newline="") as rows:
        listed = {row["commune"] for row in csv.DictReader(rows) if row["province_id"] == province}
    communes = [agency for agency in shipped().agencies if agency.level == "commune"]

    assert {f"{str(commune.commune_type).capitalize()} {commune.short}" for commune in communes} == listed
    assert all(commune.name.endswith(f"{commune.commune_type} {commune.short}") for commune in communes)
