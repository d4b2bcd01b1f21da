"""Refusals of printing."""

from onestop.errors.refusal import Refusal, refusal


@refusal
class NoPrinter(Refusal):
    """No printer is known that could print this number's slip again."""

    code = "no-printer"
    label: str
