"""A file's name as it may be kept and handed out: no path, nothing unseen, the ending that its bytes deserve."""

import unicodedata
from pathlib import PurePosixPath

from onestop.rules.file_kind import FileKind
from onestop.rules.text import clean

LONGEST = 120
"""Letters, so that the name fits every file system also in UTF-8."""
_FORBIDDEN = frozenset('<>:"/\\|?*')
"""What Windows takes in no name; the slashes part folders."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def kept_name(given: str, kind: FileKind, *, usual: str) -> str:
    """Clean the name of an uploaded file.

    Folders before it fall away, whatever system wrote them; so do controls, direction marks (which make
    "gpj.exe" of "exe.jpg") and leading or trailing dots. An ending that does not fit the bytes is kept and
    the right one follows it.

    Args:
        given: As the browser tells it.
        kind: What the bytes are.
        usual: The name of a file that has none left.
    """
    last = given[-4 * LONGEST :].replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(letter for letter in last if unicodedata.category(letter) not in _UNSEEN)
    bare = clean("".join("_" if letter in _FORBIDDEN else letter for letter in seen)).replace("\n", " ")
    bare = bare.strip(". ") or usual
    ending = PurePosixPath(bare).suffix.lower()
    if ending in kind.endings:
        return bare[: -len(ending)][: LONGEST - len(ending)].rstrip(". ") + ending
    return bare[: LONGEST - len(kind.endings[0])].rstrip(". ") + kind.endings[0]
