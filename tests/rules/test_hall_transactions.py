"""A visit's ledger as it was meant: what was taken back counts no more, and its time goes where it belongs."""

from onestop.rules.hall_transactions import Step, as_meant

Written = tuple[str, int, int | None]


def ledger(*rows: tuple[str, int, int | None] | tuple[str, int, int | None, int]) -> list[Step]:
    """Write rows of (state, began, ended, takes back)."""
    return [
        Step(
            *("t", "served", None, None, None, row[0], "line", None, None, row[1], row[2], position),
            row[3] if len(row) > 3 else None,
        )
        for position, row in enumerate(rows, 1)
    ]


def meant(*rows: tuple[str, int, int | None] | tuple[str, int, int | None, int]) -> list[Written]:
    """Read them as they were meant."""
    return [(step.state, step.began, step.ended) for step in as_meant(ledger(*rows))]


def test_without_anything_taken_back_the_ledger_is_what_it_says() -> None:
    """Waiting, called, served: three rows are three rows."""
    rows: list[Written] = [("waiting", 0, 10), ("called", 10, 12), ("serving", 12, 20)]
    assert meant(*rows) == rows


def test_a_call_that_was_taken_back_was_waiting_all_the_time() -> None:
    """Called by mistake at 10, put back at 12, called at 30: the wait is thirty and there was one call."""
    assert meant(("waiting", 0, 10), ("called", 10, 12), ("waiting", 12, 30, 2), ("called", 30, None)) == [
        ("waiting", 0, 30),
        ("called", 30, None),
    ]


def test_an_end_that_was_taken_back_leaves_one_call_and_no_recall() -> None:
    """Ended while called, and not after all: the same call goes on, it was not repeated."""
    assert meant(("waiting", 0, 10), ("called", 10, 12), ("called", 12, 15, 3), ("serving", 15, 20)) == [
        ("waiting", 0, 10),
        ("called", 10, 15),
        ("serving", 15, 20),
    ]


def test_taking_back_what_was_taken_back_leads_to_the_mistake_again() -> None:
    """Set aside, taken back, and taken back again: the person was set aside."""
    assert meant(
        *(("waiting", 0, 10), ("serving", 10, 20), ("held", 20, 25)),
        *(("serving", 25, 26, 3), ("held", 26, 40, 4)),
    ) == [("waiting", 0, 10), ("serving", 10, 20), ("held", 20, 40)]
