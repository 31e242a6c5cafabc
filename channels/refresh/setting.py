"""Where what comes from outside is kept, who is asked under which address, and how long."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from channels import files
from channels.clock import now
from channels.dataset import locations
from channels.dataset.locations import DataFolders
from channels.readers import cbar, ddh, frankfurter, wise
from channels.readers.fetching import FetchedAnswer, Limits
from channels.refresh import fetch_log, hosts
from channels.refresh.banks import Bank, banks
from channels.refresh.permission import RefreshMode, contact, mode
from channels.terms import BAKU

ORDINARY = Limits()

Turn = Callable[[Path], AbstractContextManager[Path]]
"""Lets one in at a time who changes published files; gives the folder in which they are to be changed."""


@contextmanager
def own_turn(over: Path) -> Iterator[Path]:
    """The published files of this machine, which nobody else changes meanwhile. Raises OSError."""
    with files.alone(fetch_log.folder(over.parent)):
        yield over


@dataclass(frozen=True, slots=True)
class IntakeSetting:
    """Where the data and what is added to it lie, who is asked under which address, and how long.

    `contact`: whom servers may turn to; None = only central banks and the World Bank are asked. `banks`:
    whose second word on official rates is asked for; none where the keeper lets the program ask nobody.
    `turn`: what is published under; it raises OSError.
    """

    place: DataFolders
    var: Path
    cbar_url: str = cbar.ADDRESS
    wise_url: str = wise.ADDRESS
    limits: Limits = ORDINARY
    now: Callable[[], datetime] = now
    contact: str | None = None
    banks: tuple[Bank, ...] = ()
    frankfurter_url: str = frankfurter.ADDRESS
    rpw_url: str = ddh.ADDRESS
    turn: Turn = own_turn

    @classmethod
    def of(
        cls, environ: Mapping[str, str], limits: Limits = ORDINARY, turn: Turn = own_turn
    ) -> "IntakeSetting":
        """As the environment says: PULYOLU_DATA, _VAR, _REFRESH, _CONTACT, and addresses such as _CBAR_URL.

        Raises `BadRefreshSetting`.
        """
        return cls(
            locations.real(environ),
            locations.var(environ),
            environ.get("PULYOLU_CBAR_URL") or cbar.ADDRESS,
            environ.get("PULYOLU_WISE_URL") or wise.ADDRESS,
            limits,
            contact=contact(environ),
            banks=() if mode(environ) is RefreshMode.OFF else banks(environ),
            frankfurter_url=environ.get("PULYOLU_FRANKFURTER_URL") or frankfurter.ADDRESS,
            rpw_url=environ.get("PULYOLU_RPW_URL") or ddh.ADDRESS,
            turn=turn,
        )

    @contextmanager
    def publishing(self) -> Iterator[DataFolders]:
        """Be the only one who publishes; where the data lie that are to be changed. Raises OSError."""
        assert self.place.over is not None
        with self.turn(self.place.over) as over:
            yield DataFolders(self.place.folder, over)

    @property
    def may_ask_others(self) -> bool:
        """Whether others than central banks and the World Bank may be asked: they learn whom to turn to."""
        return self.contact is not None

    def asked(
        self, url: str, parameters: Mapping[str, str] | None = None, *, json_body: Any = None
    ) -> FetchedAnswer:
        """The answer to a question, with the manners of `channels.refresh.hosts`. Raises `Failed`."""
        return hosts.ask(
            self.var, url, parameters, json_body=json_body, contact=self.contact, limits=self.limits,
            now=self.now,
        )  # fmt: skip

    def today(self) -> date:
        """Today in Baku."""
        return self.now().astimezone(BAKU).date()
