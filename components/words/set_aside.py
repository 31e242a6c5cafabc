"""The line that says which published prices have a fault and are not shown."""

from channels.dataset.dataset import Dataset
from components.i18n import Words

MOST = 3
"""Places that are named."""


def set_aside(data: Dataset, words: Words) -> str | None:
    """The sentence with the places of the faults; None where everything published is shown."""
    places = list(dict.fromkeys(issue.where for issue in data.set_aside))
    return words("data.set_aside", where=", ".join(places[:MOST])) if places else None
