"""The table of papers on forms 01 and 02, as each circular lays it out."""

from onestop.render.grid import Column, Row, table
from onestop.render.ink import MM
from onestop.render.page import Align, Sheet
from onestop.render.paper_facts import NEWER, DocumentLine, FormSet
from onestop.render.wording import say


def documents_table(sheet: Sheet, documents: tuple[DocumentLine, ...], form_set: FormSet) -> None:
    """Set the papers of a dossier, numbered from 1.

    The forms of 2018 have a column for each kind of paper, those of 2025 one for the kind and one for how many.
    """
    if form_set == NEWER:
        rows = tuple(_kinds(number, document) for number, document in enumerate(documents, 1))
        table(sheet, _columns_2025(), rows)
    else:
        rows = tuple(_counts(number, document) for number, document in enumerate(documents, 1))
        table(sheet, _columns_2018(say("paper.table.index")), rows)


def missing_table(sheet: Sheet, missing: tuple[DocumentLine, ...]) -> None:
    """Set the papers that are asked for; both circulars are taken to share this table."""
    rows = tuple(_counts(number, document) for number, document in enumerate(missing, 1))
    table(sheet, _columns_2018(say("paper.table.tt03.index")), rows)


def _columns_2018(index: str) -> tuple[Column, ...]:
    shared = say("paper.table.amounts")
    return (
        Column(index, 10 * MM),
        Column(say("paper.table.document"), 0, Align.LEFT),
        Column(say("paper.table.originals"), 17 * MM, under=shared),
        Column(say("paper.table.certified"), 24 * MM, under=shared),
        Column(say("paper.table.copies"), 17 * MM, under=shared),
    )


def _columns_2025() -> tuple[Column, ...]:
    return (
        Column(say("paper.table.tt03.index"), 10 * MM),
        Column(say("paper.table.tt03.document"), 0, Align.LEFT),
        Column(say("paper.table.tt03.kind"), 33 * MM, Align.LEFT),
        Column(say("paper.table.tt03.amounts"), 17 * MM),
    )


def _counts(number: int, document: DocumentLine) -> Row:
    if document.from_database:
        name = say("paper.table.from_database", name=_noted(document))
        return (str(number), name, *[say("paper.table.untaken")] * 3)
    counts = (document.originals, document.certified, document.copies)
    return (str(number), _noted(document), *(str(count) if count else "" for count in counts))


def _kinds(number: int, document: DocumentLine) -> Row:
    if document.from_database:
        kind, amount = say("paper.table.tt03.database"), say("paper.table.untaken")
        return (str(number), _noted(document), kind, amount)
    counts = (
        ("original", document.originals),
        ("certified", document.certified),
        ("copy", document.copies),
    )
    kinds = [(say(f"paper.table.tt03.{kind}"), str(count)) for kind, count in counts if count]
    columns = ("\n".join(column) for column in zip(*kinds, strict=True)) if kinds else ("", "")
    return (str(number), _noted(document), *columns)


def _noted(document: DocumentLine) -> str:
    if not document.note:
        return document.name
    return say("paper.table.with_note", name=document.name, note=document.note)
