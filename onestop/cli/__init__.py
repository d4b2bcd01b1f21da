"""The command line: `onestop …`. Refusals are told in Vietnamese and English, never as a trace.

Each command imports what it does when it is run: a program beside a printer starts without a database, and
whoever mistypes a command is told at once.
"""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from onestop import __version__
from onestop.errors import Refusal
from onestop.settings import read_settings


def tell(refusal: Refusal) -> None:
    """Tell a refusal on the terminal in both languages."""
    from onestop.render.refused import sentence

    click.echo(f"{sentence(refusal, 'vi')}\n{sentence(refusal, 'en')}", err=True)


class Group(click.Group):
    """A group whose commands end with exit code 2 and two sentences when they are refused."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            tell(refusal)
            ctx.exit(2)


@click.group(cls=Group)
@click.version_option(__version__, prog_name="onestop")
def commands() -> None:
    """Queue and dossier system of the Vietnamese one-stop shop (một cửa)."""


@commands.command("demo")
@click.option("--port", type=int, help="Port to listen on (default 8000; 0 takes a free one).")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder (default onestop-demo).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON line for scripts instead of words.")
@click.option("--rehearse", is_flag=True, help="Walk the whole job in a temporary folder, then end.")
def run_demo(port: int | None, data: Path | None, *, as_json: bool, rehearse: bool) -> None:
    """Create, migrate and serve a demonstration centre."""
    from onestop.cli import demo as demonstration
    from onestop.cli.installation import chosen

    if rehearse:
        sys.exit(demonstration.rehearse(chosen()))
    demonstration.run(chosen(data or Path("onestop-demo"), port), as_json=as_json)


@commands.command()
@click.option("--port", type=int, help="Port to listen on (default 8000).")
def serve(port: int | None) -> None:
    """Serve the installation of the settings."""
    from onestop.cli import server, start
    from onestop.cli.installation import chosen, opened

    settings = chosen(port=port)
    with server.listen(settings) as socket, opened(settings, checked=True) as database:
        start.meet_rights_once(database)
        for line in start.first_run_lines(database, settings.base_url or server.address_of(socket)):
            click.echo(line)
        server.run(database, socket)


@commands.command()
def migrate() -> None:
    """Bring the tables to this program's version."""
    from onestop.cli import start
    from onestop.cli.installation import chosen, opened

    settings = chosen()
    with opened(settings) as database:
        before, after = start.migrate(database)
        click.echo(f"{before or 'empty'} -> {after}")
        address = settings.base_url or f"http://{settings.host}:{settings.port}"
        for line in start.first_run_lines(database, address):
            click.echo(line)


@commands.command()
@click.argument("url")
@click.option("--token", help="The board's token; else the one behind #token= in the address.")
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi", help="Language of the words.")
def board(url: str, token: str | None, lang: str) -> None:
    """Show a board in the terminal: its last calls, the lines, and since when it is stale."""
    from onestop.cli import terminal_board

    terminal_board.run(url, token, lang)


@commands.command()
@click.argument("centre")
@click.argument("username")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder.")
def appoint(centre: str, username: str, data: Path | None) -> None:
    """Make USERNAME the administrator of CENTRE (a key of the catalogue) and print a first password.

    Loads the starting catalogue where there is none yet. For one who is administrator there already it
    draws a new password.
    """
    from onestop.cli import administrator, start
    from onestop.cli.installation import chosen, opened

    with opened(chosen(data), checked=True) as database:
        start.load_catalogue_once(database)
        for line in administrator.appoint(database, centre, username):
            click.echo(line)


@commands.command("verify-journal")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder.")
def verify_journal(data: Path | None) -> None:
    """Walk every centre's journal and tell each changed, missing or inserted row (exit code 1)."""
    from onestop.cli.installation import chosen, opened
    from onestop.store import journal

    flawed = False
    with opened(chosen(data), checked=True) as database:
        names = database.read_now(
            lambda reading: {
                row[0]: f"{row[1]} {row[2]}"
                for row in reading.run("SELECT id, name, place FROM centre").fetchall()
            }
        )
        for centre in database.read_now(journal.centres):
            count, flaws = database.read_now(journal.verify, centre)
            word = "ok" if not flaws else "BROKEN"
            click.echo(f"{names.get(centre, centre)}: {count} entries, {word}")
            for flaw in flaws:
                flawed = True
                click.echo(f"  {flaw.flaw} at seq {flaw.seq}")
    sys.exit(1 if flawed else 0)


@commands.command("print-agent")
@click.option("--server", required=True, help="Address of the service, e.g. https://motcua.example.gov.vn.")
@click.option(
    "--printer", required=True, help="tcp://host:9100, usb://vendor:product or file:///dev/usb/lp0."
)
@click.option("--token-file", type=click.Path(path_type=Path), help="File that holds the printer's token.")
@click.option(
    "--token",
    envvar="ONESTOP_PRINTER_TOKEN",
    help="The printer's token; better in ONESTOP_PRINTER_TOKEN or --token-file, which no process list shows.",
)
@click.option("--answers", type=click.Choice(["all", "status", "none"]), default="all", show_default=True)
@click.option("--profile", help="Kind of printer as python-escpos names it (default TM-T20II: 80 mm).")
def run_print_agent(
    server: str,
    printer: str,
    token_file: Path | None,
    token: str | None,
    answers: Any,
    profile: str | None,
) -> None:
    """Print slips beside a printer: fetch them, print them, report what became of each.

    --answers says how much the printer tells: `all`; `status`, for one that does not say when it is done;
    `none`, for one that cannot be asked and is believed.
    """
    from onestop.cli import print_agent as agent
    from onestop.gateways.printers import Printer
    from onestop.render.escpos_slip import USUAL, Paper
    from onestop.render.fonts import find_slip_fonts
    from onestop.render.slip_picture import Pen

    found = agent.find_token(token, token_file)
    paper = Paper(profile or USUAL)
    pen = Pen(find_slip_fonts(read_settings().fonts), paper.dots)
    agent.run(server, found, Printer(printer, answers), paper, pen)


@commands.group("import")
def imports() -> None:
    """Bring in data of others."""


@imports.command("procedures")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--channels", type=click.Path(path_type=Path), help="CSV of channels, one row each.")
@click.option("--data", type=click.Path(path_type=Path), help="Data folder.")
@click.option("--report", type=click.Path(path_type=Path), help="Write the row-by-row report there.")
def import_procedures(file: Path, channels: Path | None, data: Path | None, report: Path | None) -> None:
    """Load procedures of the national portal from a CSV file (may be .gz).

    Everything is written together or not at all. A file that cannot be read as a whole changes nothing
    (exit code 2); a row that is wrong is refused and reported, and the others are loaded (exit code 1).
    What the office keeps itself stays in force and is reported where the portal differs.
    """
    from onestop.cli import files
    from onestop.cli.installation import chosen, opened

    with opened(chosen(data), checked=True) as database:
        sys.exit(files.import_procedures(database, file, channels, report))


@commands.group("calendar")
def calendars() -> None:
    """Keep the working calendar."""


@calendars.command("apply")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--preview", is_flag=True, help="Only list the dossiers whose date would move; write nothing.")
@click.option(
    "--known-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day on which the file became known, for rows without known_on.",
)
@click.option("--data", type=click.Path(path_type=Path), help="Data folder.")
def apply_calendar(file: Path, known_on: datetime | None, data: Path | None, *, preview: bool) -> None:
    """Apply days off, swaps and make-up days that were announced late (CSV: date, kind, name, known_on).

    Every open dossier of every centre is reckoned again; those that move get a new receipt and, where an
    address is known, a message. All of it is written together or not at all, and a file only once
    (exit code 2 where it is refused, 1 where a dossier could not be reckoned and keeps its date).
    """
    from onestop.cli import calendar_command
    from onestop.cli.installation import chosen, opened

    with opened(chosen(data), checked=True) as database:
        given = calendar_command.days_file(file, known_on.date() if known_on else None)
        sys.exit((calendar_command.preview if preview else calendar_command.apply)(database, given))


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line."""
    commands(args=list(arguments) if arguments is not None else None)
