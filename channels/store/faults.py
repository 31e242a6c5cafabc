"""Why the store cannot be used, as codes that the page and the command put into words."""

from enum import StrEnum


class StoreFault(StrEnum):
    """What is wrong with the database or with a backup."""

    BAD_ADDRESS = "bad_address"
    NEWER = "newer"
    UNUSABLE = "unusable"
    DAMAGED = "damaged"
    NOT_EMPTY = "not_empty"
    NO_BACKUP = "no_backup"
    BROKEN_BACKUP = "broken_backup"
    NEWER_BACKUP = "newer_backup"
    NOT_WRITTEN = "not_written"


class StoreError(Exception):
    """The store cannot be used. `place` is the database or the file, never with a password."""

    def __init__(self, fault: StoreFault, place: str) -> None:
        super().__init__(f"{fault}: {place}")
        self.fault = fault
        self.place = place
