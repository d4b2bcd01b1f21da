"""A slip in the bytes that a printer of the ESC/POS family understands, made by python-escpos."""

import os
import shutil
from functools import cache
from typing import Any

from PIL import Image

from onestop.errors import SettingWrong

USUAL = "TM-T20II"
"""The profile of the usual printer: 80 mm, 576 dots, with a cutter; most others take the same bytes."""
_ROWS = 256
"""Rows in one raster: small buffers take it whole."""


class Paper:
    """What python-escpos knows of a model: how many dots it prints across, and its bytes."""

    def __init__(self, profile: str = USUAL) -> None:
        profiles = _profiles()
        if profile not in profiles:
            raise SettingWrong(setting="--profile", reason="profile")
        width = profiles[profile].get("media", {}).get("width", {}).get("pixels")
        if not isinstance(width, int):
            raise SettingWrong(setting="--profile", reason="profile")
        self._profile = profile
        self.dots = width

    def encode(self, picture: Image.Image) -> bytes:
        """Write a picture as raster graphics (`GS v 0`) between a reset and a cut."""
        from escpos.printer import Dummy

        printer = Dummy(profile=self._profile)
        printer.hw("INIT")
        printer.image(picture, impl="bitImageRaster", fragment_height=_ROWS)
        printer.cut()
        return bytes(printer.output)


@cache
def _profiles() -> dict[str, Any]:
    """Read the models that python-escpos knows, without the folder that it else leaves behind at each start."""
    from escpos import capabilities

    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return dict(capabilities.CAPABILITIES["profiles"])
