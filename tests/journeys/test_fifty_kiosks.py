"""Fifty kiosks, forty numbers each, all at once, over real HTTP and on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx

from onestop.store import journal
from tests.makers import KIOSK_TOKEN
from tests.serving import Served

KIOSKS, EACH = 50, 40


def _press(served: Served, kiosk: int) -> Iterator[tuple[int, str]]:
    line = served.hall.lines["A" if kiosk % 2 else "B"]
    headers = {"authorization": f"Bearer {KIOSK_TOKEN}"}
    with httpx.Client(base_url=served.base_url, headers=headers, timeout=60) as client:
        for number in range(EACH):
            answer = client.post(
                "/api/tickets", json={"line": line}, headers={"idempotency-key": f"{kiosk}-{number}"}
            )
            yield answer.status_code, answer.json().get("label", answer.text)


def test_fifty_kiosks_get_two_thousand_numbers_without_a_duplicate_or_a_gap(served: Served) -> None:
    """2,000 numbers of two lines: every one once, none left out, no error, and the journal is whole."""
    with ThreadPoolExecutor(KIOSKS) as pool:
        answers = [
            answer
            for answers in pool.map(lambda kiosk: list(_press(served, kiosk)), range(KIOSKS))
            for answer in answers
        ]

    assert {status for status, _ in answers} == {201}
    labels = sorted(label for _, label in answers)
    each = KIOSKS * EACH // 2
    expected = [f"{letter}{serial:03d}" for letter in "AB" for serial in range(1, each + 1)]
    assert labels == sorted(expected)
    assert served.database.read_now(journal.verify, served.hall.centre) == (KIOSKS * EACH, [])
