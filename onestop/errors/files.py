"""Refusals of files that are uploaded."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class FileTooLarge(Refusal):
    """More megabytes than one file may have."""

    code = "file-too-large"
    most_mb: int


@refusal
class FileRefused(Refusal):
    """The bytes are of no kind that is kept here; `reason` is `empty`, `unknown-type`, `broken` or `mixed`."""

    code = "file-refused"
    file: str
    reason: str


@refusal
class FileVoid(Refusal):
    """The file was declared void before."""

    code = "file-void"
    file: str
