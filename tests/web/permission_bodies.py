"""A body that can be read for each call that needs one, for the table of permissions."""

from typing import Any

from tests.dossier_makers import SOCIAL_WORK
from tests.makers import Hall

_APPLICANT = {
    "name": "Nông Thị Lý",
    "identity_no": "004189006742",
    "birth_on": "1989-08-15",
    "phone": "0912000386",
}
_WHY = {"reason": "theo quy định của thủ tục"}
_LAWFUL = _WHY | {"legal_basis": "Nghị định 118/2025/NĐ-CP, Điều 18"}


def bodies(hall: Hall, code: str) -> dict[str, Any]:
    """Give the bodies; what is not among them is sent `{}`."""
    return _of_the_hall(hall) | _of_dossiers(hall, code) | _of_the_office(hall)


def _of_the_hall(hall: Hall) -> dict[str, Any]:
    line = hall.lines["A"]
    return {
        "POST /api/bookings": {
            "line": line,
            "day": "2026-11-26",
            "minute": 510,
            "name": "Lý",
            "phone": "0912000387",
        },
        "POST /api/bookings/{code}/cancel": {"token": "none"},
        "POST /api/devices/enrolments": {"kind": "kiosk"},
        "POST /api/devices/enrolments/poll": {"poll": "none"},
        "POST /api/identity/parse": {"text": "none"},
        "POST /api/password": {"present": "none", "password": "none"},
        "POST /api/session": {"username": "nobody", "password": "none"},
        "POST /api/status/{code}": {"secret": "2222-2222"},
        "POST /api/tickets": {"line": line},
        "PUT /api/setup/priority-classes": {"classes": []},
        "PUT /api/setup/hours": {"valid_from": "2026-12-07", "days": []},
        "PUT /api/setup/ticker": {"sentences": []},
        "POST /api/setup/blackouts": {"day": "2026-12-07", "reason": "bão"},
        "POST /api/setup/devices": {"kind": "printer", "name": "Máy in"},
    }


def _of_dossiers(hall: Hall, code: str) -> dict[str, Any]:
    submission = {"procedure": SOCIAL_WORK, "applicant": _APPLICANT, "documents": []}
    dossier = "POST /api/dossiers/{code}"
    return {
        "POST /api/deadlines/preview": {"procedure": SOCIAL_WORK},
        "POST /api/dossiers": submission,
        "POST /api/intakes": submission | _WHY | {"outcome": "decline"},
        f"{dossier}/hand_over": {"collector": {"kind": "applicant"}},
        f"{dossier}/assign": {"officer": hall.officer(1).id},
        f"{dossier}/ask_supplement": _WHY | {"items": [{"name": "Đơn"}]},
        f"{dossier}/suspend": _LAWFUL,
        f"{dossier}/extend": _LAWFUL | {"amount": 5},
        f"{dossier}/apologise": _WHY | {"told_on": "2026-12-21"},
        **{f"{dossier}/{move}": _WHY for move in ("correct", "decline", "withdraw", "stop", "reopen")},
        f"{dossier}/mishaps": {"what": "loss", "account": "Mất khi chuyển"},
        f"{dossier}/payments": {"paid_by": "cash"},
        "POST /api/payments/{payment}/void": _WHY,
        "POST /api/mishaps/{mishap}/settle": {"settlement": "Đã tìm thấy"},
        "POST /api/files/{upload}/void": _WHY,
        "POST /api/assignments": {"codes": [code], "officer": hall.officer(1).id},
        "POST /api/forwardings": {"codes": [code]},
        "POST /api/handover-lists": {"agency": hall.agency},
        "POST /api/handover-lists/{list_id}/take": {"codes": [code]},
        "POST /api/handover-lists/{list_id}/strike": _WHY | {"codes": [code]},
    }


def _of_the_office(hall: Hall) -> dict[str, Any]:
    day = "2026-12-07"
    return {
        "POST /api/setup/absences": {
            "officer": hall.officer(1).id, "cover": hall.officer(3).id, "from": day, "to": day
        },
        "POST /api/calendar/preview": {"csv": "none"},
        "POST /api/calendar/apply": {"csv": "none"},
        "POST /api/setup/procedures": {"code": "1.000009"},
        "POST /api/setup/procedures/sheets": {"files": []},
        "POST /api/setup/procedures/publish": {"codes": [SOCIAL_WORK], "valid_from": day},
        "POST /api/setup/procedures/{code}/publish": {"valid_from": day},
        "POST /api/setup/procedures/{code}/withdraw": {"from_on": day},
        "POST /api/setup/procedures/{code}/checked": {"fields": ["name"], "version": 1},
        "POST /api/setup/successions": {"old": SOCIAL_WORK, "new": [SOCIAL_WORK]},
    }  # fmt: skip
