"""The starting catalogue: what a centre finds in it on the first day."""

from decimal import Decimal

import pytest

from onestop.model.procedure import AllowanceUnit, Channel, SupplementRule
from onestop.rules.allowance import Allowance
from onestop.rules.catalogue_procedures import stated_dong
from onestop.rules.catalogue_shapes import CHANNELS, SUPPLEMENTS, UNITS, Catalogue, StatedAllowance
from tests.rules.catalogue_files import of_code, shipped, shipped_texts

LEAST_PROCEDURES = 60


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """Give the catalogue as shipped."""
    return shipped()


def test_the_catalogue_holds_what_a_centre_starts_with(catalogue: Catalogue) -> None:
    """Five centres, the 56 communes, and well over sixty procedures of which more than five have steps."""
    assert len(catalogue.centres) == 5
    assert sum(agency.level == "commune" for agency in catalogue.agencies) == 56
    assert len(catalogue.procedures) >= LEAST_PROCEDURES
    assert sum(bool(procedure.steps) for procedure in catalogue.procedures) >= 5
    assert sum(bool(procedure.requirements) for procedure in catalogue.procedures) >= LEAST_PROCEDURES


def test_communes_stand_in_the_order_of_the_resolution(catalogue: Catalogue) -> None:
    """53 xã from Quảng Lâm to Quang Long, then the three phường from Thục Phán, the seat, to Tân Giang."""
    communes = [agency for agency in catalogue.agencies if agency.level == "commune"]

    assert [communes[place].short for place in (0, 6, 52)] == ["Quảng Lâm", "Hưng Đạo", "Quang Long"]
    assert [commune.short for commune in communes[53:]] == ["Thục Phán", "Nùng Trí Cao", "Tân Giang"]
    assert [commune.commune_type for commune in communes] == ["xã"] * 53 + ["phường"] * 3


def test_only_the_code_of_the_province_is_known(catalogue: Catalogue) -> None:
    """Every code below H14 is a placeholder and says so."""
    for agency in catalogue.agencies:
        assert ("code" in agency.from_memory) == (agency.code != "H14"), agency.key


def test_a_birth_is_registered_the_same_day(catalogue: Catalogue) -> None:
    """1.001193: resolved by the commune, received there and at the province, same day, nothing to pay."""
    birth = of_code(catalogue, "1.001193")

    assert birth.resolved_by == "commune"
    assert birth.received_at == ("commune", "province")
    assert birth.allowance == StatedAllowance(amount=Decimal(0), unit="same_day")
    assert [channel.fee_dong for channel in birth.channels] == [0, 0, 0]


def test_a_transfer_of_land_stands_still_at_the_tax_office(catalogue: Catalogue) -> None:
    """1.013831: five counted days; the tax office's five and the citizen's payment are not counted."""
    transfer = of_code(catalogue, "1.013831")
    uncounted = [step for step in transfer.steps if not step.counted]

    assert [step.agency for step in uncounted][:2] == ["thue-tinh", None]
    assert uncounted[0].amount == 5
    assert [pause.owner for pause in transfer.pauses] == ["thue-tinh", "applicant"]
    assert transfer.mountain_days == 10
    assert "mountain_days" in transfer.from_memory


def test_a_birth_across_agencies_runs_side_by_side(catalogue: Catalogue) -> None:
    """3.000722: one day at the commune, then police and insurance together; the longer of them counts."""
    birth = of_code(catalogue, "3.000722")

    assert [(step.stage, step.agency) for step in birth.steps[:3]] == [
        (1, None),
        (2, "cong-an-xa"),
        (2, "bao-hiem-xa-hoi-tinh"),
    ]
    assert birth.allowance is not None
    assert birth.allowance.amount == 4
    assert "2.000986" in {
        succession.old for succession in catalogue.successions if succession.new == ("3.000722",)
    }


def test_a_department_works_in_halves_of_a_day(catalogue: Catalogue) -> None:
    """1.001806 as Decision 2022/QĐ-UBND has it: 0,5 0,5 7 0,5 1 0,5 of ten days, the return not counted."""
    steps = of_code(catalogue, "1.001806").steps

    assert [step.amount for step in steps] == [Decimal(x) for x in ("0.5", "0.5", "7", "0.5", "1", "0.5")] + [
        None
    ]
    assert [step.counted for step in steps] == [True] * 6 + [False]


def test_a_child_in_danger_is_answered_within_twelve_hours_of_the_clock(catalogue: Catalogue) -> None:
    """1.004946: clock hours, and never shown by name."""
    child = of_code(catalogue, "1.004946")

    assert child.allowance == StatedAllowance(amount=Decimal(12), unit="clock_hour")
    assert child.sensitive


def test_a_building_permit_takes_longer_by_post(catalogue: Catalogue) -> None:
    """1.013225: 15 calendar days at the counter, 20 by post and online, as the portal states."""
    permit = of_code(catalogue, "1.013225")

    assert {
        channel.channel: channel.allowance and channel.allowance.amount for channel in permit.channels
    } == {
        "direct": 15,
        "post": 20,
        "online": 20,
    }


def test_a_permit_applied_for_online_costs_half(catalogue: Catalogue) -> None:
    """1.004122: 1.400.000 đồng, online 700.000 (Resolution 89/2022/NQ-HĐND)."""
    drilling = of_code(catalogue, "1.004122")

    assert {channel.channel: channel.fee_dong for channel in drilling.channels} == {
        "direct": 1_400_000,
        "post": 1_400_000,
        "online": 700_000,
    }
    assert (stated_dong(drilling.fees, "fee"), stated_dong(drilling.fees, "charge")) == (1_400_000, 0)


def test_a_fee_by_the_page_is_not_told_before_the_pages_are_counted(catalogue: Catalogue) -> None:
    """2.000815 and a water permit with bands of size: no amount, the rule in words instead."""
    for code in ("2.000815", "1.004232"):
        assert [channel.fee_dong for channel in of_code(catalogue, code).channels] == [None] * 3
        assert "đồng" in of_code(catalogue, code).fee_text


def test_where_no_allowance_was_read_none_is_stated(catalogue: Catalogue) -> None:
    """2.002913: its instrument was not found, so nothing can be promised."""
    assert of_code(catalogue, "2.002913").allowance is None


def test_whoever_comes_finds_a_line(catalogue: Catalogue) -> None:
    """In each centre that receives a procedure, a line serves its sector, and only one."""
    for centre in catalogue.centres:
        served = [sector for line in centre.lines for sector in line.sectors]
        assert len(set(served)) == len(served), centre.key
        for procedure in catalogue.procedures:
            if centre.kind in procedure.received_at:
                assert procedure.sector in served, (centre.key, procedure.code)


def test_every_centre_has_a_line_for_results(catalogue: Catalogue) -> None:
    """The letter R, served by a counter."""
    for centre in catalogue.centres:
        assert [line.letter for line in centre.lines if line.kind == "returns"] == ["R"]


def test_units_channels_and_rules_are_those_of_the_tables() -> None:
    """The words in the files are the words in the database."""
    assert set(UNITS) == {unit.value for unit in AllowanceUnit}
    assert set(CHANNELS) == {channel.value for channel in Channel}
    assert set(SUPPLEMENTS) == {rule.value for rule in SupplementRule}


def test_every_allowance_can_be_reckoned_with(catalogue: Catalogue) -> None:
    """The rule of deadlines takes each allowance of the catalogue, on each channel."""
    for procedure in catalogue.procedures:
        for stated in {procedure.allowance, *(channel.allowance for channel in procedure.channels)} - {None}:
            assert stated is not None
            assert Allowance(stated.amount, stated.unit).unit == stated.unit


def test_what_is_from_memory_is_marked(catalogue: Catalogue) -> None:
    """A procedure without an instrument marks name, allowance, fees and papers as editable."""
    unread = [procedure for procedure in catalogue.procedures if procedure.attested == "memory"]

    assert unread
    for procedure in unread:
        assert {"name", "fees", "requirements"} <= set(procedure.from_memory), procedure.code
        assert procedure.sources == ("memory",), procedure.code


def test_files_are_of_a_size_that_one_reads() -> None:
    """No file of the catalogue has more than 250 lines."""
    for name, text in shipped_texts().items():
        assert len(text.splitlines()) <= 250, name
