"""README, CONTRIBUTING and docs: what they show is there, what they tell to run runs."""

import re
import shlex
import subprocess
from collections import defaultdict
from pathlib import Path

import click
import pytest

from onestop.cli import commands
from onestop.settings import Settings
from tests.house.sources import ROOT, python_files, tracked

PAGES = ("README.md", "CONTRIBUTING.md", "docs/operations.md")
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_SPOKEN = re.compile(r"`((?:make|onestop|\.venv/bin/onestop) [^`]+)`")
_VARIABLE = re.compile(r"\bONESTOP_[A-Z]+(?:_[A-Z]+)*\b")
_SETTING_ROW = re.compile(r"^\| `(ONESTOP_[A-Z_]+)` \| ([^|]+) \|", re.MULTILINE)


def _text(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def _fenced(page: str, kind: str) -> list[str]:
    return [body for found, body in _FENCE.findall(_text(page)) if found == kind]


# --- the tree -----------------------------------------------------------------------------------


def _shown() -> dict[str, set[str]]:
    """Read README's tree: for each folder whose children are shown, their names; the top is `""`."""
    shown: dict[str, set[str]] = defaultdict(set)
    above = ""
    block = next(body for body in _fenced("README.md", "text") if "onestop/" in body)
    for line in block.splitlines():
        name = line.split()[0].rstrip("/")
        if line.startswith(" "):
            shown[above].add(name)
        else:
            above = name
            shown[""].add(name)
    return shown


def test_the_tree_is_what_git_keeps() -> None:
    """At each depth that README shows, nothing is missing and nothing is too many."""
    kept: dict[str, set[str]] = defaultdict(set)
    for path in tracked():
        parts = path.split("/")
        kept[""].add(parts[0])
        if len(parts) > 1 and parts[1] != "__init__.py":
            kept[parts[0]].add(parts[1])
    for folder, names in _shown().items():
        assert names == kept[folder], folder or "the top"


def test_every_line_of_the_tree_says_what_it_is() -> None:
    """A name without a word of explanation tells a newcomer nothing."""
    block = next(body for body in _fenced("README.md", "text") if "onestop/" in body)
    assert not [line for line in block.splitlines() if len(line.split()) < 2]


# --- links and pictures -------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "CHANGELOG.md"])
def test_links_lead_somewhere(page: str) -> None:
    """Every file, picture and heading that is pointed to is there."""
    headings = {
        re.sub(r"[^\w -]", "", line.lstrip("# ").lower()).replace(" ", "-")
        for line in _text(page).splitlines()
        if line.startswith("#")
    }
    for target in _LINK.findall(_text(page)):
        if target.startswith("https://"):
            continue
        path, _, heading = target.partition("#")
        assert not path or ((ROOT / page).parent / path).exists(), target
        assert path or heading in headings, target


# --- commands -----------------------------------------------------------------------------------


def _lines(page: str) -> list[list[str]]:
    """Give the commands of a page's shell blocks, word by word, without remarks and settings before them."""
    lines = [shlex.split(line, comments=True) for body in _fenced(page, "sh") for line in body.splitlines()]
    return [[word for word in line if not re.match(r"[A-Z_]+=", word)] for line in lines if line]


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", _text("Makefile"), re.MULTILINE))


def _resolve(words: list[str], *, whole: bool) -> None:
    """Follow a command line as the program would, up to but without running it."""
    command: click.Command = commands
    context = click.Context(command, info_name="onestop")
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command, context = found, click.Context(found, info_name=name, parent=context)
    if whole:
        command.make_context(command.name, words)


@pytest.mark.parametrize("page", PAGES)
def test_commands_exist(page: str) -> None:
    """Every `make` target and every `onestop` command with its options is one that there is."""
    told = [(line, True) for line in _lines(page)]
    told += [(shlex.split(spoken), False) for spoken in _SPOKEN.findall(_text(page))]
    for (program, *words), whole in told:
        if program == "make":
            assert words[0] in _targets(), words
        elif Path(program).name == "onestop":
            _resolve(words, whole=whole)


@pytest.mark.parametrize("line", ["onestop dance", "onestop demo --loud", "onestop import procedures"])
def test_a_command_that_is_none_is_found(line: str) -> None:
    """The check can fail."""
    with pytest.raises(click.UsageError):
        _resolve(shlex.split(line)[1:], whole=True)


def test_help_lists_every_target() -> None:
    """`make help` shows each target with what it does, but for the parts that only others call."""
    told = subprocess.run(["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, check=True)
    listed = {line.split()[1]: line for line in told.stdout.decode().splitlines()}
    assert set(listed) == _targets() - {"system"}
    assert not [line for line in listed.values() if len(line.split()) < 4]


def test_the_commands_of_the_start_are_named() -> None:
    """A newcomer finds the two commands."""
    assert {"make demo", "make test"} <= {" ".join(line[:2]) for line in _lines("README.md")}


# --- settings -----------------------------------------------------------------------------------


def test_every_setting_is_told_with_its_default() -> None:
    """README's table and the program's settings are the same, defaults included."""
    told = {name: default.strip().strip("`") for name, default in _SETTING_ROW.findall(_text("README.md"))}
    fields = Settings.__dataclass_fields__
    assert set(told) == {f"ONESTOP_{name.upper()}" for name in fields}
    for name, field in fields.items():
        default = told[f"ONESTOP_{name.upper()}"]
        assert default == str(field.default) or field.default is None, name


def test_every_variable_that_the_project_reads_is_told() -> None:
    """No variable is known only to the code: README has the program's, CONTRIBUTING the tests'."""
    files = [*python_files(), ROOT / "Makefile", *(path for path in (ROOT / ".ci").iterdir())]
    read = {name for path in files for name in _VARIABLE.findall(path.read_text(encoding="utf-8"))}
    told = {name for page in PAGES for name in _VARIABLE.findall(_text(page))}
    assert read <= told, read - told
    assert told <= read | {f"ONESTOP_{name.upper()}" for name in Settings.__dataclass_fields__}
