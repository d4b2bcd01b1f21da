"""An appointment as a file for a telephone's calendar (RFC 5545)."""

from datetime import UTC, datetime

_LONGEST_OCTETS = 75
_ENTRY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//onestop//booking//VI
BEGIN:VEVENT
UID:{uid}
DTSTAMP:{made}
DTSTART:{begins}
DTEND:{ends}
SUMMARY:{title}
LOCATION:{place}
URL:{url}
END:VEVENT
END:VCALENDAR
"""


def ics(
    *, uid: str, made_at: datetime, begins_at: datetime, ends_at: datetime, title: str, place: str, url: str
) -> bytes:
    """Write the file: one event, in UTC, so that the telephone shows it in its own zone."""
    filled = _ENTRY.format(
        uid=uid,
        made=_stamp(made_at),
        begins=_stamp(begins_at),
        ends=_stamp(ends_at),
        title=_text(title),
        place=_text(place),
        url=url,
    )
    return b"".join(_folded(line) for line in filled.splitlines())


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    for mark in ("\\", ";", ","):
        words = words.replace(mark, f"\\{mark}")
    return words.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Break a line after 75 octets at the most, never within a letter."""
    pieces, piece = list[bytes](), b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > _LONGEST_OCTETS:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
