"""The login's secrets, as Streamlit finds them: in the project's folder, else in the home folder."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from channels import files
from channels.dataset.locations import ROOT

FILE = Path(".streamlit") / "secrets.toml"


def secrets(places: tuple[Path, ...] | None = None) -> Mapping[str, object] | None:
    """What stands in them, the project's over the home folder's; None where one cannot be read."""
    known: dict[str, object] = {}
    for place in places or (Path.home() / FILE, ROOT / FILE):
        try:
            known |= tomllib.loads((files.read(place) or b"").decode())
        except (OSError, ValueError):
            return None
    return known
