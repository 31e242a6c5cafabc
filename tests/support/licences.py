"""The licence of every package that the locks name: `python -m tests.support.licences` writes the list.

A package's own metadata say it, in one of three fields; where they say nothing, or not whole, what its files
say stands here.
"""

import re
import sys
from collections.abc import Iterator
from email.message import Message
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
LIST = ROOT / "docs" / "licences.md"
NAMED = re.compile(
    r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;]+)(?: ; (.+?))?(?: \\)?$", re.MULTILINE
)

FAMILIES = {
    "0bsd": "0BSD",
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD",
    "bsd 2-clause license": "BSD-2-Clause",
    "bsd license": "BSD",
    "isc license": "ISC",
    "lgpl": "LGPL",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "psfl": "PSF-2.0",
}
"""Other ways of writing what SPDX writes so."""
READ = {
    "axe-playwright-python": "MIT AND MPL-2.0",
    "colorama": "BSD-3-Clause",
    "currencyconverter": "Apache-2.0",
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
    "pyxform": "BSD-2-Clause",
    "python-stdnum": "LGPL-2.1-or-later",
    "text-unidecode": "Artistic-1.0 OR GPL-2.0-or-later",
}
"""What the files of a package say where its metadata say nothing, too little or too much."""
FREE = frozenset(
    {
        "0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0",
        "MIT-CMU", "PSF-2.0", "Zlib",
    }
)  # fmt: skip
"""May be used in any way, also changed and sold, where the licence goes along."""
WEAK = frozenset({"LGPL-2.1-or-later", "LGPL-3.0-only", "MPL-2.0", "Artistic-1.0"})
"""Only changes to the package itself must be given on; what merely uses it is free."""
ALLOWED = FREE | WEAK


def plain(name: str) -> str:
    """A package's name as all spellings of it have it in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def locked(*locks: str) -> dict[str, str]:
    """The version of every package that some locks name."""
    texts = ((ROOT / lock).read_text(encoding="utf-8") for lock in locks)
    return {plain(name): version for text in texts for name, version, _ in NAMED.findall(text)}


def licence(name: str) -> str | None:
    """The licence of an installed package, as SPDX writes it where its metadata do; None if nothing says it.

    Raises PackageNotFoundError for one that is not installed.
    """
    said = metadata.metadata(name)
    assert isinstance(said, Message), name
    if plain(name) in READ:
        return READ[plain(name)]
    expression, old = said.get("License-Expression"), said.get("License") or ""
    kinds = [c.split(" :: ")[-1] for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    # Some put the whole text of the licence into the old field.
    short = [expression, old if "\n" not in old and len(old) < 40 else None, *kinds]
    return next((_spelt(text) for text in short if text), None)


def _spelt(text: str) -> str:
    return FAMILIES.get(text.lower(), text)


def allowed(text: str) -> bool:
    """Whether a licence is one of the allowed; of several between which one may choose, any of them."""
    return all(
        any(part.strip("() ") in ALLOWED for part in either.split(" OR ")) for either in text.split(" AND ")
    )


def installed() -> Iterator[tuple[str, str | None]]:
    """Every package of the locks that this system needs, with its licence."""
    for name in sorted(locked(*LOCKS)):
        try:
            yield name, licence(name)
        except metadata.PackageNotFoundError:
            # Only another system, or another Python, needs it.
            if name in READ:
                yield name, READ[name]


def rows() -> list[str]:
    """The lines of the list."""
    product = locked(LOCKS[0])
    return [
        f"| {name} | {text or 'not known'} | {'' if name in product else 'checking'} |"
        for name, text in installed()
    ]


def main() -> int:
    """Write the list anew; 1 where a licence is not one of the allowed."""
    before, _, _ = LIST.read_text(encoding="utf-8").partition("\n| package |")
    table = "\n".join(["| package | licence | only for |", "|---|---|---|", *rows()])
    LIST.write_text(f"{before}\n{table}\n", encoding="utf-8")
    bad = [name for name, text in installed() if text is None or not allowed(text)]
    print("\n".join(bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
