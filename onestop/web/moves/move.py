"""One move over HTTP: its body, read here since every move has its own, and its use case."""

from collections.abc import Callable
from typing import Any, NamedTuple

import msgspec

from onestop.errors import Malformed
from onestop.settings import Settings


class Move(NamedTuple):
    """A move: the use case `(tx, code, wish, *, version)` that makes it, and what its body holds.

    A move without a body is made by `(tx, code, *, version)`. `first` is the field that a body which cannot
    be read is said to lack. `settle` makes of the body what the use case takes, before the transaction: what
    has to lie on the disk first.
    """

    use_case: Callable[..., Any]
    body: type[msgspec.Struct] | None = None
    first: str = "body"
    settle: Callable[[Settings, Any], msgspec.Struct] | None = None

    def read(self, body: bytes) -> tuple[msgspec.Struct, ...]:
        """Read the body into the use case's arguments.

        Raises:
            Malformed: It is no JSON, or lacks what the move needs.
        """
        if self.body is None:
            return ()
        try:
            return (msgspec.json.decode(body or b"{}", type=self.body),)
        except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
            raise Malformed(field=_field(str(wrong)) or self.first, reason="missing") from wrong


def _field(said: str) -> str:
    """Find the field that msgspec complains of: "... missing required field `reason`", "... at `$.items`"."""
    if "`" not in said:
        return ""
    return said.rsplit("`", 2)[1].removeprefix("$.").removeprefix("$")[:40]
