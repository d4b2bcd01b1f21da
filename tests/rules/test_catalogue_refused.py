"""What the reader of the catalogue refuses, and how it tells where."""

import pytest

from onestop.errors import FileUnreadable
from onestop.rules.catalogue_file import read_catalogue
from tests.rules.catalogue_files import of_code, shipped_texts, small


def test_the_small_catalogue_is_right() -> None:
    """What the refusals below spoil reads well unspoilt; of an odd đồng online half is rounded down."""
    read = small()

    assert [channel.fee_dong for channel in read.procedures[0].channels] == [700_001, 700_001, 350_000]
    assert read.procedures[0].supplement == "restart"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('"1.001806"', '"1.1806"', "procedure 1.1806: code-malformed: 1.1806"),
        ('"1.001806"', '"1.٠٠١٨٠٦"', "procedure 1.٠٠١٨٠٦: code-malformed: 1.٠٠١٨٠٦"),
        ("amount = 2,", "amount = -2,", "procedure 1.001806.allowance: amount-negative: -2"),
        ("amount = 2,", "amount = nan,", "procedure 1.001806.allowance: amount-negative: NaN"),
        ("amount = 2,", 'amount = "2",', "procedure 1.001806.allowance: amount-no-number"),
        ('unit = "working_day"', 'unit = "day"', "procedure 1.001806.allowance: unit-unknown: day"),
        (
            'unit = "working_day"',
            'unit = "same_day"',
            "procedure 1.001806.allowance: same-day-with-amount: 2",
        ),
        ("amount = 1.75", "amount = 1.5", "procedure 1.001806: steps-do-not-sum: 1.75, allowance 2"),
        ("amount = 0.25 }", "counted = true }", "procedure 1.001806.steps[1]: counted-without-amount"),
        ('resolved_by = "so-y-te"', 'resolved_by = "so-x"', "procedure 1.001806: agency-unknown: so-x"),
        ('agency = "so-y-te", amount', 'agency = "so-z", amount', "procedure 1.001806: agency-unknown: so-z"),
        ('sector = "y-te"', 'sector = "dat"', "procedure 1.001806: sector-unknown: dat"),
        ('sources = ["luat"]\nfrom', 'sources = ["x"]\nfrom', "procedure 1.001806: source-unknown: x"),
        ("originals = 1", "originals = -1", "procedure 1.001806.requirements[1]: originals-negative: -1"),
        (", originals = 1", "", "procedure 1.001806.requirements[1]: asks-for-nothing"),
        ("dong = 700001", "dong = -1", "procedure 1.001806.fees[1]: dong-negative: -1"),
        (
            "online_percent = 50",
            "online_percent = 150",
            "procedure 1.001806.fees[1]: online-percent-above-whole: 150",
        ),
        ("Quyết định công", "Quye\u0302\u0301t định công", "procedure 1.001806: name-not-nfc"),
        ("Đơn đề", "\u00d0ơn đề", "procedure 1.001806.requirements[1]: name-untidy"),
        ("công nhận cơ sở", "công nhận  cơ sở", "procedure 1.001806: name-untidy"),
        ('level = "province"\nresolved', 'levle = "province"\nresolved', "procedure 1.001806: level-missing"),
        (
            "[[succession]]",
            '[[procedure]]\ncode = "1.0"\n[[succession]]',
            "procedure 1.0: code-malformed: 1.0",
        ),
        (
            'from_memory = ["requirements"]',
            'from_memory = ["papers"]',
            "procedure 1.001806: from_memory-unknown: papers",
        ),
        ('attested = "decision"', 'attested = "memory"', "procedure 1.001806: name-not-marked"),
        ('fee_text = "', 'fee_tekst = "x"\nfee_text = "', "procedure 1.001806: field-unknown: fee_tekst"),
        ('parent = "ubnd-tinh"', 'parent = "so-y-te"', "parent-unknown: so-y-te under so-y-te"),
        ('code = "H14.12"', 'code = "H14"', "code-twice: H14"),
        ('code = "H14.12"', 'code = "h14.12"', "agency so-y-te: code-malformed: h14.12"),
        ('agency = "so-y-te"\naddress', 'agency = "so-q"\naddress', "tinh: agency-unknown: so-q"),
        ('sectors = ["y-te"]', 'sectors = ["y-tế"]', "tinh: sector-unknown: y-tế"),
        ('lines = ["A"]', 'lines = ["B"]', "centre tinh: lines-against-counters: A, B"),
        ('"Bảng", room = "1"', '"Bảng", room = "2"', "centre tinh: room-unknown: 2"),
        ('return_at = "17:00"', 'return_at = "25:00"', "centre tinh: return_at-malformed: 25:00"),
        ('new = ["3.000722"]', 'new = ["2.000986"]', "2.000986: leads-back-to-itself"),
        ('old = "2.000986"', 'old = "1.001806"', "1.001806: old-still-in-force"),
        ("[[centre]]", "[[center]]", "entry-unknown: center"),
    ],
)
def test_a_wrong_entry_is_refused_by_name(old: str, new: str, reason: str) -> None:
    """Each fault is told with the entry and the value, so that the office finds it in the file."""
    with pytest.raises(FileUnreadable) as caught:
        small(old, new)

    assert caught.value.reason == reason


def test_a_code_may_stand_in_one_file_only() -> None:
    """Two offices that add the same procedure are told so."""
    texts = shipped_texts()
    texts["procedures/copy.toml"] = texts["procedures/chung-thuc.toml"]

    with pytest.raises(FileUnreadable, match=r"code-twice: 2\.000908"):
        read_catalogue(texts)


def test_a_file_that_is_no_toml_is_refused_with_its_line() -> None:
    """The line of the fault is told, as an editor counts it."""
    with pytest.raises(FileUnreadable) as caught:
        read_catalogue({"agencies.toml": "agency = [\n  { key = 'a' }\n  { key = 'b' }\n]\n"})

    assert (caught.value.file, caught.value.line, caught.value.reason) == ("agencies.toml", 3, "no-toml")


def test_what_a_file_shares_is_stated_once() -> None:
    """A field in `[common]` holds for each entry of the file that does not state it."""
    texts = shipped_texts()
    will = of_code(read_catalogue(texts), "2.001019")

    assert 'sector = "chung-thuc"' in texts["procedures/chung-thuc.toml"].split("[[procedure]]")[0]
    assert (will.sector, will.resolved_by) == ("chung-thuc", "commune")
