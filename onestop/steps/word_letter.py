"""What a letter may tell of a dossier, since a letter may be read by others than its reader."""

from onestop.render.wording import say

_TOLD = frozenset({"procedure", "reason", "basis", "items", "why"})
"""Facts from which a sensitive procedure could be read: its name, what was written of the dossier, a law."""


def discreet(facts: dict[str, str], lang: str = "vi", *, sensitive: bool) -> dict[str, str]:
    """Leave out what tells of a sensitive procedure; the letter says where its reader finds it.

    That somebody has such a dossier (disability, adoption, detoxification) is theirs alone to tell; the page
    of the dossier shows everything to who has the secret of the receipt.

    Args:
        facts: What fills the letter's places.
        lang: The reader's language.
        sensitive: Whether the dossier's procedure is.

    Rule:
        Decree 61/2018/NĐ-CP art. 5.1d: what is in a dossier is not disclosed.
    """
    if not sensitive:
        return facts
    return {name: say("messages.private", lang) if name in _TOLD else text for name, text in facts.items()}
