"""A signature drawn on the screen, as it comes with a hand-over and before it is one."""

import base64
import binascii

import msgspec

from onestop.errors import FileTooLarge, Malformed
from onestop.rules.file_kind import check_png
from onestop.settings import Settings
from onestop.store import upload_files
from onestop.store.upload_files import KeptFile
from onestop.use_cases.return_result import HandOver, TypedCollector

MOST_BYTES = 200_000
"""Of the picture; a hand's strokes on a canvas take a tenth of it."""
_WIDEST = 4000
_PREFIX = "data:image/png;base64,"


class AskedHandOver(msgspec.Struct, frozen=True, kw_only=True):
    """A hand-over as it is asked for: the signature is the canvas's PNG in base 64, with or without `data:`."""

    collector: TypedCollector
    fee_paid: bool = False
    paid_by: str | None = None
    paid_reference: str | None = None
    signature: str | None = None


def sign(settings: Settings, asked: AskedHandOver) -> HandOver:
    """Put the signature on disk; without one the hand-over is as it was asked for.

    Raises:
        Malformed: It is no base 64.
        FileTooLarge: It has more bytes than a signature needs.
        FileRefused: It is no whole PNG.
    """
    drawn = asked.signature
    if not drawn:
        return _hand_over(asked)
    if len(drawn) > MOST_BYTES * 4 // 3 + len(_PREFIX) + 4:
        raise FileTooLarge(most_mb=1)
    try:
        picture = base64.b64decode(drawn.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Malformed(field="signature", reason="base64") from wrong
    check_png(picture, name="signature", widest=_WIDEST)
    return _hand_over(asked, upload_files.keep(settings, picture))


def _hand_over(asked: AskedHandOver, signature: KeptFile | None = None) -> HandOver:
    return HandOver(
        collector=asked.collector,
        fee_paid=asked.fee_paid,
        paid_by=asked.paid_by,
        paid_reference=asked.paid_reference,
        signature=signature,
    )
