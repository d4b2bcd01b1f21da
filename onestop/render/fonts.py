"""The serif in which papers are set, embedded in every one of them."""

import hashlib
import importlib.util
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFNameBytes, TTFont

from onestop.errors import SettingWrong

SETTING = "ONESTOP_FONTS"
SLANT = 0.2
"""How far an upright face leans where a family has no italic with Vietnamese letters: its tangent."""


class Face(NamedTuple):
    """One face, by the name under which it is registered; `slant` leans an upright one."""

    name: str
    slant: float = 0.0


@dataclass(frozen=True)
class Fonts:
    """A family in its four faces, and what all of them can draw."""

    family: str
    regular: Face
    bold: Face
    italic: Face
    bold_italic: Face
    letters: frozenset[str]
    marks: frozenset[str]
    """Marks that stand on the letter before them; all Vietnamese letters have theirs within."""
    scale: float
    """What makes lines of it as long as Times' own, at most 1: the forms are drawn for those widths."""


class FontFiles(NamedTuple):
    """The TrueType files of a family; what is missing is made of the regular or the bold."""

    regular: Path
    bold: Path | None = None
    italic: Path | None = None
    bold_italic: Path | None = None


def find_fonts(own: Path | FontFiles | None = None) -> Fonts:
    """Find a serif that can write Vietnamese, and register it; once per process and family.

    First the office's own; else a face of Times' widths found on the system, which the forms were drawn for;
    else the family that is installed with the program, so that papers never depend on the machine.

    Args:
        own: The office's own family: a folder that holds it, or its files.

    Raises:
        SettingWrong: The office's own cannot be used: no such files (`no-font`), or some letters are not in
            them (`no-vietnamese`). It is told, not passed over: the office chose it.
    """
    with _LOCK:
        if own is not None:
            return _own(own)
        return next(fonts for files in known_families() if (fonts := _load(files)) is not None)


def known_families() -> Iterator[FontFiles]:
    """List the families that may be used when the office names none, best first, readable or not."""
    yield from _on_the_system(_TIMES_WIDE)
    yield _installed()


def find_slip_fonts(own: Path | None = None) -> FontFiles:
    """Find the files of a face for slips: the office's own, a sans of the system, else what papers are set in.

    Raises:
        SettingWrong: The office's own cannot be used (`no-font`, `no-vietnamese`).
    """
    if own is not None:
        files = _in_folder(own)
        if files is None:
            raise SettingWrong(setting=SETTING, reason="no-font")
        if _load(files) is None:
            raise SettingWrong(setting=SETTING, reason="no-vietnamese")
        return files
    with _LOCK:
        families = chain(_on_the_system(_SANS), known_families())
        return next(files for files in families if _load(files) is not None)


def vietnamese_letters() -> frozenset[str]:
    """List the 134 letters with marks, in both cases, each as one character (NFC)."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    marked = {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in tones}
    lower = {letter for letter in marked if not letter.isascii()} | {"đ"}
    return frozenset(lower | {letter.upper() for letter in lower})


_LOCK = Lock()
_NEEDED = vietnamese_letters() | frozenset(map(chr, range(0x20, 0x7F))) | frozenset("–…")
_BASIC_PLANE = 0x10000
"""A PDF's map from glyphs to letters is written here in four hexadecimal digits: no letter lies above."""

_SAMPLE = "Thời gian trả kết quả giải quyết hồ sơ: 17 giờ 00 phút, ngày 08 tháng 12 năm 2026"
_TIMES_SAMPLE_EMS = 33.0
_TIMES_WIDE = (
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    (
        "times new roman.ttf",
        "times new roman bold.ttf",
        "times new roman italic.ttf",
        "times new roman bold italic.ttf",
    ),
    (
        "times_new_roman.ttf",
        "times_new_roman_bold.ttf",
        "times_new_roman_italic.ttf",
        "times_new_roman_bold_italic.ttf",
    ),
    (
        "liberationserif-regular.ttf",
        "liberationserif-bold.ttf",
        "liberationserif-italic.ttf",
        "liberationserif-bolditalic.ttf",
    ),
    ("tinos-regular.ttf", "tinos-bold.ttf", "tinos-italic.ttf", "tinos-bolditalic.ttf"),
)
_SANS = (
    ("arial.ttf", "arialbd.ttf"),
    ("liberationsans-regular.ttf", "liberationsans-bold.ttf"),
    ("arimo-regular.ttf", "arimo-bold.ttf"),
    ("notosans-regular.ttf", "notosans-bold.ttf"),
    ("dejavusans.ttf", "dejavusans-bold.ttf"),
)
_SERIF = re.compile(rb"serif|times|tinos|roman", re.IGNORECASE)
_ROLES = {
    b"Regular": "regular",
    b"Book": "regular",
    b"Roman": "regular",
    b"Bold": "bold",
    b"Italic": "italic",
    b"Bold Italic": "bold_italic",
}


def _own(own: Path | FontFiles) -> Fonts:
    files = own if isinstance(own, FontFiles) else _in_folder(own)
    if files is None or _registered(files.regular) is None:
        raise SettingWrong(setting=SETTING, reason="no-font")
    fonts = _load(files)
    if fonts is None:
        raise SettingWrong(setting=SETTING, reason="no-vietnamese")
    return fonts


@cache
def _load(files: FontFiles) -> Fonts | None:
    """Register a family; None when its regular or its bold cannot write Vietnamese.

    Why not trust the name? Liberation Serif 1 and 2 bear the same, and the first has no ạ, ế or ữ.
    """
    regular, bold = _registered(files.regular), _registered(files.bold or files.regular)
    if regular is None or bold is None or not (_writes(regular) and _writes(bold)):
        return None
    faces = (
        Face(regular.fontName),
        Face(bold.fontName),
        _italic_or_leaning(_registered(files.italic), regular),
        _italic_or_leaning(_registered(files.bold_italic), bold),
    )
    shared = frozenset.intersection(*(_letters(pdfmetrics.getFont(face.name)) for face in faces))
    seen = {letter for letter in shared if unicodedata.category(letter)[0] not in "CM"}
    marks = {letter for letter in shared if unicodedata.category(letter)[0] == "M"}
    return Fonts(
        regular.face.familyName.decode(), *faces, frozenset(seen), frozenset(marks), _scale(faces[0])
    )


@cache
def _registered(path: Path | None) -> Any | None:
    """Register one file under a name of its own, or None when it is no TrueType file.

    Why the digest in the name? reportlab looks faces up by their PostScript name and would quietly give the
    first of two files that bear the same one.
    """
    if path is None:
        return None
    try:
        font = TTFont("unnamed", str(path), asciiReadable=False, shapable=False)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
    except (TTFError, OSError):
        return None
    font.face.name = TTFNameBytes(font.face.name + f"-{digest}".encode())
    font.fontName = font.face.name.decode()
    pdfmetrics.registerFont(font)
    return font


def _scale(face: Face) -> float:
    return min(1.0, _TIMES_SAMPLE_EMS / float(pdfmetrics.stringWidth(_SAMPLE, face.name, 1)))


def _italic_or_leaning(italic: Any | None, upright: Any) -> Face:
    if italic is None or not _writes(italic):
        return Face(upright.fontName, SLANT)
    return Face(italic.fontName)


def _letters(font: Any) -> frozenset[str]:
    return frozenset(
        chr(code) for code, glyph in font.face.charToGlyph.items() if glyph and code < _BASIC_PLANE
    )


def _writes(font: Any) -> bool:
    return _letters(font) >= _NEEDED


def _in_folder(folder: Path) -> FontFiles | None:
    """Sort a folder's TrueType files into faces; of several families, one that calls itself a serif."""
    families: dict[bytes, dict[str, Path]] = {}
    for path in sorted(folder.glob("*.[tT][tT][fF]")):
        font = _registered(path)
        role = _ROLES.get(font.face.styleName) if font is not None else None
        if font is not None and role is not None:
            families.setdefault(font.face.familyName, {}).setdefault(role, path)
    whole = [name for name in families if "regular" in families[name]]
    best = min(whole, key=lambda name: (not _SERIF.search(name), name), default=None)
    return FontFiles(**families[best]) if best is not None else None


def _on_the_system(families: tuple[tuple[str, ...], ...]) -> Iterator[FontFiles]:
    wanted = set(chain.from_iterable(families))
    found: dict[Path, dict[str, Path]] = {}
    for root in _font_folders():
        for folder, _, names in os.walk(root):
            for name in names:
                if name.lower() in wanted:
                    found.setdefault(Path(folder), {})[name.lower()] = Path(folder, name)
    for family in families:
        for _, present in sorted(found.items()):
            if all(name in present for name in family):
                yield FontFiles(*(present[name] for name in family))


def _font_folders() -> tuple[Path, ...]:
    home = Path.home() if "HOME" in os.environ or "USERPROFILE" in os.environ else Path("/nonexistent")
    windows = (os.environ.get("WINDIR"), os.environ.get("LOCALAPPDATA"))
    return (
        *(
            Path(root, sub)
            for root, sub in zip(windows, ("Fonts", "Microsoft/Windows/Fonts"), strict=True)
            if root
        ),
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts/Supplemental"),
        home / "Library/Fonts",
    )


def _installed() -> FontFiles:
    """Find the family that the package `font-source-serif-pro` brings, without running its code."""
    spec = importlib.util.find_spec("font_source_serif_pro")
    folder = Path((spec.submodule_search_locations or [""])[0] if spec else "", "files")
    return FontFiles(*(folder / f"SourceSerifPro-{face}.ttf" for face in ("Regular", "Bold", "It", "BoldIt")))
