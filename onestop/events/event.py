"""What every event is: something that happened in one centre, about one subject."""

from typing import Any, ClassVar

import msgspec


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened in one centre, about one subject."""

    kind: ClassVar[str]
    centre_id: str
    subject_id: str

    def facts(self) -> dict[str, Any]:
        """Give everything but the two ids that the journal keeps in columns of their own."""
        return {
            name: getattr(self, name)
            for name in self.__struct_fields__
            if name not in {"centre_id", "subject_id"}
        }
