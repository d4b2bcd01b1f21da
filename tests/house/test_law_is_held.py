"""docs/law.md names, for each step that the decrees ask for, tests that are there."""

import ast
import re
from pathlib import Path

from tests.house.sources import ROOT

_STEPS = [*map(str, range(20)), "pause", "keeping"]
"""Decree 61/2018/NĐ-CP art. 15 to 22 in the order of a dossier's life, and what other law adds."""
_ROW = re.compile(r"^\| (\w+)[^|]*\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)


def _rows() -> list[tuple[str, ...]]:
    rows = _ROW.findall((ROOT / "docs/law.md").read_text(encoding="utf-8"))
    return [row for row in rows if row[0] != "step"]


def _tests_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_step_of_the_law_has_its_row() -> None:
    """In order, none left out, none made up."""
    assert [row[0] for row in _rows()] == _STEPS


def test_every_step_of_the_law_is_held_by_tests_that_exist() -> None:
    """A row names a test of the steps, the rules or the journeys; renaming one without this page is seen."""
    found = {name for path in (ROOT / "tests").rglob("test_*.py") for name in _tests_in(path)}
    for step, _, article, tests in _rows():
        named = re.findall(r"`(test_\w+)`", tests)
        assert named, step
        assert set(named) <= found, (step, set(named) - found)
        assert article.strip(), step
