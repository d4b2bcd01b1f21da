"""The voice speaks into files, and never stands in the way of a call."""

import shutil
import stat
import threading
import wave
from array import array
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop.clock import stopwatch
from onestop.errors import VoiceMissing
from onestop.gateways import voice as voice_module
from onestop.gateways.voice import PEAK, Voice
from onestop.render.announcement import Sentence

CALL = "Mời công dân có số thứ tự A, một không hai, đến quầy số ba."
needs_espeak = pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    made = Voice(tmp_path / "clips")
    yield made
    made.close()


def say(text: str, lang: str) -> Sentence:
    """Word a sentence of which nothing is recorded."""
    return Sentence(lang, text, ("moi",), "")


def _program(tmp_path: Path, script: str) -> str:
    program = tmp_path / "speaker"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@needs_espeak
@pytest.mark.parametrize(
    ("lang", "text"), [("vi", CALL), ("en", "Ticket A, one zero two, please go to counter three.")]
)
def test_clip_is_sound_of_one_channel_loud_and_not_clipped(voice: Voice, lang: str, text: str) -> None:
    """A call becomes a WAV of more than half a second whose loudest sample stays below full scale."""
    digest = voice.clip(say(text, lang))
    assert digest is not None
    path = voice.wait(digest, 10)
    assert path is not None

    with wave.open(str(path), "rb") as clip:
        samples = array("h", clip.readframes(clip.getnframes()))
        assert (clip.getnchannels(), clip.getsampwidth()) == (1, 2)
        assert clip.getnframes() / clip.getframerate() > 0.5
    assert max(abs(sample) for sample in samples) == PEAK
    assert sum(abs(sample) for sample in samples) / len(samples) > 300


@needs_espeak
def test_same_call_is_spoken_once_and_survives_a_restart(voice: Voice) -> None:
    """The same words give the same clip; a new process finds it on disk; other words give another."""
    digest = voice.clip(say(CALL, "vi"))
    assert digest is not None
    path = voice.wait(digest, 10)
    assert path is not None
    before = path.read_bytes(), path.stat().st_ino

    again = Voice(voice.folder)
    assert (digest, path) == (again.clip(say(CALL, "vi")), again.wait(digest, 0))
    again.close()
    assert before == (path.read_bytes(), path.stat().st_ino)
    assert digest != voice.clip(say(CALL + " ", "vi"))
    assert digest != voice.clip(say(CALL, "en"))


@needs_espeak
@pytest.mark.parametrize(
    "text", ["-w /etc/passwd --help", "; touch spoken; `touch spoken`", "$(touch spoken)", "số \x00 không"]
)
def test_words_are_never_taken_for_a_command(voice: Voice, tmp_path: Path, text: str) -> None:
    """Whatever stands in a sentence is spoken, not run, and nothing else is written."""
    digest = voice.clip(say(text, "vi"))
    assert digest is not None
    assert voice.wait(digest, 10) == voice.folder / f"{digest}.wav"

    assert [voice.folder] == list(tmp_path.iterdir())
    assert [f"{digest}.wav"] == [path.name for path in voice.folder.iterdir()]


@needs_espeak
def test_clips_used_longest_ago_are_forgotten(voice: Voice, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of clips does not grow for ever."""
    monkeypatch.setattr(voice_module, "KEPT_CLIPS", 2)
    digests = []
    for word in ("một", "hai", "ba"):
        digests.append(voice.clip(say(word, "vi")))
        assert voice.wait(digests[-1] or "", 10)

    voice.close()
    assert {f"{digest}.wav" for digest in digests[1:]} == {path.name for path in voice.folder.iterdir()}


def test_no_voice_is_a_silent_board_not_a_failed_call(tmp_path: Path) -> None:
    """Without the program a call gets no clip and no error; only who asks for sound itself is refused."""
    silent = Voice(tmp_path, program="no-such-speaker")

    assert not silent.installed()
    assert silent.clip(say(CALL, "vi")) is None
    with pytest.raises(VoiceMissing):
        silent.speak(CALL, "vi", tmp_path / "call.wav")
    assert not list(tmp_path.iterdir())


def test_language_without_a_voice_gets_no_clip(voice: Voice) -> None:
    """A language nobody speaks is passed over like a missing voice."""
    assert voice.clip(say("Moien", "lb")) is None


@pytest.mark.parametrize(
    "script", ["exit 3", "cat > /dev/null", 'echo no sound > "$PWD/x"; rm "$PWD/x"; exit 0']
)
def test_program_that_fails_leaves_no_file(tmp_path: Path, script: str) -> None:
    """A speaker that breaks leaves no half clip: the file is asked for and is not there."""
    speaker = Voice(tmp_path / "clips", program=_program(tmp_path, script))
    digest = speaker.clip(say(CALL, "vi"))
    assert digest is not None

    assert speaker.wait(digest, 10) is None
    speaker.close()
    assert not list((tmp_path / "clips").iterdir())


def test_call_does_not_wait_for_a_speaker_that_hangs(tmp_path: Path) -> None:
    """Scheduling returns at once, waiting ends when its time is up, and the hanging program is ended."""
    speaker = Voice(tmp_path / "clips", program=_program(tmp_path, "exec sleep 60"), timeout_seconds=0.5)
    started = stopwatch()

    digests = [speaker.clip(say(f"{CALL} {number}", "vi")) for number in range(100)]
    assert stopwatch() - started < 1.0
    assert None not in digests
    assert speaker.wait(digests[0] or "", 0.1) is None
    speaker.close()
    assert stopwatch() - started < 5
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("voice")]


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "0" * 31, "0" * 32 + ".wav", "G" * 32, "0" * 32])
def test_unknown_or_crooked_digest_gives_nothing(voice: Voice, digest: str) -> None:
    """A digest from the network names a clip or nothing; it never leaves the folder."""
    assert voice.wait(digest, 0) is None
