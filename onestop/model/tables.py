"""Every table, imported once, so that the metadata is whole."""

from onestop.model import (
    board,
    booking,
    counter,
    delivery,
    device,
    dossier,
    journal,
    line,
    people,
    place,
    portal,
    printing,
    procedure,
    ticket,
)

ALL = (
    place,
    line,
    counter,
    people,
    board,
    device,
    procedure,
    portal,
    ticket,
    printing,
    booking,
    delivery,
    dossier,
    journal,
)
