"""The wheel: all that the program needs at run time is in it, and it runs from there alone."""

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.program import PROJECT, demo, environment

SHIPPED = {"kiosk_ui": "onestop/shipped", "display_board": "onestop/shipped", "migrations": "onestop/shipped"}
"""Folders beside the package, and where in the wheel they lie."""


def _uv(*arguments: object) -> subprocess.CompletedProcess[str]:
    beside = Path(sys.executable).parent / "uv"
    program = str(beside) if beside.exists() else shutil.which("uv")
    assert program, "uv is needed to build: make install"
    return subprocess.run(
        [program, *map(str, arguments)],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel; the build system comes from what was fetched before, else from the registry."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ("build", "--wheel", "--python", sys.executable, "--out-dir", folder)
    result = _uv(*build, "--offline")
    if result.returncode:
        result = _uv(*build)
    assert result.returncode == 0, result.stderr
    [built] = folder.glob("onestop-*.whl")
    return built


def _files(folder: str) -> Iterator[str]:
    for path in (PROJECT / folder).rglob("*"):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(PROJECT).as_posix()


def test_everything_of_the_program_is_in_the_wheel(wheel: Path) -> None:
    """Code, templates, texts and catalogue; both front ends and the migrations; the licence. No tests."""
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = set(_files("onestop"))
    for folder, place in SHIPPED.items():
        expected |= {f"{place}/{name}" for name in _files(folder)}

    assert expected - names == set()
    for needed in (
        "onestop/web/templates/base.html",
        "onestop/texts/vi/refusals.toml",
        "onestop/catalogue/calendar.csv",
        "onestop/shipped/kiosk_ui/index.html",
        "onestop/shipped/display_board/index.html",
        "onestop/shipped/migrations/env.py",
    ):
        assert needed in names
    assert [name for name in names if name.endswith("LICENSE")]
    assert not [name for name in names if name.startswith("tests/")]


def test_the_demonstration_runs_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """In an environment without this checkout: the line is printed, it is ready, every front end answers."""
    home, empty = tmp_path / "venv", tmp_path / "empty"
    empty.mkdir()
    for command in (
        ("venv", "--offline", "--python", sys.executable, home),
        ("pip", "install", "--offline", "--no-deps", "--python", home, wheel),
    ):
        result = _uv(*command)
        assert result.returncode == 0, result.stderr
    [packages] = home.glob("lib/python*/site-packages")
    # The libraries are the tests' own; the checkout, which stands in a .pth of theirs, does not come along.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    variables = environment()
    del variables["PYTHONPATH"]

    with demo(empty, "--data", "X", program=[str(home / "bin" / "onestop")], environ=variables) as (_, line):
        address = line["base_url"]
        assert httpx.get(f"{address}/health/ready").status_code == 200
        for page, source in (("/kiosk/", "kiosk_ui"), ("/board/", "display_board")):
            assert httpx.get(address + page).content == (PROJECT / source / "index.html").read_bytes()
        for page in ("/", "/login", "/static/tokens.css", "/api/texts/vi/kiosk"):
            assert httpx.get(address + page).status_code == 200
        assert (empty / "X" / "onestop.sqlite").exists()
        assert [path.name for path in empty.iterdir()] == ["X"]
        assert _where(home, empty, variables).startswith(str(packages))


def _where(home: Path, folder: Path, variables: dict[str, str]) -> str:
    return subprocess.run(
        [home / "bin" / "python", "-c", "from onestop.settings import shipped; print(shipped('migrations'))"],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
