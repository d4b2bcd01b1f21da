"""The voice: sentences spoken into clips, from the office's recordings or by the program espeak-ng."""

import hashlib
import logging
import os
import re
import shutil
import subprocess
import tempfile
import threading
import wave
from array import array
from concurrent import futures
from pathlib import Path

from onestop.errors import VoiceMissing
from onestop.gateways.recordings import Recordings, join, mark
from onestop.render.announcement import Sentence

log = logging.getLogger(__name__)

VOICES = {"vi": "vi", "en": "en"}
WORDS_PER_MINUTE = 140
"""A little slower than the program's 175: the hall is loud and people are old."""
WORD_GAP_10MS = 2
AMPLITUDE = 60
"""Of 200. At the program's own 100 a sentence touches full scale; the level is raised afterwards."""
PEAK = 29_000
"""Of 32,767: one decibel of headroom for the board's loudspeaker."""
LONGEST_SENTENCE = 500
MOST_WAITING = 50
"""Sentences that may wait for the worker. A later one would be spoken minutes after its call."""
KEPT_CLIPS = 2_000
"""About 400 MB on disk; the clips used longest ago go first."""

_DIGEST = re.compile(r"[0-9a-f]{32}")


class Voice:
    """Clips of spoken sentences, one file each, named by the digest of what is said and how.

    A call never waits for the voice: `clip` only schedules. One worker thread speaks one sentence at
    a time, since the machine is small and has other work. What the office recorded wins over the program.
    """

    def __init__(
        self,
        folder: Path,
        *,
        recordings: Recordings | None = None,
        program: str = "espeak-ng",
        timeout_seconds: float = 10.0,
    ) -> None:
        self.folder = folder
        self.recordings = recordings or Recordings(folder.parent / "recorded")
        self._program = program
        self._timeout_seconds = timeout_seconds
        self._worker = futures.ThreadPoolExecutor(max_workers=1, thread_name_prefix="voice")
        self._lock = threading.Lock()
        self._waiting: dict[str, futures.Future[None]] = {}

    def installed(self) -> bool:
        """Tell whether anything could speak; asked anew each time, since it may be installed later."""
        return self._has_program() or any(map(self.recordings.any, VOICES))

    def clip(self, sentence: Sentence) -> str | None:
        """Name the clip of a sentence and have it spoken soon, if it is not there yet.

        Returns at once. None where nothing can speak it: the board then shows that it has no voice.
        """
        files = self.recordings.found(sentence)
        if files:
            return self._name(files, sentence)
        if sentence.lang not in VOICES or not self._has_program():
            return None
        return self._ask(_digest(sentence.text, sentence.lang), (), sentence)

    def chime(self) -> str | None:
        """Name the clip of the office's own chime; None where boards make theirs."""
        files = self.recordings.chime()
        return self._name(files, None) if files else None

    def _has_program(self) -> bool:
        return shutil.which(self._program) is not None

    def _name(self, files: tuple[Path, ...], sentence: Sentence | None) -> str | None:
        try:
            digest = mark(files)
        except OSError:
            # Taken away between two looks: the next call finds another way.
            return None
        return self._ask(digest, files, sentence)

    def _ask(self, digest: str, files: tuple[Path, ...], sentence: Sentence | None) -> str:
        with self._lock:
            if digest not in self._waiting and not self._used_again(digest):
                self._schedule(digest, files, sentence)
        return digest

    def wait(self, digest: str, seconds: float) -> Path | None:
        """Give the file of a clip, waiting at most so long for it; None where there will be none."""
        if not _DIGEST.fullmatch(digest):
            return None
        with self._lock:
            coming = self._waiting.get(digest)
        if coming is not None:
            futures.wait([coming], timeout=seconds)
        path = self._path(digest)
        return path if path.exists() else None

    def speak(self, text: str, lang: str, path: Path) -> None:
        """Speak a sentence into a WAV file, mono, 16 bits; the file appears whole or not at all.

        Raises:
            VoiceMissing: The program is not installed, has no such language, failed or took too long.
        """
        program = shutil.which(self._program)
        if program is None or lang not in VOICES:
            raise VoiceMissing
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".speaking-") as spoken_in:
            raw = Path(spoken_in) / "raw.wav"
            self._run(program, text[:LONGEST_SENTENCE], lang, raw)
            level = Path(spoken_in) / "level.wav"
            _level(raw, level)
            level.replace(path)

    def close(self) -> None:
        """Speak nothing more; what waits is dropped, the sentence being spoken ends first."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest}.wav"

    def _used_again(self, digest: str) -> bool:
        try:
            os.utime(self._path(digest))
        except OSError:
            return False
        return True

    def _schedule(self, digest: str, files: tuple[Path, ...], sentence: Sentence | None) -> None:
        if len(self._waiting) >= MOST_WAITING:
            log.warning("voice.overloaded", extra={"waiting": len(self._waiting)})
            return
        try:
            self._waiting[digest] = self._worker.submit(self._work, digest, files, sentence)
        except RuntimeError:
            # The worker is closed: the service is going down, and a call must not fail for it.
            log.warning("voice.closed")

    def _work(self, digest: str, files: tuple[Path, ...], sentence: Sentence | None) -> None:
        try:
            if not files or not self._joined(files, self._path(digest)):
                if sentence is None:
                    return
                self.speak(sentence.text, sentence.lang, self._path(digest))
            self._forget_oldest()
        except (VoiceMissing, OSError) as error:
            log.warning("voice.failed", extra={"digest": digest, "error": repr(error)})
        finally:
            with self._lock:
                self._waiting.pop(digest, None)

    def _joined(self, files: tuple[Path, ...], path: Path) -> bool:
        """Join recordings into a clip; False where they do not fit together, and the program speaks instead."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".joining-") as joined_in:
            joined = Path(joined_in) / "joined.wav"
            try:
                join(files, joined)
            except VoiceMissing:
                log.warning("voice.recording_unfit", extra={"pieces": [file.name for file in files]})
                return False
            joined.replace(path)
        return True

    def _run(self, program: str, text: str, lang: str, into: Path) -> None:
        # The sentence goes in through the pipe, so nothing in it can be taken for an option.
        command = [program, "-v", VOICES[lang], "-s", str(WORDS_PER_MINUTE), "-g", str(WORD_GAP_10MS)]
        command += ["-a", str(AMPLITUDE), "-b", "1", "--stdin", "-w", str(into)]
        try:
            subprocess.run(  # noqa: S603 - no shell, a fixed program and options of our own
                command,
                input=text.encode("utf-8", "replace"),
                capture_output=True,
                timeout=self._timeout_seconds,
                check=True,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise VoiceMissing from error

    def _forget_oldest(self) -> None:
        clips = sorted(self.folder.glob("*.wav"), key=lambda clip: clip.stat().st_mtime)
        for clip in clips[:-KEPT_CLIPS]:
            clip.unlink(missing_ok=True)


def _digest(text: str, lang: str) -> str:
    manner = f"{VOICES[lang]}\n{WORDS_PER_MINUTE}\n{WORD_GAP_10MS}\n{PEAK}\n{text}"
    return hashlib.sha256(manner.encode("utf-8", "replace")).hexdigest()[:32]


def _level(source: Path, target: Path) -> None:
    """Bring the loudest sample to `PEAK`, so that every call is equally loud and none is clipped.

    Raises:
        VoiceMissing: The program wrote no sound.
    """
    try:
        with wave.open(str(source), "rb") as spoken:
            shape = spoken.getparams()
            samples = array("h", spoken.readframes(shape.nframes))
    except (wave.Error, EOFError, FileNotFoundError) as error:
        raise VoiceMissing from error
    loudest = max((abs(sample) for sample in samples), default=0)
    if loudest == 0:
        raise VoiceMissing
    factor = PEAK / loudest
    with wave.open(str(target), "wb") as levelled:
        levelled.setparams(shape)
        levelled.writeframes(array("h", (round(sample * factor) for sample in samples)).tobytes())
