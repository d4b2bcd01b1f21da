"""Days more in the mountains (địa bàn miền núi): part of an allowance, and told of with it."""

from typing import NamedTuple

from onestop.rules.allowance import Allowance

LONGEST_BASIS = 200
"""Letters of a legal basis that a reason has room for; of a longer one it says that the procedure has it so."""


class MountainDays(NamedTuple):
    """Working days that a procedure gives more where its agency in charge is in the mountains.

    `agency` is that agency's name, `basis` the procedure's legal basis, empty where none is known;
    `from_memory`: no instrument was read for the days.
    """

    days: int
    agency: str
    basis: str = ""
    from_memory: bool = False

    def told_of(self, allowance: Allowance) -> Allowance:
        """Let an allowance that holds the days tell of them: how many, because of whom, by which rule."""
        if not self.days:
            return allowance
        facts: dict[str, str | bool] = {"mountain_days": str(self.days), "agency": self.agency}
        if 0 < len(self.basis) <= LONGEST_BASIS:
            facts["basis"] = self.basis
        if self.from_memory:
            facts["from_memory"] = True
        return allowance.told(**facts)
