"""The ticket's slip as a printer prints it: drawn in dots, sent as bytes, read back from the paper."""

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFont

from onestop.errors import SettingWrong
from onestop.render.escpos_slip import Paper
from onestop.render.fonts import FontFiles, find_slip_fonts, known_families, vietnamese_letters
from onestop.render.slip_picture import DOTS, Pen, wrapped
from onestop.render.ticket_slip import Block, Pair, SlipFacts, Words, compose

ADDRESS = "https://motcua.example.gov.vn/t/0123456789abcdef0123.Zm9yIHRlc3RzIG9ubHksIG5vdCBhIGtleQ"


def facts(**changes: Any) -> SlipFacts:
    """Tell a slip of Monday morning, with these differences."""
    usual: dict[str, Any] = {
        "centre": "Trung tâm Phục vụ hành chính công",
        "place": "tỉnh Cao Bằng",
        "label": "A023",
        "line": "Y tế, bảo trợ xã hội",
        "priority": False,
        "ahead": 11,
        "wait_low": 25,
        "wait_high": 40,
        "issued_at": datetime(2026, 11, 23, 2, 38, tzinfo=UTC),
        "machine": "Máy 2",
        "status_url": ADDRESS,
        "again": False,
    }
    return SlipFacts(**(usual | changes))


def said(slip: tuple[Block, ...]) -> str:
    """Give all words of a slip."""
    return msgspec.json.encode(slip).decode()


@pytest.fixture(scope="module")
def fonts() -> FontFiles:
    return find_slip_fonts()


def drawn(fonts: FontFiles, dots: int = DOTS, lang: str = "vi", **changes: Any) -> Image.Image:
    """Draw a slip."""
    return Pen(fonts, dots).draw(compose(facts(**changes), lang))


def test_the_slip_says_what_the_citizen_needs() -> None:
    """Number, line, people before, the range of minutes, when and where given; twice the way to the counter."""
    words = said(compose(facts(priority=True), "vi"))
    for told in (
        "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "tỉnh Cao Bằng",
        "A023",
        "Y tế, bảo trợ xã hội",
        "Số ưu tiên",
        "11 người",
        "25–40 phút",
        "09:38, Thứ Hai, 23/11/2026. Máy 2",
        "Khi nghe gọi, mời đến quầy hiện trên bảng.",
        "please go to the counter shown on the board",
    ):
        assert told in words
    assert "PHIẾU IN LẠI" not in words


def test_a_slip_in_english_has_its_sentence_in_vietnamese() -> None:
    """Whoever chose English is helped by somebody who reads Vietnamese."""
    words = said(compose(facts(line="Health"), "en"))
    for told in (
        "Your number",
        "Health",
        "11 people",
        "09:38, Monday, 23 Nov 2026",
        "Khi nghe gọi, mời đến quầy",
    ):
        assert told in words


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (None, None, "Chưa đủ dữ liệu"),
        (0, 4, "Dưới 5 phút"),
        (0, 10, "Dưới 10 phút"),
        (15, 15, "Khoảng 15 phút"),
        (5, 15, "5–15 phút"),
    ],
)
def test_the_wait_is_a_range_or_an_honest_word(low: int | None, high: int | None, told: str) -> None:
    """Never one figure as a promise; too few figures of the day are said."""
    assert told in said(compose(facts(wait_low=low, wait_high=high), "vi"))


@pytest.mark.parametrize(("ahead", "told"), [(0, "Không có ai"), (1, "1 người"), (30, "30 người")])
def test_people_ahead_are_counted_in_words(ahead: int, told: str) -> None:
    """Nobody, one, many."""
    [pair] = [block for block in compose(facts(ahead=ahead), "vi") if isinstance(block, Pair)]
    assert pair.left[1] == told


def test_a_copy_says_that_it_is_one() -> None:
    """The mark stands under the line's name; the number is the same."""
    slip = compose(facts(again=True), "vi")
    assert "PHIẾU IN LẠI" in said(slip)
    assert [block for block in slip if isinstance(block, Words) and block.text == "A023"]


@pytest.mark.parametrize("dots", [576, 512, 384])
def test_a_phone_reads_the_code_on_every_width_of_paper(fonts: FontFiles, dots: int) -> None:
    """Rolls of 80 and 58 mm: the picture is as wide as the head, and an independent decoder reads the link."""
    picture = drawn(fonts, dots)
    assert picture.width == dots
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [ADDRESS]


@pytest.mark.parametrize("label", ["A023", "W1234", "AB12345"])
def test_the_number_is_as_large_as_the_paper_allows(fonts: FontFiles, label: str) -> None:
    """Drawn independently at the same width it is found on the slip, whole; another number is not."""
    wanted = _alone(label, fonts)
    picture = drawn(fonts, label=label).convert("L")
    assert _found_in(picture, wanted)
    assert not _found_in(drawn(fonts, label="B777").convert("L"), wanted)


def _alone(label: str, fonts: FontFiles, size: int = 226) -> Image.Image:
    """Draw a label by itself, as tall as its figures."""
    while True:
        font = ImageFont.truetype(str(fonts.bold), size)
        if font.getlength(label) <= DOTS * 0.96:
            break
        size -= 1
    left, top, right, bottom = map(int, font.getbbox(label))
    picture = Image.new("L", (right - left, bottom - top), 255)
    ImageDraw.Draw(picture).text((-left, -top), label, 0, font)
    return picture


def _found_in(picture: Image.Image, wanted: Image.Image) -> bool:
    """Look for an independently drawn label: of a hundred of its dots 96 agree, somewhere down the middle."""
    most = wanted.width * wanted.height
    for left in range((DOTS - wanted.width) // 2 - 6, (DOTS - wanted.width) // 2 + 7):
        for top in range(120, 180):
            box = (left, top, left + wanted.width, top + wanted.height)
            apart = ImageChops.difference(picture.crop(box), wanted).point(lambda dot: dot > 128)
            if sum(apart.histogram()[1:]) < most * 0.04:
                return True
    return False


def test_every_vietnamese_letter_keeps_its_marks(fonts: FontFiles) -> None:
    """Each of the 134 letters has as much ink as with room to spare, and differs from the rest."""
    pen, font = Pen(fonts), ImageFont.truetype(str(fonts.regular), 31)
    seen: set[bytes] = set()
    for letter in sorted(vietnamese_letters()):
        piece = pen.draw([Words(text=letter, middle=False)])
        roomy = Image.new("L", (DOTS, 200), 255)
        ImageDraw.Draw(roomy).text((0, 100), letter, 0, font, "ls")
        ink = sum(roomy.point(lambda dot: 0 if dot < 150 else 255).histogram()[:1])
        assert piece.convert("L").histogram()[0] == ink, letter
        seen.add(piece.tobytes())
    assert len(seen) == len(vietnamese_letters())


def test_a_long_name_is_broken_into_lines_and_never_cut(fonts: FontFiles) -> None:
    """At blanks; within a word only where one fills a whole line."""
    font = ImageFont.truetype(str(fonts.bold), 42)
    name = "Lao động, người có công, bảo trợ xã hội và trẻ em; " + "Đ" * 40
    lines = wrapped(name, font.getlength, DOTS)
    assert all(font.getlength(line) <= DOTS for line in lines)
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")
    assert len(lines) > 3


def test_a_serif_does_where_there_is_no_sans() -> None:
    """The family that comes with the program draws a slip as well: no machine is without letters."""
    *_, shipped = known_families()
    assert drawn(shipped).width == DOTS


def test_the_bytes_are_raster_between_a_reset_and_a_cut(fonts: FontFiles) -> None:
    """What any printer of the family takes: ESC @, GS v 0 in pieces, feed, GS V."""
    sent = Paper().encode(drawn(fonts))
    assert sent.startswith(b"\x1b@\x1dv0\x00\x48\x00")
    assert sent.endswith(b"\x1bd\x06\x1dV\x00")


def test_a_printer_without_a_cutter_only_feeds(fonts: FontFiles) -> None:
    """A roll of 58 mm: 384 dots across, and no cut that would print as letters."""
    paper = Paper("POS-5890")
    assert paper.dots == 384
    assert paper.encode(drawn(fonts, paper.dots)).endswith(b"\x1bd\x06")


@pytest.mark.parametrize("profile", ["default", "no such model"])
def test_a_model_that_nobody_knows_is_refused_in_words(profile: str) -> None:
    """Its width would be a guess."""
    with pytest.raises(SettingWrong):
        Paper(profile)
