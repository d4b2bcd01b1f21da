"""What `onestop migrate` says on its console while nothing is set up."""

import re
from pathlib import Path

from tests.cli.program import run

_CODE = re.compile(r"\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b")


def test_the_code_is_printed_while_nothing_is_set_up(tmp_path: Path) -> None:
    """With the address; another each time, none once there is a centre."""
    told = [run("migrate", folder=tmp_path).stdout for _ in range(2)]
    assert "/first-run" in told[0]
    first, second = (_CODE.findall(lines) for lines in told)
    assert len(first) == len(second) == 1
    assert first != second
    assert run("appoint", "tinh", "quantri", folder=tmp_path).returncode == 0
    assert _CODE.findall(run("migrate", folder=tmp_path).stdout) == []


def test_the_code_is_kept_as_a_hash_only(tmp_path: Path) -> None:
    """The file of the database does not bear it."""
    told = run("migrate", folder=tmp_path).stdout
    [code] = _CODE.findall(told)
    content = b"".join(path.read_bytes() for path in (tmp_path / "onestop-data").glob("onestop.sqlite*"))
    assert code.encode() not in content
    assert code.replace("-", "").encode() not in content


def test_the_province_gets_its_administrator(tmp_path: Path) -> None:
    """`appoint province` makes who keeps the people of all centres."""
    run("migrate", folder=tmp_path)
    told = run("appoint", "province", "tinh", folder=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "Cao Bằng" in told.stdout
