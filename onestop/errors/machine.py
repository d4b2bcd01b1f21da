"""Refusals about files, settings and machines."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class FileUnreadable(Refusal):
    """A file that is not what it should be; `line` counts from 1, 0 means the file as a whole."""

    code = "file-unreadable"
    file: str
    line: int
    reason: str


@refusal
class PortTaken(Refusal):
    """Another program listens on that port."""

    code = "port-taken"
    port: int


@refusal
class FolderUnwritable(Refusal):
    """The data folder cannot be written."""

    code = "folder-unwritable"
    folder: str


@refusal
class DatabaseUnreachable(Refusal):
    """The database does not answer; its address is shown without the password."""

    code = "database-unreachable"
    address: str


@refusal
class DatabaseNotMigrated(Refusal):
    """The tables are older or newer than the program."""

    code = "database-not-migrated"
    found: str
    wanted: str


@refusal
class SettingWrong(Refusal):
    """A setting that cannot be used."""

    code = "setting-wrong"
    setting: str
    reason: str


@refusal
class VoiceMissing(Refusal):
    """No voice is installed that could speak."""

    code = "voice-missing"


@refusal
class BoardRefused(Refusal):
    """The server shows no board to this token: it knows no such token, or the token is no board's."""

    code = "board-refused"
    address: str
    reason: str
