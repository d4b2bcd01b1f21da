"""What the office recorded itself is what the hall hears, whole or not at all."""

import wave
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop.gateways.recordings import PAUSE_MS, Recordings
from onestop.gateways.voice import Voice
from onestop.render.announcement import Sentence, call_sentences, pieces_for

RATE = 16_000
SILENT = "no-such-program"


def record(folder: Path, piece: str, *, lang: str = "vi", length: float = 0.1, rate: int = RATE) -> Path:
    """Record a piece of so many seconds, whose every sample tells its name."""
    file = folder / lang / f"{piece}.wav" if lang else folder / f"{piece}.wav"
    file.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(file), "wb") as made:
        made.setparams((1, 2, rate, 0, "NONE", ""))
        made.writeframes(_sample(piece) * int(length * rate))
    return file


def _sample(piece: str) -> bytes:
    return (1000 + sum(piece.encode()) % 20_000).to_bytes(2, "little")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "recorded"


@pytest.fixture
def voice(tmp_path: Path, folder: Path) -> Iterator[Voice]:
    made = Voice(tmp_path / "clips", recordings=Recordings(folder), program=SILENT)
    yield made
    made.close()


def _heard(voice: Voice, sentence: Sentence) -> list[str] | None:
    """Give the pieces that a clip consists of, by their samples; None where there is no clip."""
    digest = voice.clip(sentence)
    path = voice.wait(digest, 10) if digest else None
    if path is None:
        return None
    with wave.open(str(path), "rb") as clip:
        assert (clip.getnchannels(), clip.getsampwidth()) == (1, 2)
        sound = clip.readframes(clip.getnframes())
    samples = [sound[place : place + 2] for place in range(0, len(sound), 2)]
    names = {_sample(piece): piece for piece in {*sentence.pieces, sentence.whole, "3"}}
    changes = [one for place, one in enumerate(samples) if place == 0 or one != samples[place - 1]]
    return [names[one] for one in changes if one != b"\x00\x00"]


def test_a_call_is_joined_from_its_pieces_in_the_order_of_speaking(voice: Voice, folder: Path) -> None:
    """Mời … A, một không hai, đến quầy số mười hai, lần hai: from its recordings and nothing else."""
    sentence = call_sentences("A102", 12, "Quầy 12", 2)["vi"]
    for piece in sentence.pieces:
        record(folder, piece)

    assert _heard(voice, sentence) == ["moi", "a", "1", "0", "2", "den-quay", "quay-12", "lan-2"]
    assert voice.installed()


def test_pieces_stand_apart_by_a_moment_of_silence(voice: Voice, folder: Path) -> None:
    """The length of a call is that of its pieces and the pauses between them."""
    sentence = call_sentences("A1", 3, "", 1)["vi"]
    for piece in sentence.pieces:
        record(folder, piece, length=0.2)

    digest = voice.clip(sentence)
    path = voice.wait(digest or "", 10)
    assert path is not None
    with wave.open(str(path), "rb") as clip:
        frames = clip.getnframes()
    pieces = len(sentence.pieces)
    assert frames == pieces * int(0.2 * RATE) + (pieces - 1) * (RATE * PAUSE_MS // 1000)


def test_a_whole_sentence_wins_over_pieces_and_pieces_over_the_machine(voice: Voice, folder: Path) -> None:
    """The more of a call is recorded in one breath, the better it sounds."""
    sentence = call_sentences("A102", 3, "", 1)["vi"]
    assert _heard(voice, sentence) is None, "nothing recorded, and no program"
    for piece in sentence.pieces:
        record(folder, piece)
    assert _heard(voice, sentence) == list(sentence.pieces)
    record(folder, "a102-quay-3")
    assert _heard(voice, sentence) == ["a102-quay-3"]


def test_with_a_piece_missing_the_machine_says_the_whole_sentence(voice: Voice, folder: Path) -> None:
    """No call is said half by a person and half by a machine."""
    sentence = call_sentences("A102", 3, "", 1)["vi"]
    for piece in sentence.pieces[1:]:
        record(folder, piece)

    assert _heard(voice, sentence) is None


def test_pieces_that_do_not_fit_together_are_not_joined(voice: Voice, folder: Path) -> None:
    """A piece recorded at another rate would be heard too high: the machine speaks instead, here nobody."""
    sentence = call_sentences("A102", 3, "", 1)["vi"]
    for piece in sentence.pieces:
        record(folder, piece, rate=8_000 if piece == "moi" else RATE)
    assert _heard(voice, sentence) is None

    record(folder, "moi")
    assert _heard(voice, sentence) == list(sentence.pieces), "recorded again it is another clip"
    (folder / "vi" / "moi.wav").write_bytes(b"no sound at all")
    assert _heard(voice, sentence) is None


def test_a_counter_below_ten_needs_no_recording_of_its_own(voice: Voice, folder: Path) -> None:
    """The figure 3 of a label says counter 3 as well."""
    sentence = call_sentences("A1", 3, "", 1)["vi"]
    for piece in ("moi", "a", "1", "3", "den-quay"):
        record(folder, piece)

    assert _heard(voice, sentence) == ["moi", "a", "1", "den-quay", "3"]


def test_the_office_is_told_what_it_has_not_recorded_yet(folder: Path) -> None:
    """For lines A and R and counters 2, 12 and the return desk: each piece once, in the order to record them."""
    pieces = pieces_for("AR", [(2, ""), (12, "Quầy 12"), (13, "Trả kết quả")])
    for piece in ("moi", "a", "0", "1", "2"):
        record(folder, piece)

    missing = Recordings(folder).missing("vi", pieces)

    assert missing == (
        *(
            "3",
            "4",
            "5",
            "6",
            "7",
            "8",
            "9",
            "r",
            "den-quay",
            "quay-12",
            "quay-tra-ket-qua",
            "lan-2",
            "lan-3",
        ),
    )
    assert Recordings(folder).missing("en", pieces) == pieces


def test_the_office_s_own_chime_is_used(voice: Voice, folder: Path) -> None:
    """A chime in the folder replaces the one that boards make."""
    assert voice.chime() is None
    record(folder, "chime", lang="")

    digest = voice.chime()

    assert digest is not None
    assert voice.wait(digest, 10) is not None


def test_a_label_leads_to_no_other_folder(folder: Path) -> None:
    """A label with signs in it names no file outside."""
    sentence = Sentence("vi", "…", ("../../etc/passwd", "a"), "../a")
    assert Recordings(folder).found(sentence) == ()
