"""Why a date is what it is: a rule's code, the stretch it speaks of, and facts; never a sentence."""

from datetime import date, datetime
from typing import Any, NamedTuple, Self

Moment = date | datetime


class Reason(NamedTuple):
    """One step of a reckoning.

    `from_` and `to` are both included. They are local dates where whole days count, aware instants where
    minutes do. `facts` holds only texts, numbers and truth values, so that a reason survives JSON.
    """

    rule: str
    from_: Moment
    to: Moment
    facts: dict[str, Any]

    def plain(self) -> dict[str, Any]:
        """Write it as JSON keeps it: `{rule, from, to, facts}`, dates and instants in ISO 8601."""
        return {
            "rule": self.rule,
            "from": self.from_.isoformat(),
            "to": self.to.isoformat(),
            "facts": self.facts,
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Self:
        """Read what `plain` wrote."""
        return cls(plain["rule"], _moment(plain["from"]), _moment(plain["to"]), plain["facts"])


def _moment(text: str) -> Moment:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
