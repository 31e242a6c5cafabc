"""Who is who: a person by the name that somebody wrote."""

import unicodedata

UNSEEN = frozenset({"Cf", "Cc"})
"""Signs without a shape: marks of direction, joiners, controls."""


def as_written(name: str) -> str:
    """A name as somebody wrote it, in one line, without signs that nobody sees; empty for none."""
    words = unicodedata.normalize("NFKC", name).split()
    seen = ("".join(sign for sign in word if unicodedata.category(sign) not in UNSEEN) for word in words)
    return " ".join(word for word in seen if word)


def identity(name: str) -> str:
    """What makes two written names the same person: capitals and signs that nobody sees make no other."""
    return as_written(unicodedata.normalize("NFKC", name).casefold())
