"""What whoever runs the server keeps to himself: the login, and the list of stewards."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st


def known_secrets() -> Mapping[str, object] | None:
    """What stands in Streamlit's `secrets.toml`; None where it is there and cannot be read."""
    if st.secrets.load_if_toml_exists():
        return st.secrets.to_dict()
    return None if any(Path(place).exists() for place in st.get_option("secrets.files")) else {}
