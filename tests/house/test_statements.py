"""What is said to a database: constants only, and begun and committed in a few known places."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import named, python_files, tree_of

COMMITS = {
    "onestop/store/tx.py",
    "onestop/store/group_commit.py",
    "onestop/store/database.py",
    "onestop/store/schema.py",
}
ENDS = {"commit", "begin", "begin_nested", "begin_twophase"}
_TRANSACTION = re.compile(r"\s*(BEGIN|COMMIT|END TRANSACTION|START TRANSACTION)\b")
_STATEMENT = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|FROM|WHERE|JOIN|VALUES|RETURNING|ORDER BY|GROUP BY|LIMIT"
    r"|CREATE|ALTER|DROP|PRAGMA|SAVEPOINT|RELEASE|LISTEN|NOTIFY)\b"
)
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")


def commits(tree: ast.AST) -> Iterator[int]:
    """Give the lines that begin or commit a transaction."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) if name in ENDS:
                yield node.lineno
            case ast.Constant(value=str() as text) if _TRANSACTION.match(text) and "\n" not in text:
                yield node.lineno


def _is_statement(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(_STATEMENT.search(node.value))
    )


def _is_constant(node: ast.expr) -> bool:
    """Tell what was written in the source and never came from outside: literals and NAMED_CONSTANTS."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return bool(_CONSTANT.fullmatch(name))
        case ast.BinOp(left=one, right=other) | ast.IfExp(body=one, orelse=other):
            parts: list[ast.expr] = [one, other]
        case ast.JoinedStr(values=values):
            parts = values
        case ast.FormattedValue(value=value) | ast.Subscript(value=value):
            parts = [value]
        case _:
            return isinstance(node, ast.Constant)
    return all(map(_is_constant, parts))


def mixed_statements(tree: ast.AST) -> Iterator[int]:
    """Give the lines where a value is written into a statement instead of handed over beside it."""
    for node in ast.walk(tree):
        match node:
            case ast.JoinedStr(values=parts):
                spoken, constant = any(map(_is_statement, parts)), _is_constant(node)
            case ast.BinOp(left=left, right=right, op=ast.Add() | ast.Mod()):
                spoken, constant = _is_statement(left) or _is_statement(right), _is_constant(node)
            case ast.Call(func=ast.Attribute(attr="format" | "format_map" | "replace", value=text)):
                spoken, constant = _is_statement(text), False
            case _:
                continue
        if spoken and not constant:
            yield node.lineno


def test_only_the_store_s_edge_commits() -> None:
    """A use case cannot end its own transaction: a refusal later in it would leave half of it behind."""
    found = [
        f"{named(path)}:{line}"
        for path in python_files("onestop")
        if named(path) not in COMMITS
        for line in commits(tree_of(path))
    ]
    assert not found, found


@pytest.mark.parametrize(
    "line", ["tx.session.commit()", "run('BEGIN IMMEDIATE')", "with connection.begin(): f()"]
)
def test_a_commit_elsewhere_is_found(line: str) -> None:
    """The check can fail."""
    assert list(commits(ast.parse(line))) == [1]
    assert not list(commits(ast.parse("tx.emit(Committed()); say('BEGINNING')")))


def test_no_value_is_written_into_a_statement() -> None:
    """What a person typed reaches the database beside the statement, never inside it."""
    found = [
        f"{named(path)}:{line}"
        for path in python_files("onestop")
        for line in mixed_statements(tree_of(path))
    ]
    assert not found, found


@pytest.mark.parametrize(
    "line",
    [
        "tx.run(f'SELECT id FROM ticket WHERE label = {label!r}')",
        "tx.run('SELECT id FROM ticket WHERE label = ' + label)",
        "tx.run('SELECT id FROM %s' % table)",
        "tx.run('DELETE FROM {}'.format(table))",
        "tx.run(f'SELECT {_COLUMNS} FROM ticket ORDER BY {order}')",
    ],
)
def test_a_value_in_a_statement_is_found(line: str) -> None:
    """The check can fail."""
    assert list(mixed_statements(ast.parse(line)))


def test_named_constants_may_be_joined() -> None:
    """A list of columns that several statements share is written once."""
    joined = "run(f'SELECT {_COLUMNS} FROM ticket ' + _OPEN + ('WHERE a' if x else 'WHERE b'), label=label)"
    assert not list(mixed_statements(ast.parse(joined)))
