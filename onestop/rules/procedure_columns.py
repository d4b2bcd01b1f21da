"""The columns of the tables of procedures: what they are called, and how their cells become values."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec

from onestop.errors import FileUnreadable, Malformed, NotFound
from onestop.rules.procedure_facts import (
    ROWS,
    ChannelFacts,
    FeeFacts,
    ProcedureFacts,
    RequirementFacts,
    StepFacts,
)
from onestop.rules.text import fold

CODE = "ma"
PARTS = ("procedures", *ROWS)
CLEARED = "-"
"""In a cell: the field says nothing any more. An empty cell leaves it as it is."""
_UNITS = {
    "working_day": "ngày làm việc",
    "calendar_day": "ngày",
    "working_hour": "giờ làm việc",
    "clock_hour": "giờ",
    "month": "tháng",
    "same_day": "trong ngày",
    "not_stated": "chưa quy định",
}
_CHANNELS = {"direct": "trực tiếp", "post": "bưu chính", "online": "trực tuyến"}
_PLACES = {"province": "tỉnh", "commune": "xã", "ministry": "bộ", "other": "khác"}
_RULES = {"restart": "tính lại", "pause": "tạm dừng", "not_counted": "không tính"}
_ONLINE = {"toan_trinh": "toàn trình", "mot_phan": "một phần"}
_KINDS = {"fee": "phí", "charge": "lệ phí"}
_YES, _NO = {"co", "x", "1", "yes", "true", "dung"}, {"khong", "0", "no", "false", "sai", ""}
_LISTED = ","
_MOST_DIGITS = 12


class Ground(NamedTuple):
    """What names stand for in the office: sectors and agencies by folded name, key or code; and back by id."""

    sectors: Mapping[str, str]
    agencies: Mapping[str, str]
    names: Mapping[str, str]


class Column(NamedTuple):
    """A column: its name in the file, the field, and how a cell is read and a value written."""

    name: str
    field: str
    kind: str = "text"


COLUMNS: dict[str, tuple[Column, ...]] = {
    "procedures": (
        Column("ten", "name"),
        Column("linh_vuc", "sector", "sector"),
        Column("co_quan", "agency", "agency"),
        Column("xa_tu_giai_quyet", "own_commune", "flag"),
        Column("noi_tiep_nhan", "receiving", "places"),
        Column("cap", "level", "place"),
        Column("thoi_han", "amount"),
        Column("don_vi", "unit", "unit"),
        Column("thoi_han_bang_loi", "allowance_text"),
        Column("khi_bo_sung", "supplement_rule", "rule"),
        Column("ngay_cho_bo_sung", "answer_days", "whole"),
        Column("ngay_them_mien_nui", "mountain_days", "whole"),
        Column("nam_luu_ho_so", "retention_years", "whole"),
        Column("phi", "fee_dong", "dong"),
        Column("le_phi", "charge_dong", "dong"),
        Column("phi_bang_loi", "fee_text"),
        Column("giam_truc_tuyen", "online_discount_percent", "whole"),
        Column("muc_truc_tuyen", "online_level", "online"),
        Column("nhay_cam", "sensitive", "flag"),
        Column("can_cu", "legal_basis"),
        Column("den_het_ngay", "valid_to", "day"),
    ),
    "channels": (
        Column("kenh", "channel", "channel"),
        Column("thoi_han", "amount"),
        Column("don_vi", "unit", "unit"),
        Column("so_tien", "fee_dong", "dong"),
        Column("dung_de_hen", "counts", "flag"),
        Column("ghi_trong_tep", "raw"),
    ),
    "requirements": (
        Column("giay_to", "name"),
        Column("ban_chinh", "originals", "whole"),
        Column("chung_thuc", "certified", "whole"),
        Column("ban_sao", "copies", "whole"),
        Column("neu_co", "optional", "flag"),
        Column("xuat_trinh", "shown", "flag"),
        Column("tu_co_so_du_lieu", "replaced_by_database", "flag"),
        Column("co_so_du_lieu", "database"),
    ),
    "steps": (
        Column("giai_doan", "stage", "whole"),
        Column("nguoi_lam", "role"),
        Column("buoc", "name"),
        Column("co_quan", "agency", "agency"),
        Column("thoi_han", "amount"),
        Column("tinh_vao_thoi_han", "counted", "flag"),
    ),
    "fees": (
        Column("loai_khoan", "kind", "kind"),
        Column("khoan", "name"),
        Column("so_tien", "dong", "dong"),
        Column("tinh_theo", "per"),
        Column("truong_hop", "case"),
        Column("cho_kenh", "channels", "channels"),
        Column("phan_truc_tuyen", "online_percent", "whole"),
    ),
}
"""The columns of each table beside the code's; the first of a table of rows tells which table it is."""
ROW_OF: dict[str, type[msgspec.Struct]] = {
    "channels": ChannelFacts,
    "requirements": RequirementFacts,
    "steps": StepFacts,
    "fees": FeeFacts,
}
_TOLD_BY = {"channels": "kenh", "requirements": "giay_to", "steps": "nguoi_lam", "fees": "loai_khoan"}
_WORDS: dict[str, Mapping[str, str]] = {
    "unit": _UNITS,
    "channel": _CHANNELS,
    "channels": _CHANNELS,
    "place": _PLACES,
    "places": _PLACES,
    "rule": _RULES,
    "online": _ONLINE,
    "kind": _KINDS,
}


def part_of(columns: Iterable[str], file: str) -> str:
    """Tell which table has these columns.

    Raises:
        FileUnreadable: No code, or a column that no such table has (line 1).
    """
    found = set(columns)
    part = next((part for part, column in _TOLD_BY.items() if column in found), "procedures")
    unknown = found - {CODE, *(column.name for column in COLUMNS[part])}
    if CODE not in found:
        raise FileUnreadable(file=file, line=1, reason=f"column-missing: {CODE}")
    if unknown:
        raise FileUnreadable(file=file, line=1, reason=f"column-unknown: {', '.join(sorted(unknown))}"[:200])
    return part


def values_of(part: str, cells: Mapping[str, str], ground: Ground) -> dict[str, Any]:
    """Read the cells of a row; what is empty is left out.

    Raises:
        Malformed: A cell that cannot be what its column promises; its field is the column's name.
        NotFound: A sector or an agency that the office does not have.
    """
    values: dict[str, Any] = {}
    for column in COLUMNS[part]:
        text = cells.get(column.name, "")
        if text:
            values[column.field] = _empty(column) if text == CLEARED else _value(column, text, ground)
    return values


def cells_of(part: str, facts: ProcedureFacts, ground: Ground) -> list[list[str]]:
    """Write a version, or its rows, as the cells of a table, the code first."""
    rows = [facts] if part == "procedures" else getattr(facts, part)
    return [
        [facts.code, *(_cell(column, getattr(row, column.field), ground) for column in COLUMNS[part])]
        for row in rows
    ]


def _empty(column: Column) -> Any:
    match column.kind:
        case "text" | "online" | "place":
            return ""
        case "places" | "channels":
            return []
        case "agency" | "unit" | "day" | "dong":
            return None
        case _:
            raise Malformed(field=column.name, reason="missing")


def _value(column: Column, text: str, ground: Ground) -> Any:
    if column.kind in _READ:
        return _READ[column.kind](column, text, ground)
    if column.kind in {"places", "channels"}:
        return [_word(column, part) for part in text.split(_LISTED) if part.strip()]
    return _word(column, text)


def _flag(column: Column, text: str) -> bool:
    word = fold(text)
    if word not in _YES | _NO:
        raise Malformed(field=column.name, reason="unknown")
    return word in _YES


def _whole(column: Column, text: str) -> int:
    plain = text.replace(" ", "")
    if column.kind == "dong":
        plain = plain.replace(".", "").replace(",", "")
    if not (plain.removeprefix("-").isdigit() and plain.isascii() and len(plain) <= _MOST_DIGITS):
        raise Malformed(field=column.name, reason="number")
    return int(plain)


def _day(column: Column, text: str) -> date:
    """Read a day as 31/12/2026 or 2026-12-31."""
    try:
        return date.fromisoformat(
            "-".join(part.strip().zfill(2) for part in reversed(text.split("/"))) if "/" in text else text
        )
    except ValueError:
        raise Malformed(field=column.name, reason="date") from None


def _word(column: Column, text: str) -> str:
    words = _WORDS[column.kind]
    found = {fold(word): value for value, word in words.items()} | {value: value for value in words}
    sought = fold(text)
    if sought not in found:
        raise Malformed(field=column.name, reason="unknown")
    return found[sought]


def _known(ids: Mapping[str, str], text: str, *, kind: str) -> str:
    found = ids.get(fold(text))
    if found is None:
        raise NotFound(kind=kind, sought=text[:80])
    return found


_READ: dict[str, Callable[[Column, str, Ground], Any]] = {
    "text": lambda _, text, __: text,
    "flag": lambda column, text, _: _flag(column, text),
    "whole": lambda column, text, _: _whole(column, text),
    "dong": lambda column, text, _: _whole(column, text),
    "day": lambda column, text, _: _day(column, text),
    "sector": lambda _, text, ground: _known(ground.sectors, text, kind="sector"),
    "agency": lambda _, text, ground: _known(ground.agencies, text, kind="agency"),
}
_WRITTEN: dict[str, Callable[[Any, Ground], str]] = {
    "flag": lambda value, _: "có" if value else "không",
    "sector": lambda value, ground: ground.names.get(value, value),
    "agency": lambda value, ground: ground.names.get(value, value) if value else "",
}


def _cell(column: Column, value: Any, ground: Ground) -> str:
    if column.kind in _WRITTEN:
        return _WRITTEN[column.kind](value, ground)
    if value is None:
        return ""
    words = _WORDS.get(column.kind)
    if words is None:
        return str(value)
    return ", ".join(words.get(part, part) for part in (value if isinstance(value, tuple) else (value,)))
