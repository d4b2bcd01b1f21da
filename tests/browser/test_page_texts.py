"""The words of the pages: every key that a template or a script asks for is there, in both languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from onestop.render.wording import LANGUAGES, section

WEB = Path(__file__).parents[2] / "onestop" / "web"
OWN = ("counter", "dossier", "login", "myplace", "page", "start", "status")
PLACE = re.compile(r"\{(\w+)\}")
SCRIPTS = {"counter": ("counter", "office"), "dossier": ("dossier",), "login": ("login",)}


def words(name: str, lang: str) -> dict[str, str]:
    """Every sentence of a section by its key."""
    found = dict[str, str]()

    def walk(table: dict[str, object], before: str) -> None:
        for key, value in table.items():
            if isinstance(value, dict):
                walk(value, f"{before}{key}.")
            else:
                found[before + key] = str(value)

    walk(section(name, lang), "")
    return found


def asked_by_templates() -> Iterator[tuple[str, str]]:
    """Keys that templates name in full: file and key."""
    for path in sorted((WEB / "templates").glob("*.html")):
        text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for key in re.findall(r"\bt\(\s*[\"']([a-z0-9_.-]+[a-z0-9])[\"']\s*[,)]", text):
            yield path.name, key


def asked_by_scripts() -> Iterator[tuple[str, str]]:
    """Keys that scripts name in full: section and key."""
    for name, folders in SCRIPTS.items():
        for folder in folders:
            for path in sorted((WEB / "static" / folder).glob("*.js")):
                for key in re.findall(r"\bsay\(\s*\"([a-z0-9_.-]+)\"", path.read_text(encoding="utf-8")):
                    yield name, key


@pytest.mark.parametrize("name", OWN)
def test_both_languages_have_the_same_keys_and_the_same_places(name: str) -> None:
    """Whoever reads English reads as much, and no fact is lost in translation."""
    vietnamese, english = (words(name, lang) for lang in LANGUAGES)
    assert vietnamese.keys() == english.keys()
    for key, sentence in vietnamese.items():
        assert sentence.strip()
        assert set(PLACE.findall(english[key])) <= set(PLACE.findall(sentence)) | {"n"}


def test_every_key_that_a_template_names_is_there() -> None:
    """No page breaks for want of a word."""
    asked = list(asked_by_templates())
    missing = [
        (file, key) for file, key in asked if key.split(".", 1)[1] not in words(key.split(".", 1)[0], "vi")
    ]
    assert len(asked) > 200
    assert missing == []


def test_every_key_that_a_script_names_is_there() -> None:
    """No button says its key instead of its word."""
    asked = list(asked_by_scripts())
    missing = [(name, key) for name, key in asked if key not in words(name, "vi")]
    assert len(asked) > 60
    assert missing == []


def test_every_family_of_keys_that_a_script_builds_is_there() -> None:
    """A key with a part from the server, as `priority.…`, begins like keys that are there."""
    for name, folders in SCRIPTS.items():
        for folder in folders:
            for path in sorted((WEB / "static" / folder).glob("*.js")):
                for family in re.findall(r"\bsay\(`([a-z0-9_.]+)\$\{", path.read_text(encoding="utf-8")):
                    assert any(key.startswith(family) for key in words(name, "vi")), (path.name, family)


def test_no_page_carries_inline_style_or_script() -> None:
    """The content policy allows neither, so a page that needs one would break in front of a citizen."""
    for path in sorted((WEB / "templates").glob("*.html")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|https?://", text), (
            path.name
        )


def test_every_picture_that_a_page_names_is_in_the_sprite() -> None:
    """A missing symbol would leave a status to its colour alone."""
    drawn = set(
        re.findall(r"symbol id=\"i-([a-z]+)\"", (WEB / "static" / "sprite.svg").read_text(encoding="utf-8"))
    )
    named = set[str]()
    for path in [*(WEB / "templates").glob("*.html"), *(WEB / "static").glob("*/*.js")]:
        named |= set(re.findall(r"\bicon\(\"([a-z]+)\"\)", path.read_text(encoding="utf-8")))
    assert len(named) > 15
    assert named <= drawn
