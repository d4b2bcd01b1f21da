"""Every table, imported once, so that the metadata is whole."""

from onestop.model import dossier, journal, people, place, portal, procedure, ticket

ALL = (place, people, procedure, portal, ticket, dossier, journal)
