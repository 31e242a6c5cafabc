"""What can be wrong with the place where the panel lies, and which places there are."""

ON_FILES = ("spark://", "sc://")
"""How the address of an engine begins that computes on the panel's own files; to others they are copied."""


class NoDatabase(Exception):
    """The database cannot be reached, or refuses."""


class BrokenPanel(Exception):
    """A file of the panel is gone or cannot be read."""


class NoPanel(Exception):
    """Nothing has been imported."""


class NoSpark(NoDatabase):
    """Spark is asked for, and its packages or Java are not here."""
