"""Words: both languages say everything, refusals are worded with their facts, no key leads nowhere."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from onestop import errors
from onestop.errors import Refusal
from onestop.events import Event
from onestop.render import board_frame
from onestop.render.wording import LANGUAGES
from onestop.settings import TEXTS
from tests.house.sources import dotted, front_files, named, python_files, tree_of

VIETNAMESE_ONLY = {
    "paper": "the forms of the law exist in Vietnamese",
    "record": "what is frozen into those forms",
}
OTHER_FACTS = {
    "kiosk.ticket.listen": "calls are spoken in Vietnamese: who does not read it is told what to look for",
}
"""Sentences that need more in one language than in the other, and why."""
NOT_OF_A_REFUSAL = re.compile(r"title|internal_error|http_(\d{3}|other)")
NOT_SHOWN = {
    "stop-added": "the line it goes to is shown when it stands there",
    "counter-taken-over": "counters are shown, not officers",
    "booking-made": "who comes later is no news in the hall",
    "booking-cancelled": "who does not come is no news in the hall",
    "booking-checked-in": "the number that it gives is shown",
    "booking-missed": "who did not come is no news in the hall",
    "message-delivered": "a letter is between the office and its reader",
    "message-given-up": "kept for the leader, who can send it again",
    "message-sent-again": "a letter is between the office and its reader",
    "dossier-received": "a dossier is nobody's business in the hall",
    "intake-refused": "a dossier is nobody's business in the hall",
    "dossier-unmasked": "a dossier is nobody's business in the hall",
    "due-moved": "a dossier is nobody's business in the hall",
    "supplement-asked": "a dossier is nobody's business in the hall",
    "supplement-taken": "a dossier is nobody's business in the hall",
    "supplement-warned": "a letter is between the office and its reader",
    "dossier-suspended": "a dossier is nobody's business in the hall",
    "dossier-resumed": "a dossier is nobody's business in the hall",
    "dossier-extended": "a dossier is nobody's business in the hall",
    "apology-written": "an apology is owed to one person",
    "dossier-ended": "a dossier is nobody's business in the hall",
    "dossier-reopened": "a dossier is nobody's business in the hall",
    "receipt-corrected": "a receipt is its holder's",
    "route-planned": "a dossier is nobody's business in the hall",
    "route-changed": "a dossier is nobody's business in the hall",
    "dossier-forwarded": "a dossier is nobody's business in the hall",
    "leg-taken-back": "a dossier is nobody's business in the hall",
    "clock-begun": "a dossier is nobody's business in the hall",
    "leg-accepted": "a dossier is nobody's business in the hall",
    "leg-assigned": "a dossier is nobody's business in the hall",
    "leg-returned": "a dossier is nobody's business in the hall",
    "dossier-taken-over": "a dossier is nobody's business in the hall",
    "handover-list-made": "a list goes with its dossiers, between two offices",
    "handover-list-taken": "a list goes with its dossiers, between two offices",
    "handover-struck": "a list goes with its dossiers, between two offices",
    "result-readied": "the citizen learns it from the status page",
    "result-returned": "the ticket's end is shown, not what for",
    "upload-kept": "a file belongs to its dossier",
    "upload-voided": "a file belongs to its dossier",
    "upload-seen": "who looked is told beside the file",
    "payment-taken": "money is between the office and who pays",
    "payment-voided": "money is between the office and who pays",
    "mishap-noted": "a dossier is nobody's business in the hall",
    "mishap-mended": "a dossier is nobody's business in the hall",
    "paper-issued": "a paper belongs to its dossier",
    "officer-signed-in": "counters are shown, not officers",
    "officer-signed-out": "counters are shown, not officers",
    "sign-in-failed": "kept for the administrator",
    "device-enrolled": "kept for the administrator",
    "hall-changed": "boards are shown everything anew instead",
    "calendar-applied": "kept for the administrator",
    "catalogue-loaded": "kept for the administrator",
    "procedures-loaded": "the catalogue is the keeper's; boards read what holds today",
    "procedure-drafted": "a draft is nobody's business in the hall",
    "procedure-published": "the catalogue is the keeper's; boards read what holds today",
    "procedure-withdrawn": "the catalogue is the keeper's; boards read what holds today",
    "procedure-checked": "kept for the administrator",
    "succession-settled": "kept for the administrator",
    "slip-printed": "a slip is its holder's; counts of them are figures",
    "slip-failed": "officers see it in their list, the citizen at the kiosk",
    "ticket-reprinted": "the number is the same, so nothing changes on a board",
    "administrator-appointed": "kept for the administrator",
    "officer-added": "accounts are the office's own business",
    "officer-changed": "accounts are the office's own business",
    "officer-disabled": "who looked at a board as that officer is shut out; boards stay",
    "officer-enabled": "accounts are the office's own business",
    "password-reset": "who looked at a board as that officer is shut out; boards stay",
    "password-changed": "accounts are the office's own business",
    "role-rights-changed": "accounts are the office's own business",
    "agency-added": "who resolves what is no news in the hall",
    "agency-changed": "who resolves what is no news in the hall",
    "absence-noted": "who is on leave is no news in the hall",
    "absence-ended": "who is on leave is no news in the hall",
    "office-begun": "no board hangs yet",
}
"""Events that no board of a hall shows, and why."""
SECTION_OF = {
    "kiosk_ui/": "kiosk",
    "display_board/": "board",
    "onestop/web/static/counter/": "counter",
    "onestop/web/static/dossier/": "dossier",
    "onestop/web/static/figures/": "figures",
    "onestop/web/static/handovers/": "handover",
    "onestop/web/static/login/": "login",
    "onestop/web/static/password/": "password",
    "onestop/web/static/setup/": "setup",
}
"""Which words a page's scripts have at hand."""
_SCRIPT_KEY = re.compile(r"\b(?:say|rich)\(\s*\"([a-z_]+(?:\.[a-z_0-9]+)*)\"")
_REMARK = re.compile(r"\{#.*?#\}", re.DOTALL)
_TEMPLATE_KEY = re.compile(r"\bt\(\s*[\"']([a-z_]+(?:\.[a-z_0-9]+)+)[\"']\s*[,)]")


def flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Give every sentence with its dotted key; a list's entries are numbered."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{before}{name}.")
        elif isinstance(value, list):
            yield from ((f"{before}{name}.{place}", str(entry)) for place, entry in enumerate(value))
        else:
            yield f"{before}{name}", str(value)


def sentences(section: str, lang: str) -> dict[str, str]:
    """Read a section."""
    return dict(flat(tomllib.loads((TEXTS / lang / f"{section}.toml").read_text(encoding="utf-8"))))


def places(sentence: str) -> set[str]:
    """Name the places that facts fill in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


SECTIONS = {lang: {path.stem for path in (TEXTS / lang).glob("*.toml")} for lang in LANGUAGES}
WORDS = {
    lang: {
        f"{section}.{key}": words
        for section in SECTIONS[lang]
        for key, words in sentences(section, lang).items()
    }
    for lang in LANGUAGES
}


def subclasses(kind: type[Any]) -> Iterator[type[Any]]:
    """Give every class derived from one."""
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


REFUSALS = sorted(
    (kind for kind in subclasses(Refusal) if kind.__module__.startswith(f"{errors.__name__}.")), key=str
)
CODES = {kind.code.replace("-", "_"): kind for kind in REFUSALS}


def kind_of(key: str) -> type[Refusal] | None:
    """Find the refusal that a sentence is for: `malformed_too_long` is a variant of `malformed`."""
    fitting = [code for code in CODES if key == code or key.startswith(f"{code}_")]
    return CODES[max(fitting, key=len)] if fitting else None


def test_both_languages_have_the_same_sections() -> None:
    """Every section there is in Vietnamese is there in English, but for the papers of the law."""
    assert SECTIONS["vi"] - SECTIONS["en"] <= set(VIETNAMESE_ONLY)
    assert not SECTIONS["en"] - SECTIONS["vi"]


@pytest.mark.parametrize("section", sorted(SECTIONS["vi"] & SECTIONS["en"]))
def test_both_languages_say_the_same(section: str) -> None:
    """Each key of one language is in the other, and asks for the same facts."""
    vi, en = sentences(section, "vi"), sentences(section, "en")
    assert set(vi) == set(en)
    differing = {f"{section}.{key}" for key in vi if places(vi[key]) != places(en[key])}
    assert differing == {key for key in OTHER_FACTS if key.startswith(f"{section}.")}
    assert not [key for words in (vi, en) for key, sentence in words.items() if not sentence.strip()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_is_worded(lang: str) -> None:
    """Nobody is refused without a sentence that says what happened and what to do."""
    assert not [code for code in CODES if f"refusals.{code}" not in WORDS[lang]]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_s_sentence_asks_only_for_its_facts(lang: str) -> None:
    """A place without its fact would be an error in the middle of telling an error."""
    wrong = {}
    for key, sentence in sentences("refusals", lang).items():
        kind = kind_of(key)
        facts = set(getattr(kind, "__dataclass_fields__", ()))
        if kind is None and not NOT_OF_A_REFUSAL.fullmatch(key):
            wrong[key] = "belongs to no refusal"
        elif places(sentence) - facts:
            wrong[key] = f"asks for {sorted(places(sentence) - facts)}"
    assert not wrong


def test_codes_of_refusals_are_their_own() -> None:
    """Two refusals never share a code, and each has one."""
    assert len(CODES) == len(REFUSALS)


def test_every_event_is_shown_or_says_why_not() -> None:
    """What happens is seen on a board, or it is told here why it is not."""
    kinds = [kind.kind for kind in subclasses(Event)]
    assert len(kinds) == len(set(kinds))
    assert set(kinds) == board_frame.KINDS | set(NOT_SHOWN)
    assert not board_frame.KINDS & set(NOT_SHOWN)


def _said(tree: ast.AST) -> Iterator[tuple[str, set[str] | None]]:
    """Give each key that code says, with the facts it brings; None where they come in a dictionary."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "say" and node.args:
            key, facts = node.args[0], [word.arg for word in node.keywords]
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, None if None in facts else {fact for fact in facts if fact} - {"lang"}


def test_what_code_says_is_worded() -> None:
    """Each key named in the program exists, with no place left unfilled."""
    assert not [
        f"{named(path)}: {key} ({lang})"
        for path in python_files("onestop")
        for key, facts in _said(tree_of(path))
        for lang in LANGUAGES
        if lang == "vi" or key.split(".")[0] not in VIETNAMESE_ONLY
        if (words := WORDS[lang].get(key)) is None or (facts is not None and places(words) - facts)
    ]


def test_what_pages_say_is_worded() -> None:
    """Each key that a template or a script names whole exists in both languages."""
    said = [
        (path, key)
        for path in front_files(".html")
        for key in _TEMPLATE_KEY.findall(_REMARK.sub("", path.read_text(encoding="utf-8")))
    ]
    for path in front_files(".js"):
        section = next((name for start, name in SECTION_OF.items() if named(path).startswith(start)), None)
        keys = _SCRIPT_KEY.findall(path.read_text(encoding="utf-8")) if section else []
        said += [(path, f"{section}.{key}") for key in keys]
    assert len(said) > 100, "the patterns still find what pages say"
    assert not [
        f"{named(path)}: {key}" for path, key in said if any(key not in WORDS[lang] for lang in LANGUAGES)
    ]
