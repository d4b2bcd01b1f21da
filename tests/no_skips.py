"""A run under `CI` fails when a test that needs a browser, PostgreSQL or the real inputs was skipped."""

import os
from collections.abc import Sequence

import pytest

OWED = frozenset({"browser", "postgres", "shared"})
"""Markers whose tests a developer's machine may leave out, and the shared run may not."""


class NoSkips:
    """Keeps what was skipped, and turns a green run red for it."""

    def __init__(self) -> None:
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a skipped test that is owed; one that is expected to fail is no skip."""
        if report.skipped and not hasattr(report, "wasxfail") and OWED & set(report.keywords):
            self.skipped.append(f"{report.nodeid}: {_reason(report.longrepr)}")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file skipped as a whole: nobody can tell which markers its tests would have borne."""
        if report.skipped:
            self.skipped.append(f"{report.nodeid}: {_reason(report.longrepr)}")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run; one that failed already keeps its own exit status."""
        if self.skipped and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say which tests were owed."""
        if not self.skipped:
            return
        terminalreporter.section("skipped, though CI is set: the run fails", red=True)
        for line in self.skipped:
            terminalreporter.line(line)


def pytest_configure(config: pytest.Config) -> None:
    """Watch where tests are reported: in the process that prints, not in its workers."""
    if os.environ.get("CI", "").lower() not in {"", "0", "false"} and not hasattr(config, "workerinput"):
        config.pluginmanager.register(NoSkips(), "no-skips")


def _reason(why: object) -> str:
    if isinstance(why, Sequence) and not isinstance(why, str) and len(why) == 3:
        return str(why[2])
    return str(why)
