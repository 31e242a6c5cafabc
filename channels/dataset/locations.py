"""Where the two sets of data lie, what is laid over them, and whether any of it has changed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class DataFolders:
    """The folder of a set of data, and the one laid over it; None where nothing is ever laid over."""

    folder: Path
    over: Path | None = None

    def stamp(self) -> str:
        """A short mark of both folders: another one as soon as a file was added, changed or taken away."""
        seen = hashlib.blake2b(digest_size=16)
        for folder in (self.folder, self.over):
            for path in (folder, *sorted(folder.rglob("*"))) if folder is not None else ():
                seen.update(_look(path).encode())
        return seen.hexdigest()


def var(environ: Mapping[str, str]) -> Path:
    """The folder for what is added while the program runs, as PULYOLU_VAR says; it need not exist."""
    return Path(environ.get("PULYOLU_VAR") or ROOT / "var")


def real(environ: Mapping[str, str], folder: Path | None = None) -> DataFolders:
    """The evidence, with what was published while the program runs laid over it.

    `folder` is where its files lie, if not where PULYOLU_DATA says.
    """
    data = folder or Path(environ.get("PULYOLU_DATA") or ROOT / "data")
    return DataFolders(data, var(environ) / "published")


def teaching() -> DataFolders:
    """The invented market, over which nothing is laid."""
    return DataFolders(ROOT / "data" / "teaching")


def _look(path: Path) -> str:
    """The time of a file's last change and its size; empty for one that went meanwhile."""
    try:
        found = path.stat()
    except OSError:
        return ""
    return f"{path}|{found.st_mtime_ns}|{found.st_size}\n"
