"""The real program as an operator runs it: its own process, its own environment, an empty folder."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parent.parent.parent
PROGRAM = (sys.executable, "-c", "from onestop.cli import main; main()")
PATIENCE_SECONDS = 60


def environment(**variables: object) -> dict[str, str]:
    """Give an environment without any setting of ours but these."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ONESTOP_")}
    return plain | {"PYTHONPATH": str(PROJECT)} | {name: str(value) for name, value in variables.items()}


def run(
    *arguments: object, folder: Path, program: Sequence[str] = PROGRAM, **variables: object
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*program, *map(str, arguments)],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


@contextmanager
def demo(
    folder: Path,
    *arguments: str,
    program: Sequence[str] = PROGRAM,
    environ: Mapping[str, str] | None = None,
) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run `onestop demo --json --port 0` until the block ends; give its process and its line."""
    process = subprocess.Popen(
        [*program, "demo", "--json", "--port", "0", *arguments],
        cwd=folder,
        env=environment() if environ is None else dict(environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, process.communicate()[1]
        yield process, json.loads(line)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()
