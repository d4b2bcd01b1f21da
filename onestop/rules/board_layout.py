"""What a board shows, and where: the layout as it may be stored."""

from typing import Any

from onestop.errors import Malformed

PARTS = ("calls", "counters", "lines", "next", "ticker", "slides")
USUAL_PARTS = ("calls", "counters", "lines", "ticker")
SLIDE_SECONDS = (5, 120)
MOST_SLIDES = 60
_LONGEST_CODE = 20


def checked(layout: dict[str, Any]) -> dict[str, Any]:
    """Give a layout whole: `parts` in their order, `slides` (codes of procedures), `slide_seconds`.

    Raises:
        Malformed: A part that there is not, or twice; no part; slides that are no texts; seconds not 5 to 120.
    """
    parts = layout.get("parts", list(USUAL_PARTS))
    if not isinstance(parts, list) or not parts or len(set(map(str, parts))) < len(parts):
        raise Malformed(field="parts", reason="none")
    if not set(map(str, parts)) <= set(PARTS):
        raise Malformed(field="parts", reason="unknown")
    slides = layout.get("slides", [])
    if not isinstance(slides, list) or len(slides) > MOST_SLIDES or not all(map(_is_code, slides)):
        raise Malformed(field="slides", reason="unknown")
    seconds = layout.get("slide_seconds", 20)
    least, most = SLIDE_SECONDS
    if not isinstance(seconds, int) or not least <= seconds <= most:
        raise Malformed(field="slide_seconds", reason="range")
    return {"parts": parts, "slides": slides, "slide_seconds": seconds}


def _is_code(slide: object) -> bool:
    return (
        isinstance(slide, str) and 0 < len(slide) <= _LONGEST_CODE and slide.isascii() and slide.isprintable()
    )
