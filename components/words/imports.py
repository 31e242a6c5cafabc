"""What an import of the World Bank's files came to, in words: for the command line and the page."""

from decimal import Decimal

from channels.panel.progress import Progress
from channels.panel.storage import Result
from channels.readers.workbooks import Unreadable
from components.i18n import Words


def refusal(fault: Unreadable, file: str, words: Words) -> str:
    """Why a file was not taken in, in one sentence."""
    holes = {
        name: words.number(hole) if isinstance(hole, int) else hole for name, hole in fault.holes.items()
    }
    return words(f"cli.file_{fault.code}", **{"file": file, **holes})


def found(result: Result, words: Words) -> list[str]:
    """What was in a file: rows, quarters and corridors, its SHA-256."""
    counts = {name: words.number(result[name]) for name in ("rows", "accepted", "quarantined")}
    sizes = {name: words.number(result[name]) for name in ("quarters", "corridors")}
    return [
        words("cli.import_rows", file=result["file"], **counts),
        words("cli.import_found", **sizes, seconds=words.number(Decimal(str(result["seconds"])), 1)),
        words("cli.import_sha256", sha=result["sha256"]),
    ]


def marks(result: Result, words: Words) -> list[str]:
    """Each mark that accepted rows carry, with their number."""
    counted = {**result["marks"], **result["other_marks"]}
    return [words(f"cli.mark_{mark}", number=words.number(n)) for mark, n in counted.items() if n]


def reasons(result: Result, words: Words) -> list[str]:
    """Each reason for which rows were set aside, with their number."""
    counted = sorted(result["reasons"].items())
    return [words(f"cli.quarantine_{reason}", number=words.number(n)) for reason, n in counted]


def step(now: Progress, words: Words) -> str:
    """Where a running import is."""
    if now.step.sheet:
        return words("import.sheet", file=now.file, sheet=now.step.sheet, rows=words.number(now.step.rows))
    if now.step.rows:
        return words("import.storing", file=now.file, rows=words.number(now.step.rows))
    return words("import.checking", file=now.file)
