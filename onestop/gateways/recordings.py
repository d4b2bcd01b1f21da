"""Recorded voices: folders of pieces, one a language, that are joined into calls and win over synthesis."""

import hashlib
import re
import wave
from collections.abc import Iterable, Sequence
from pathlib import Path

from onestop.errors import VoiceMissing
from onestop.render.announcement import Sentence

CHIME = "chime"
"""In the folder itself: it has no language."""
PAUSE_MS = 60
"""Between two pieces; a recording has silence of its own at both ends."""
MOST_SECONDS = 20
_PIECE = re.compile(r"[a-z0-9đ]+(-[a-z0-9đ]+)*")
_ONE_FIGURE = re.compile(r"quay-([0-9])")
_SHAPE = (1, 2)
"""Mono, two bytes a sample; the rate may be any, but one for all pieces of a call."""


class Recordings:
    """What an office recorded itself: `<folder>/<lang>/<piece>.wav`, and `<folder>/chime.wav`.

    A call is said by its recordings only where all of them are there: half a sentence in another voice
    is harder to understand than all of it in the machine's.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def found(self, sentence: Sentence) -> tuple[Path, ...]:
        """Give the files that say a sentence, one after the other; none where one is missing."""
        whole = self._file(sentence.lang, sentence.whole)
        if whole is not None:
            return (whole,)
        files = [self._file(sentence.lang, piece) for piece in sentence.pieces]
        there = tuple(file for file in files if file is not None)
        return there if len(there) == len(files) else ()

    def chime(self) -> tuple[Path, ...]:
        """Give the file of the office's own chime, where there is one."""
        file = self.folder / f"{CHIME}.wav"
        return (file,) if file.is_file() else ()

    def any(self, lang: str) -> bool:
        """Tell whether anything is recorded in a language."""
        return next((self.folder / lang).glob("*.wav"), None) is not None

    def missing(self, lang: str, pieces: Iterable[str]) -> tuple[str, ...]:
        """Name the pieces that are not recorded in a language; `render.announcement.pieces_for` names all."""
        return tuple(piece for piece in pieces if self._file(lang, piece) is None)

    def _file(self, lang: str, piece: str) -> Path | None:
        if not _PIECE.fullmatch(piece):
            return None
        file = self.folder / lang / f"{piece}.wav"
        if file.is_file():
            return file
        # The number of a counter below ten is the figure of a label.
        figure = _ONE_FIGURE.fullmatch(piece)
        return self._file(lang, figure[1]) if figure else None


def mark(files: Sequence[Path]) -> str:
    """Name what the files say as they are now: a piece that is recorded anew gives another name."""
    told = [(file.name, file.parent.name, file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    return hashlib.sha256(repr((PAUSE_MS, told)).encode()).hexdigest()[:32]


def join(files: Sequence[Path], target: Path) -> None:
    """Write the pieces into one WAV file, with a short silence between them.

    Raises:
        VoiceMissing: A file is no WAV, not mono with two bytes a sample, of another rate than the first,
            or all together are longer than 20 seconds.
    """
    try:
        spoken, rate = _read(files)
    except (wave.Error, EOFError, OSError) as error:
        raise VoiceMissing from error
    if sum(map(len, spoken)) > MOST_SECONDS * rate * _SHAPE[1]:
        raise VoiceMissing
    silence = b"\x00" * (rate * PAUSE_MS // 1000 * _SHAPE[1])
    with wave.open(str(target), "wb") as joined:
        joined.setparams((*_SHAPE, rate, 0, "NONE", ""))
        joined.writeframes(silence.join(spoken))


def _read(files: Sequence[Path]) -> tuple[list[bytes], int]:
    spoken, rates = [], set()
    for file in files:
        with wave.open(str(file), "rb") as piece:
            if (piece.getnchannels(), piece.getsampwidth()) != _SHAPE:
                raise VoiceMissing
            rates.add(piece.getframerate())
            spoken.append(piece.readframes(piece.getnframes()))
    if len(rates) != 1:
        raise VoiceMissing
    return spoken, rates.pop()
