"""Refusals in words: what happened, why, and what to do now."""

from collections.abc import Mapping

from onestop.errors import Refusal
from onestop.render.wording import known, say


def sentence(refusal: Refusal, lang: str) -> str:
    """Say a refusal in words: what happened, why, and what to do now."""
    return sentence_of(refusal.code, refusal.facts, lang)


def sentence_of(code: str, told: Mapping[str, object], lang: str) -> str:
    """Say a refusal in words from its code and facts, as it was told of a row of a table."""
    code = code.replace("-", "_")
    facts = {name: _shown(value) for name, value in told.items()}
    for variant in (str(facts.get("reason", "")), str(facts.get("kind", "")), str(facts.get("state", ""))):
        key = f"refusals.{code}_{variant.replace('-', '_')}"
        if variant and known(key, lang):
            return say(key, lang, **facts)
    return say(f"refusals.{code}", lang, **facts)


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(
            str(item.get("name", item)) if isinstance(item, dict) else str(item) for item in value
        )
    return "" if value is None else str(value)
