"""Figures as people read them: lengths as minutes and seconds, shares in hundredths, nothing as a dash."""

from onestop.rules.agency_figures import AGENCY_UNITS
from onestop.rules.hall_figures import UNITS, Unit

NOTHING = "–"
_HOUR, _MINUTE = 3600, 60
_UNITS = UNITS | AGENCY_UNITS


def figure_in_words(name: str, value: float | None, lang: str) -> str:
    """Show a figure with its unit.

    Args:
        name: The figure, as `rules.hall_figures` or `rules.agency_figures` names it.
        value: Seconds, a percentage or a number; None where there is nothing to tell.
        lang: Decides between a decimal comma and a point.
    """
    if value is None:
        return NOTHING
    match _UNITS[name]:
        case Unit.COUNT:
            return str(int(value))
        case Unit.SECONDS:
            return length_in_words(value)
        case Unit.PERCENT:
            return f"{decimal(value, 1, lang)}%"
        case Unit.NUMBER:
            return decimal(value, 2, lang)


def length_in_words(seconds: float) -> str:
    """Show a length as minutes:seconds, or hours:minutes:seconds from an hour on."""
    whole = round(seconds)
    rest = f"{whole % _MINUTE:02}"
    if whole < _HOUR:
        return f"{whole // _MINUTE}:{rest}"
    return f"{whole // _HOUR}:{whole // _MINUTE % 60:02}:{rest}"


def decimal(value: float, places: int, lang: str) -> str:
    """Show a number with at most so many places."""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",") if lang == "vi" else text
