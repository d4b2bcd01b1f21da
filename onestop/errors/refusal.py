"""What every refusal is: a code and the facts that explain it."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform


class Refusal(Exception):
    """What the system will not do, and the facts that explain it."""

    code: ClassVar[str]

    @property
    def facts(self) -> dict[str, Any]:
        """The facts by name, as JSON shows them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]

    def __str__(self) -> str:
        return f"{self.code} {self.facts}"


R = TypeVar("R", bound=type[Refusal])


@dataclass_transform(eq_default=False)
def refusal(kind: R) -> R:
    """Make a refusal's annotated names its facts. Equality stays identity: an exception is an occurrence."""
    return dataclass(eq=False, repr=False)(kind)  # type: ignore[return-value]  # dataclass gives type[Refusal]
