"""A file is what its bytes are; its name is made harmless; a signature is a whole small PNG."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from onestop.errors import FileRefused
from onestop.rules.file_kind import HEAD, JPEG, PDF, PNG, TAIL, TIFF, check_png, kind_of
from onestop.rules.file_name import LONGEST, kept_name

PAGE = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ARCHIVE_END = b"PK\x05\x06" + bytes(18)


def picture(kind: str) -> bytes:
    """Make a small picture."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(made, kind)
    return made.getvalue()


def told(whole: bytes) -> str:
    """Tell what a file is, or why it is refused."""
    try:
        return kind_of(whole[:HEAD], whole[-TAIL:], name="x").media_type
    except FileRefused as refused:
        return refused.reason


@pytest.mark.parametrize(
    ("whole", "expected"),
    [
        (PAGE, PDF.media_type),
        (b"%PDF-2.0" + PAGE[8:], PDF.media_type),
        (picture("PNG"), PNG.media_type),
        (picture("JPEG"), JPEG.media_type),
        (picture("TIFF"), TIFF.media_type),
        (b"", "empty"),
        (b"PK\x03\x04" + bytes(100), "unknown-type"),
        (b"MZ\x90\x00" + PAGE, "unknown-type"),
        (b"\n" + PAGE, "unknown-type"),
        (b"%pdf-1.7" + PAGE[8:], "unknown-type"),
        (b"GIF89a" + PAGE, "unknown-type"),
        (b"<html><script>alert(1)</script>", "unknown-type"),
        (b'<svg xmlns="x" onload="alert(1)"/>', "unknown-type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown-type"),
        (PAGE + ARCHIVE_END, "mixed"),
        (picture("PNG") + ARCHIVE_END + bytes(65_000), "mixed"),
        (PAGE[:20], "broken"),
    ],
)
def test_a_file_is_what_its_bytes_are(whole: bytes, expected: str) -> None:
    """PDF and pictures are kept; archives, programs, pages and what is two things at once are not."""
    assert told(whole) == expected


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\lan\\don.pdf", "don.pdf"),
        ("anh\u202egnp.exe.pdf", "anhgnp.exe.pdf"),
        ("a\x07\u200bb\n.pdf", "ab.pdf"),
        ("e\u0301.PDF", "\u00e9.pdf"),
        ("..", "scan.pdf"),
        ("", "scan.pdf"),
        ("CON?<x>.pdf ", "CON__x_.pdf"),
        ("x" * 4000 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_file_s_name_keeps_no_path_and_nothing_unseen(given_name: str, name: str) -> None:
    """Folders, direction marks and controls fall away; letters are written one way."""
    assert kept_name(given_name, PDF, usual="scan") == name


@given(st.text())
def test_any_name_becomes_one_that_every_system_takes(text: str) -> None:
    """Short, with the ending of the bytes, on one line, no folder in it; cleaned again it is the same."""
    name = kept_name(text, JPEG, usual="scan")
    assert name.endswith(JPEG.endings)
    assert 4 < len(name) <= LONGEST
    assert not set(name) & set('/\\\n\r\0<>:"|?*')
    assert not name.startswith(".")
    assert kept_name(name, JPEG, usual="scan") == name


def test_a_signature_is_a_whole_png_of_bearable_size() -> None:
    """As the canvas made it; nothing behind it, no chunk changed, no side too long, no other picture."""
    whole = picture("PNG")
    check_png(whole, name="x", widest=8)
    middle = len(whole) // 2
    for wrong in (
        b"", whole[:-1], whole + b"x", picture("JPEG"), whole[:8], whole[:33] + whole[-12:],
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
    ):  # fmt: skip
        with pytest.raises(FileRefused):
            check_png(wrong, name="x", widest=8)
    with pytest.raises(FileRefused):
        check_png(whole, name="x", widest=7)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_looking_over(tail: bytes) -> None:
    """Whatever follows the signature is refused in words, never an error of ours."""
    with pytest.raises(FileRefused):
        check_png(picture("PNG")[:8] + tail, name="x", widest=100)
