"""What was found of the program's state, one line a finding, for the operator's terminal."""

from datetime import date, datetime

from channels.upkeep.findings import Elsewhere, UpkeepFinding, Urgency
from components.i18n import Words
from components.words.last_asked import moment


def line(finding: UpkeepFinding, words: Words) -> str:
    """A finding with its mark before it."""
    return f"{mark(finding.urgency, words)}  {sentence(finding, words)}"


def mark(urgency: Urgency, words: Words) -> str:
    """How much a finding asks of the operator, in one word of a fixed width."""
    marks = [words(f"cli.doctor_mark_{one}") for one in Urgency]
    return marks[urgency.rank].ljust(max(map(len, marks)))


def sentence(finding: UpkeepFinding, words: Words) -> str:
    """What was found."""
    holes = {name: _written(value, words) for name, value in finding.holes.items()}
    if finding.what is Elsewhere.STORE:
        return words(f"cli.store_{finding.fault}", **holes)
    if finding.what is Elsewhere.LOGIN:
        return words(f"cli.login_{finding.fault}")
    return words(f"cli.doctor_{finding.what}", **holes)


def _written(value: object, words: Words) -> object:
    if isinstance(value, datetime):
        return moment(value, words)
    if isinstance(value, date):
        return words.day(value)
    return words.number(value) if isinstance(value, int) else value
