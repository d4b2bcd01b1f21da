"""A serif with Vietnamese letters is always found, and the office's own goes first."""

import shutil
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onestop.errors import SettingWrong
from onestop.render.fonts import FontFiles, Fonts, find_fonts, known_families, vietnamese_letters
from onestop.render.prose import legible, width_of
from onestop.render.receipt import receipt_pdf
from tests.render.conftest import installed_files
from tests.render.papers import receipt_facts, text_of

OLD_LIBERATION = Path("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf")


def test_there_are_134_marked_letters_in_vietnamese() -> None:
    """Twelve vowels in six tones less the six plain ones, and đ, in both cases."""
    assert len(vietnamese_letters()) == 134
    assert {"ẫ", "Ữ", "ợ", "Đ", "ỹ"} <= vietnamese_letters()


def test_every_family_in_use_draws_every_vietnamese_letter(fonts: Fonts) -> None:
    """All 134, digits, punctuation and the đồng sign, in all four faces."""
    assert fonts.letters >= vietnamese_letters() | set("0123456789.,;:()/-–…₫")


def test_a_family_without_vietnamese_italics_leans_its_upright_face() -> None:
    """The installed family's italic has no ạ or ế, so no italic line may fall back to boxes."""
    fonts = find_fonts(installed_files())

    assert fonts.italic.name == fonts.regular.name
    assert fonts.italic.slant > 0


def test_wide_families_are_set_smaller_so_that_lines_are_as_long_as_times(fonts: Fonts) -> None:
    """A label takes the width the form was drawn for, within two hundredths."""
    label = "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026"

    assert width_of(label, fonts.regular, fonts.scale) == pytest.approx(33.0, rel=0.02)


def test_the_offices_own_family_is_taken_from_its_folder(tmp_path: Path) -> None:
    """Whatever the files are called, the faces sort themselves by what they say they are."""
    files = installed_files()
    for number, path in enumerate((files.regular, files.bold)):
        assert path is not None
        shutil.copy(path, tmp_path / f"{number}.ttf")

    own = find_fonts(tmp_path)

    assert own.family == "Source Serif Pro"
    assert own.bold.name.startswith("SourceSerifPro-Bold-")


def test_a_family_of_one_file_serves_for_all_four_faces() -> None:
    """Bold is then regular and italic leans: plain, but complete."""
    own = find_fonts(FontFiles(regular=installed_files().regular))

    assert own.bold.name == own.regular.name
    assert own.bold_italic.slant > 0


def test_an_own_folder_without_a_font_is_refused(tmp_path: Path) -> None:
    """The office chose it, so it is told."""
    (tmp_path / "broken.ttf").write_bytes(b"no font at all")

    with pytest.raises(SettingWrong) as refused:
        find_fonts(tmp_path)

    assert refused.value.reason == "no-font"


@pytest.mark.skipif(not OLD_LIBERATION.exists(), reason="no font here lacks Vietnamese")
def test_a_family_without_vietnamese_is_refused_or_passed_over() -> None:
    """Liberation Serif 1 bears the right name and has no ạ: as the office's own refused, else never chosen."""
    with pytest.raises(SettingWrong) as refused:
        find_fonts(FontFiles(regular=OLD_LIBERATION))

    assert refused.value.reason == "no-vietnamese"
    assert any(files.regular == OLD_LIBERATION for files in known_families())
    assert "ạ" in find_fonts().letters


def test_two_threads_that_ask_first_get_the_same_family() -> None:
    """Registering is done once, whoever comes first."""
    code = (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "from onestop.render.fonts import find_fonts\n"
        "with ThreadPoolExecutor(8) as pool:\n"
        "    print(len({id(f.result()) for f in [pool.submit(find_fonts) for _ in range(8)]}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert done.stdout.strip() == "1"


def test_papers_printed_by_many_threads_are_the_same_papers(fonts: Fonts) -> None:
    """Eight clerks print at once; each gets the bytes that one clerk alone would get."""
    papers = [receipt_facts(serial=str(number), code=f"H14.12-261123-{number:04}") for number in range(8)]
    alone = [receipt_pdf(facts, fonts) for facts in papers]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda facts: receipt_pdf(facts, fonts), papers))

    assert alone == together


@pytest.mark.parametrize("letters", sorted(vietnamese_letters()))
def test_a_letter_is_kept_whole_however_it_was_typed(letters: str, any_fonts: Fonts) -> None:
    """A letter typed as base and marks is printed as the one letter it is."""
    assert legible(unicodedata.normalize("NFD", letters), any_fonts) == letters


def test_what_cannot_be_seen_is_not_printed(any_fonts: Fonts) -> None:
    """Direction marks, zero-width letters and controls vanish; an unknown letter leaves a box or a question mark."""
    assert legible("Lý\u200b \u202eThị\x00\u2066 Hoa\ufeff", any_fonts) == "Lý Thị Hoa"
    assert legible("Hoa\U0001f600", any_fonts) in ("Hoa\u25a1", "Hoa?")
    assert legible("H" + "\u0336" * 50, any_fonts).count("\u0336") <= 2


@given(st.text())
def test_what_is_printed_of_any_text_is_normal_and_can_be_drawn(text: str) -> None:
    """Whatever a person or a machine types: NFC, drawn by every face, and the same when prepared twice."""
    fonts = find_fonts()
    prepared = legible(text, fonts)

    assert prepared == unicodedata.normalize("NFC", prepared)
    assert set(prepared) <= fonts.letters | fonts.marks | {"\u00a0"}
    assert prepared == legible(prepared, fonts)


def test_faces_are_embedded_as_subsets_and_no_other_is_named(fonts: Fonts) -> None:
    """A reader needs no font of its own: nothing like Helvetica is left in the paper."""
    pdf = receipt_pdf(receipt_facts(), fonts)
    listed = subprocess.run(["pdffonts", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    rows = listed.splitlines()[2:]

    assert rows
    assert all(row.split()[-5:-2] == ["yes", "yes", "yes"] for row in rows), listed
    assert all("+" in row.split()[0] for row in rows)
    assert b"Helvetica" not in pdf


def test_all_vietnamese_letters_come_back_from_the_paper(fonts: Fonts) -> None:
    """What was printed can be searched and copied: every letter, the đồng sign, both cases."""
    letters = "".join(sorted(vietnamese_letters()))
    alphabet = " ".join(letters[at : at + 6] for at in range(0, len(letters), 6))
    text = text_of(
        receipt_pdf(receipt_facts(procedure_name=f"{alphabet} ₫ 50.000", because=(alphabet,)), fonts)
    )

    assert text == unicodedata.normalize("NFC", text)
    assert f"{alphabet} ₫ 50.000" in text
    assert text.count(alphabet) >= 4
