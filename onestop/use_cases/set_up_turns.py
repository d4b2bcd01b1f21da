"""The office settles the rules of its hall, and which classes of citizens go first."""

from onestop import chance
from onestop.model.line import HallRules, PriorityClass
from onestop.rules.turns_plan import ClassesWish, ClassWish, RulesWish, settled_classes, settled_rules
from onestop.steps.change_hall import assign, hold_hall, tell
from onestop.store import hall_setup, settled_turns
from onestop.store.tx import Tx

_KEY_LETTERS = 8
_WORDS = ("name", "name_en", "rule", "rule_en", "active")


def settle_rules(tx: Tx, wish: RulesWish) -> str:
    """Settle the rules of a hall; give the centre's id.

    Raises:
        NotAllowed: The actor sets up no hall.
        Malformed: A number outside its range.
    """
    centre_id = hold_hall(tx)
    values = settled_rules(wish)
    rules = tx.session.get(HallRules, centre_id)
    if rules is None:
        rules = HallRules(centre_id=centre_id)
        tx.session.add(rules)

    changed = assign(rules, values)

    tell(tx, "rules", centre_id, changed)
    return centre_id


def settle_classes(tx: Tx, wish: ClassesWish) -> str:
    """Settle all classes of priority; one that is left out is kept, and no longer offered.

    Raises:
        NotAllowed: The actor sets up no hall.
        Malformed: A key or name that cannot be.
    """
    centre_id = hold_hall(tx)
    wanted = settled_classes(wish)
    present = {row.key: row for row in hall_setup.present_rows(tx, PriorityClass, centre_id, "position")}
    first_time = not present
    for place, one in enumerate(wanted):
        key = one.key or f"c{chance.new_id()[:_KEY_LETTERS]}"
        row = present.pop(key, None)
        before: dict[str, str] = {"made": "– → yes"} if row is None and not first_time else {}
        if row is None:
            row = PriorityClass(centre_id=centre_id, key=key, name="")
            tx.session.add(row)
        tell(tx, "priority", key, {**before, **assign(row, {**_words(one), "position": place})})
    for key, row in present.items():
        tell(tx, "priority", key, assign(row, {"active": False}))
    if first_time:
        for key in settled_turns.USUAL_KEYS - {one.key for one in wanted}:
            tx.session.add(PriorityClass(centre_id=centre_id, key=key, name="", active=False))
            tell(tx, "priority", key, {"active": "yes → no"})
    return centre_id


def _words(one: ClassWish) -> dict[str, object]:
    return {name: getattr(one, name) for name in _WORDS}
