"""The national portal's procedures, read from the rows of two CSV files and compared with what is there."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from onestop.errors import FileUnreadable, Malformed
from onestop.rules.procedure_channels import channel_of, with_the_one_that_counts
from onestop.rules.procedure_rows import SHOWN, Row, cells_of
from onestop.rules.procedure_shapes import (
    ComparedRow,
    ImportedChannel,
    ImportedProcedure,
    Reading,
    RefusedRow,
)
from onestop.rules.text import clean, one_line

PROCEDURE_COLUMNS = (
    "ma",
    "bo",
    "ten",
    "so_quyet_dinh",
    "cap",
    "loai",
    "linh_vuc",
    "doi_tuong",
    "co_quan_thuc_hien",
    "co_quan_phoi_hop",
    "ket_qua",
    "cach_thuc_raw",
    "trinh_tu",
)
CHANNEL_COLUMNS = ("ma", "kenh", "so", "don_vi", "phi_vnd", "raw")
LONGEST_NAME = 2_000
"""The longest official title seen has 1,094 letters; ten thousand are no title."""
LEVEL_WORDS = ("Cấp bộ", "Cấp tỉnh", "Cấp huyện", "Cấp xã", "Cơ quan khác")

_CODE = re.compile(r"[0-9]\.[0-9]{6}")
_CUT_OFF = re.compile(r"15\s*giờ")
_NOTHING = "Không có thông tin"
_RESULT_ENDS = "Mã: KQ"


def read_procedures(
    rows: Iterable[Row],
    channels: Iterable[Row] | None = None,
    *,
    file: str = "procedures",
    channels_file: str = "channels",
) -> Reading:
    """Read the rows of both files; each is taken or refused with its reason.

    A procedure with a refused channel row is refused as a whole: half a procedure would promise wrongly.
    A code that comes twice is taken the first time.

    Args:
        rows: The procedures, with `PROCEDURE_COLUMNS`.
        channels: Their channels, with `CHANNEL_COLUMNS`; `None` where no such file is given, and then
            nothing is said of channels: those of an earlier import stay.
        file: Name of the first file, for refusals.
        channels_file: Name of the second.

    Raises:
        FileUnreadable: No rows at all, or a column is missing (line 1): that is another file.
    """
    refused: list[RefusedRow] = []
    channel_rows, by_code, spoilt = _read_channels(channels or (), channels_file, refused)
    taken: dict[str, ImportedProcedure] = {}
    seen: set[str] = set()
    count = 0
    for row, cells in cells_of(rows, PROCEDURE_COLUMNS, file):
        count += 1
        wrong = cells if isinstance(cells, RefusedRow) else _refused(cells, row, file, seen, spoilt)
        if wrong is not None:
            refused.append(wrong)
        elif isinstance(cells, dict):
            taken[cells["ma"]] = _procedure(cells, row, by_code.pop(cells["ma"], []))
    if count == 0:
        raise FileUnreadable(file=file, line=0, reason="no-rows")
    refused.extend(_orphans(by_code, channels_file))
    refused.sort(key=lambda one: (one.file != file, one.row))
    return Reading(
        file=file,
        with_channels=channels is not None,
        procedures=tuple(taken.values()),
        refused=tuple(refused),
        procedure_rows=count,
        channel_rows=channel_rows,
    )


def compare(existing: Mapping[str, ImportedProcedure], reading: Reading) -> tuple[ComparedRow, ...]:
    """Tell what each row would do to what is there, in the order of the files.

    Args:
        existing: What an earlier import left, by code. A code that the file no longer has is not touched
            and not told: the file may be a part of the portal.
        reading: What the files gave.
    """
    compared = [
        _compared(existing.get(procedure.code), procedure, reading) for procedure in reading.procedures
    ]
    compared += [
        ComparedRow(
            file=row.file,
            row=row.row,
            code=row.code,
            name="",
            outcome="refused",
            reason=row.reason,
            found=row.found,
        )
        for row in reading.refused
    ]
    return tuple(compared)


def _compared(before: ImportedProcedure | None, now: ImportedProcedure, reading: Reading) -> ComparedRow:
    """Compare one procedure, field by field; where its rows stood in the file says nothing of it."""
    changed: list[str] = []
    if before is not None:
        names = [field.name for field in fields(now) if field.name not in {"row", "channels"}]
        changed = [name for name in names if getattr(before, name) != getattr(now, name)]
        if reading.with_channels and _contents(before) != _contents(now):
            changed.append("channels")
    return ComparedRow(
        file=reading.file,
        row=now.row,
        code=now.code,
        name=now.name,
        outcome="added" if before is None else "changed" if changed else "unchanged",
        changed=tuple(changed),
    )


def _contents(procedure: ImportedProcedure) -> list[tuple[object, ...]]:
    """List what the channels say, without the rows they stood in."""
    names = [field.name for field in fields(ImportedChannel) if field.name != "row"]
    return [tuple(getattr(channel, name) for name in names) for channel in procedure.channels]


def _read_channels(
    rows: Iterable[Row], file: str, refused: list[RefusedRow]
) -> tuple[int, dict[str, list[ImportedChannel]], set[str]]:
    """Read the channel rows: how many, by code, and the codes of which a row was refused."""
    by_code: dict[str, list[ImportedChannel]] = {}
    spoilt: set[str] = set()
    count = 0
    for row, cells in cells_of(rows, CHANNEL_COLUMNS, file):
        count += 1
        channel = cells if isinstance(cells, RefusedRow) else channel_of(cells, row, file)
        if isinstance(channel, RefusedRow):
            refused.append(channel)
            spoilt.add(channel.code)
        elif isinstance(cells, dict):
            by_code.setdefault(cells["ma"], []).append(channel)
    return count, by_code, spoilt


def _refused(
    cells: Mapping[str, str], row: int, file: str, seen: set[str], spoilt: set[str]
) -> RefusedRow | None:
    """Say what is wrong with a procedure's row, the first of several; note its code as seen."""
    code, levels, wrong_name = cells["ma"], _listed(cells["cap"]), _wrong_name(cells["ten"])
    checks: list[tuple[bool, str, str]] = [
        (_CODE.fullmatch(code) is None, "code-malformed" if code else "code-missing", code),
        (code in seen, "code-twice", code),
        (bool(wrong_name), f"name-{wrong_name}", cells["ten"]),
        (not cells["linh_vuc"], "sector-missing", ""),
        (not levels or any(level not in LEVEL_WORDS for level in levels), "level-unknown", cells["cap"]),
        (code in spoilt, "channel-refused", code),
    ]
    seen.add(code)
    for wrong, reason, found in checks:
        if wrong:
            return RefusedRow(file=file, row=row, code=code[:SHOWN], reason=reason, found=found[:SHOWN])
    return None


def _wrong_name(text: str) -> str:
    try:
        one_line(_line(text), field="name", most=LONGEST_NAME, least=1)
    except Malformed as refusal:
        return refusal.reason
    return ""


def _procedure(cells: Mapping[str, str], row: int, channels: Sequence[ImportedChannel]) -> ImportedProcedure:
    return ImportedProcedure(
        row=row,
        code=cells["ma"],
        name=_line(cells["ten"]),
        ministry=_line(cells["bo"]),
        decision=_line(cells["so_quyet_dinh"]),
        levels=_listed(cells["cap"]),
        kind=_line(cells["loai"]),
        sector=_line(cells["linh_vuc"]),
        audience=_listed(cells["doi_tuong"]),
        agency=_line(cells["co_quan_thuc_hien"]),
        coordinating=_line(cells["co_quan_phoi_hop"]),
        result=_line(cells["ket_qua"]).partition(_RESULT_ENDS)[0].strip(),
        process=clean(cells["trinh_tu"]),
        cut_off_15h=_CUT_OFF.search(clean(cells["trinh_tu"] + " " + cells["cach_thuc_raw"])) is not None,
        channels=with_the_one_that_counts(channels),
    )


def _orphans(left: Mapping[str, Sequence[ImportedChannel]], file: str) -> Iterator[RefusedRow]:
    """Refuse the channels whose procedure is not in the file, or was refused itself."""
    for code, channels in left.items():
        for channel in channels:
            yield RefusedRow(
                file=file, row=channel.row, code=code[:SHOWN], reason="procedure-not-taken", found=""
            )


def _line(text: str) -> str:
    """Clean a text onto one line; the portal's words for nothing become nothing."""
    line = " ".join(clean(text).split())
    return "" if line == _NOTHING else line


def _listed(text: str) -> tuple[str, ...]:
    """Split a list at its commas, but not at those in brackets: "Tổ chức (không gồm doanh nghiệp, HTX)" is one."""
    parts, depth = [""], 0
    for letter in _line(text):
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return tuple(part.strip() for part in parts if part.strip())
