"""A table of a TOML file, read field by field and refused with the file's name when it is wrong."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NoReturn

from onestop.errors import FileUnreadable
from onestop.rules.text import clean


class Table:
    """One entry: every field is taken once, `end` refuses what nobody took."""

    def __init__(self, file: str, label: str, content: Mapping[str, Any]) -> None:
        """Read `content`, whose place in the file is told as `label`."""
        self.file = file
        self.label = label
        self._left = dict(content)
        self.named = frozenset(content)

    def refuse(self, reason: str) -> NoReturn:
        """Raise what is wrong with this entry.

        Raises:
            FileUnreadable: Always; line 0, since TOML does not tell a value's line.
        """
        raise FileUnreadable(file=self.file, line=0, reason=f"{self.label}: {reason}")

    def text(self, field: str, default: str | None = None) -> str:
        """Take a text: NFC, no letter that only looks Vietnamese, no stray space or control character."""
        if field in self._left:
            return self._tidy(field, self._left.pop(field))
        if default is None:
            self.refuse(f"{field}-missing")
        return default

    def maybe(self, field: str) -> str | None:
        """Take a text that may be left out."""
        return self.text(field) if field in self._left else None

    def word(self, field: str, known: Sequence[str], default: str | None = None) -> str:
        """Take one of the words that are known."""
        value = self.text(field, default)
        if value not in known:
            self.refuse(f"{field}-unknown: {value}")
        return value

    def matching(self, field: str, pattern: re.Pattern[str]) -> str:
        """Take a text of a fixed shape."""
        value = self.text(field)
        if pattern.fullmatch(value) is None:
            self.refuse(f"{field}-malformed: {value}")
        return value

    def texts(self, field: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        """Take a list of texts, none twice."""
        values = self._left.pop(field, default)
        if values is None:
            self.refuse(f"{field}-missing")
        if not isinstance(values, list | tuple):
            self.refuse(f"{field}-no-list")
        read = [self._tidy(field, value) for value in values]
        if len(set(read)) != len(read):
            self.refuse(f"{field}-twice")
        return tuple(read)

    def words(
        self, field: str, known: Sequence[str], default: Sequence[str] | None = None
    ) -> tuple[str, ...]:
        """Take a list of words that are known."""
        values = self.texts(field, default)
        for value in values:
            if value not in known:
                self.refuse(f"{field}-unknown: {value}")
        return values

    def whole(self, field: str, default: int | None = None) -> int:
        """Take a whole number, 0 or more."""
        value = self._left.pop(field, default)
        if isinstance(value, bool) or not isinstance(value, int):
            self.refuse(f"{field}-no-whole-number")
        if value < 0:
            self.refuse(f"{field}-negative: {value}")
        return value

    def amount(self, field: str) -> Decimal | None:
        """Take a decimal number, 0 or more, that may be left out."""
        value = self._left.pop(field, None)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            self.refuse(f"{field}-no-number")
        number = Decimal(value)
        if not number.is_finite() or number < 0:
            self.refuse(f"{field}-negative: {number}")
        return number

    def flag(self, field: str, *, default: bool) -> bool:
        """Take yes or no."""
        value = self._left.pop(field, default)
        if not isinstance(value, bool):
            self.refuse(f"{field}-no-boolean")
        return value

    def day(self, field: str) -> date | None:
        """Take a local date that may be left out."""
        value = self._left.pop(field, None)
        if value is not None and type(value) is not date:
            self.refuse(f"{field}-no-date")
        return value

    def table(self, field: str) -> "Table | None":
        """Take a table that may be left out."""
        value = self._left.pop(field, None)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.refuse(f"{field}-no-table")
        return Table(self.file, f"{self.label}.{field}", value)

    def tables(self, field: str) -> "list[Table]":
        """Take a list of tables, empty when left out."""
        values = self._left.pop(field, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.refuse(f"{field}-no-tables")
        return [
            Table(self.file, f"{self.label}.{field}[{place}]", value) for place, value in enumerate(values, 1)
        ]

    def memory(self) -> tuple[str, ...]:
        """Take `from_memory`, a list of fields that this very entry has."""
        return self.words("from_memory", sorted(self.named), ())

    def end(self) -> None:
        """Refuse a field that nothing read: a misspelt one would be lost in silence."""
        if self._left:
            self.refuse(f"field-unknown: {', '.join(sorted(self._left))}")

    def _tidy(self, field: str, value: object) -> str:
        if not isinstance(value, str):
            self.refuse(f"{field}-no-text")
        if not value:
            self.refuse(f"{field}-empty")
        if not unicodedata.is_normalized("NFC", value):
            self.refuse(f"{field}-not-nfc")
        if value != clean(value) or any(unicodedata.category(char) == "Cc" for char in value):
            self.refuse(f"{field}-untidy")
        return value
