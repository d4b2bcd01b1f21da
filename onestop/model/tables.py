"""Every table, imported once, so that the metadata is whole."""

from onestop.model import dossier, journal, people, place, procedure, ticket

ALL = (place, people, procedure, ticket, dossier, journal)
