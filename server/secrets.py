"""Secrets of the server's operator: the login, and the list of stewards."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

LIST = "stewards"


def known_secrets() -> Mapping[str, object] | None:
    """What stands in Streamlit's `secrets.toml`; None where it is there and cannot be read.

    The login is the start's. The list of stewards is read anew each time: Streamlit notices no older
    file that is put back, and after a slip of the pen nothing at all.
    """
    places = [Path(place) for place in st.get_option("secrets.files")]
    if not st.secrets.load_if_toml_exists():
        return None if any(place.exists() for place in places) else {}
    known = st.secrets.to_dict()
    known.pop(LIST, None)
    try:
        for place in places:
            if place.is_file():
                listed = tomllib.loads(place.read_text(encoding="utf-8")).get(LIST)
                known |= {} if listed is None else {LIST: listed}
    except (OSError, ValueError):
        return None
    return known
