"""The wheel: what is built from the project holds all of it, and runs where nothing else is."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.house.sources import ROOT

SHIPPED = ("kiosk_ui", "display_board", "migrations")
PAGES = ("/health/ready", "/", "/kiosk/", "/board/", "/login", "/status", "/static/tokens.css")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel; the build's own tool comes from the package index, as it does for everybody."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, cwd=folder)
    return next(folder.glob("*.whl"))


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(ROOT).as_posix()


def test_the_wheel_holds_every_file_of_the_program(wheel: Path) -> None:
    """Code, templates, texts, catalogue, both front ends and the migrations are in it, and nothing else."""
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    wanted = set(_files(ROOT / "onestop"))
    wanted |= {f"onestop/shipped/{name}" for folder in SHIPPED for name in _files(ROOT / folder)}
    assert held == wanted


def test_the_wheel_names_its_licence_and_its_command(wheel: Path) -> None:
    """Who installs it finds the licence in it, and the command `onestop` on the path."""
    archive = zipfile.ZipFile(wheel)
    told = {name.split(".dist-info/")[1]: name for name in archive.namelist() if ".dist-info/" in name}
    assert "licenses/LICENSE" in told
    assert "onestop = onestop.cli:main" in archive.read(told["entry_points.txt"]).decode()
    assert "License-Expression: Apache-2.0" in archive.read(told["METADATA"]).decode()


def _without_settings(program: Path) -> dict[str, str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("ONESTOP_")}
    return {**environ, "PYTHONPATH": str(program)}


@contextmanager
def _demo(program: Path, folder: Path) -> Iterator[dict[str, Any]]:
    environ = _without_settings(program)
    command = [sys.executable, "-P", "-m", "onestop.cli", "demo", "--json", "--port", "0"]
    with subprocess.Popen(command, cwd=folder, env=environ, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.terminate()


def test_the_demonstration_runs_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    """The program reads nothing from the checkout: unpacked elsewhere it serves every page."""
    program, folder = tmp_path / "program", tmp_path / "an empty folder"
    zipfile.ZipFile(wheel).extractall(program)
    folder.mkdir()
    asked = [sys.executable, "-P", "-c", "import onestop; print(onestop.__file__)"]
    told = subprocess.run(asked, env=_without_settings(program), capture_output=True, check=True, text=True)
    assert Path(told.stdout.strip()).is_relative_to(program), "this program is meant, not the checkout's"
    with _demo(program, folder) as demo, httpx.Client(base_url=demo["base_url"], timeout=20) as client:
        assert [client.get(page).status_code for page in PAGES] == [200] * len(PAGES)
        assert {"kiosk", "board"} <= set(demo["devices"])
    assert [path.name for path in folder.iterdir()] == ["onestop-demo"]
