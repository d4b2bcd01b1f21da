"""A CSV file of others, plain or compressed, read row by row; what is wrong with it is told with its line."""

import csv
import gzip
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from io import BufferedReader
from itertools import count
from pathlib import Path
from typing import IO, Any

from onestop.errors import FileUnreadable
from onestop.rules.procedure_rows import Row

_GZIP = b"\x1f\x8b"
_MOST_LINE = 4_000_000
_MOST_BYTES = 512_000_000
"""Unpacked; the whole national portal has some fifteen million. A few kilobytes can unpack to more than any disk."""


def size_of(path: Path) -> int:
    """Tell the size of a file in bytes, for a progress bar; 0 where there is no telling."""
    return path.stat().st_size if path.is_file() else 0


def rows_of(path: Path, columns: Collection[str], told: Callable[[int], None]) -> Iterator[Row]:
    """Read the rows of a UTF-8 CSV file with a header, with or without a byte order mark.

    Whether it is compressed, its first bytes say, not its name.

    Args:
        path: The file.
        columns: Those it must have.
        told: Called with how many more bytes of the file were read.

    Raises:
        FileUnreadable: With the line, from 1, and the reason: `missing`, `unreadable`, `empty`, `no-rows`,
            `not-utf8`, `not-csv`, `gzip-truncated`, `gzip-broken`, `too-large`, `column-missing: …`.
    """
    place = _Place(str(path))
    with place.refusing(), _opened(path) as (raw, stream):
        reader = csv.DictReader(_lines(stream, place), strict=True)
        _check_header(reader.fieldnames, columns, place)
        rows, read = 0, 0
        for row in reader:
            rows += 1
            yield row
            told(raw.tell() - read)
            read = raw.tell()
        if not rows:
            raise place.refusal("no-rows")
        told(raw.tell() - read)


class _Place:
    """Where in a file the reading stands."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.line = 0

    def refusal(self, reason: str) -> FileUnreadable:
        return FileUnreadable(file=self.file, line=self.line, reason=reason)

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn what the readers raise into a refusal with the line."""
        try:
            yield
        except FileNotFoundError as error:
            raise self.refusal("missing") from error
        except EOFError as error:
            raise self.refusal("gzip-truncated") from error
        except (gzip.BadGzipFile, zlib.error) as error:
            raise self.refusal("gzip-broken") from error
        except OSError as error:
            raise self.refusal("unreadable") from error
        except UnicodeDecodeError as error:
            raise self.refusal("not-utf8") from error
        except csv.Error as error:
            raise self.refusal("not-csv") from error


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BufferedReader, IO[bytes]]]:
    with path.open("rb") as raw:
        packed = raw.peek(len(_GZIP))[: len(_GZIP)] == _GZIP
        with gzip.open(raw) if packed else raw as stream:
            yield raw, stream  # type: ignore[misc]  # GzipFile reads as any binary file does


def _lines(stream: IO[bytes], place: _Place) -> Iterator[str]:
    # Line by line, not through a text wrapper: that decodes ahead, and could not name the line.
    total = 0
    for number in count(1):
        line = stream.readline(_MOST_LINE + 1)
        if not line:
            return
        place.line, total = number, total + len(line)
        if len(line) > _MOST_LINE or total > _MOST_BYTES:
            raise place.refusal("too-large")
        yield line.decode("utf-8-sig" if number == 1 else "utf-8")


def _check_header(found: Any, columns: Collection[str], place: _Place) -> None:
    if not found:
        raise place.refusal("empty")
    missing = [column for column in columns if column not in found]
    if missing:
        raise place.refusal(f"column-missing: {', '.join(missing)}")
