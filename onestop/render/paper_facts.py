"""What every paper is told: plain values, frozen, the same after a journey through JSON."""

from datetime import date
from typing import Literal

import msgspec

FormSet = Literal["TT01/2018", "TT03/2025"]
"""The circular whose forms are printed: 01/2018/TT-VPCP, or 03/2025/TT-VPCP from 15 September 2025."""
NEWER: FormSet = "TT03/2025"


class PaperFacts(msgspec.Struct, frozen=True, kw_only=True):
    """Who issues the paper, when, under which number. What is not known is an empty string."""

    form_set: FormSet
    superior: str
    """The agency above, in capitals: "UBND TỈNH CAO BẰNG"."""
    office: str
    """In full: "Trung tâm Phục vụ hành chính công tỉnh Cao Bằng"."""
    office_short: str
    """As the head shows it, in capitals: "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"."""
    place: str
    """What stands before the day: "Cao Bằng"."""
    number: str
    """With its sign: "0007/TNHS"."""
    issued_on: date
    """Local day, Asia/Ho_Chi_Minh."""
    officer_name: str
    office_phone: str = ""


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """The person or organisation that submits."""

    name: str
    identity_no: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""


class Representative(msgspec.Struct, frozen=True, kw_only=True):
    """Who stands at the counter for the applicant; `paper` is what authorises them."""

    name: str
    identity_no: str = ""
    paper: str = ""


class Owner(msgspec.Struct, frozen=True, kw_only=True):
    """Whose dossier it is, where that is not the applicant."""

    name: str
    address: str = ""


class DocumentLine(msgspec.Struct, frozen=True, kw_only=True):
    """One paper of a dossier and how many of each kind were brought, or are asked for."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    from_database: bool = False
    """Read from a national database, so that no paper may be asked for (Decree 61/2018, art. 4, as amended)."""
    note: str = ""
