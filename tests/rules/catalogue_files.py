"""The catalogue as shipped, and a small one for tests that spoil it."""

from pathlib import Path

import onestop
from onestop.rules.catalogue_file import is_catalogue, read_catalogue
from onestop.rules.catalogue_shapes import Catalogue, ProcedureEntry

FOLDER = Path(onestop.__file__).parent / "catalogue"

PLACES = """
agency = [
  { key = "ubnd-tinh", name = "Ủy ban nhân dân tỉnh", short = "UBND", level = "province", code = "H14" },
  { key = "so-y-te", name = "Sở Y tế", short = "SYT", parent = "ubnd-tinh", level = "department", code = "H14.12" },
]
sector = [{ key = "y-te", name = "Y tế" }]
source = [{ key = "luat", title = "Một văn bản", confidence = 3 }]
"""
CENTRE = """
[[centre]]
key = "tinh"
kind = "province"
name = "Trung tâm Phục vụ hành chính công"
place = "tỉnh Cao Bằng"
superior = "Ủy ban nhân dân tỉnh Cao Bằng"
town = "Cao Bằng"
agency = "so-y-te"
address = "Phường Thục Phán"
phone = "0206 000 0000"
return_at = "17:00"
room = [{ key = "1", name = "Sảnh" }]
board = [{ key = "1", name = "Bảng", room = "1" }]
counter = [{ number = 1, name = "Quầy 1", room = "1", lines = ["A"] }]
line = [{ letter = "A", name = "Y tế", name_en = "Health", hint = "Khám", hint_en = "Practice", sectors = ["y-te"] }]
"""
PROCEDURE = """
[[procedure]]
code = "1.001806"
name = "Quyết định công nhận cơ sở"
sector = "y-te"
level = "province"
resolved_by = "so-y-te"
received_at = ["province"]
allowance = { amount = 2, unit = "working_day" }
allowance_text = "02 ngày làm việc"
fees = [{ kind = "fee", name = "Phí thẩm định", dong = 700001, online_percent = 50 }]
fee_text = "700.001 đồng"
requirements = [{ name = "Đơn đề nghị", originals = 1 }]
steps = [
  { name = "Tiếp nhận", role = "Một cửa", amount = 0.25 },
  { name = "Thụ lý", role = "Chuyên viên", agency = "so-y-te", amount = 1.75 },
  { name = "Trả kết quả", role = "Một cửa", counted = false },
]
attested = "decision"
sources = ["luat"]
from_memory = ["requirements"]
"""
SUCCESSION = """
[[succession]]
old = "2.000986"
old_name = "Thủ tục cũ"
new = ["3.000722"]
sources = ["luat"]
"""


def shipped_texts() -> dict[str, str]:
    """Give the text of every catalogue file by its name within the folder."""
    found = {path.relative_to(FOLDER).as_posix(): path for path in sorted(FOLDER.rglob("*.toml"))}
    return {name: path.read_text(encoding="utf-8") for name, path in found.items() if is_catalogue(name)}


def shipped() -> Catalogue:
    """Read the catalogue as shipped."""
    return read_catalogue(shipped_texts())


def of_code(catalogue: Catalogue, code: str) -> ProcedureEntry:
    """Find a procedure by its code."""
    return next(procedure for procedure in catalogue.procedures if procedure.code == code)


def small(old: str = "", new: str = "") -> Catalogue:
    """Read a small catalogue, one passage of it replaced by another."""
    text = PLACES + CENTRE + PROCEDURE + SUCCESSION
    assert old in text
    return read_catalogue({"small.toml": text.replace(old, new, 1) if old else text})
