"""A message to a citizen, worded: subject and plain text, by template and facts."""

from collections.abc import Mapping

from onestop.render.wording import known, say

LINK = "path"


def worded(
    template: str, lang: str, facts: Mapping[str, str], base_url: str | None
) -> tuple[str, str] | None:
    """Word a message; None where there is no such template, or a fact is missing.

    Args:
        template: A table of `texts/*/messages.toml`.
        lang: The reader's language.
        facts: What fills the places; `path` is where the reader may look, within the installation.
        base_url: The address that citizens reach; without it the message bears no link.
    """
    if not known(f"messages.{template}.subject", lang):
        return None
    filled = {name: value for name, value in facts.items() if name != LINK}
    try:
        subject = say(f"messages.{template}.subject", lang, **filled)
        body = say(f"messages.{template}.body", lang, **filled)
    except KeyError:
        return None
    if base_url and LINK in facts:
        url = f"{base_url.rstrip('/')}{facts[LINK]}"
        body = f"{body.rstrip()}\n\n{say(f'messages.{template}.link', lang, url=url)}\n"
    return subject, f"{body.rstrip()}\n\n{say('messages.foot', lang)}\n"
