"""The switch of a provider's calculator, and what came of asking it last."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class CalculatorState:
    """Whether a calculator may be asked, as somebody set it, and how the last time went.

    `on` None: nobody has turned the switch; a documented interface may then be asked, another not.
    `prohibited`: somebody read in the terms that a program may not ask. `terms_read` is the day of that
    reading, None = nobody has. `fault` is the code of what is wrong, with what fills its
    sentence and since when.
    """

    provider: str
    on: bool | None = None
    prohibited: bool = False
    terms_read: date | None = None
    who: str | None = None
    at: datetime | None = None
    asked: datetime | None = None
    answered: datetime | None = None
    fault: str | None = None
    fault_holes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    fault_since: datetime | None = None

    def may_ask(self, *, documented: bool, prohibited: bool = False) -> bool:
        """Whether a program may ask: never against the terms; by itself only what the provider describes."""
        if self.prohibited or prohibited:
            return False
        return documented if self.on is None else self.on
