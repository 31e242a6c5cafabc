"""Who is who: a person by the name that somebody wrote."""

import re
import unicodedata

UNSEEN = frozenset({"Cf", "Cc"})
"""Signs without a shape: marks of direction, joiners, controls."""
BASE_LETTER = re.compile(
    r"LATIN (?:(?:SMALL|CAPITAL) LETTER|LETTER SMALL CAPITAL)(?: (?:DOTLESS|TURNED|REVERSED|OPEN|SCRIPT))*"
    r" ([A-Z])(?: WITH .*)?"
)
"""The Unicode name of a Latin letter with whatever is added to it: ø, ł, ı, and small capitals."""
LOOKS_LIKE = str.maketrans(
    # Cyrillic, whose capital or small letter looks like a Latin one
    "авекмнорстухѕіјһәԁԛԝѵԍҽӏзьү"
    # Greek
    "αβεζικμνορτυχγϲϳησ"
    # Armenian
    "օսհոցք"
    # Latin letters that are told from others by their name alone
    "əɑɩʟ",
    "abekmhopctyxsijhedqwvgei3byabezikmnoptyxycjhoouhngpeaii",
)
"""Small letters that look like others, in the form of the Latin ones."""
SMALL_AMONG_LATIN = str.maketrans("νηυσ", "vnuo")
"""Small Greek letters that look like another Latin letter than their capitals do."""
ALIKE = (("rn", "m"), ("vv", "w"), ("l", "i"), ("1", "i"), ("0", "o"))
"""Latin letters and digits that read alike in many typefaces."""
LATIN = re.compile(r"[a-z]", re.IGNORECASE)


def as_written(name: str) -> str:
    """A name as somebody wrote it, in one line, without signs that nobody sees; empty for none."""
    words = unicodedata.normalize("NFKC", name).split()
    seen = ("".join(sign for sign in word if unicodedata.category(sign) not in UNSEEN) for word in words)
    return " ".join(word for word in seen if word)


def identity(name: str) -> str:
    """What makes two written names the same person: whatever reads alike makes no other; empty for none.

    Capitals, dots and accents, spaces, points and hyphens, signs that nobody sees, and letters of other
    alphabets that look the same do not count. In an address of electronic mail points and digits do.
    """
    is_address = "@" in name
    text = unicodedata.normalize("NFKC", name)
    if LATIN.search(text):
        text = text.translate(SMALL_AMONG_LATIN)
    bare = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign for sign in bare if sign.isalnum() or (is_address and _is_shown(sign)))
    found = "".join(_base(sign) for sign in kept).translate(LOOKS_LIKE)
    for pair, one in () if is_address else ALIKE:
        found = found.replace(pair, one)
    return found


def _is_shown(sign: str) -> bool:
    return not sign.isspace() and unicodedata.category(sign)[0] in "PS"


def _base(letter: str) -> str:
    """The Latin letter under a mark that is part of it; any other letter as it is."""
    found = BASE_LETTER.fullmatch(unicodedata.name(letter, "")) if not letter.isascii() else None
    return letter if found is None else found[1].casefold()
