"""The words of every screen and paper, looked up by key in the reader's language."""

import tomllib
from functools import cache
from typing import Any

from onestop.settings import TEXTS

LANGUAGES = ("vi", "en")
Words = dict[str, Any]


@cache
def section(name: str, lang: str) -> Words:
    """Read one section of texts, e.g. `kiosk`; the file is read once per process.

    Raises:
        KeyError: No such section or language; both come from code, or were checked against
            `sections()` where they came from a request.
    """
    if lang not in LANGUAGES or name not in sections():
        raise KeyError(name)
    return tomllib.loads((TEXTS / lang / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def sections() -> frozenset[str]:
    """Name the sections there are."""
    return frozenset(path.stem for path in (TEXTS / "vi").glob("*.toml"))


def say(key: str, lang: str = "vi", **facts: object) -> str:
    """Say a sentence: `key` is `section.key` or `section.table.key`; facts fill `{name}` places.

    Raises:
        KeyError: The key or a fact is missing; a house test finds the former before people do.
    """
    name, *path = key.split(".")
    words: Any = section(name, lang)
    for part in path:
        words = words[part]
    if not isinstance(words, str):
        raise KeyError(key)
    return words.format_map(facts) if facts else words


def known(key: str, lang: str = "vi") -> bool:
    """Tell whether a sentence exists."""
    try:
        name, *path = key.split(".")
        words: Any = section(name, lang)
        for part in path:
            words = words[part]
    except KeyError:
        return False
    return isinstance(words, str)
