"""The layers: who may import whom, as pyproject.toml states it."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.house.sources import ROOT

LAYERS = (
    "cli, app, web | jobs, use_cases | gateways, steps, store | render, rules, model, "
    "events | clock | chance | settings, errors"
)


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    call = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--no-logo", "--no-cache"]
    return subprocess.run(
        [sys.executable, "-c", call, *options], cwd=folder, capture_output=True, text=True, check=False
    )


def test_every_import_goes_down_the_layers() -> None:
    """No contract is broken; what is broken is printed with its line."""
    found = _lint(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr


def test_the_contracts_are_those_of_the_architecture() -> None:
    """Nobody loosens a contract unseen: the order of layers stands here as well."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = {contract["name"]: contract for contract in told["tool"]["importlinter"]["contracts"]}
    layers = next(contract for name, contract in contracts.items() if name.startswith("Layers"))
    assert ", ".join(layers["layers"]) == LAYERS
    assert layers["exhaustive"]
    ignored = sorted(path for contract in contracts.values() for path in contract.get("ignore_imports", ()))
    assert ignored == [
        "onestop.store.journal -> onestop.store.tx",
    ]


def test_an_import_upwards_is_found(tmp_path: Path) -> None:
    """A rule that asks the store breaks the contract of a copy: the check can fail."""
    package = tmp_path / "onestop"
    for name in ("", "store", "rules"):
        (package / name).mkdir(parents=True, exist_ok=True)
        (package / name / "__init__.py").touch()
    (package / "rules" / "greedy.py").write_text("import onestop.store\n")
    (tmp_path / "pyproject.toml").write_text(
        """
        [tool.importlinter]
        root_packages = ["onestop"]

        [[tool.importlinter.contracts]]
        name = "Layers"
        type = "layers"
        containers = ["onestop"]
        layers = ["store", "rules"]
        """
    )
    found = _lint(tmp_path)
    assert found.returncode != 0
    assert "onestop.rules.greedy -> onestop.store" in found.stdout
