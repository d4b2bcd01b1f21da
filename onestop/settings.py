"""Settings of one installation, from `ONESTOP_*` variables, and where its shipped files lie."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from onestop.errors import FolderUnwritable, SettingWrong

PACKAGE = Path(__file__).parent
TEXTS = PACKAGE / "texts"
CATALOGUE = PACKAGE / "catalogue"


def shipped(name: str) -> Path:
    """Find a folder that is packed into the wheel and stands beside the package in a checkout."""
    inside = PACKAGE / "shipped" / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What an operator may choose; every field is the variable `ONESTOP_<NAME>`."""

    data: Path = Path("onestop-data")
    """`ONESTOP_DATA`: the folder of the SQLite file, papers, clips and the server key."""
    database_url: str | None = None
    """`ONESTOP_DATABASE_URL`: a PostgreSQL (`postgresql://…`) instead of the SQLite file."""
    secret_key: str | None = None
    """`ONESTOP_SECRET_KEY`: the server key, 32 characters or more; else a file in the data folder."""
    base_url: str | None = None
    """`ONESTOP_BASE_URL`: the address citizens reach, printed in QR codes; else the request's own."""
    host: str = "127.0.0.1"
    """`ONESTOP_HOST`: the address to listen on."""
    port: int = 8000
    """`ONESTOP_PORT`: the port to listen on."""
    fonts: Path | None = None
    """`ONESTOP_FONTS`: a folder with the office's own serif for papers."""
    login_per_minute: int = 30
    """`ONESTOP_LOGIN_PER_MINUTE`: login attempts from one address."""
    lookup_per_minute: int = 30
    """`ONESTOP_LOOKUP_PER_MINUTE`: look-ups of a dossier's code from one address."""
    smtp_url: str | None = None
    """`ONESTOP_SMTP_URL`: the mail server, `smtp://user:pass@host:port` or `smtps://…`; none sends no mail."""
    mail_from: str | None = None
    """`ONESTOP_MAIL_FROM`: the sender's address, e.g. `motcua@example.gov.vn`."""
    connects_per_minute: int = 60
    """`ONESTOP_CONNECTS_PER_MINUTE`: websockets that one device, or one address without a device, may open."""
    upload_mb: int = 20
    """`ONESTOP_UPLOAD_MB`: megabytes that one uploaded file may have."""
    pool: int = 8
    """`ONESTOP_POOL`: connections kept to PostgreSQL, or read threads on SQLite."""

    @property
    def clips(self) -> Path:
        """Where spoken clips are kept."""
        return self.data / "clips"

    @property
    def recorded(self) -> Path:
        """Where the office puts its own recordings, a folder for each language."""
        return self.data / "recorded"

    @property
    def papers(self) -> Path:
        """Where the bytes of issued papers are kept, by digest."""
        return self.data / "papers"

    @property
    def uploads(self) -> Path:
        """Where the bytes of uploaded files are kept, by digest."""
        return self.data / "uploads"

    def sqlalchemy_url(self) -> str:
        """Name the database as SQLAlchemy does."""
        if self.database_url is None:
            return f"sqlite:///{self.data / 'onestop.sqlite'}"
        for scheme in ("postgresql://", "postgres://"):
            if self.database_url.startswith(scheme):
                return "postgresql+psycopg://" + self.database_url.removeprefix(scheme)
        if self.database_url.startswith(("sqlite:///", "postgresql+psycopg://")):
            return self.database_url
        raise SettingWrong(setting="ONESTOP_DATABASE_URL", reason="scheme")

    def prepare(self) -> None:
        """Make the data folder, readable by nobody else, or refuse.

        Raises:
            FolderUnwritable: The folder cannot be made or written.
        """
        try:
            spoken = (self.clips, self.recorded / "vi", self.recorded / "en")
            for folder in (self.data, self.papers, self.uploads, *spoken):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.data / ".writable"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise FolderUnwritable(folder=str(self.data)) from error


_NUMBERS = {"port", "login_per_minute", "lookup_per_minute", "connects_per_minute", "upload_mb", "pool"}
_PATHS = {"data", "fonts"}


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingWrong: A number that is none.
    """
    source = os.environ if environ is None else environ
    chosen: dict[str, object] = {}
    for name in Settings.__dataclass_fields__:
        text = source.get(f"ONESTOP_{name.upper()}", "").strip()
        if not text:
            continue
        if name in _NUMBERS:
            if not (text.isascii() and text.isdecimal()):
                raise SettingWrong(setting=f"ONESTOP_{name.upper()}", reason="number")
            chosen[name] = int(text)
        else:
            chosen[name] = Path(text) if name in _PATHS else text
    return Settings(**chosen)  # type: ignore[arg-type]
