"""What can be wrong with the place where the panel lies."""


class NoDatabase(Exception):
    """The database cannot be reached, or refuses."""


class BrokenPanel(Exception):
    """A file of the panel is gone or cannot be read."""


class NoPanel(Exception):
    """Nothing has been imported."""
