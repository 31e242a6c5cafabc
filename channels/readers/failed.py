"""Why an outside answer was not had or not understood."""

from collections.abc import Mapping
from datetime import datetime


class Failed(Exception):
    """One reason, as a code that the page and the command put into a sentence, with what fills its holes.

    `until`: before that time the other side does not want to be asked again.
    """

    def __init__(self, code: str, *, until: datetime | None = None, **holes: str) -> None:
        super().__init__(code)
        self.code = code
        self.until = until
        self.holes = holes

    @classmethod
    def kept(cls, code: str, holes: Mapping[str, str], until: datetime | None) -> "Failed":
        """A reason that was written down once, such as one raised yesterday."""
        return cls(code, until=until, **holes)

    @property
    def filled(self) -> dict[str, str]:
        """What fills the sentence's holes, with `until` as text where there is such a time."""
        return self.holes if self.until is None else {**self.holes, "until": self.until.isoformat()}

    @property
    def was_put(self) -> bool:
        """Whether the question went out at all: not while a rest lasts, nor while another asks the host."""
        return self.code != "busy" or "status" in self.holes

    @property
    def unwelcome(self) -> bool:
        """Whether the other side forbade the question or had too many: it is to be left alone for a day."""
        return self.holes.get("status") in ("403", "429")
