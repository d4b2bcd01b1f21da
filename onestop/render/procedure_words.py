"""What a draft of a procedure changes, in words."""

from collections.abc import Mapping

import msgspec

from onestop.render.wording import known, say
from onestop.rules.procedure_diff import Difference


class ToldDifference(msgspec.Struct, frozen=True, kw_only=True):
    """A difference as people read it: the field, what happened to it, what it says now and in the draft."""

    field: str
    kind: str
    what: str
    before: str
    after: str


def tell_difference(one: Difference, names: Mapping[str, str], lang: str = "vi") -> ToldDifference:
    """Tell a difference.

    Args:
        one: As the comparison found it.
        names: What ids stand for: sectors and agencies.
        lang: The reader's language.
    """
    what = field_name(one.field, lang)
    if one.row:
        return _row(one, what, names, lang)
    return ToldDifference(
        field=one.field,
        kind=one.kind,
        what=what,
        before=_value(one.before, one.field, names, lang),
        after=_value(one.after, one.field, names, lang),
    )


def field_name(field: str, lang: str = "vi") -> str:
    """Name a field of a procedure; one that has no name of its own is "something else"."""
    key = f"procedures.field.{field}"
    return say(key if known(key, lang) else "procedures.field.other", lang)


def _row(one: Difference, what: str, names: Mapping[str, str], lang: str) -> ToldDifference:
    row = _word(one.row, lang)
    told = {"before": "", "after": ""}
    match one.kind:
        case "moved":
            sentence = say("procedures.tell.row_moved", lang, row=row, before=one.before, after=one.after)
        case "removed":
            sentence = say("procedures.tell.row_removed", lang, row=row, place=one.before)
        case "added":
            sentence = say("procedures.tell.row_added", lang, row=row, place=one.after)
        case _:
            part = say(f"procedures.part.{one.part}", lang)
            sentence = say("procedures.tell.row_changed", lang, row=row, part=part)
            told = {
                "before": _value(one.before, one.part, names, lang),
                "after": _value(one.after, one.part, names, lang),
            }
    return ToldDifference(field=one.field, kind=one.kind, what=f"{what} · {sentence}", **told)


_FREE = frozenset(
    {"name", "role", "legal_basis", "fee_text", "allowance_text", "database", "per", "case", "raw"}
)
"""Fields whose text is the office's own, never a word of ours."""


def _value(value: str, field: str, names: Mapping[str, str], lang: str) -> str:
    if not value:
        return say("procedures.word.nothing", lang)
    if field in _FREE:
        return value
    if field in {"sector", "agency"}:
        return names.get(value, value)
    if field == "unit":
        key = "procedures.not_stated" if value == "not_stated" else f"procedures.unit.{value}"
        return say(key, lang) if known(key, lang) else value
    return ", ".join(_word(part, lang) for part in value.split(","))


def _word(value: str, lang: str) -> str:
    key = f"procedures.word.{value}"
    return say(key, lang) if value.isidentifier() and known(key, lang) else value
