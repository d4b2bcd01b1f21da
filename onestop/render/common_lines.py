"""Lines that forms 02, 03 and the note of a returned result have in common."""

from onestop.render.page import Field, Foot, Sheet
from onestop.render.paper_facts import PaperFacts, Party
from onestop.render.prose import unbroken
from onestop.render.wording import say


def party_fields(sheet: Sheet, party: Party) -> None:
    """Fill in where a person is reached: address, telephone, e-mail."""
    none = say("paper.common.none")
    sheet.field(Field(say("paper.common.address"), party.address))
    sheet.fields(
        Field(say("paper.common.phone"), party.phone or none),
        Field(say("paper.common.email"), party.email or none),
    )


def entry(sheet: Sheet, book: str, serial: str) -> None:
    """Fill in where the register holds it; nothing where no register does."""
    if book or serial:
        sheet.fields(Field(say("paper.common.book"), book), Field(say("paper.common.serial"), serial))


def foot_of(facts: PaperFacts) -> Foot:
    """Make the foot of a paper that only names the office and its telephone."""
    office = say("paper.common.office_note", office=facts.office)
    phone = say("paper.common.phone_note", phone=unbroken(facts.office_phone)) if facts.office_phone else ""
    return Foot(f"{office} {phone}")


def running_head(name: str, mark: str) -> str:
    """Name a paper on its second page and after, by its number or its code."""
    return say("paper.common.continued", title=name, code=mark)


def fee_words(fee: str, *, settled: bool | None) -> str:
    """Say what is to be paid and whether it was; None where nothing is."""
    match settled:
        case None:
            return fee
        case True:
            return say("paper.common.fee_settled", fee=fee)
        case False:
            return say("paper.common.fee_unsettled", fee=fee)
