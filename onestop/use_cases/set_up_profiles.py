"""The office sets up work profiles: which lines a counter serves, in what order."""

from onestop.errors import NameTaken, StillInUse
from onestop.model.counter import TurnRule, WorkProfile
from onestop.model.line import Line
from onestop.rules.counter_plan import ProfileLineWish, ProfileWish, settled_profile
from onestop.rules.wish import needed
from onestop.steps.change_hall import assign, find_own, hold_hall, tell, tell_made, tell_retired
from onestop.store import hall_setup
from onestop.store.tx import Tx


def add(tx: Tx, wish: ProfileWish) -> str:
    """Add a work profile; give its id.

    Raises:
        NotAllowed: The actor sets up no hall, or a line is another centre's.
        Malformed: No name, no line, or a value that cannot be.
        NotFound: A line that there is not.
        NameTaken: Another profile has that name.
    """
    centre_id = hold_hall(tx)
    values = settled_profile(wish)
    needed(values, "name", "lines")
    lines = values.pop("lines")
    profile = WorkProfile(centre_id=centre_id, **values)
    _check_name(tx, profile.id, centre_id, profile.name)
    letters = _letters(tx, lines)

    tx.session.add(profile)
    hall_setup.put_profile_lines(tx, profile.id, _shares(lines, profile.rule))

    tell_made(tx, "profile", profile.id, {**values, "lines": letters})
    return profile.id


def change(tx: Tx, profile_id: str, wish: ProfileWish) -> str:
    """Change a work profile; every counter that works by it follows with its next call.

    Raises:
        NotFound: No such profile, or a line that there is not.
        NotAllowed: It, or a line, belongs to another centre.
        Malformed: No line, or a value that cannot be.
        NameTaken: Another profile has that name.
    """
    centre_id = hold_hall(tx)
    profile = find_own(tx, WorkProfile, profile_id, kind="profile")
    values = settled_profile(wish)
    lines = values.pop("lines", None)
    if "name" in values:
        _check_name(tx, profile.id, centre_id, values["name"])
    letters = _letters(tx, lines or [])

    changed = assign(profile, values)
    if lines is None and "rule" in changed:
        lines = [
            ProfileLineWish(line=row.line_id, share=row.share)
            for row in hall_setup.profile_lines(tx, centre_id).get(profile.id, [])
        ]
    if lines is not None:
        hall_setup.put_profile_lines(tx, profile.id, _shares(lines, profile.rule))
    if letters:
        changed["lines"] = ", ".join(letters)

    tell(tx, "profile", profile.id, changed)
    return profile.id


def retire(tx: Tx, profile_id: str) -> str:
    """Give a work profile up.

    Raises:
        NotFound: No such profile.
        NotAllowed: It belongs to another centre.
        StillInUse: Counters work by it.
    """
    hold_hall(tx)
    profile = find_own(tx, WorkProfile, profile_id, kind="profile")
    counters = hall_setup.counters_of_profile(tx, profile_id)
    if counters:
        raise StillInUse(kind="profile", name=profile.name, count=counters)

    profile.retired_at = tx.now

    tell_retired(tx, "profile", profile.id)
    return profile.id


def _check_name(tx: Tx, profile_id: str, centre_id: str, name: str) -> None:
    if any(one.name == name and one.id != profile_id for one in hall_setup.profiles_of(tx, centre_id)):
        raise NameTaken(kind="profile", name=name)


def _letters(tx: Tx, lines: list[ProfileLineWish]) -> list[str]:
    """Name the lines of a wish, each of which must be of the actor's centre."""
    found = []
    for wanted in lines:
        line = find_own(tx, Line, wanted.line, kind="line")
        found.append(line.letter if wanted.share == 1 else f"{line.letter}×{wanted.share}")
    return found


def _shares(lines: list[ProfileLineWish], rule: str) -> list[tuple[str, int]]:
    """Give the lines with their shares, which count only where the rule is a ratio."""
    return [(one.line, one.share if rule == TurnRule.RATIO else 1) for one in lines]
