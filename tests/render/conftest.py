"""The families that papers are tested with."""

import pytest

from onestop.render.fonts import FontFiles, Fonts, find_fonts, known_families

FAMILIES = ("on this system", "installed with the program")


@pytest.fixture(params=FAMILIES)
def fonts(request: pytest.FixtureRequest) -> Fonts:
    """Set papers in each family in turn; a system without a face of Times' widths has one turn less."""
    if request.param == FAMILIES[0]:
        return find_fonts()
    return find_fonts(installed_files())


@pytest.fixture
def any_fonts() -> Fonts:
    """Set papers in whatever a bare installation would."""
    return find_fonts()


def installed_files() -> FontFiles:
    """Name the files of the family that is always there."""
    return list(known_families())[-1]
