"""Why an outside answer was not had or not understood."""

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
