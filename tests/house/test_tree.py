"""The checkout: only what is expected stands at its top, and nothing in it knows one machine."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.sources import CODE, FRONT, ROOT, named, tracked

TOP = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "display_board",
    "docs",
    "kiosk_ui",
    "migrations",
    "onestop",
    "pyproject.toml",
    "tests",
    "uv.lock",
}
TEXT = {".py", ".toml", ".md", ".html", ".js", ".css", ".svg", ".json", ".csv", ".ini", ".mako", ".txt", ""}
LARGEST_KIB = 600
_MACHINE = re.compile(r"(?<![\w.~$}-])/(?:work|tmp|root|home|Users|mnt|private|data)/\w")
"""Where somebody's files lie on somebody's machine."""


def _texts() -> list[Path]:
    folders = {*CODE, *FRONT, "docs", ".ci"}
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()]
    paths += [path for path in ROOT.iterdir() if path.is_file() and path.name != "uv.lock"]
    return [path for path in paths if path.suffix in TEXT and "__pycache__" not in path.parts]


def test_the_top_holds_what_is_expected() -> None:
    """Whoever opens the project sees these names and no other."""
    assert {path.split("/")[0] for path in tracked()} == TOP


def test_nothing_names_a_machine() -> None:
    """No file leads to a folder that exists on one computer only."""
    found = [
        f"{named(path)}: {hit.group()}"
        for path in _texts()
        for hit in _MACHINE.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found, found


@pytest.mark.parametrize("line", ['open("/tmp' + '/x")', "cd /work" + "/main", "see /home" + "/anna/notes"])
def test_the_name_of_a_machine_s_folder_is_found(line: str) -> None:
    """The check can fail."""
    assert _MACHINE.search(line)
    assert not _MACHINE.search("https://example.org/home/x /var/lib/onestop {base}/data/x")


def test_files_stay_small() -> None:
    """What git keeps it keeps for ever: pictures and lock file included, no file is large."""
    sizes = {path: (ROOT / path).stat().st_size // 1024 for path in tracked() if (ROOT / path).exists()}
    assert not {path: size for path, size in sizes.items() if size > LARGEST_KIB and path != "uv.lock"}


def test_every_package_asked_for_is_locked() -> None:
    """The lock file was written after the last change of the packages."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    ours = next(package for package in lock["package"] if package["name"] == project["project"]["name"])

    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[\[~=<>!; ]", asked, maxsplit=1)[0].lower() for asked in wanted}

    assert names(project["project"]["dependencies"]) == {wanted["name"] for wanted in ours["dependencies"]}
    locked = {wanted["name"] for wanted in ours["dev-dependencies"]["dev"]}
    assert names(project["dependency-groups"]["dev"]) == locked
