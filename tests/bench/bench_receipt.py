"""How many receipts a second, beside a bare page of the same library with the same faces.

Run it: `python -m tests.bench.bench_receipt [seconds]`. Both are measured in turns in one run, so that a busy machine
slows both; the ratio is what to compare between machines.
"""

import sys
from collections.abc import Callable
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from onestop.clock import stopwatch
from onestop.render.fonts import Fonts, find_fonts
from onestop.render.ink import HEIGHT, WIDTH
from onestop.render.receipt import receipt_pdf
from tests.render.papers import receipt_facts

ROUNDS = 5
LINES = 45
"""Lines of text on the bare page, as many as a receipt of six papers has."""


def main(seconds: float) -> None:
    """Print receipts a second, bare pages a second, and the ratio of a receipt to two bare pages."""
    fonts = find_fonts()
    receipts, bare = [], []
    for _ in range(ROUNDS):
        receipts.append(_rate(lambda number: _receipt(fonts, number), seconds / ROUNDS / 2))
        bare.append(_rate(lambda number: _bare(fonts, number), seconds / ROUNDS / 2))
    receipt, page = (sorted(rates)[ROUNDS // 2] for rates in (receipts, bare))
    sys.stdout.write(
        f"{fonts.family}: {receipt:.0f} receipts/s (two copies, bars, QR), "
        f"{page:.0f} bare A5 pages/s; a receipt takes as long as {page / receipt:.1f} bare pages\n"
    )


def _rate(make: Callable[[int], bytes], seconds: float) -> float:
    """Count how often a second something is made; each one differs, so no cache helps."""
    start, made = stopwatch(), 0
    while (passed := stopwatch() - start) < seconds:
        make(made)
        made += 1
    return made / passed


def _receipt(fonts: Fonts, number: int) -> bytes:
    code = f"H14.12-261123-{number:04}"
    return receipt_pdf(
        receipt_facts(code=code, status_url=f"https://motcua.caobang.gov.vn/s/{number:032}"), fonts
    )


def _bare(fonts: Fonts, number: int) -> bytes:
    """Make one page as the library's first example would: lines of text in three faces, nothing measured."""
    paper = BytesIO()
    canvas = Canvas(paper, pagesize=(WIDTH, HEIGHT), pageCompression=1, initialFontName=fonts.regular.name)
    for line in range(LINES):
        face = (fonts.regular, fonts.bold, fonts.italic)[line % 3]
        canvas.setFont(face.name, 9.6)
        canvas.drawString(
            34, HEIGHT - 20 - line * 12, f"{number} Thời gian trả kết quả giải quyết hồ sơ {line}"
        )
    canvas.save()
    return paper.getvalue()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0)
