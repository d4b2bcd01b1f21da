"""Bar codes of a dossier's code and QR codes of a link, drawn as black rectangles."""

from functools import lru_cache
from itertools import groupby

import segno
from barcode.codex import Code128
from barcode.errors import BarcodeError

from onestop.errors import Malformed
from onestop.render.ink import MM, Boxes

MODULE = 0.33 * MM
"""The width of the narrowest bar: read at 150 dpi and by the cheapest of hand scanners."""
NARROW_MODULE = 0.254 * MM
"""Ten thousandths of an inch, for codes too long for 0.33 mm: whole dots of printers of 200, 300 and 600 dpi."""
QUIET_MODULES = 10
"""What stays blank on both sides of a Code 128 (ISO/IEC 15417)."""
QR_MODULE = 0.55 * MM
"""The widest module of a QR code: a telephone held at arm's length reads it."""
QR_QUIET_MODULES = 4
"""What stays blank around a QR code (ISO/IEC 18004)."""

Cells = tuple[tuple[int, int, int, int], ...]


def code128(code: str, x: float, y: float, *, height: float, room: float) -> Boxes:
    """Draw a code as Code 128, its bars beginning at `x`; the quiet zones are the caller's blank paper.

    Args:
        code: ASCII, as a dossier's code is.
        x: Left edge of the first bar, in points.
        y: Upper edge, in points.
        height: Of the bars, in points.
        room: The width the bars may take, in points; a code too long for 0.33 mm gets narrower bars.

    Raises:
        Malformed: The code is empty or holds a character that Code 128 has not.
    """
    bars, modules = _bars(code)
    module = next((m for m in (MODULE, NARROW_MODULE) if m * modules <= room), room / modules)
    return Boxes(x, y, module, height, bars)


def code128_width(code: str) -> float:
    """Tell how wide a code is with bars of 0.33 mm and without its quiet zones, in points.

    Raises:
        Malformed: The code is empty or holds a character that Code 128 has not.
    """
    return _bars(code)[1] * MODULE


def qr(text: str, right: float, y: float, *, room: float) -> Boxes:
    """Draw a text as a QR code of error correction M; the quiet zone is the caller's blank paper.

    Args:
        text: What a telephone is to read.
        right: The right edge, in points.
        y: The upper edge, in points.
        room: The side it may take, in points; a short text takes less, so that its quiet zone stays small.

    Raises:
        Malformed: The text is empty or longer than a QR code can hold.
    """
    cells, modules = _qr(text)
    module = min(room / modules, QR_MODULE)
    return Boxes(right - module * modules, y, module, module, cells)


def qr_cells(text: str) -> tuple[Cells, int]:
    """Give a QR code's dark rectangles `(x, y, width, height)` in modules, and how many modules its side has.

    Raises:
        Malformed: The text is empty or longer than a QR code can hold.
    """
    return _qr(text)


def qr_svg(text: str) -> str:
    """Draw a text as a QR code in an SVG that stands alone: quiet zone and white ground within, no style.

    Raises:
        Malformed: The text is empty or longer than a QR code can hold.
    """
    cells, modules = _qr(text)
    side = modules + 2 * QR_QUIET_MODULES
    path = "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width, height in cells)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="-{QR_QUIET_MODULES} -{QR_QUIET_MODULES} {side} {side}" shape-rendering="crispEdges">'
        f'<rect x="-{QR_QUIET_MODULES}" y="-{QR_QUIET_MODULES}" width="{side}" height="{side}" fill="#fff"/>'
        f'<path d="{path}" fill="#000"/></svg>'
    )


@lru_cache(maxsize=256)
def _bars(code: str) -> tuple[Cells, int]:
    """Turn a code into bars and count its modules."""
    if not code or not code.isascii():
        raise Malformed(field="code", reason="code-128")
    try:
        (bits,) = Code128(code).build()
    except BarcodeError as error:
        raise Malformed(field="code", reason="code-128") from error
    return tuple((start, 0, length, 1) for start, length in _runs(bits, "1")), len(bits)


@lru_cache(maxsize=256)
def _qr(text: str) -> tuple[Cells, int]:
    """Turn a text into as few rectangles as runs of dark modules that stand above each other allow."""
    if not text:
        raise Malformed(field="text", reason="qr")
    try:
        matrix = segno.make(text, error="m", micro=False).matrix
    except (ValueError, segno.DataOverflowError) as error:
        raise Malformed(field="text", reason="qr") from error
    open_at: dict[tuple[int, int], int] = {}
    cells: list[tuple[int, int, int, int]] = []
    for row, modules in enumerate([*matrix, bytearray(len(matrix))]):
        runs = set(_runs(bytes(modules), 1))
        for run in sorted(open_at.keys() - runs):
            top = open_at.pop(run)
            cells.append((run[0], top, run[1], row - top))
        for run in runs:
            open_at.setdefault(run, row)
    return tuple(cells), len(matrix)


def _runs(line: str | bytes, dark: str | int) -> list[tuple[int, int]]:
    """Find where dark modules stand side by side: start and length of each run."""
    runs, start = [], 0
    for module, group in groupby(line):
        length = len(list(group))
        if module == dark:
            runs.append((start, length))
        start += length
    return runs
