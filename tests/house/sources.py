"""The project's own files, as the house tests read them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("onestop", "migrations", "tests")
FRONT = ("onestop/web/templates", "onestop/web/static", "kiosk_ui", "display_board")


def python_files(*folders: str) -> Iterator[Path]:
    """Give every Python file under these folders, all of ours when none is named."""
    for folder in folders or CODE:
        yield from sorted((ROOT / folder).rglob("*.py"))


def front_files(*endings: str) -> Iterator[Path]:
    """Give every file of the pages with one of these endings."""
    for folder in FRONT:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings:
                yield path


def named(path: Path) -> str:
    """Name a file as a reader of the project does."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Parse a Python file, once."""
    return ast.parse(path.read_text(encoding="utf-8"))


def dotted(node: ast.expr) -> str:
    """Write `a.b.c` for a chain of names; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


@cache
def tracked() -> tuple[str, ...]:
    """Give every file that git keeps; a folder without its history has none to tell."""
    if not (ROOT / ".git").exists():
        pytest.skip("this folder is no git checkout")
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return tuple(sorted(filter(None, told.stdout.split("\0"))))
