"""House style that a program can see: one clock, one source of chance, names, docstrings, lengths."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import dotted, front_files, named, python_files, tree_of

LONGEST_FILE = 300
"""Lines. The aim is 250; beyond 300 a file says here why it stays whole."""
LONGEST_TEST = 500
"""Lines. The claims about one rule are read side by side."""
LONG: dict[str, str] = {}
CLOCK, CHANCE = "onestop/clock.py", "onestop/chance.py"
INSTANTS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"}
LENGTHS = {"time.time_ns", "time.monotonic", "time.monotonic_ns", "time.perf_counter", "time.perf_counter_ns"}
LOTS = {"uuid", "secrets", "random"}
EMPTY_NAMES = {"data", "info", "manager", "helper", "util", "service", "base", "misc", "common"}
"""Words that say nothing of what a thing is; `common` and `base` only as whole names."""
WHOLE_ONLY = {"base", "common"}


def looks_at_a_clock(tree: ast.AST, forbidden: set[str]) -> Iterator[int]:
    """Give the lines that ask what time it is, or import the name that would."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if ".".join(dotted(node).split(".")[-2:]) in forbidden:
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (node.lineno for name in node.names if f"time.{name.name}" in forbidden)


def draws_lots(tree: ast.AST) -> Iterator[int]:
    """Give the lines that import a source of chance."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        if any(name.split(".")[0] in LOTS for name in names):
            yield node.lineno


def words_of(name: str) -> list[str]:
    """Take a name apart: `PaperFacts` and `paper_facts` are paper and facts; plurals count as one."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
    return [part.lower().removesuffix("s") if len(part) > 4 else part.lower() for part in parts]


def says_nothing(name: str) -> bool:
    """Tell a name that would fit anything."""
    words = words_of(name)
    found = EMPTY_NAMES & set(words)
    return bool(found - WHOLE_ONLY) or (len(words) == 1 and bool(found))


def test_only_the_clock_asks_what_time_it_is() -> None:
    """The program and its tests get every instant from one place, so that a test can set it."""
    forbidden = INSTANTS | LENGTHS
    found = [
        f"{named(path)}:{line}"
        for path in python_files("onestop", "migrations")
        if named(path) != CLOCK
        for line in looks_at_a_clock(tree_of(path), forbidden)
    ]
    found += [
        f"{named(path)}:{line}"
        for path in python_files("tests")
        for line in looks_at_a_clock(tree_of(path), INSTANTS)
    ]
    assert not found, found


def test_only_chance_draws_lots() -> None:
    """Ids, tokens and secrets come from one place; tests may draw with a seed of their own."""
    found = [
        f"{named(path)}:{line}"
        for path in python_files("onestop", "migrations")
        if named(path) != CHANCE
        for line in draws_lots(tree_of(path))
    ]
    assert not found, found


@pytest.mark.parametrize(
    "line",
    ["datetime.now(UTC)", "datetime.datetime.now()", "date.today()", "time.time()", "from time import time"],
)
def test_a_look_at_another_clock_is_found(line: str) -> None:
    """The check can fail."""
    assert list(looks_at_a_clock(ast.parse(line), INSTANTS)) == [1]
    assert not list(looks_at_a_clock(ast.parse("tx.now; local(now); time.sleep(1)"), INSTANTS))


@pytest.mark.parametrize("line", ["import uuid", "from secrets import token_hex", "import random as r"])
def test_another_source_of_chance_is_found(line: str) -> None:
    """The check can fail."""
    assert list(draws_lots(ast.parse(line))) == [1]
    assert not list(draws_lots(ast.parse("from onestop import chance")))


def test_names_say_what_a_thing_is() -> None:
    """No module or class is a data, info, manager, helper, utils or service."""
    found = [named(path) for path in python_files("onestop", "tests") if says_nothing(path.stem.strip("_"))]
    found += [named(path) for path in front_files(".js", ".css") if says_nothing(path.stem)]
    found += [
        f"{named(path)}:{node.lineno} {node.name}"
        for path in python_files("onestop", "tests")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ClassDef) and says_nothing(node.name)
    ]
    assert not found, found
    assert all(map(says_nothing, ("CatalogueManager", "utils", "ticket_helpers", "DataRow", "Base")))
    assert not any(map(says_nothing, ("Dossier", "common_lines", "Database", "Uninformed")))


def test_every_module_says_in_one_line_what_it_is() -> None:
    """The first line of a module's docstring is a whole sentence; an empty file needs none."""
    found = []
    for path in python_files("onestop", "tests"):
        tree = tree_of(path)
        first, *rest = (ast.get_docstring(tree) or "").split("\n")
        if tree.body and not (first.endswith(".") and (not rest or not rest[0])):
            found.append(f"{named(path)}: {first!r}")
    assert not found, found


def test_files_are_short_or_say_why_not() -> None:
    """A longer file stands in the list with its reason, and none stands there idly."""
    long = {
        named(path)
        for path in [*python_files("onestop"), *front_files(".js", ".css", ".html")]
        if _lines(path) > LONGEST_FILE
    }
    long |= {named(path) for path in python_files("tests") if _lines(path) > LONGEST_TEST}
    assert long == set(LONG)


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")
