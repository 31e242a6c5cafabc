"""What the steward's page and its parts work with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from channels.dataset.dataset import Dataset
from channels.dataset.locations import DataFolders
from components.pages.steward import rates
from components.words.last_asked import AskedByItself


@dataclass(frozen=True, slots=True)
class Desk:
    """The readers' data, the store, where files lie, what day and time it is.

    `outside` asks for rates beside the page; None where nobody may. `asked`: whom the program asks by itself.
    """

    data: Dataset
    engine: Engine
    place: DataFolders
    var: Path
    today: date
    now: Callable[[], datetime]
    outside: rates.RefreshRequests | None = None
    asked: AskedByItself | None = None
